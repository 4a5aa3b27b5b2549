package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"bounceback/bot"
	"bounceback/bot/bottest"
	"bounceback/coach"
)

// Time passes by itself in these tests: the waits of the outbox are minutes.

func TestAFailedSendIsTriedAgainInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, nil)
		w.platform.Fail("amina", 12) // well into the longest wait
		for i := range 5 {
			w.platform.Say(t.Context(), "amina", fmt.Sprint(i), fmt.Sprint("line ", i))
		}
		w.settle()
		w.saw("amina", "line 0", "line 1", "line 2", "line 3", "line 4")
	})
}

func TestALetterThatArrivedAndFailedIsShownOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, nil)
		w.platform.Lose("amina", 3)
		w.say("amina", "1", "hello")
		w.say("amina", "2", "you")
		w.saw("amina", "hello", "you")
		if key := w.platform.Shown("amina")[0].Key; w.platform.Sends(key) < 2 {
			t.Error("the lost letter was not sent again")
		}
	})
}

func TestASlowAddressDelaysNobodyElse(t *testing.T) {
	w := newWorld(t, nil)
	release := w.platform.Hold("slow")
	for i := range 40 {
		if err := w.platform.Say(t.Context(), "slow", fmt.Sprint("s", i), fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 40 {
		who := fmt.Sprint("quick", i)
		if err := w.platform.Say(t.Context(), who, who, "hello"); err != nil {
			t.Fatal(err)
		}
		for len(w.platform.Texts(who)) == 0 {
			time.Sleep(time.Millisecond) // until the test times out
		}
	}
	w.saw("slow")
	release()
	w.settle()
	if got := w.platform.Texts("slow"); len(got) != 40 || got[39] != "39" {
		t.Errorf("slow saw %q", got)
	}
}

func TestThePlatformSaysHowLongToWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, nil)
		w.platform.Reject("amina", fmt.Errorf("limit: %w", patient(90*time.Second)))
		began := time.Now()
		w.platform.Say(t.Context(), "amina", "1", "hello")
		time.Sleep(time.Second)
		w.platform.Reject("amina", nil)
		w.settle()
		if took := time.Since(began); took != 90*time.Second {
			t.Errorf("tried again after %v, want 90 s", took)
		}
	})
}

type patient time.Duration

func (p patient) Error() string             { return "too fast" }
func (p patient) RetryAfter() time.Duration { return time.Duration(p) }

func TestAnUnreachablePersonIsLeftAloneUntilTheyWrite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, func(o *bot.Options) { o.Clock = time.Now })
		w.say("amina", "1", "promise 3h a")
		w.platform.Reject("amina", fmt.Errorf("closed: %w", bot.ErrUnreachable))
		w.say("amina", "2", "hello")
		inTime := func() int {
			due, err := w.people.Due(t.Context(), time.Now().AddDate(1, 0, 0), 10)
			if err != nil {
				t.Fatal(err)
			}
			return len(due)
		}
		if n := inTime(); n != 0 {
			t.Errorf("%d are still looked at", n)
		}
		time.Sleep(5 * time.Hour)
		w.platform.Reject("amina", nil)
		time.Sleep(5 * time.Hour)
		w.saw("amina", "promise 3h a")
		w.say("amina", "3", "I am back")
		if n := inTime(); n != 1 {
			t.Errorf("%d are looked at again", n)
		}
		time.Sleep(2 * time.Minute)
		w.saw("amina", "promise 3h a", "I am back", "nudge 3h a")
	})
}

func TestAnUnreachableStrangerLeavesNothingBehind(t *testing.T) {
	w := newWorld(t, nil)
	w.say("amina", "1", "hello")
	w.platform.Reject("amina", bot.ErrUnreachable)
	w.say("amina", "2", "erase me")
	var export strings.Builder
	if err := w.people.Export(t.Context(), w.platform.ID("amina"), &export); err == nil && strings.Contains(export.String(), "unreachable") {
		t.Errorf("after the erasure is kept: %s", export.String())
	}
}

func TestALetterThatCannotBeSentDoesNotBlockTheNext(t *testing.T) {
	for name, breakIt := range map[string]func(*bottest.Platform){
		"refused": func(p *bottest.Platform) { p.Reject("amina", fmt.Errorf("400: %w", bot.ErrRefused)) },
		"panics":  func(p *bottest.Platform) { p.Panic("amina", 3) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, nil)
				breakIt(w.platform)
				w.say("amina", "1", "hello")
				w.platform.Reject("amina", nil)
				w.say("amina", "2", "you")
				w.saw("amina", "you")
				w.shutdown()
				w.start()
				w.settle()
				w.saw("amina", "you")
			})
		})
	}
}

// TestManyLettersStayInTheStore holds more letters back than are kept in memory.
func TestManyLettersStayInTheStore(t *testing.T) {
	const people, each = 500, 12
	w := newWorld(t, nil)
	var release []func()
	for i := range people {
		release = append(release, w.platform.Hold(fmt.Sprint(i)))
	}
	for n := range each {
		for i := range people {
			h := coach.Heard{Text: fmt.Sprint(n)}
			if err := w.platform.Hear(t.Context(), fmt.Sprint(i), fmt.Sprint(i, "/", n), h, nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, let := range release {
		let()
	}
	w.settle()
	for i := range people {
		got := w.platform.Texts(fmt.Sprint(i))
		if len(got) != each {
			t.Fatalf("%d saw %q", i, got)
		}
		for n, text := range got {
			if text != fmt.Sprint(n) {
				t.Fatalf("%d saw %q", i, got)
			}
		}
	}
	// Once all is sent the way is short again: nothing is read back.
	w.say("0", "last", "and now?")
	if got := w.platform.Texts("0"); got[len(got)-1] != "and now?" {
		t.Errorf("then saw %q", got)
	}
}
