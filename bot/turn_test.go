package bot_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"bounceback/bot"
	"bounceback/coach"
)

// TestACrowdKeepsOrder has 200 people talk at once.
func TestACrowdKeepsOrder(t *testing.T) {
	const people, each = 200, 15
	w := newWorld(t, nil)
	dice := rand.New(rand.NewPCG(1, 2))
	said := make([]int, people)
	for range people * each {
		i := dice.IntN(people)
		h := coach.Heard{Text: fmt.Sprint(said[i])}
		if err := w.platform.Hear(t.Context(), fmt.Sprint(i), fmt.Sprint(i, "/", said[i]), h, nil); err != nil {
			t.Fatal(err)
		}
		said[i]++
	}
	w.settle()
	for i, n := range said {
		got := w.platform.Texts(fmt.Sprint(i))
		if len(got) != n {
			t.Fatalf("%d said %d things and saw %q", i, n, got)
		}
		for k, text := range got {
			if text != fmt.Sprint(k) {
				t.Fatalf("%d saw %q", i, got)
			}
		}
	}
}

func TestABrokenTurnIsAnsweredAndKeepsNothing(t *testing.T) {
	w := newWorld(t, nil)
	w.say("amina", "1", "hello")
	before := w.export("amina")
	w.say("amina", "2", "break it")
	if after := w.export("amina"); strings.Contains(after, "half changed") || strings.Contains(after, "break it") {
		t.Errorf("the broken turn left something: before %s after %s", before, after)
	}
	w.say("amina", "2", "break it") // the event was seen
	w.say("amina", "3", "still alive?")
	w.saw("amina", "hello", fallback, "still alive?")
}

func TestABrokenTurnWithAWarningNamesHelp(t *testing.T) {
	w := newWorld(t, nil)
	w.say("amina", "1", "break: goodbye world")
	w.say("amina", "2", "break goodbye world")
	w.saw("amina", "break: goodbye world", helpline)
}

func TestWhatCannotBeReadIsAnswered(t *testing.T) {
	w := newWorld(t, nil)
	w.say("amina", "1", "unreadable")
	w.say("amina", "2", "hello")
	w.saw("amina", fallback, "hello")
}

func TestAStoreThatFailsForAMomentIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &failing{}
		w := newWorld(t, func(o *bot.Options) { p.People = o.People; o.People = p })
		p.fail(2)
		w.say("amina", "1", "hello")
		w.saw("amina", "hello")
	})
}

func TestAStoreThatFailsIsAnsweredAndTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &failing{}
		w := newWorld(t, func(o *bot.Options) { p.People = o.People; o.People = p })
		p.fail(6) // three for the turn, three for its fallback
		if err := w.platform.Say(t.Context(), "amina", "1", "goodbye world"); !errors.Is(err, errDisk) {
			t.Errorf("Done was told %v", err)
		}
		w.settle()
		w.saw("amina", helpline)
		w.say("amina", "1", "goodbye world") // the platform hands it over again
		w.saw("amina", helpline, "goodbye world")
	})
}

var errDisk = errors.New("disk full")

// failing is a store whose next updates fail.
type failing struct {
	bot.People
	mu   sync.Mutex
	left int
}

func (f *failing) fail(n int) { f.mu.Lock(); f.left = n; f.mu.Unlock() }

func (f *failing) Update(ctx context.Context, id coach.ID, event string, now time.Time,
	change func(*coach.Person, coach.Journal) coach.Change) (bool, error) {
	f.mu.Lock()
	failed := f.left > 0
	f.left--
	f.mu.Unlock()
	if failed {
		return false, errDisk
	}
	return f.People.Update(ctx, id, event, now, change)
}

func (w *world) export(who string) string {
	w.t.Helper()
	var b strings.Builder
	if err := w.people.Export(w.t.Context(), w.platform.ID(who), &b); err != nil {
		w.t.Fatal(err)
	}
	return b.String()
}

func TestTheExportComesAfterTheAnswerAndHoldsIt(t *testing.T) {
	w := newWorld(t, nil)
	w.say("amina", "1", "my first win")
	w.say("amina", "2", "export please")
	w.say("amina", "3", "thanks")
	w.saw("amina", "my first win", "export please", "bounceback.json", "thanks")
	file := string(w.platform.Shown("amina")[2].Content)
	if !strings.Contains(file, "my first win") || strings.Contains(file, "thanks") {
		t.Errorf("the export is %s", file)
	}
}

func TestAnExportSurvivesACrash(t *testing.T) {
	w := newWorld(t, func(o *bot.Options) { o.Grace = time.Nanosecond })
	w.say("amina", "1", "my first win")
	release := w.platform.Hold("amina")
	w.platform.Say(t.Context(), "amina", "2", "export please")
	w.shutdown()
	release()
	w.start()
	w.settle()
	w.saw("amina", "my first win", "export please", "bounceback.json")
}

func TestErasureIsAnsweredAndLeavesNothing(t *testing.T) {
	w := newWorld(t, nil)
	w.say("amina", "1", "promise 1h secret thing")
	w.say("amina", "2", "erase me")
	w.saw("amina", "promise 1h secret thing", "erase me")
	var b strings.Builder
	w.people.Export(t.Context(), w.platform.ID("amina"), &b)
	if strings.Contains(b.String(), "secret") {
		t.Errorf("what is left: %s", &b)
	}
}

// TestTheLogHoldsNobodysWords talks of an unlikely thing in every way there is.
func TestTheLogHoldsNobodysWords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log lockedBuffer
		p := &failing{}
		w := newWorld(t, func(o *bot.Options) {
			o.Logger = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
			p.People = o.People
			o.People = p
			o.Clock = func() time.Time { return midday }
		})
		w.say("amina", "1", "zanzibar said no")
		w.say("amina", "2", "break zanzibar")
		w.say("amina", "3", "unreadable zanzibar")
		w.say("amina", "4", "promise 0h zanzibar")
		w.say("amina", "5", "promise 0h break zanzibar")
		for range 3 {
			w.bot.Tick(t.Context())
		}
		w.platform.Hear(t.Context(), "amina", "6", coach.Heard{Command: "zanzibar", Args: map[string]string{"": "zanzibar"}}, nil)
		w.platform.Hear(t.Context(), "amina", "7", coach.Heard{Tap: "zanzibar"}, nil)
		w.settle()
		w.platform.Panic("amina", 3)
		w.say("amina", "8", "panic zanzibar")
		p.fail(6)
		w.platform.Say(t.Context(), "amina", "9", "lost zanzibar")
		w.shutdown()
		lines := log.String()
		if strings.Count(lines, `"msg":"turn"`) < 8 {
			t.Errorf("there are turns without a line:\n%s", lines)
		}
		for _, secret := range []string{"zanzibar", "fake:amina"} {
			if i := strings.Index(lines, secret); i >= 0 {
				t.Errorf("%q stands in the log: …%s…", secret, lines[max(0, i-300):min(len(lines), i+100)])
			}
		}
	})
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
