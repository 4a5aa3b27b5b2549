package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"bounceback/coach"
	"bounceback/store"
)

// lobby is a room for tests.
var lobby = coach.Address{Platform: "test", To: "lobby"}

// post counts a post in a room and writes a letter to it.
func post(next time.Time, key string) func(*coach.Room) coach.RoomChange {
	return func(r *coach.Room) coach.RoomChange {
		r.Version, r.Address, r.On = coach.RoomVersion, lobby, true
		r.Posts++
		l := letter(key, lobby.Room(), "how is it today?")
		l.Room = true
		return coach.RoomChange{Letters: []coach.Letter{l}, Due: next}
	}
}

// in is a turn of somebody who does something in the lobby.
func in(change func(*coach.Room) coach.RoomChange) func(*coach.Person, coach.Journal) coach.Change {
	return func(p *coach.Person, _ coach.Journal) coach.Change {
		p.Serial++
		return coach.Change{Room: &coach.RoomVisit{ID: lobby.Room(), Change: change}}
	}
}

func (f *file) updateRoom(change func(*coach.Room) coach.RoomChange) {
	f.t.Helper()
	if err := f.UpdateRoom(f.t.Context(), lobby.Room(), noon, change); err != nil {
		f.t.Fatal(err)
	}
}

// lookRoom is the room as a turn sees it, nil if there is none.
func (f *file) lookRoom() (r *coach.Room) {
	f.t.Helper()
	looked := errors.New("looked")
	_, err := f.Update(f.t.Context(), "looker", "", noon, func(_ *coach.Person, j coach.Journal) coach.Change {
		r = j.Room(lobby.Room())
		return coach.Change{Abort: looked}
	})
	if !errors.Is(err, looked) {
		f.t.Fatal(err)
	}
	return r
}

func TestARoomIsKept(t *testing.T) {
	f := open(t)
	if f.lookRoom() != nil {
		t.Fatal("there is a room before there is one")
	}
	f.update("amina", "", win("x", noon.Add(2*time.Minute)))
	f.updateRoom(post(noon.Add(time.Minute), "a"))
	f.updateRoom(post(noon.Add(time.Minute), "b"))
	f.reopen()
	if r := f.lookRoom(); r == nil || r.Posts != 2 || r.Address != lobby {
		t.Errorf("the room is %+v", r)
	}
	same(t, "letters", f.unsent(), []string{"a", "b"})
	due, err := f.Due(t.Context(), noon.Add(time.Hour), 10)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "due", due, []coach.ID{lobby.Room(), "amina"})
	f.updateRoom(func(*coach.Room) coach.RoomChange { return coach.RoomChange{} })
	if due, _ := f.Due(t.Context(), noon.Add(time.Hour), 10); len(due) != 1 {
		t.Errorf("due is %v", due)
	}
}

func TestAPersonAndARoomChangeTogetherOrNotAtAll(t *testing.T) {
	f := open(t)
	f.update("amina", "1", in(post(noon, "a")))
	gaveUp := errors.New("gave up")
	for name, change := range map[string]func(*coach.Room) coach.RoomChange{
		"gives up": func(r *coach.Room) coach.RoomChange {
			r.Posts = 99
			return coach.RoomChange{Abort: gaveUp}
		},
		"another's letter": func(r *coach.Room) coach.RoomChange {
			return coach.RoomChange{Letters: []coach.Letter{letter("z", "amina", "x")}}
		},
	} {
		for range 2 { // and the door stands open for the next
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			fresh, err := f.Update(ctx, "amina", "2", noon, in(change))
			if fresh || err == nil || ctx.Err() != nil {
				t.Errorf("%s: %v, %v", name, fresh, err)
			}
			cancel()
		}
	}
	func() {
		defer func() { _ = recover() }()
		f.Update(t.Context(), "amina", "2", noon, in(func(*coach.Room) coach.RoomChange { panic("tripped") }))
	}()
	if p, _ := f.look("amina"); p.Serial != 1 {
		t.Errorf("the person took %d turns", p.Serial)
	}
	if r := f.lookRoom(); r.Posts != 1 {
		t.Errorf("the room had %d posts", r.Posts)
	}
	if !f.update("amina", "2", in(post(noon, "b"))) {
		t.Error("an event whose turn was given up counts as seen")
	}
}

func TestManyInOneRoomAtOnce(t *testing.T) {
	f := open(t)
	const people = 60
	var all sync.WaitGroup
	for i := range people {
		all.Go(func() {
			id := coach.ID(fmt.Sprint("p", i))
			if _, err := f.Update(t.Context(), id, "", noon, in(post(noon, fmt.Sprint(i)))); err != nil {
				t.Error(err)
			}
		})
		all.Go(func() {
			if err := f.UpdateRoom(t.Context(), lobby.Room(), noon, post(noon, fmt.Sprint(i, "r"))); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if r := f.lookRoom(); r.Posts != 2*people {
		t.Errorf("%d of %d changes are kept", r.Posts, 2*people)
	}
}

func TestARoomInATurnIsACopy(t *testing.T) {
	f := open(t)
	f.updateRoom(post(noon, "a"))
	var journal coach.Journal
	f.update("amina", "", func(p *coach.Person, j coach.Journal) coach.Change {
		j.Room(lobby.Room()).Posts = 99
		journal = j
		return coach.Change{}
	})
	if f.lookRoom().Posts != 1 || journal.Room(lobby.Room()) != nil {
		t.Error("a room was changed by looking, or can be seen after the turn")
	}
}

func TestAnErasureLeavesTheRoom(t *testing.T) {
	f := open(t)
	f.update("amina", "", in(post(noon, "a")))
	f.update("amina", "", func(*coach.Person, coach.Journal) coach.Change { return coach.Change{Erase: true} })
	if f.lookRoom() == nil {
		t.Error("the room is gone")
	}
	same(t, "letters", f.unsent(), []string{"a"})
}

func TestOnlyRoomsAreRooms(t *testing.T) {
	f := open(t)
	if f.UpdateRoom(t.Context(), "amina", noon, post(noon, "a")) == nil {
		t.Error("a person was kept as a room")
	}
	if f.UpdateRoom(t.Context(), "", noon, post(noon, "a")) == nil {
		t.Error("a room without an id was kept")
	}
}

// TestCheckFindsWhatIsWrongWithRooms breaks one thing at a time.
func TestCheckFindsWhatIsWrongWithRooms(t *testing.T) {
	id := string(lobby.Room())
	for name, c := range map[string]struct {
		breaks func(rooms, due *bolt.Bucket) error
		want   error
	}{
		"a due time too many": {func(_, due *bolt.Bucket) error {
			return due.Put([]byte("............room:test:other"), []byte{})
		}, store.ErrDamaged},
		"a due time too few": {func(_, due *bolt.Bucket) error {
			k, _ := due.Cursor().First()
			return due.Delete(k)
		}, store.ErrDamaged},
		"no JSON":   {func(rooms, _ *bolt.Bucket) error { return rooms.Put([]byte("room:x"), []byte("............{")) }, store.ErrDamaged},
		"a person":  {func(rooms, _ *bolt.Bucket) error { return rooms.Put([]byte("amina"), rooms.Get([]byte(id))) }, store.ErrDamaged},
		"cut short": {func(rooms, _ *bolt.Bucket) error { return rooms.Put([]byte("room:x"), []byte("..")) }, store.ErrDamaged},
		"a later one": {func(rooms, _ *bolt.Bucket) error {
			return rooms.Put([]byte("room:x"), []byte(string(make([]byte, 12))+`{"version":99}`))
		}, store.ErrNewer},
	} {
		t.Run(name, func(t *testing.T) {
			f := &file{t: t, name: t.TempDir() + "/people.db"}
			f.open()
			f.updateRoom(post(noon, "a"))
			f.close()
			raw(t, f.name, func(tx *bolt.Tx) error { return c.breaks(tx.Bucket([]byte("rooms")), tx.Bucket([]byte("due"))) })
			f.open()
			defer f.close()
			if err := f.Check(t.Context()); !errors.Is(err, c.want) {
				t.Errorf("Check: %v, want %v", err, c.want)
			}
		})
	}
}
