package discord

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"bounceback/bot"
	"bounceback/bot/discord/rest"
	"bounceback/coach"
)

// spotMark stands between the ids of a post that is more than one message.
const spotMark = ","

// Post writes to a room. See bot.Rooms. The spot is the id of the message, or the
// ids of several if the text is very long.
func (s *sender) Post(ctx context.Context, room coach.Address, key string, m coach.Message) (spot string, err error) {
	channel, err := channelOf(room)
	if err != nil {
		return "", err
	}
	l := &letter{key: key, pieces: s.render(s.show.Post(m))}
	if len(l.pieces) == 0 {
		return "", fmt.Errorf("%w: discord: a post with nothing in it", bot.ErrRefused)
	}
	l.try = s.tries.take(key)
	if err = s.deliver(ctx, channel, l, true); err != nil {
		s.tries.keep(key, l.try)
		return "", rest.InRoom(err)
	}
	return strings.Join(l.ids, spotMark), nil
}

// Replace puts another message in a post's place. See bot.Rooms. Of one that is
// longer than the post was only as much is shown as there were messages, for a
// further message would be a notice.
func (s *sender) Replace(ctx context.Context, room coach.Address, spot string, m coach.Message) error {
	channel, err := channelOf(room)
	if err != nil {
		return err
	}
	ids := strings.Split(spot, spotMark)
	if slices.ContainsFunc(ids, func(id string) bool { return !isSnowflake(id) }) {
		return fmt.Errorf("%w: discord: the spot of a post is no message", bot.ErrRefused)
	}
	pieces := s.render(s.show.Post(m))
	for n, id := range ids {
		if n < len(pieces) {
			pieces[n].Unasked = true
			err = s.rest.EditMessage(ctx, channel, id, pieces[n])
		} else {
			err = s.rest.DeleteMessage(ctx, channel, id)
		}
		switch {
		case errors.Is(err, rest.ErrNoMessage):
		case errors.Is(err, rest.ErrNoChannel):
			return nil // it went with the channel
		case err != nil:
			return rest.InRoom(err)
		}
	}
	return nil
}

func channelOf(room coach.Address) (string, error) {
	at, err := ParseAddress(room)
	if err != nil {
		return "", fmt.Errorf("%w: %w", bot.ErrRefused, err)
	}
	if at.Channel == "" {
		return "", fmt.Errorf("%w: discord: a post was to go to a person", bot.ErrRefused)
	}
	return at.Channel, nil
}
