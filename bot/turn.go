package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"time"

	"bounceback/coach"
)

// exportName is the file name of the copy that a person asked for.
const exportName = "bounceback.json"

// errBroken marks a turn that panicked: trying it again is of no use.
var errBroken = errors.New("turn broken")

// answer is one turn: read, let the coach answer, keep, send.
func (b *Bot) answer(h Heard) {
	began, now := time.Now(), b.clock()
	if h.Heard.ProfileOnly {
		b.profile(h, now)
		return
	}
	if h.Room != (coach.Address{}) {
		h.Heard.Room, h.Heard.Manages = &h.Room, h.Manages
	}
	event := h.Event
	if event == "" {
		event = b.newEvent()
	}
	letters := b.flight(h.To.Platform)
	var t coach.Turn
	var ofRoom []coach.Letter
	fresh := false
	err := b.read(&h.Heard)
	if err == nil {
		fresh, err = b.update(h.From, h.Event, now, func(p *coach.Person, j coach.Journal) coach.Change {
			t = b.coach.Hear(p, h.Heard, j, now)
			h.found(p)
			c := b.change(p, t, coach.Letter{Person: h.From, To: h.To, Written: now}, event, now)
			letters.parcels, ofRoom = c.Letters, nil
			c.Room = b.visit(h.From, t.Room, event, now, &ofRoom)
			return c
		})
		letters.parcels = append(letters.parcels, ofRoom...)
	}
	cause := err
	if err != nil {
		fresh, err = b.fallBack(h, event+" fallback", now, letters)
	}
	if !fresh && err == nil {
		letters.parcels = nil // seen before: answered then
	}
	if slices.Contains(t.Events, coach.ExportAsked) && fresh && cause == nil {
		// The copy is made here, where nothing else happens to the person. If that
		// fails the outbox tries again.
		letters.export, _ = b.export(h.From)
	}
	b.counts.count(func(c *Counts) {
		if fresh {
			c.Heard++
		}
		if cause != nil {
			c.Failed++
		}
	})
	letters.post()
	h.done(err)
	b.logTurn(h.From, kindOf(h.Heard), t, h.Heard, fresh, time.Since(began), cause)
}

// profile follows a change of a person's profile, of which nobody is told. Whoever
// is not known stays unknown.
func (b *Bot) profile(h Heard, now time.Time) {
	_, err := b.update(h.From, h.Event, now, func(p *coach.Person, j coach.Journal) coach.Change {
		if p.Heard.IsZero() {
			return coach.Change{Abort: errNoChange}
		}
		b.coach.Hear(p, h.Heard, j, now)
		return coach.Change{Due: b.due(p, now)}
	})
	if errors.Is(err, errNoChange) {
		err = nil
	}
	if err != nil {
		b.log.LogAttrs(b.work, slog.LevelError, "a profile could not be followed", b.hide.of(h.From), slog.Any("err", err))
	}
	h.done(err)
}

// found remembers where a person can be written to.
func (h *Heard) found(p *coach.Person) {
	reach := h.Reach
	if reach == (coach.Address{}) {
		reach = h.To
	}
	if p.Address == nil || *p.Address != reach {
		p.Address = &reach
	}
	p.Unreachable = time.Time{}
}

// change is what a turn leaves behind. Each letter is like the blank one, with
// its own key and message.
func (b *Bot) change(p *coach.Person, t coach.Turn, blank coach.Letter, event string, now time.Time) coach.Change {
	c := coach.Change{
		Entries: t.Entries,
		Undone:  t.Undone,
		Letters: write(blank, event, t.Messages),
		Due:     b.due(p, now),
	}
	c.Letters = append(c.Letters, b.shared(p, t, blank, event)...)
	for _, e := range t.Events {
		switch e {
		case coach.ExportAsked:
			blank.Key, blank.Export = letterKey(event, len(c.Letters)), true
			c.Letters = append(c.Letters, blank)
		case coach.ErasureDone:
			c.Erase = true
		}
	}
	return c
}

// write puts messages into letters.
func write(blank coach.Letter, event string, messages []coach.Message) []coach.Letter {
	letters := make([]coach.Letter, len(messages), len(messages)+1)
	for i, m := range messages {
		letters[i] = blank
		letters[i].Key, letters[i].Message = letterKey(event, i), m
	}
	return letters
}

// fallBack answers a message when its turn could not be made or kept, so that
// a person in need is not met with silence. The event then counts as seen; if
// not even that can be kept the words are said all the same and the error is
// returned, so that the platform may hand the event over again. event makes other
// keys than those of the answer that may still come.
func (b *Bot) fallBack(h Heard, event string, now time.Time, f *flight) (fresh bool, err error) {
	blank := coach.Letter{Person: h.From, To: h.To, Written: now}
	fresh, err = b.update(h.From, h.Event, now, func(p *coach.Person, j coach.Journal) coach.Change {
		h.found(p)
		f.parcels = write(blank, event, b.coach.Fallback(h.Heard.Reading, p.Country, now))
		return coach.Change{Letters: f.parcels, Due: b.due(p, now)}
	})
	if err == nil {
		return fresh, nil
	}
	f.unkept = true
	defer func() {
		if v := recover(); v != nil {
			err = errors.Join(err, panicked(v, debug.Stack()))
		}
	}()
	f.parcels = write(blank, event, b.coach.Fallback(h.Heard.Reading, h.Heard.Reading.Details.Country, now))
	return false, err
}

// patience is how long update waits before it tries again to keep a turn.
var patience = [...]time.Duration{50 * time.Millisecond, 500 * time.Millisecond}

// update is People.Update that survives panics and short troubles of the store.
func (b *Bot) update(id coach.ID, event string, now time.Time,
	change func(*coach.Person, coach.Journal) coach.Change) (fresh bool, err error) {
	err = b.patiently(func() (err error) {
		fresh, err = b.people.Update(b.work, id, event, now, func(p *coach.Person, j coach.Journal) (c coach.Change) {
			defer recovered(func(err error) { c = coach.Change{Abort: err} })
			c = change(p, j)
			if v := c.Room; v != nil {
				c.Room = &coach.RoomVisit{ID: v.ID, Change: func(r *coach.Room) (rc coach.RoomChange) {
					defer recovered(func(err error) { rc = coach.RoomChange{Abort: err} })
					return v.Change(r)
				}}
			}
			return c
		})
		return err
	})
	return fresh && err == nil, err
}

// patiently does something with the store, and again if it fails.
func (b *Bot) patiently(do func() error) error {
	once := func() (err error) {
		defer recovered(func(broken error) { err = broken })
		return do()
	}
	for attempt := 0; ; attempt++ {
		err := once()
		if err == nil || errors.Is(err, errBroken) || errors.Is(err, errNoChange) || attempt == len(patience) {
			return err
		}
		select {
		case <-time.After(patience[attempt]):
		case <-b.work.Done():
			return err
		}
	}
}

// recovered is deferred: it hands a panic over as an error. What the store is
// given recovers by itself, for the store may run it elsewhere.
func recovered(hand func(error)) {
	if v := recover(); v != nil {
		hand(fmt.Errorf("%w: %w", errBroken, panicked(v, debug.Stack())))
	}
}

// export is the copy of everything about a person.
func (b *Bot) export(id coach.ID) ([]byte, error) {
	var copy bytes.Buffer
	if err := b.people.Export(b.work, id, &copy); err != nil {
		return nil, fmt.Errorf("bot: export: %w", err)
	}
	return copy.Bytes(), nil
}

// kindOf says for the log what was done, never which words.
func kindOf(h coach.Heard) string {
	switch {
	case h.Tap != "":
		return "tap"
	case h.Command != "":
		return "command"
	}
	return "text"
}

// logTurn writes the one line of a turn.
func (b *Bot) logTurn(id coach.ID, kind string, t coach.Turn, h coach.Heard, fresh bool, took time.Duration, err error) {
	level := slog.LevelInfo
	if err != nil {
		level = slog.LevelError
	}
	ctx := context.Background()
	if !b.log.Enabled(ctx, level) {
		return
	}
	attrs := make([]slog.Attr, 0, 8)
	attrs = append(attrs, b.hide.of(id), slog.String("kind", kind),
		slog.String("page", t.Page), slog.String("step", t.Step), slog.Duration("took", took))
	if len(h.Reading.Guesses) > 0 {
		attrs = append(attrs, slog.String("intent", string(h.Reading.Guesses[0].Label)))
	}
	if err != nil {
		attrs = append(attrs, slog.Any("err", err))
	} else if !fresh {
		attrs = append(attrs, slog.Bool("seen", true))
	}
	b.log.LogAttrs(ctx, level, "turn", attrs...)
}
