package coach_test

import (
	"encoding/json"
	"iter"
	"slices"
	"sync"
	"testing"

	"bounceback/coach"
	"bounceback/coach/understand"
)

// memory keeps one person the way a store does: as bytes between any two lines.
type memory struct {
	person  []byte
	journal []byte
}

func (m *memory) load(t *testing.T) (*coach.Person, journal) {
	t.Helper()
	p := &coach.Person{}
	var j journal
	if len(m.person) > 0 {
		must(t, json.Unmarshal(m.person, p))
	}
	if len(m.journal) > 0 {
		must(t, json.Unmarshal(m.journal, &j))
	}
	return p, j
}

func (m *memory) save(t *testing.T, p *coach.Person, j journal, turn coach.Turn) {
	t.Helper()
	for _, e := range turn.Entries {
		j = append(j, e)
	}
	j = slices.DeleteFunc(j, func(e coach.Entry) bool { return slices.Contains(turn.Undone, e.Seq) })
	var err error
	m.person, err = json.Marshal(p)
	must(t, err)
	m.journal, err = json.Marshal(j)
	must(t, err)
	if slices.Contains(turn.Events, coach.ErasureDone) {
		m.person, m.journal = nil, nil
	}
}

type journal []coach.Entry

func (journal) Room(coach.ID) *coach.Room { return nil }

func (j journal) Newest() iter.Seq[coach.Entry] {
	return func(yield func(coach.Entry) bool) {
		for i := len(j) - 1; i >= 0; i-- {
			if !yield(j[i]) {
				return
			}
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var testCoach = sync.OnceValues(func() (*coach.Coach, error) {
	return coach.New(coach.Options{Where: "in a file on this computer", Host: "you"})
})

var testReader = sync.OnceValues(understand.NewReader)

func newCoach(t testing.TB) *coach.Coach {
	t.Helper()
	c, err := testCoach()
	if err != nil {
		t.Fatalf("the pages have problems:\n%v", err)
	}
	return c
}

func newReader(t testing.TB) *understand.Reader {
	t.Helper()
	r, err := testReader()
	must(t, err)
	return r
}
