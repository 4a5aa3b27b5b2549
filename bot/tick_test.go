package bot_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"bounceback/bot"
	"bounceback/coach"
)

// dial is a clock that a test moves.
type dial struct {
	mu  sync.Mutex
	now time.Time
}

func (d *dial) Now() time.Time { d.mu.Lock(); defer d.mu.Unlock(); return d.now }
func (d *dial) move(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(by)
}

// newTimedWorld is a world whose clock stands at midday.
func newTimedWorld(t *testing.T, set func(*bot.Options)) (*world, *dial) {
	clock := &dial{now: midday}
	return newWorld(t, func(o *bot.Options) {
		o.Clock = clock.Now
		if set != nil {
			set(o)
		}
	}), clock
}

func (w *world) tick() {
	w.t.Helper()
	if err := w.bot.Tick(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	w.settle()
}

func TestANudgeComesWhenItIsDueAndOnce(t *testing.T) {
	w, clock := newTimedWorld(t, nil)
	w.say("amina", "1", "promise 2h a")
	clock.move(2*time.Hour - time.Minute)
	w.tick()
	w.saw("amina", "promise 2h a")
	clock.move(time.Minute)
	w.tick()
	w.tick()
	w.saw("amina", "promise 2h a", "nudge 2h a")
	w.shutdown()
	w.start()
	clock.move(time.Hour)
	w.tick()
	w.saw("amina", "promise 2h a", "nudge 2h a")
}

func TestAfterADowntimeOneNudgeATick(t *testing.T) {
	w, clock := newTimedWorld(t, nil)
	w.say("amina", "1", "promise 1h a")
	w.say("amina", "2", "promise 2h b")
	clock.move(24 * time.Hour)
	w.tick()
	w.saw("amina", "promise 1h a", "promise 2h b", "nudge 1h a")
	clock.move(time.Minute)
	w.tick()
	w.saw("amina", "promise 1h a", "promise 2h b", "nudge 1h a", "nudge 2h b")
}

func TestTheCoachDecidesAgain(t *testing.T) {
	w, clock := newTimedWorld(t, nil)
	w.say("amina", "1", "promise 1h a")
	_, err := w.people.Update(t.Context(), w.platform.ID("amina"), "", midday, func(p *coach.Person, _ coach.Journal) coach.Change {
		p.Stopped = true // and the due time still stands, as after a change of mind in the same minute
		return coach.Change{Due: midday.Add(time.Hour)}
	})
	if err != nil {
		t.Fatal(err)
	}
	clock.move(2 * time.Hour)
	w.tick()
	w.saw("amina", "promise 1h a")
	if due, _ := w.people.Due(t.Context(), clock.Now(), 10); len(due) > 0 {
		t.Errorf("%v is still due", due)
	}
}

func TestANudgeGoesWhereThePersonCanBeReached(t *testing.T) {
	slash := newDeaf("slash")
	w, clock := newTimedWorld(t, func(o *bot.Options) { o.Platforms = append(o.Platforms, slash) })
	kept := make(chan error, 1)
	(<-slash.heard)(t.Context(), bot.Heard{Event: "slash:1", From: "slash:amina", To: coach.Address{Platform: "slash", To: "token"},
		Reach: w.platform.Address("amina"), Heard: coach.Heard{Text: "promise 1h a"}, Done: func(err error) { kept <- err }})
	if err := <-kept; err != nil {
		t.Fatal(err)
	}
	w.settle()
	clock.move(time.Hour)
	w.tick()
	w.saw("amina", "nudge 1h a")
}

func TestANudgeThatBreaksIsPutOff(t *testing.T) {
	w, clock := newTimedWorld(t, nil)
	w.say("amina", "1", "promise 1h break")
	w.say("bo", "2", "promise 1h b")
	clock.move(time.Hour)
	w.tick()
	w.saw("bo", "promise 1h b", "nudge 1h b")
	if due, _ := w.people.Due(t.Context(), clock.Now().Add(time.Minute), 10); len(due) > 0 {
		t.Errorf("%v comes back at once", due)
	}
	w.say("amina", "3", "hello")
	w.saw("amina", "promise 1h break", "hello")
}

func TestATickTakesAllWhoAreDue(t *testing.T) {
	const people = 2345
	w, clock := newTimedWorld(t, nil)
	for i := range people {
		h := coach.Heard{Text: "promise 1h a"}
		if err := w.platform.Hear(t.Context(), fmt.Sprint(i), fmt.Sprint(i), h, nil); err != nil {
			t.Fatal(err)
		}
	}
	w.settle()
	clock.move(time.Hour)
	w.tick()
	for i := range people {
		w.saw(fmt.Sprint(i), "promise 1h a", "nudge 1h a")
	}
}

func TestATickEndsWithItsContext(t *testing.T) {
	w, clock := newTimedWorld(t, nil)
	w.say("amina", "1", "promise 1h a")
	clock.move(time.Hour)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := w.bot.Tick(ctx); err == nil {
		w.settle()
		w.saw("amina", "promise 1h a", "nudge 1h a") // all done is as good
	}
}

func TestRunTicksEveryMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, nil)
		w.say("amina", "1", "promise 10m a")
		time.Sleep(9 * time.Minute)
		synctest.Wait()
		w.saw("amina", "promise 10m a")
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		w.saw("amina", "promise 10m a", "nudge 10m a")
	})
}

// TestATickThatPanicsIsNotTheLast breaks the store for a while.
func TestATickThatPanicsIsNotTheLast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &brittle{}
		w := newWorld(t, func(o *bot.Options) { p.People = o.People; o.People = p })
		w.say("amina", "1", "promise 1m a")
		p.set(true)
		time.Sleep(10 * time.Minute)
		p.set(false)
		time.Sleep(90 * time.Second)
		w.saw("amina", "promise 1m a", "nudge 1m a")
	})
}

// brittle is a store that panics when it is asked who is due.
type brittle struct {
	bot.People
	mu    sync.Mutex
	broke bool
}

func (b *brittle) set(broke bool) { b.mu.Lock(); defer b.mu.Unlock(); b.broke = broke }

func (b *brittle) Due(ctx context.Context, now time.Time, limit int) ([]coach.ID, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.broke {
		panic("due is broken")
	}
	return b.People.Due(ctx, now, limit)
}
