package bot

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"
)

// Counts are what a bot has done since it was made, for whoever runs it. They
// are logged once an hour.
type Counts struct {
	Heard  int            // messages answered
	Failed int            // of these, with the fallback
	Nudges map[string]int // sent on their way, by kind

	Sent        int // letters that the platforms took
	Retried     int // attempts to send that failed for a while
	Refused     int // letters given up
	Unreachable int // letters to people who had left

	// Waiting are the letters in memory that are not sent yet; when there are too
	// many, More are in the store. Oldest is how long the oldest has waited.
	Waiting int
	More    bool
	Oldest  time.Duration
}

type counters struct {
	mu sync.Mutex
	Counts
}

// count changes the counts.
func (c *counters) count(change func(*Counts)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change(&c.Counts)
}

// Counts are what the bot has done so far.
func (b *Bot) Counts() Counts {
	var c Counts
	b.counts.count(func(all *Counts) {
		c = *all
		c.Nudges = maps.Clone(all.Nudges)
	})
	now := b.clock()
	for _, o := range b.out {
		waiting, more, oldest := o.waiting(now)
		c.Waiting += waiting
		c.More = c.More || more
		c.Oldest = max(c.Oldest, oldest)
	}
	return c
}

func (b *Bot) logCounts() {
	c := b.Counts()
	attrs := []slog.Attr{
		slog.Int("heard", c.Heard), slog.Int("failed", c.Failed), kindsOf(c.Nudges),
		slog.Int("sent", c.Sent), slog.Int("retried", c.Retried), slog.Int("refused", c.Refused), slog.Int("unreachable", c.Unreachable),
	}
	b.log.LogAttrs(context.Background(), slog.LevelInfo, "counts since the start", append(attrs, c.queue()...)...)
}

// queue is what waits in the outboxes, for the log.
func (c *Counts) queue() []slog.Attr {
	attrs := []slog.Attr{slog.Int("waiting", c.Waiting), slog.Duration("longest_wait", c.Oldest)}
	if c.More {
		attrs = append(attrs, slog.Bool("more_in_store", true))
	}
	return attrs
}

func kindsOf(nudges map[string]int) slog.Attr {
	var kinds []any
	for _, kind := range slices.Sorted(maps.Keys(nudges)) {
		kinds = append(kinds, slog.Int(kind, nudges[kind]))
	}
	return slog.Group("nudges", kinds...)
}

// tally is what one tick did.
type tally struct {
	mu     sync.Mutex
	looked int            // at people who were due
	kinds  map[string]int // nudges sent on their way, by kind
	failed int
	first  error // of those that failed
}

func (t *tally) add(kind string, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.looked++
	switch {
	case err != nil && t.failed == 0:
		t.first = err
		fallthrough
	case err != nil:
		t.failed++
	case kind != "":
		t.kinds[kind]++
	}
}

func (t *tally) err() error {
	if t.failed == 0 {
		return nil
	}
	return fmt.Errorf("bot: %d of %d nudges failed, the first: %w", t.failed, t.looked, t.first)
}

// logTick makes a burst visible: one line for a tick in which somebody was due.
func (b *Bot) logTick(t *tally, took time.Duration) {
	if t.looked == 0 {
		return
	}
	b.counts.count(func(c *Counts) {
		if c.Nudges == nil {
			c.Nudges = map[string]int{}
		}
		for kind, n := range t.kinds {
			c.Nudges[kind] += n
		}
	})
	c := b.Counts()
	attrs := []slog.Attr{slog.Int("due", t.looked), kindsOf(t.kinds), slog.Int("failed", t.failed), slog.Duration("took", took)}
	b.log.LogAttrs(context.Background(), slog.LevelInfo, "tick", append(attrs, c.queue()...)...)
}
