package bottest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"bounceback/bot"
	"bounceback/coach"
	"bounceback/coach/understand"
	"bounceback/store"
)

// patience is how long the suite waits for what must come. A busy machine takes
// its time; a test that fails may take this long.
const patience = 30 * time.Second

// conform is the world of one test.
type conform struct {
	*testing.T
	Rig
	people *store.Store
	clock  *clock
	log    *logbook

	bot  *bot.Bot
	stop context.CancelFunc
	ran  chan error
}

// theMind is the real coach and its reader, made once: neither changes.
var theMind = sync.OnceValues(func() (m struct {
	coach  *coach.Coach
	reader *understand.Reader
}, err error) {
	if m.coach, err = coach.New(coach.Options{}); err != nil {
		return m, err
	}
	m.reader, err = understand.NewReader()
	return m, err
})

// clock stands at noon on a Monday and is moved on by hand.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.now }

func (c *clock) move(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(by)
}

// logbook keeps what is logged.
type logbook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// secret stands in what people say in these tests, and may stand in no log.
const secret = "zanzibar"

func newConform(t *testing.T, rig Rig) *conform {
	people, err := store.Open(filepath.Join(t.TempDir(), "people.db"))
	if err != nil {
		t.Fatal(err)
	}
	w := &conform{T: t, Rig: rig, people: people, log: &logbook{},
		clock: &clock{now: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)}}
	t.Cleanup(func() {
		w.halt()
		if err := people.Check(context.Background()); err != nil {
			t.Error(err)
		}
		if err := people.Close(); err != nil {
			t.Error(err)
		}
		if log := w.log.String(); strings.Contains(log, secret) {
			t.Errorf("somebody's words are logged:\n%s", log)
		} else if t.Failed() {
			t.Logf("the log:\n%s", log)
		}
	})
	w.start()
	return w
}

// start starts the bot, the first time or again.
func (w *conform) start() {
	w.Helper()
	m, err := theMind()
	if err != nil {
		w.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	adapter, err := w.Adapter(Parts{Coach: m.coach, Store: w.people, Logger: log})
	if err != nil {
		w.Fatal(err)
	}
	w.bot = bot.New(bot.Options{Coach: m.coach, Reader: m.reader, People: w.people, Platforms: []bot.Platform{adapter},
		Logger: log, Clock: w.clock.Now, Grace: 3 * time.Second})
	ctx, stop := context.WithCancel(context.Background())
	ran := make(chan error, 1)
	run := w.bot.Run
	go func() { ran <- run(ctx) }()
	w.stop, w.ran = stop, ran
	if err := w.Ready(); err != nil {
		w.Fatal(err)
	}
}

// halt stops the bot; a second time it does nothing.
func (w *conform) halt() {
	if w.stop == nil {
		return
	}
	w.stop()
	w.stop = nil
	select {
	case err := <-w.ran:
		if err != nil {
			w.Errorf("the bot ended with %v", err)
		}
	case <-time.After(patience):
		w.Error("the bot does not stop")
	}
}

// until waits for a condition.
func (w *conform) until(what func() string, ok func() bool) {
	w.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(3 * time.Millisecond) {
		if time.Now().After(end) {
			w.Fatalf("it does not come: %s", what())
		}
	}
}

// settle waits until what was heard is answered and the answers are sent.
func (w *conform) settle() {
	w.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := w.bot.Settle(ctx); err != nil {
		w.Fatal(err)
	}
}

// newer is what a person does not see in before, or sees otherwise.
func newer(p Person, before []Sight) (fresh []Sight) {
	for i, s := range p.Sees() {
		if i >= len(before) || fmt.Sprint(before[i]) != fmt.Sprint(s) {
			fresh = append(fresh, s)
		}
	}
	return fresh
}

// does has a person do something, waits until all of want is in what they see
// new, as text or as a choice, and returns that once it is complete. Without a
// want anything new will do.
func (w *conform) does(p Person, act func() error, want ...string) []Sight {
	w.Helper()
	before := p.Sees()
	if err := act(); err != nil {
		w.Fatal(err)
	}
	return w.awaits(p, before, want...)
}

func (w *conform) awaits(p Person, before []Sight, want ...string) []Sight {
	w.Helper()
	w.until(func() string { return fmt.Sprintf("%q in %v", want, newer(p, before)) }, func() bool {
		seen := newer(p, before)
		fresh := fmt.Sprint(seen)
		for _, part := range want {
			if !strings.Contains(fresh, part) {
				return false
			}
		}
		return len(seen) > 0
	})
	w.settle()
	return newer(p, before)
}

func (w *conform) says(p Person, text string, want ...string) []Sight {
	w.Helper()
	return w.does(p, func() error { return p.Say(text) }, want...)
}

func (w *conform) taps(p Person, label string, want ...string) []Sight {
	w.Helper()
	return w.does(p, func() error { return p.Tap(label) }, want...)
}

// wins has a person log a win by a command.
func (w *conform) wins(p Person, win string) []Sight {
	w.Helper()
	return w.does(p, func() error { return p.Command("win", map[string]string{"win": win}) }, win)
}

// can runs what a platform may not have, and is false where it has not.
func (w *conform) can(act func() error) bool {
	w.Helper()
	err := act()
	if err != nil && !errors.Is(err, ErrCannot) {
		w.Fatal(err)
	}
	return err == nil
}

// hours moves the clock hour by hour, with a look at who is due in each.
func (w *conform) hours(n int) {
	w.Helper()
	for range n {
		w.clock.move(time.Hour)
		if err := w.bot.Tick(context.Background()); err != nil {
			w.Fatal(err)
		}
		w.settle()
	}
}

// kept is what the store has of a person.
func (w *conform) kept(p Person) string {
	w.Helper()
	var b strings.Builder
	if err := w.people.Export(context.Background(), p.ID(), &b); err != nil {
		w.Fatal(err)
	}
	return b.String()
}
