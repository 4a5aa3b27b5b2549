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
	channel := coach.Address{Platform: "discord", To: "c"}
	err := f.UpdateRoom(t.Context(), channel.Room(), noon, func(r *coach.Room) coach.RoomChange {
		r.Address = channel
		return coach.RoomChange{Due: noon.Add(2 * time.Hour)}
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	person := func(p *coach.Person) error { got = append(got, p.Name); return nil }
	room := func(r *coach.Room) error { got = append(got, "room "+r.Address.To); return nil }
	if err := f.Ahead(t.Context(), noon.Add(3*time.Hour), person, room); err != nil {
		t.Fatal(err)
	}
	same(t, "ahead", got, []string{"name 1", "name 2", "room c", "name 0"})

	enough := errors.New("enough")
	n := 0
	err = f.Ahead(t.Context(), noon.Add(48*time.Hour), func(*coach.Person) error { n++; return enough }, room)
	if !errors.Is(err, enough) || n != 1 {
		t.Errorf("after an error it went on %d times and returned %v", n, err)
	}
}
