package discord

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"bounceback/bot"
	"bounceback/bot/discord/markup"
	"bounceback/bot/discord/rest"
	"bounceback/coach"
)

// sender is the way out: messages to people, answers to interactions, and posts in
// rooms.
//
// What is private goes to a direct message or into an answer that only its person
// sees, whatever went wrong before; a channel of a server is written to by Post and
// Replace alone.
type sender struct {
	rest     *rest.Client
	show     markup.Renderer
	words    words
	log      *slog.Logger
	clock    func() time.Time
	channels *channels
	typing   *typing
	answers  *answers
	tries    *tries
	past     *past
}

func newSender(client *rest.Client, notes bot.Notes, show markup.Renderer, w words, log *slog.Logger, clock func() time.Time) *sender {
	s := &sender{rest: client, show: show, words: w, log: log, clock: clock}
	s.channels = newChannels(client, notes, clock)
	s.typing = newTyping(client.Typing)
	s.answers = newAnswers(clock)
	s.tries = newTries()
	s.past = newPast(client, notes, clock)
	return s
}

// Send writes a message. See bot.Platform.
func (s *sender) Send(ctx context.Context, to coach.Address, key string, m coach.Message) error {
	return s.write(ctx, to, &letter{key: key, pieces: s.render(s.show.Message(m)), asks: m.Asks})
}

// Hand gives a file. See bot.Platform.
func (s *sender) Hand(ctx context.Context, to coach.Address, key, name string, content []byte) error {
	f, err := parcelled(name, content)
	if err != nil {
		return fmt.Errorf("discord: hand a file: %w", err)
	}
	return s.write(ctx, to, &letter{key: key, pieces: []rest.Message{{Files: []rest.File{f}}}})
}

// letter is what is to be brought to somebody, in pieces of a message each.
type letter struct {
	key    string
	pieces []rest.Message
	asks   bool   // for words of their own
	user   string // whose direct messages it goes to; empty for a room
	*try
}

// write brings a letter to a person.
func (s *sender) write(ctx context.Context, to coach.Address, l *letter) error {
	at, err := ParseAddress(to)
	switch {
	case err != nil:
		return fmt.Errorf("%w: %w", bot.ErrRefused, err)
	case len(l.pieces) == 0:
		return fmt.Errorf("%w: discord: a message with nothing in it", bot.ErrRefused)
	case at.Channel != "":
		return fmt.Errorf("%w: discord: what is for a person was to go to a channel", bot.ErrRefused)
	}
	l.try = s.tries.take(l.key)
	if at.User != "" {
		err = s.direct(ctx, at.User, l)
	} else {
		err = s.reply(ctx, at.Interaction, l)
	}
	if err != nil {
		s.tries.keep(l.key, l.try)
	}
	return err
}

// reply answers an interaction, or its person if it has run out.
func (s *sender) reply(ctx context.Context, i *Interaction, l *letter) (err error) {
	s.typing.end(i.User)
	switch {
	case i.Over(s.clock()):
		return s.direct(ctx, i.User, l)
	case i.Where == InDirect:
		err = s.inDirect(ctx, i, l)
	default:
		err = s.inPrivate(ctx, i, l)
	}
	if errors.Is(err, rest.ErrExpired) || errors.Is(err, rest.ErrFollowups) {
		return s.direct(ctx, i.User, l)
	}
	return err
}

// noDoor is how long the bot may be kept out of direct messages for no reason that
// Discord tells, until that counts as a closed door. It passes, as a rule, and where
// it does not, letters would heap up.
const noDoor = 6 * time.Hour

// direct writes what is left of a letter to somebody's direct messages.
func (s *sender) direct(ctx context.Context, user string, l *letter) error {
	s.typing.end(user)
	l.user = user
	unasked := !s.channels.awaits(user)
	for again := false; ; again = true {
		channel, err := s.channels.of(ctx, user)
		if err != nil {
			return err
		}
		err = s.deliver(ctx, channel, l, unasked)
		if errors.Is(err, rest.ErrNotAllowed) && s.clock().Sub(l.first) > noDoor {
			return fmt.Errorf("%w: %w", bot.ErrUnreachable, err)
		}
		if again || !errors.Is(err, rest.ErrNoChannel) {
			return err
		}
		s.channels.forget(user)
	}
}
