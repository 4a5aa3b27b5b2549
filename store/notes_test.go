package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bounceback/bot"
	"bounceback/coach"
	"bounceback/store"
)

var _ bot.Notes = (*store.Store)(nil)

func TestANoteIsKeptAndTakenAway(t *testing.T) {
	f := open(t)
	f.note("slack:T1", "token", "sealed")
	f.note("amina", "dm", "C1")
	f.note("amina", "dm", "C2")
	f.note("amina", "last", "")
	for range 2 { // before and after a restart
		got := []string{f.noted("slack:T1", "token"), f.noted("amina", "dm"), f.noted("amina", "last"), f.noted("amina", "d"), f.noted("amin", "dm")}
		same(t, "notes", got, []string{"sealed", "C2", "", "-", "-"})
		f.reopen()
	}
	if err := f.SetNote(t.Context(), "amina", "dm", nil); err != nil {
		t.Fatal(err)
	}
	same(t, "a note that was taken away", []string{f.noted("amina", "dm")}, []string{"-"})
}

func TestANoteThatCannotBe(t *testing.T) {
	f := open(t)
	long := strings.Repeat("x", 1025)
	for _, c := range []struct {
		id        coach.ID
		name, say string
		size      int
	}{
		{"", "dm", "id of a person is empty", 1},
		{"a\x00b", "dm", "zero byte", 1},
		{coach.ID(long), "dm", "1025 bytes", 1},
		{"amina", "", "name of a note has 0 bytes", 1},
		{"amina", "d\x00m", "name of a note has a zero byte", 1},
		{"amina", long, "1025 bytes", 1},
		{"amina", "dm", "a note has 65537 bytes, at most 65536 may be", 64<<10 + 1},
	} {
		err := f.SetNote(t.Context(), c.id, c.name, make([]byte, c.size))
		if err == nil || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%.10q %.10q: %v", c.id, c.name, err)
		}
		f.NoteSoon(c.id, c.name, make([]byte, c.size)) // left out
		if _, err := f.Note(t.Context(), c.id, c.name); err == nil && c.size == 1 {
			t.Errorf("%.10q %.10q can be asked for", c.id, c.name)
		}
	}
	f.close()
	if err := f.SetNote(t.Context(), "amina", "dm", nil); !errors.Is(err, store.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
	f.NoteSoon("amina", "dm", []byte("C1"))
	f.open()
}

// TestANoteSoonIsKnownAtOnce and kept by the next commit, by a flush, or by Close.
func TestANoteSoonIsKnownAtOnce(t *testing.T) {
	f := open(t)
	f.update("amina", "", win("x", noon))
	f.update("bo", "", win("x", noon))
	f.NoteSoon("amina", "last", []byte("1"))
	f.NoteSoon("bo", "last", []byte("2"))
	f.NoteSoon("bo", "last", []byte("3"))
	same(t, "before a commit", f.eachNote("", "last"), []string{"amina=1", "bo=3"})
	same(t, "one of them", []string{f.noted("bo", "last")}, []string{"3"})
	f.reopen()
	same(t, "after Close", f.eachNote("", "last"), []string{"amina=1", "bo=3"})

	f.NoteSoon("amina", "last", []byte("4"))
	f.NoteSoon("bo", "last", nil)
	same(t, "before the flush", f.eachNote("", "last"), []string{"amina=4"})
	for f.Riders() > 0 {
		time.Sleep(5 * time.Millisecond)
	}
	same(t, "after the flush", f.eachNote("", "last"), []string{"amina=4"})
}

// TestTheNewestNoteWins has notes of both kinds come while a commit is held up.
func TestTheNewestNoteWins(t *testing.T) {
	f := open(t)
	f.note("slack:T1", "a", "0")
	f.note("slack:T1", "b", "0")
	release := f.HoldCommits()
	f.NoteSoon("slack:T1", "a", []byte("1"))
	var all sync.WaitGroup
	set := func(name, value string) {
		waiting := f.Waiting()
		all.Go(func() { f.note("slack:T1", name, value) })
		for f.Waiting() == waiting {
			time.Sleep(time.Millisecond)
		}
	}
	for !f.AtWork() { // until the note above is on its way, and held up
		time.Sleep(time.Millisecond)
	}
	f.NoteSoon("slack:T1", "b", []byte("1"))
	set("a", "2")
	set("b", "2")
	f.NoteSoon("slack:T1", "a", []byte("3"))
	release()
	all.Wait()
	for range 2 {
		same(t, "notes", []string{f.noted("slack:T1", "a"), f.noted("slack:T1", "b")}, []string{"3", "2"})
		f.reopen()
	}
}

// TestNothingComesBackAfterAnErasure: notes that come late, from before the
// erasure or after it, are left out.
func TestNothingComesBackAfterAnErasure(t *testing.T) {
	f := open(t)
	f.update("amina", "", win("x", noon))
	f.note("amina", "dm", "zanzibar")
	f.update("amina/b", "", win("x", noon))
	f.note("amina/b", "dm", "stays")
	release := f.HoldCommits()
	f.NoteSoon("amina", "last", []byte("zanzibar 1"))
	var all sync.WaitGroup
	for !f.AtWork() { // until the note above is on its way, and held up
		time.Sleep(time.Millisecond)
	}
	f.NoteSoon("amina", "more", []byte("zanzibar 2"))
	all.Go(func() { f.update("amina", "", erase("farewell")) })
	for f.Waiting() == 0 {
		time.Sleep(time.Millisecond)
	}
	f.NoteSoon("amina", "last", []byte("zanzibar 3"))
	release()
	all.Wait()
	f.NoteSoon("amina", "dm", []byte("zanzibar 4"))
	for range 2 {
		for _, name := range []string{"dm", "last", "more"} {
			same(t, name, []string{f.noted("amina", name)}, []string{"-"})
		}
		same(t, "all", f.eachNote("amina", "dm"), []string{"amina/b=stays"})
		f.Sent("farewell")
		f.reopen()
	}
	f.close()
	if strings.Contains(string(read(t, f.name)), "zanzibar") {
		t.Error("a note is still in the file")
	}
	f.open()
	f.update("amina", "", win("a new beginning", noon))
	same(t, "a new beginning", []string{f.noted("amina", "last")}, []string{"-"})
}

// TestEachNoteGoesThroughAll, more than are read at a time, while others write
// and while what it visits changes.
func TestEachNoteGoesThroughAll(t *testing.T) {
	f := open(t)
	const n = 1200
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			id := coach.ID(fmt.Sprintf("slack:T1/%04d", i))
			f.note(id, "dm", fmt.Sprint(i))
			f.note(id, "ea", "another name")
		})
	}
	all.Wait()
	f.note("slack:T1", "dm", "of the workspace")
	f.note("slack:T10/1", "dm", "of another workspace")
	f.NoteSoon("slack:T1/0700", "dm", []byte("soon"))
	f.NoteSoon("slack:T1/0701", "dm", nil)
	var ids []coach.ID
	err := f.EachNote(t.Context(), "slack:T1/", "dm", func(id coach.ID, value []byte) bool {
		ids = append(ids, id)
		if want := map[coach.ID]string{"slack:T1/0700": "soon", "slack:T1/0003": "3"}[id]; want != "" && want != string(value) {
			t.Errorf("%s: %s", id, value)
		}
		if len(ids)%100 == 0 {
			f.note(id, "dm", "changed")
			f.update("amina", "", win("x", noon, fmt.Sprint(id)))
		}
		return true
	})
	if err != nil || len(ids) != n-1 || !slices.IsSorted(ids) || ids[0] != "slack:T1/0000" || len(slices.Compact(ids)) != n-1 {
		t.Errorf("%d ids and %v", len(ids), err)
	}
	visited := 0
	f.EachNote(t.Context(), "slack:", "dm", func(coach.ID, []byte) bool { visited++; return visited < 3 })
	if visited != 3 {
		t.Errorf("it went on to %d notes", visited)
	}
}

// TestAWorkspaceThatLeft is erased with all its people and rooms, and nobody else.
func TestAWorkspaceThatLeft(t *testing.T) {
	f := open(t)
	lobby := coach.Address{Platform: "slack", To: "T1/c/C1"}
	for i := range 150 {
		id := coach.ID(fmt.Sprint("slack:T1/U", i))
		f.update(id, "", func(p *coach.Person, j coach.Journal) coach.Change {
			c := win("zanzibar", noon)(p, j)
			c.Letters = []coach.Letter{letter(fmt.Sprint("k", i), id, "zanzibar")}
			return c
		})
		f.NoteSoon(id, "dm", []byte("zanzibar"))
	}
	f.note("slack:T1/U7", "dm", "zanzibar")
	f.note("slack:T1/never heard", "dm", "zanzibar")
	for _, at := range []coach.Address{lobby, {Platform: "slack", To: "T10/c/C1"}} {
		err := f.UpdateRoom(t.Context(), at.Room(), noon, func(r *coach.Room) coach.RoomChange {
			r.Zone = "zanzibar"[:4*(len(at.To)%2+1)]
			return coach.RoomChange{Due: noon, Letters: []coach.Letter{letter("post "+at.To, at.Room(), "a thought")}}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	f.update("slack:T1/U0", "", erase())
	f.update("slack:T10/U1", "", win("mombasa", noon))
	f.note("slack:T1", "token", "goes by a call of its own")
	f.note("slack:T10/U1", "dm", "stays")

	erased, err := f.EraseAll(t.Context(), "slack:T1/")
	if err != nil || erased != 151 {
		t.Errorf("%d ids, %v", erased, err)
	}
	if strings.Contains(string(read(t, f.name)), "zanzibar") {
		t.Error("words are left in the file")
	}
	same(t, "due", f.due(noon), []coach.ID{"room:slack:T10/c/C1", "slack:T10/U1"})
	same(t, "unsent", f.unsent(), []string{"post T10/c/C1"})
	same(t, "notes", f.eachNote("slack:", "dm"), []string{"slack:T10/U1=stays"})
	same(t, "the workspace's own", []string{f.noted("slack:T1", "token")}, []string{"goes by a call of its own"})
	if erased, err := f.EraseAll(t.Context(), "slack:T1/"); err != nil || erased != 0 {
		t.Errorf("a second time: %d, %v", erased, err)
	}
	for _, prefix := range []coach.ID{"", "slack", "slack:", ":T1"} {
		if _, err := f.EraseAll(t.Context(), prefix); err == nil || !strings.Contains(err.Error(), "as slack:T1/") {
			t.Errorf("%q: %v", prefix, err)
		}
	}
}
