package bottest

import (
	"context"
	"slices"

	"bounceback/bot"
	"bounceback/coach"
)

// Post shows a message in a room. Its spot is that of the key.
func (p *Platform) Post(ctx context.Context, to coach.Address, key string, m coach.Message) (string, error) {
	p.mu.Lock()
	err := p.owed(to, key)
	r := p.room(to.To)
	p.mu.Unlock()
	if err != nil {
		return "", err
	}
	return spotOf(key), p.show(ctx, r, Shown{Key: key, Message: m})
}

func spotOf(key string) string { return "spot of " + key }

// Replace puts another message in the place of a post, or takes it away.
func (p *Platform) Replace(_ context.Context, to coach.Address, spot string, m coach.Message) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := p.room(to.To)
	if r.err != nil {
		return r.err
	}
	at := slices.IndexFunc(r.shown, func(s Shown) bool { return spotOf(s.Key) == spot })
	switch {
	case at < 0: // it is gone already
	case m.Text == "":
		r.shown = slices.Delete(r.shown, at, at+1)
	default:
		r.shown[at].Message = m
	}
	return nil
}

// In hands over what a person did in a room: a command, or a tap under a post.
// The answer goes to the person. It waits until the answer is kept.
func (p *Platform) In(ctx context.Context, room, who, id string, h coach.Heard, manages bool) error {
	kept := make(chan error, 1)
	err := p.do(ctx, event{heard: bot.Heard{
		Event: p.name + ":" + id, From: p.ID(who), To: p.Address(who), Room: p.Address(room), Manages: manages,
		Heard: h, Done: func(err error) { kept <- err },
	}})
	if err != nil {
		return err
	}
	select {
	case err := <-kept:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
