package bot_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"bounceback/bot"
	"bounceback/coach"
)

// lines are the lines of a log that say this, without what differs each time.
func (l *lockedBuffer) lines(t *testing.T, msg string) (found []map[string]any) {
	t.Helper()
	for line := range strings.Lines(l.String()) {
		var attrs map[string]any
		if err := json.Unmarshal([]byte(line), &attrs); err != nil {
			t.Fatal(err)
		}
		if attrs["msg"] == msg {
			delete(attrs, "time")
			delete(attrs, "took")
			found = append(found, attrs)
		}
	}
	return found
}

func (l *lockedBuffer) logger() *slog.Logger { return slog.New(slog.NewJSONHandler(l, nil)) }

// TestABurstIsSeenInTheLog has many people due at once, and a platform that
// takes its time.
func TestABurstIsSeenInTheLog(t *testing.T) {
	var log lockedBuffer
	w, clock := newTimedWorld(t, func(o *bot.Options) { o.Logger = log.logger() })
	for i := range 30 {
		who := fmt.Sprint("amina", i)
		w.say(who, who, "promise 1h secret")
		if i < 7 {
			defer w.platform.Hold(who)()
		}
	}
	w.tick()
	if lines := log.lines(t, "tick"); len(lines) > 0 {
		t.Errorf("nobody was due, and the log says %v", lines)
	}
	clock.move(time.Hour)
	if err := w.bot.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.waiting(7)
	lines := log.lines(t, "tick")
	if len(lines) != 1 || lines[0]["due"] != 30.0 || lines[0]["failed"] != 0.0 || fmt.Sprint(lines[0]["nudges"]) != "map[ask:30]" {
		t.Errorf("of the burst the log says %v", lines)
	}
	clock.move(3 * time.Minute)
	if err := w.platform.Say(t.Context(), "bo", "bo", "promise 1m b"); err != nil {
		t.Fatal(err)
	}
	clock.move(time.Minute)
	if err := w.bot.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.waiting(7)
	if c := w.bot.Counts(); c.Waiting != 7 || c.Oldest != 4*time.Minute || c.Sent != 55 || c.Heard != 31 || c.Nudges["ask"] != 31 {
		t.Errorf("the counts are %+v", c)
	}
	lines = log.lines(t, "tick")
	if wait := lines[len(lines)-1]["longest_wait"]; len(lines) != 2 || wait != float64(4*time.Minute) {
		t.Errorf("of the next tick the log says %v", lines)
	}
	for _, private := range []string{"amina", "secret"} {
		if strings.Contains(log.String(), private) {
			t.Errorf("%q is in the log", private)
		}
	}
}

// waiting waits until all letters but n are sent.
func (w *world) waiting(n int) {
	w.t.Helper()
	for range 10_000 {
		if w.bot.Counts().Waiting == n {
			return
		}
		time.Sleep(time.Millisecond)
	}
	w.t.Fatalf("%d letters wait, not %d", w.bot.Counts().Waiting, n)
}

func TestCountsAreLoggedOnceAnHour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log lockedBuffer
		w := newWorld(t, func(o *bot.Options) { o.Clock, o.Logger = time.Now, log.logger() })
		w.say("amina", "1", "hello")
		w.say("amina", "2", "break")
		w.platform.Fail("amina", 1)
		w.say("amina", "3", "promise 1m a")
		w.platform.Reject("bo", bot.ErrUnreachable)
		w.say("bo", "4", "hello")
		w.platform.Reject("cleo", bot.ErrRefused)
		w.say("cleo", "5", "hello")
		time.Sleep(2*time.Hour + time.Minute)
		lines := log.lines(t, "counts since the start")
		if len(lines) != 2 {
			t.Fatalf("in two hours the log says %v", lines)
		}
		want := map[string]any{"level": "INFO", "msg": "counts since the start", "heard": 5.0, "failed": 1.0, "nudges": map[string]any{"ask": 1.0},
			"sent": 4.0, "retried": 1.0, "refused": 1.0, "unreachable": 1.0, "waiting": 0.0, "longest_wait": 0.0}
		if got := fmt.Sprint(lines[0]); got != fmt.Sprint(want) {
			t.Errorf("the log says %v, want %v", got, want)
		}
	})
}

// TestOneWhoCannotBeKeptStopsNobody: the others have their nudges in the same tick.
func TestOneWhoCannotBeKeptStopsNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &picky{}
		w := newWorld(t, func(o *bot.Options) { o.Clock = time.Now; p.People = o.People; o.People = p })
		for _, who := range []string{"amina", "bo", "cleo"} {
			w.say(who, who, "promise 0s a")
		}
		p.refuse(w.platform.ID("amina"))
		err := w.bot.Tick(t.Context())
		if !errors.Is(err, errPicky) || !strings.Contains(err.Error(), "1 of 3") {
			t.Errorf("the tick returned %v", err)
		}
		w.settle()
		w.saw("amina", "promise 0s a")
		w.saw("bo", "promise 0s a", "nudge 0s a")
		w.saw("cleo", "promise 0s a", "nudge 0s a")
		p.refuse("")
		time.Sleep(2 * time.Minute)
		w.settle()
		w.saw("amina", "promise 0s a", "nudge 0s a")
	})
}

// picky is a store that cannot keep one person.
type picky struct {
	bot.People
	mu sync.Mutex
	id coach.ID
}

var errPicky = errors.New("not this one")

func (p *picky) refuse(id coach.ID) { p.mu.Lock(); defer p.mu.Unlock(); p.id = id }

func (p *picky) Update(ctx context.Context, id coach.ID, event string, now time.Time, change func(*coach.Person, coach.Journal) coach.Change) (bool, error) {
	p.mu.Lock()
	refused := id == p.id
	p.mu.Unlock()
	if refused {
		return false, errPicky
	}
	return p.People.Update(ctx, id, event, now, change)
}
