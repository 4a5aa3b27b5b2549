package console

import (
	"context"
	"strings"
	"time"

	"bounceback/bot"
	"bounceback/coach"
)

// take does what the person asked for.
func (p *Platform) take(ctx context.Context, in input, heard func(context.Context, bot.Heard)) error {
	text := strings.TrimSpace(in.text)
	if text == "" {
		return nil
	}
	shown := text
	if in.shown != "" {
		shown = in.shown
	}
	if err := p.face.heard(shown); err != nil {
		return err
	}
	if in.tap != "" {
		return p.hear(ctx, coach.Heard{Tap: in.tap}, heard)
	}
	if rest, ok := strings.CutPrefix(text, "@"); ok && (rest == "" || strings.ContainsAny(rest[:1], " +0123456789")) {
		return p.move(ctx, strings.TrimSpace(rest))
	}
	h, ok := p.options.Coach.Command(text)
	if !ok {
		h = coach.Heard{Text: text}
	}
	return p.hear(ctx, h, heard)
}

// hear hands one thing over and waits until it is answered.
func (p *Platform) hear(ctx context.Context, h coach.Heard, heard func(context.Context, bot.Heard)) error {
	h.TimeZone = p.options.TimeZone
	if p.key() != owner {
		h.Name = p.options.Who
	}
	p.answering(true)
	defer p.answering(false)
	kept := make(chan error, 1)
	heard(ctx, bot.Heard{From: p.id(), To: p.address(), Heard: h, Done: func(err error) { kept <- err }})
	select {
	case <-kept: // the bot has told the person and the log if this failed
	case <-ctx.Done():
		return ctx.Err()
	}
	return p.settle(ctx)
}

func (p *Platform) answering(on bool) {
	p.mu.Lock()
	p.hearing = on
	p.mu.Unlock()
	p.face.working(on)
}

// patience is how long the chat waits for an answer that cannot be shown.
const patience = 30 * time.Second

func (p *Platform) settle(ctx context.Context) error {
	enough, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := p.bot.Settle(enough); err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	return nil
}
