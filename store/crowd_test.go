package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"bounceback/coach"
)

// TestACrowd has many people take turns at once while others look on.
func TestACrowd(t *testing.T) {
	const people, each = 40, 25
	f := open(t)
	ctx, stop := context.WithCancel(t.Context())
	var talking, looking sync.WaitGroup
	for i := range people {
		talking.Go(func() {
			id := coach.ID(fmt.Sprint("p", i))
			for n := range each {
				key := fmt.Sprint(i, "-", n)
				_, err := f.Update(t.Context(), id, key, noon, func(p *coach.Person, j coach.Journal) coach.Change {
					c := win(key, noon)(p, j)
					c.Letters = []coach.Letter{letter(key, id, "x")}
					c.Erase = i == 0 && n%10 == 9
					return c
				})
				if err != nil {
					t.Error(err)
				}
				f.Sent(key)
			}
		})
	}
	for range 3 {
		looking.Go(func() {
			for ctx.Err() == nil {
				_, err := f.Due(t.Context(), noon, 10)
				_, err2 := f.Unsent(t.Context(), 10)
				if err := errors.Join(err, err2, f.Check(t.Context())); err != nil {
					t.Error(err)
					return
				}
				f.export("p0")
			}
		})
	}
	talking.Wait()
	stop()
	looking.Wait()
	same(t, "unsent", f.unsent(), nil)
	for i := range people {
		p, lines := f.look(coach.ID(fmt.Sprint("p", i)))
		if i > 0 && (p.Serial != each || len(lines) != each) {
			t.Errorf("%d has %d turns and %d lines", i, p.Serial, len(lines))
		}
	}
}

// TestOneAtATime has many turns of one person at once: none is lost, and no two
// are inside together.
func TestOneAtATime(t *testing.T) {
	f := open(t)
	var inside atomic.Int32
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			f.update("amina", "", func(p *coach.Person, j coach.Journal) coach.Change {
				if inside.Add(1) > 1 {
					t.Error("two turns at once")
				}
				defer inside.Add(-1)
				return win("x", noon)(p, j)
			})
		})
	}
	all.Wait()
	if _, lines := f.look("amina"); len(lines) != 50 {
		t.Errorf("there are %d lines", len(lines))
	}
}

// TestWaitingEndsWithItsContext: a turn waits for an earlier one of the same
// person, and nobody else does.
func TestWaitingEndsWithItsContext(t *testing.T) {
	f := open(t)
	in, out := make(chan bool), make(chan bool)
	var first sync.WaitGroup
	first.Go(func() {
		f.update("amina", "", func(p *coach.Person, j coach.Journal) coach.Change {
			close(in)
			<-out
			return win("first", noon)(p, j)
		})
	})
	<-in
	f.update("bo", "", win("quick", noon))
	ctx, cancel := context.WithCancel(t.Context())
	var second sync.WaitGroup
	second.Go(func() {
		if _, err := f.Update(ctx, "amina", "", noon, win("second", noon)); !errors.Is(err, context.Canceled) {
			t.Errorf("Update returned %v", err)
		}
	})
	cancel()
	second.Wait()
	close(out)
	first.Wait()
	if _, lines := f.look("amina"); len(lines) != 1 || lines[0].Words["win"] != "first" {
		t.Errorf("there are %v", lines)
	}
}

// TestCloseKeepsWhatWaits closes in the middle of a crowd: each turn is kept or
// has failed, and nothing is in between.
func TestCloseKeepsWhatWaits(t *testing.T) {
	f := open(t)
	var all sync.WaitGroup
	var kept sync.Map
	for i := range 60 {
		all.Go(func() {
			id := coach.ID(fmt.Sprint("p", i))
			if _, err := f.Update(t.Context(), id, "", noon, win("x", noon)); err == nil {
				kept.Store(id, true)
			}
		})
		if i == 40 {
			all.Go(f.close)
		}
	}
	all.Wait()
	f.open()
	due := f.due(noon)
	for i := range 60 {
		id := coach.ID(fmt.Sprint("p", i))
		if _, ok := kept.Load(id); ok != slices.Contains(due, id) {
			t.Errorf("%s: acknowledged %v", id, ok)
		}
	}
}

// TestNothingNewCostsNoCommit: looking at somebody who is not due after all is
// what ticks do most.
func TestNothingNewCostsNoCommit(t *testing.T) {
	f := open(t)
	f.update("amina", "", win("x", noon))
	before := read(t, f.name)
	f.update("amina", "", func(*coach.Person, coach.Journal) coach.Change { return coach.Change{Due: noon} })
	untouched(t, f.name, before)
}
