package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"bounceback/coach"
	"bounceback/store"
)

func TestATurnIsKeptWhole(t *testing.T) {
	f := open(t)
	if !f.update("amina", "e1", win("my CV", noon.Add(time.Hour), "k1", "k2")) {
		t.Error("the event is not fresh")
	}
	for range 2 { // before and after a restart
		p, lines := f.look("amina")
		if p.Serial != 1 || len(lines) != 1 || lines[0].Words["win"] != "my CV" || !lines[0].At.Equal(noon) {
			t.Errorf("kept are %+v and %+v", p, lines)
		}
		same(t, "unsent", f.unsent(), []string{"k1", "k2"})
		same(t, "due", f.due(noon.Add(time.Hour)), []coach.ID{"amina"})
		same(t, "due before", f.due(noon.Add(time.Hour-1)), nil)
		f.reopen()
	}
}

func TestAnAbortedTurnLeavesNothing(t *testing.T) {
	f := open(t)
	f.update("amina", "e1", win("first", noon, "k1"))
	before := f.export("amina")
	stop := errors.New("stop")
	_, err := f.Update(t.Context(), "amina", "e2", noon, func(p *coach.Person, j coach.Journal) coach.Change {
		c := win("second", noon.Add(1), "k2")(p, j)
		c.Erase, c.Abort = true, stop
		return c
	})
	if !errors.Is(err, stop) {
		t.Errorf("Update returned %v", err)
	}
	if after := f.export("amina"); after != before {
		t.Errorf("before %s after %s", before, after)
	}
	if !f.update("amina", "e2", win("second", noon)) {
		t.Error("the event of an aborted turn counts as seen")
	}
}

func TestATurnThatPanicsLeavesNothing(t *testing.T) {
	f := open(t)
	f.update("amina", "e1", win("first", noon, "k1"))
	before := f.export("amina")
	func() {
		defer func() {
			if v := recover(); v != "tripped" {
				t.Errorf("the caller saw %v", v)
			}
		}()
		f.update("amina", "e2", func(p *coach.Person, j coach.Journal) coach.Change {
			for range j.Newest() {
				p.Name = "half changed"
				panic("tripped")
			}
			return coach.Change{}
		})
	}()
	if after := f.export("amina"); after != before {
		t.Errorf("before %s after %s", before, after)
	}
	f.update("amina", "e2", win("second", noon))
}

// TestABadTurnTakesNobodyAlong has turns that fail, give up and panic among a
// crowd of good ones.
func TestABadTurnTakesNobodyAlong(t *testing.T) {
	const people = 60
	f := open(t)
	f.update("taken", "", win("there", noon))
	var all sync.WaitGroup
	bad := func(change func(*coach.Person, coach.Journal) coach.Change) {
		all.Go(func() {
			defer func() { recover() }()
			if _, err := f.Update(t.Context(), "taken", "", noon, change); err == nil {
				t.Error("a bad turn was kept")
			}
		})
	}
	for i := range people {
		all.Go(func() {
			id := coach.ID(fmt.Sprint("good", i))
			if fresh, err := f.Update(t.Context(), id, fmt.Sprint(i), noon, win("fine", noon)); err != nil || !fresh {
				t.Errorf("%v %v", fresh, err)
			}
		})
		switch i % 6 {
		case 0:
			bad(func(*coach.Person, coach.Journal) coach.Change { return coach.Change{Abort: errors.New("no")} })
		case 1:
			bad(func(*coach.Person, coach.Journal) coach.Change { panic("no") })
		case 2: // a number that is taken
			bad(func(*coach.Person, coach.Journal) coach.Change { return coach.Change{Entries: []coach.Entry{{Seq: 0}}} })
		case 3: // a letter without a key
			bad(func(*coach.Person, coach.Journal) coach.Change {
				return coach.Change{Letters: []coach.Letter{letter("", "taken", "")}}
			})
		case 4: // somebody else's letter
			bad(func(*coach.Person, coach.Journal) coach.Change {
				return coach.Change{Letters: []coach.Letter{letter("k", "good1", "")}}
			})
		}
	}
	all.Wait()
	for i := range people {
		if p, lines := f.look(coach.ID(fmt.Sprint("good", i))); p.Serial != 1 || len(lines) != 1 {
			t.Errorf("%d: %+v %+v", i, p, lines)
		}
	}
	if p, lines := f.look("taken"); p.Serial != 1 || len(lines) != 1 {
		t.Errorf("taken: %+v %+v", p, lines)
	}
	same(t, "unsent", f.unsent(), nil)
}

func TestAnEventCountsOnce(t *testing.T) {
	f := open(t)
	f.update("amina", "e1", win("one", noon))
	for range 2 {
		if f.update("amina", "e1", func(*coach.Person, coach.Journal) coach.Change {
			t.Error("change was called")
			return coach.Change{}
		}) {
			t.Error("the event is fresh")
		}
		f.reopen()
	}
	again := func(at time.Time) bool {
		fresh, err := f.Update(t.Context(), "amina", "e1", at, func(*coach.Person, coach.Journal) coach.Change {
			return coach.Change{Abort: errors.New("only looked")}
		})
		return fresh || err != nil
	}
	if again(noon.Add(24*time.Hour)) || again(noon.Add(-time.Minute)) {
		t.Error("it is forgotten within a day, or when the clock is set back")
	}
	if !again(noon.Add(31 * time.Hour)) {
		t.Error("it is remembered for ever")
	}
}

func TestOldEventsLeaveTheFile(t *testing.T) {
	f := open(t)
	for i := range 400 {
		at := noon.Add(time.Duration(i) * 30 * time.Minute) // about a week
		if _, err := f.Update(t.Context(), "amina", fmt.Sprint(i), at, win("x", noon)); err != nil {
			t.Fatal(err)
		}
	}
	f.close()
	if n := len(bucket(t, f.name, "seen")); n > 30*2+2*64 {
		t.Errorf("%d events are still there", n)
	}
	f.open()
}

// TestAMovedClockForgetsNothing is about a chat whose clock is moved on.
func TestAMovedClockForgetsNothing(t *testing.T) {
	f := open(t)
	f.update("amina", "e1", win("one", noon))
	f.update("amina", "now", win("one", noon))
	real := time.Now()
	f.Update(t.Context(), "amina", "real", real, win("x", noon))
	for i := range 200 {
		f.Update(t.Context(), "amina", fmt.Sprint(i), real.AddDate(5, 0, 0), win("x", noon))
	}
	if fresh, _ := f.Update(t.Context(), "amina", "real", real, win("x", noon)); fresh {
		t.Error("an event of today is forgotten")
	}
}

func TestTicks(t *testing.T) {
	f := open(t)
	f.update("amina", "", win("x", noon, "k1", "k2", "k3"))
	f.Sent("k1", "unknown")
	same(t, "unsent at once", f.unsent(), []string{"k2", "k3"})
	f.update("amina", "", win("x", noon, "k4"))
	same(t, "unsent after a commit", f.unsent(), []string{"k2", "k3", "k4"})
	f.Sent("k3")
	f.reopen()
	same(t, "unsent after a restart", f.unsent(), []string{"k2", "k4"})
	f.Sent("k2", "k4")
	f.update("amina", "", win("x", noon, "k4"))
	same(t, "written anew", f.unsent(), []string{"k4"})
}

func TestALetterWrittenAgainTakesItsPlace(t *testing.T) {
	f := open(t)
	f.update("amina", "", win("old", noon, "k1", "k2"))
	f.update("amina", "", win("new", noon, "k1"))
	all, _ := f.Unsent(t.Context(), 10)
	if len(all) != 2 || all[0].Key != "k1" || all[0].Message.Text != "new" {
		t.Errorf("%+v", all)
	}
}

func TestLimits(t *testing.T) {
	f := open(t)
	for i := range 5 {
		id := coach.ID(fmt.Sprint("p", i))
		f.update(id, "", func(p *coach.Person, j coach.Journal) coach.Change {
			return coach.Change{Due: noon.Add(time.Duration(i-9) * time.Hour), Letters: []coach.Letter{letter(fmt.Sprint("k", i), id, "")}}
		})
	}
	ids, _ := f.Due(t.Context(), noon, 2)
	same(t, "due", ids, []coach.ID{"p0", "p1"})
	all, _ := f.Unsent(t.Context(), 2)
	if len(all) != 2 || all[1].Key != "k1" {
		t.Errorf("%+v", all)
	}
	f.update("p0", "", func(*coach.Person, coach.Journal) coach.Change { return coach.Change{} })
	same(t, "due after one never is", f.due(noon), []coach.ID{"p1", "p2", "p3", "p4"})
	same(t, "due before 1970", f.due(time.Date(1969, 1, 1, 0, 0, 0, 0, time.UTC)), nil)
}

func TestWhatCannotBeAKey(t *testing.T) {
	f := open(t)
	for _, id := range []coach.ID{"", "a\x00b", coach.ID(strings.Repeat("a", 5000))} {
		if _, err := f.Update(t.Context(), id, "", noon, win("x", noon)); err == nil {
			t.Errorf("%.10q may be an id", id)
		}
	}
	if _, err := f.Update(t.Context(), "a", strings.Repeat("e", 5000), noon, win("x", noon)); err == nil {
		t.Error("an event may be of any length")
	}
}

// TestLinesOfNamesThatBeginAlike: no journal may run into the next.
func TestLinesOfNamesThatBeginAlike(t *testing.T) {
	f := open(t)
	ids := []coach.ID{"a", "a\x01", "aa", "a\xff", "b"}
	for _, id := range ids {
		for range 3 {
			f.update(id, "", win(string(id), noon))
		}
	}
	for _, id := range ids {
		_, lines := f.look(id)
		if len(lines) != 3 || lines[0].Seq != 0 || lines[2].Seq != 2 || !json.Valid([]byte(f.export(id))) {
			t.Errorf("%q has %v", id, lines)
		}
	}
}

func TestUndone(t *testing.T) {
	f := open(t)
	for range 3 {
		f.update("amina", "", win("x", noon))
	}
	f.update("amina", "", func(*coach.Person, coach.Journal) coach.Change { return coach.Change{Undone: []uint64{1, 77}} })
	if _, lines := f.look("amina"); len(lines) != 2 || lines[1].Seq != 2 {
		t.Errorf("left are %v", lines)
	}
}

func TestAJournalIsClosedAfterItsTurn(t *testing.T) {
	f := open(t)
	f.update("amina", "", win("x", noon))
	var kept coach.Journal
	f.update("amina", "", func(_ *coach.Person, j coach.Journal) coach.Change { kept = j; return coach.Change{} })
	for e := range kept.Newest() {
		t.Errorf("it yields %v", e)
	}
}

func TestAClosedStore(t *testing.T) {
	f := open(t)
	f.close()
	f.close()
	f.Sent("k")
	_, err := f.Update(t.Context(), "amina", "", noon, win("x", noon))
	_, err2 := f.Due(t.Context(), noon, 1)
	_, err3 := f.Unsent(t.Context(), 1)
	for _, err := range []error{err, err2, err3, f.Export(t.Context(), "amina", nil), f.Check(t.Context())} {
		if !errors.Is(err, store.ErrClosed) {
			t.Errorf("%v", err)
		}
	}
	f.open()
}
