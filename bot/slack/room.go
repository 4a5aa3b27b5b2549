package slack

import (
	"context"
	"errors"
	"fmt"

	"bounceback/bot"
	"bounceback/bot/slack/markup"
	"bounceback/bot/slack/web"
	"bounceback/coach"
)

// Post writes to a channel and returns the time stamp of the message, which is its
// name there. See bot.Rooms.
func (p *Platform) Post(ctx context.Context, room coach.Address, key string, m coach.Message) (spot string, err error) {
	w, channel, err := p.room(ctx, room)
	if err != nil {
		return "", err
	}
	parts := p.render(m, markup.Options{Room: true})
	if len(parts) == 0 {
		return "", fmt.Errorf("%w: slack: a post with nothing in it", bot.ErrRefused)
	}
	spot, err = w.Post(ctx, channel, web.Letter{Key: key, Text: parts[0].Text, Blocks: parts[0].Blocks, Again: bot.Again(ctx)})
	return spot, p.gone(err)
}

// Replace puts another message in the place of a post, or takes it away. See
// bot.Rooms.
func (p *Platform) Replace(ctx context.Context, room coach.Address, spot string, m coach.Message) error {
	w, channel, err := p.room(ctx, room)
	if err != nil {
		return err
	}
	parts := p.render(m, markup.Options{Room: true})
	if len(parts) == 0 {
		err = w.Delete(ctx, channel, spot)
	} else {
		err = w.Update(ctx, channel, spot, web.Letter{Text: parts[0].Text, Blocks: parts[0].Blocks})
	}
	if errors.Is(err, web.ErrMissing) {
		return nil // somebody has taken it away
	}
	return p.gone(err)
}

// room is the channel that is a room.
func (p *Platform) room(ctx context.Context, room coach.Address) (w *web.Workspace, channel string, err error) {
	at, err := ParseAddress(room)
	if err == nil && at.Channel == "" {
		err = errors.New("slack: a post for a room is addressed to a person")
	}
	if err != nil {
		return nil, "", fmt.Errorf("%w: %w", bot.ErrRefused, err)
	}
	w, err = p.workspace(ctx, at.Team)
	return w, at.Channel, err
}
