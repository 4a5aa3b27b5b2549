package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"bounceback/coach"
	"bounceback/store"
)

// TestLookChangesNothing: a look sees person and journal, keeps nothing, and knows
// nobody who isn't there.
func TestLookChangesNothing(t *testing.T) {
	s := open(t)
	ctx, now := context.Background(), time.Date(2026, 3, 2, 18, 0, 0, 0, time.UTC)
	if _, err := s.Update(ctx, "talk:me", "", now, func(p *coach.Person, _ coach.Journal) coach.Change {
		p.Name, p.Heard, p.Next = "Amina", now, 1
		return coach.Change{Entries: []coach.Entry{{Seq: 0, At: now, Kind: coach.Win, Words: map[string]string{"win": "called"}}}}
	}); err != nil {
		t.Fatal(err)
	}
	var after coach.Journal
	for range 2 {
		err := s.Look(ctx, "talk:me", func(p *coach.Person, j coach.Journal) {
			n := 0
			for e := range j.Newest() {
				n++
				if e.Words["win"] != "called" {
					t.Errorf("a line reads %v", e)
				}
			}
			if p.Name != "Amina" || n != 1 {
				t.Errorf("%q has %d lines", p.Name, n)
			}
			p.Name, after = "changed", j
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for e := range after.Newest() {
		t.Errorf("after the look the journal still says %v", e)
	}
	if err := s.Look(ctx, "talk:other", func(p *coach.Person, _ coach.Journal) {
		if !p.Heard.IsZero() {
			t.Errorf("somebody unknown was heard at %s", p.Heard)
		}
	}); err != nil {
		t.Fatal(err)
	}
	if err := s.Look(ctx, "", func(*coach.Person, coach.Journal) {}); err == nil {
		t.Error("nobody can be looked at")
	}
}

func TestARoomIsLookedAt(t *testing.T) {
	f := open(t)
	if r, err := f.Room(t.Context(), lobby.Room()); r != nil || err != nil {
		t.Error(r, err)
	}
	err := f.UpdateRoom(t.Context(), lobby.Room(), noon, func(r *coach.Room) coach.RoomChange {
		r.Address, r.Zone = lobby, "Europe/Berlin"
		return coach.RoomChange{}
	})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := f.Room(t.Context(), lobby.Room()); r == nil || r.Zone != "Europe/Berlin" || err != nil {
		t.Error(r, err)
	}
	f.close()
	if _, err := f.Room(t.Context(), lobby.Room()); !errors.Is(err, store.ErrClosed) {
		t.Error(err)
	}
	f.open()
}
