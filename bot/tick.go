package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"bounceback/coach"
)

const (
	// dueAtOnce is how many due people and rooms a tick reads at a time.
	dueAtOnce = 2000
	// nudgesAtOnce is how many nudges are on their way at once: enough to fill
	// commits, and few enough to leave most of the backlog to those who write
	// meanwhile.
	nudgesAtOnce = 512
	// oneNudge is how long a person is left alone after a look at them, whatever
	// the coach says: so a tick always comes to its end, and after a downtime a
	// person hears one thing and not a backlog.
	oneNudge = time.Minute
	// brokenNudge is how long a nudge that cannot be made waits.
	brokenNudge = time.Hour
)

// Tick nudges everyone who is due now by the bot's clock. It returns when all
// of that is kept and on its way, or when ctx ends. Run does this every minute.
// What fails does not keep others from their nudges, and comes again with the
// next tick.
func (b *Bot) Tick(ctx context.Context) error {
	began, now := time.Now(), b.clock()
	t := &tally{kinds: map[string]int{}}
	defer func() { b.logTick(t, time.Since(began)) }()
	for {
		due, err := b.people.Due(ctx, now, dueAtOnce)
		if err != nil {
			return fmt.Errorf("bot: %w", err)
		}
		failed := t.failed
		if err := b.nudgeAll(ctx, due, now, t); err != nil {
			return err
		}
		if len(due) < dueAtOnce || t.failed-failed == len(due) {
			return t.err()
		}
	}
}

// nudgeAll puts a nudge into each one's queue, behind what they did before, and
// waits until all are kept.
func (b *Bot) nudgeAll(ctx context.Context, due []coach.ID, now time.Time, t *tally) error {
	places := make(chan struct{}, nudgesAtOnce)
	var left sync.WaitGroup
	defer left.Wait()
	for _, id := range due {
		places <- struct{}{}
		select {
		case b.room <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		}
		left.Add(1)
		job := func() {
			defer func() { <-places; left.Done() }()
			t.add(b.begin(id, now))
		}
		if !b.queue(id, job) {
			left.Done()
			return ErrClosed
		}
	}
	return nil
}

// begin looks at a person or a room that may be due. kind is what they were
// sent; empty: nothing.
func (b *Bot) begin(id coach.ID, now time.Time) (kind string, err error) {
	if id.IsRoom() {
		return b.postDue(id, now)
	}
	return b.nudge(id, now)
}

// nudge looks at one person who may be due, as a turn of its own.
func (b *Bot) nudge(id coach.ID, now time.Time) (kind string, err error) {
	began := time.Now()
	// No event stands behind a nudge, and it is made once: either it is kept, or
	// another one is made later. So its letters need keys nobody had before.
	event := b.newEvent()
	var t coach.Turn
	var letters *flight
	defer func() {
		if letters != nil {
			letters.post()
		}
	}()
	begun := false
	_, err = b.update(id, "", now, func(p *coach.Person, j coach.Journal) coach.Change {
		if letters != nil {
			letters.parcels = nil // change is called once more
		}
		n, due, ok := b.coach.NextNudge(p, now)
		if begun = ok && !due.After(now) && p.Address != nil && p.Unreachable.IsZero(); !begun {
			return coach.Change{Due: b.due(p, now)}
		}
		if letters == nil {
			letters = b.flight(p.Address.Platform)
		}
		t = b.coach.Nudge(p, n, j, now)
		c := b.change(p, t, coach.Letter{Person: id, To: *p.Address, Written: now}, event, now)
		if soonest := now.Add(oneNudge); !c.Due.IsZero() && c.Due.Before(soonest) {
			c.Due = soonest
		}
		letters.parcels = c.Letters
		if kind = ""; len(c.Letters) > 0 {
			kind = n.Kind
		}
		return c
	})
	if errors.Is(err, errBroken) {
		return "", b.putOff(id, now, err)
	}
	if err != nil {
		if letters != nil {
			letters.parcels = nil
		}
		return "", fmt.Errorf("nudge: %w", err)
	}
	if begun {
		b.logTurn(id, "nudge", t, coach.Heard{}, true, time.Since(began), nil)
	}
	return kind, nil
}

// putOff moves a nudge that the coach broke on, so that it does not come back
// every minute.
func (b *Bot) putOff(id coach.ID, now time.Time, cause error) error {
	b.log.LogAttrs(b.work, slog.LevelError, "nudge broke off", b.hide.of(id), slog.Any("err", cause))
	_, err := b.update(id, "", now, func(*coach.Person, coach.Journal) coach.Change {
		return coach.Change{Due: now.Add(brokenNudge)}
	})
	return err
}

// due is when a person should be looked at; zero is never. It lets go what has run
// out.
func (b *Bot) due(p *coach.Person, now time.Time) time.Time {
	nudge, over := b.nextNudge(p, now), p.LetGo(now)
	if nudge.IsZero() || !over.IsZero() && over.Before(nudge) {
		return over
	}
	return nudge
}

// nextNudge is when a person may have to be nudged; zero is never: there is
// nothing to come, or no way to them.
func (b *Bot) nextNudge(p *coach.Person, now time.Time) (due time.Time) {
	if p.Address == nil || !p.Unreachable.IsZero() {
		return time.Time{}
	}
	defer func() {
		if v := recover(); v != nil {
			b.log.LogAttrs(b.work, slog.LevelError, "next nudge is not known", slog.Any("err", panicked(v, debug.Stack())))
			due = now.Add(brokenNudge)
		}
	}()
	_, due, ok := b.coach.NextNudge(p, now)
	if !ok {
		return time.Time{}
	}
	return due
}
