package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"bounceback/coach"
)

// TestAhead: those who are due come in their order, with what is kept, up to a
// time and not beyond.
func TestAhead(t *testing.T) {
	f := open(t)
	for i, in := range []time.Duration{3 * time.Hour, -time.Hour, time.Hour, 25 * time.Hour, 0} {
		f.update(coach.ID(fmt.Sprint("p", i)), "", func(p *coach.Person, _ coach.Journal) coach.Change {
			p.Name = fmt.Sprint("name ", i)
			if i == 4 {
				return coach.Change{} // never due
			}
			return coach.Change{Due: noon.Add(in)}
		})
	}
	var got []string
	look := func(id coach.ID, due time.Time, p *coach.Person) error {
		got = append(got, fmt.Sprint(id, " ", due.Sub(noon), " ", p.Name))
		return nil
	}
	if err := f.Ahead(t.Context(), noon.Add(3*time.Hour), look); err != nil {
		t.Fatal(err)
	}
	same(t, "ahead", got, []string{"p1 -1h0m0s name 1", "p2 1h0m0s name 2", "p0 3h0m0s name 0"})

	enough := errors.New("enough")
	n := 0
	err := f.Ahead(t.Context(), noon.Add(48*time.Hour), func(coach.ID, time.Time, *coach.Person) error { n++; return enough })
	if !errors.Is(err, enough) || n != 1 {
		t.Errorf("after an error it went on %d times and returned %v", n, err)
	}
}
