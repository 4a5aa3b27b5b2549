package store_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bounceback/coach"
	"bounceback/store"
)

// noon is now in these tests.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// file is a store in a temporary folder that can be closed and opened again. It
// is checked when the test ends.
type file struct {
	*store.Store
	t    testing.TB
	name string
}

func open(t testing.TB) *file {
	f := &file{t: t, name: filepath.Join(t.TempDir(), "people.db")}
	f.open()
	t.Cleanup(func() {
		if err := f.Check(context.Background()); err != nil {
			t.Errorf("after the test: %v", err)
		}
		f.close()
	})
	return f
}

func (f *file) open() {
	f.t.Helper()
	var err error
	if f.Store, err = store.Open(f.name); err != nil {
		f.t.Fatal(err)
	}
}

func (f *file) close() {
	f.t.Helper()
	if err := f.Close(); err != nil {
		f.t.Error(err)
	}
}

func (f *file) reopen() { f.t.Helper(); f.close(); f.open() }

// update is an Update that must go well.
func (f *file) update(id coach.ID, event string, change func(*coach.Person, coach.Journal) coach.Change) (fresh bool) {
	f.t.Helper()
	fresh, err := f.Update(f.t.Context(), id, event, noon, change)
	if err != nil {
		f.t.Fatal(err)
	}
	return fresh
}

// win logs a win with these words, and a letter with the key of that name.
func win(words string, due time.Time, keys ...string) func(*coach.Person, coach.Journal) coach.Change {
	return func(p *coach.Person, _ coach.Journal) coach.Change {
		p.Serial++
		p.Next++
		c := coach.Change{Due: due, Entries: []coach.Entry{
			{Seq: p.Next - 1, At: noon, Kind: coach.Win, Words: map[string]string{"win": words}},
		}}
		for _, key := range keys {
			c.Letters = append(c.Letters, letter(key, "amina", words))
		}
		return c
	}
}

func letter(key string, to coach.ID, text string) coach.Letter {
	return coach.Letter{Key: key, Person: to, To: coach.Address{Platform: "test", To: string(to)},
		Message: coach.Message{Text: text}, Written: noon}
}

// look is the person and their journal, oldest first.
func (f *file) look(id coach.ID) (p coach.Person, lines []coach.Entry) {
	f.t.Helper()
	looked := errors.New("looked")
	_, err := f.Update(f.t.Context(), id, "", noon, func(found *coach.Person, j coach.Journal) coach.Change {
		p = *found
		lines = slices.Collect(j.Newest())
		return coach.Change{Abort: looked}
	})
	if !errors.Is(err, looked) {
		f.t.Fatal(err)
	}
	slices.Reverse(lines)
	return p, lines
}

// note is a SetNote that must go well.
func (f *file) note(id coach.ID, name, value string) {
	f.t.Helper()
	if err := f.SetNote(f.t.Context(), id, name, []byte(value)); err != nil {
		f.t.Fatal(err)
	}
}

// noted is a note, and "-" where there is none.
func (f *file) noted(id coach.ID, name string) string {
	f.t.Helper()
	value, err := f.Note(f.t.Context(), id, name)
	if err != nil {
		f.t.Fatal(err)
	}
	if value == nil {
		return "-"
	}
	return string(value)
}

// eachNote is what EachNote visits.
func (f *file) eachNote(prefix coach.ID, name string) (all []string) {
	f.t.Helper()
	err := f.EachNote(f.t.Context(), prefix, name, func(id coach.ID, value []byte) bool {
		all = append(all, fmt.Sprint(id, "=", string(value)))
		return true
	})
	if err != nil {
		f.t.Fatal(err)
	}
	return all
}

func (f *file) unsent() (keys []string) {
	f.t.Helper()
	all, err := f.Unsent(f.t.Context(), 1000)
	if err != nil {
		f.t.Fatal(err)
	}
	for _, l := range all {
		keys = append(keys, l.Key)
	}
	return keys
}

func (f *file) due(now time.Time) []coach.ID {
	f.t.Helper()
	ids, err := f.Due(f.t.Context(), now, 1000)
	if err != nil {
		f.t.Fatal(err)
	}
	return ids
}

func (f *file) export(id coach.ID) string {
	f.t.Helper()
	var b strings.Builder
	if err := f.Export(f.t.Context(), id, &b); err != nil {
		f.t.Fatal(err)
	}
	return b.String()
}

func same[T any](t testing.TB, what string, got, want []T) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}
