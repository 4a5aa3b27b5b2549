package bot

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"log/slog"
	"runtime/debug"
	"time"

	"bounceback/coach"
)

// Trying again: the wait doubles from the first to the last.
const (
	firstWait = time.Second
	lastWait  = 5 * time.Minute
	// sendPanics is how often a letter may make the adapter panic before it
	// counts as refused: the same letter would do it for ever.
	sendPanics = 3
)

// parcel is a letter on its way.
type parcel struct {
	coach.Letter
	export []byte // the copy to hand over, if it was made already
	unkept bool   // the store does not know it
	again  bool   // it was read from the store: an earlier run may have sent it
}

// outbox sends the letters of one platform: those of one person in order, one
// at a time; those of different people side by side, so that a slow address
// delays nobody else. What is kept and not in memory is the spill's matter.
type outbox struct {
	bot      *Bot
	platform Platform
	lanes    *lanes[*parcel]
	stopping chan struct{} // closed: what fails now is left for the next start
	spill
}

func newOutbox(b *Bot, p Platform) *outbox {
	o := &outbox{bot: b, platform: p, stopping: make(chan struct{})}
	o.lanes = newLanes(o.deliver)
	o.spill = spill{outbox: o, held: map[string]time.Time{}, stuck: map[coach.ID]struct{}{}}
	return o
}

// stop ends all waiting: each letter is tried once more at most.
func (o *outbox) stop() { close(o.stopping) }

func (o *outbox) stopped() bool {
	select {
	case <-o.stopping:
		return true
	default:
		return false
	}
}

// deliver sends one letter, however often that takes.
func (o *outbox) deliver(id coach.ID, p *parcel) {
	if o.isStuck(id) {
		return // what stays behind must not be overtaken
	}
	panics := 0
	for attempt := 0; ; attempt++ {
		err := o.send(p)
		switch {
		case err == nil:
			o.bot.counts.count(func(c *Counts) { c.Sent++ })
			o.finish(p)
			return
		case errors.Is(err, ErrUnreachable):
			if p.Room {
				o.report(slog.LevelWarn, id, "room is gone", attempt, err)
				o.bot.roomGone(p.To)
			} else {
				o.report(slog.LevelInfo, id, "person is unreachable", attempt, err)
				o.bot.counts.count(func(c *Counts) { c.Unreachable++ })
				o.bot.unreachable(id)
			}
			o.finish(p)
			return
		case errors.Is(err, errBroken):
			if panics++; panics == sendPanics {
				err = fmt.Errorf("%w after %d panics: %w", ErrRefused, panics, err)
			}
		}
		if errors.Is(err, ErrRefused) {
			o.report(slog.LevelError, id, "letter was refused and is given up", attempt, err)
			o.bot.counts.count(func(c *Counts) { c.Refused++ })
			o.finish(p)
			return
		}
		o.report(slog.LevelWarn, id, "letter could not be sent yet", attempt, err)
		o.bot.counts.count(func(c *Counts) { c.Retried++ })
		if !o.wait(p.Key, attempt, err) {
			o.leave(id)
			return
		}
	}
}

func (o *outbox) send(p *parcel) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("%w: %w", errBroken, panicked(v, debug.Stack()))
		}
	}()
	ctx := o.bot.work
	if p.again {
		ctx = MarkAgain(ctx)
	}
	if p.Room {
		return o.sendToRoom(ctx, p)
	}
	if !p.Export {
		return o.platform.Send(ctx, p.To, p.Key, p.Message)
	}
	if p.export == nil {
		if p.export, err = o.bot.export(p.Person); err != nil {
			return err
		}
	}
	return o.platform.Hand(ctx, p.To, p.Key, exportName, p.export)
}

// wait is false when the bot stops before the next attempt is due.
func (o *outbox) wait(key string, attempt int, err error) bool {
	pause := time.NewTimer(backOff(key, attempt, err))
	defer pause.Stop()
	select {
	case <-pause.C:
		return true
	case <-o.stopping:
	case <-o.bot.work.Done():
	}
	return false
}

// backOff is what the platform asked for or else doubles, spread by up to a
// quarter so that letters which failed together do not come back together. The
// spread comes from the key: the same letter always waits the same.
func backOff(key string, attempt int, err error) time.Duration {
	if asked, ok := errors.AsType[Wait](err); ok && asked.RetryAfter() > 0 {
		return asked.RetryAfter()
	}
	pause := lastWait
	if attempt < 9 { // 1 s doubled nine times is more than lastWait
		pause = min(firstWait<<attempt, lastWait)
	}
	h := fnv.New32a()
	fmt.Fprintf(h, "%s %d", key, attempt)
	return pause - time.Duration(int64(pause)/4*int64(h.Sum32()%1024)/1024)
}

func (o *outbox) report(level slog.Level, id coach.ID, what string, attempt int, err error) {
	ctx := context.Background()
	o.bot.log.LogAttrs(ctx, level, what, o.bot.hide.of(id), slog.String("platform", o.platform.Name()),
		slog.Int("attempt", attempt+1), slog.Any("err", err))
}

// errNoChange gives up an Update that only looked, or found nothing to change,
// such as for a person who is no longer known.
var errNoChange = errors.New("nothing was changed")

// unreachable pauses a person's nudges until they are heard again.
func (b *Bot) unreachable(id coach.ID) {
	now := b.clock()
	_, err := b.update(id, "", now, func(p *coach.Person, _ coach.Journal) coach.Change {
		if p.Heard.IsZero() {
			return coach.Change{Abort: errNoChange}
		}
		p.Unreachable = now
		return coach.Change{Due: b.due(p, now)}
	})
	if err != nil && !errors.Is(err, errNoChange) {
		b.log.LogAttrs(context.Background(), slog.LevelError, "person could not be marked as unreachable",
			b.hide.of(id), slog.Any("err", err))
	}
}
