package bot_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"bounceback/bot"
	"bounceback/bot/bottest"
	"bounceback/coach"
	"bounceback/coach/understand"
)

// TestShutdownAnswersEverything stops a bot whose mailbox is full.
func TestShutdownAnswersEverything(t *testing.T) {
	read := make(chan struct{})
	w := newWorld(t, func(o *bot.Options) { o.Reader = gated(read) })
	const people, each = 100, 20
	var kept atomic.Int64
	for n := range each {
		for i := range people {
			h := coach.Heard{Text: fmt.Sprint(n)}
			err := w.platform.Hear(t.Context(), fmt.Sprint(i), fmt.Sprint(i, "/", n), h, func(err error) {
				if err == nil {
					kept.Add(1)
				}
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	w.stop()
	close(read)
	if err := w.shutdown(); err != nil {
		t.Fatal(err)
	}
	if kept.Load() != people*each {
		t.Errorf("%d of %d were kept", kept.Load(), people*each)
	}
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
}

// gated is a reader that waits until the channel is closed.
type gated chan struct{}

func (g gated) Read(string) understand.Reading { <-g; return understand.Reading{} }

func TestShutdownDoesNotWaitForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, nil)
		release := w.platform.Hold("amina")
		defer release()
		w.platform.Say(t.Context(), "amina", "1", "one")
		w.platform.Say(t.Context(), "amina", "2", "two")
		began := time.Now()
		if err := w.shutdown(); err != nil {
			t.Errorf("Run returned %v; a letter that is kept is no failure", err)
		}
		if took := time.Since(began); took > 15*time.Second {
			t.Errorf("it took %v", took)
		}
		w.saw("amina")
		release()
		w.start()
		w.settle()
		w.saw("amina", "one", "two")
	})
}

func TestShutdownDoesNotTryAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, nil)
		w.platform.Fail("amina", 3) // the next attempt would be seconds away
		w.platform.Say(t.Context(), "amina", "1", "one")
		w.platform.Say(t.Context(), "amina", "2", "two")
		synctest.Wait()
		began := time.Now()
		w.shutdown()
		if took := time.Since(began); took > 0 {
			t.Errorf("it took %v", took)
		}
		w.saw("amina")
		w.start()
		w.settle()
		w.saw("amina", "one", "two")
	})
}

func TestNothingIsHeardAfterwards(t *testing.T) {
	late := newDeaf("late")
	w := newWorld(t, func(o *bot.Options) { o.Platforms = append(o.Platforms, late) })
	w.say("amina", "1", "hello")
	w.shutdown()
	var got error
	(<-late.heard)(t.Context(), bot.Heard{Event: "late:1", From: "late:x", Done: func(err error) { got = err }})
	if !errors.Is(got, bot.ErrClosed) {
		t.Errorf("Done was told %v", got)
	}
}

// deaf is a platform that keeps what it hands events to.
type deaf struct {
	name  string
	heard chan func(context.Context, bot.Heard)
}

func newDeaf(name string) *deaf {
	return &deaf{name: name, heard: make(chan func(context.Context, bot.Heard), 1)}
}

func (d *deaf) Name() string { return d.name }
func (d *deaf) Run(ctx context.Context, heard func(context.Context, bot.Heard)) error {
	d.heard <- heard
	<-ctx.Done()
	return nil
}
func (d *deaf) Send(context.Context, coach.Address, string, coach.Message) error { return nil }
func (d *deaf) Hand(context.Context, coach.Address, string, string, []byte) error {
	return nil
}

// TestAFullMailboxHoldsThePlatformBack shows that heard blocks, and that it
// gives up with its own ctx.
func TestAFullMailboxHoldsThePlatformBack(t *testing.T) {
	read := make(chan struct{})
	open := newDeaf("open")
	newWorld(t, func(o *bot.Options) { o.Reader, o.Platforms = gated(read), append(o.Platforms, open) })
	ctx, cancel := context.WithCancel(t.Context())
	var refused atomic.Int64
	heard := make(chan int)
	hear := <-open.heard
	go func() {
		n := 0
		for ; refused.Load() == 0; n++ {
			hear(ctx, bot.Heard{Event: fmt.Sprint("open:", n), From: coach.ID(fmt.Sprint("open:", n%9)),
				To: coach.Address{Platform: "open"}, Heard: coach.Heard{Text: "hello"}, Done: func(err error) {
					if errors.Is(err, context.Canceled) {
						refused.Add(1)
					}
				}})
		}
		heard <- n
	}()
	select {
	case n := <-heard:
		t.Fatalf("%d were heard and nothing held them back", n)
	case <-time.After(50 * time.Millisecond): // a bot that does not block gets through in this time or is caught below
	}
	cancel()
	if n := <-heard; n > 5000 {
		t.Errorf("%d were taken in at once", n)
	}
	close(read)
}

// TestCrashes stops the bot dead in the middle of talks, again and again.
func TestCrashes(t *testing.T) {
	const people, lives, each = 20, 10, 3
	w := newWorld(t, func(o *bot.Options) { o.Grace = time.Nanosecond })
	var want []string
	for life := range lives {
		var release []func()
		for i := range people {
			who := fmt.Sprint(i)
			switch (i + life) % 3 {
			case 0: // crash between commit and send
				release = append(release, w.platform.Hold(who))
			case 1: // crash between send and tick
				w.platform.Lose(who, 1)
			}
		}
		for n := range each {
			for i := range people {
				text := fmt.Sprint(life, "/", n)
				if err := w.platform.Say(t.Context(), fmt.Sprint(i), fmt.Sprint(i, "/", text), text); err != nil {
					t.Fatal(err)
				}
			}
			want = append(want, fmt.Sprint(life, "/", n))
		}
		w.shutdown()
		for _, let := range release {
			let()
		}
		w.start()
	}
	w.settle()
	for i := range people {
		w.saw(fmt.Sprint(i), want...)
	}
}

// TestLostTicks restarts after no tick reached the store.
func TestLostTicks(t *testing.T) {
	w := newWorld(t, func(o *bot.Options) { o.People = noTicks{o.People} })
	w.say("amina", "1", "one")
	w.say("amina", "2", "two")
	w.shutdown()
	w.start()
	w.settle()
	w.saw("amina", "one", "two")
	if key := w.platform.Shown("amina")[0].Key; w.platform.Sends(key) != 2 {
		t.Errorf("the letter was sent %d times, want twice under one key", w.platform.Sends(key))
	}
}

type noTicks struct{ bot.People }

func (noTicks) Sent(...string) {}

// watched notes of which letters it is told that they may have been sent.
type watched struct {
	*bottest.Platform
	mu    sync.Mutex
	again map[string][]bool // by text
}

func (p *watched) Send(ctx context.Context, to coach.Address, key string, m coach.Message) error {
	p.mu.Lock()
	p.again[m.Text] = append(p.again[m.Text], bot.Again(ctx))
	p.mu.Unlock()
	return p.Platform.Send(ctx, to, key, m)
}

// TestLettersOfAnEarlierRunAreMarked, and no others: a look at whether they were
// sent already costs something.
func TestLettersOfAnEarlierRunAreMarked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &watched{again: map[string][]bool{}}
		w := newWorld(t, func(o *bot.Options) {
			p.Platform = o.Platforms[0].(*bottest.Platform)
			o.Platforms = []bot.Platform{p}
		})
		w.platform.Fail("amina", 1)
		w.platform.Say(t.Context(), "amina", "1", "old")
		synctest.Wait()
		w.shutdown()
		w.start()
		w.say("amina", "2", "new")
		w.platform.Fail("amina", 1)
		w.say("amina", "3", "tried twice")
		w.saw("amina", "old", "new", "tried twice")
		for text, want := range map[string][]bool{"old": {false, true}, "new": {false}, "tried twice": {false, false}} {
			if got := p.again[text]; !slices.Equal(got, want) {
				t.Errorf("%q was sent with %v, want %v", text, got, want)
			}
		}
	})
}
