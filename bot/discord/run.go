package discord

import (
	"context"
	"log/slog"
	"time"

	"bounceback/bot"
	"bounceback/bot/discord/gateway"
)

// Run connects and hands over what comes until ctx ends. See bot.Platform. It fails
// only for what no waiting mends, such as a wrong token; the error says what to do.
func (p *Platform) Run(ctx context.Context, heard func(context.Context, bot.Heard)) error {
	if err := p.trails.begin(ctx, p.clock()); err != nil {
		return err
	}
	p.keepPromises(ctx, heard)
	err := p.gate.Run(ctx, func(e gateway.Event) {
		switch {
		case e.Ready != nil:
			p.ready(ctx, e, heard)
		case e.Message != nil:
			p.hearMessage(ctx, e.Message, heard)
		case e.Interaction != nil:
			p.hearInteraction(ctx, e.Interaction, heard)
		}
	})
	p.inbox.settle()
	p.typing.close()
	c := p.rest.Counts()
	p.log.LogAttrs(ctx, slog.LevelInfo, "discord: what was asked so far", slog.Int64("done", c.Done),
		slog.Int64("again", c.Retried), slog.Int64("limited", c.Limited), slog.Int64("failed", c.Failed))
	return err
}

// ready looks after the commands when the first shard is there for the first time,
// and after what was missed each time that it begins a new session.
func (p *Platform) ready(ctx context.Context, e gateway.Event, heard func(context.Context, bot.Heard)) {
	if e.Shard != 0 {
		return
	}
	if e.Ready.Fresh {
		session := p.trails.fresh()
		p.inbox.put(ctx, "", func(context.Context) { p.lookThrough(ctx, session, heard) }, nil)
	}
	if !p.registering.Swap(true) {
		p.inbox.put(ctx, "", func(context.Context) { p.keepRegistering(ctx, e.Ready.AppID) }, nil)
	}
}

// registerPause is how long until the commands are tried again, doubled each time up
// to an hour.
const registerPause = 10 * time.Second

// keepRegistering registers the commands, however often that takes. Those that were
// there before work meanwhile.
func (p *Platform) keepRegistering(ctx context.Context, app string) {
	for pause := registerPause; ctx.Err() == nil; pause = min(2*pause, time.Hour) {
		err := p.register(ctx, app)
		if err == nil {
			return
		}
		p.log.LogAttrs(ctx, slog.LevelWarn, "discord: the commands could not be registered yet", slog.Any("err", err), slog.Duration("again_in", pause))
		select {
		case <-time.After(pause):
		case <-ctx.Done():
		}
	}
}
