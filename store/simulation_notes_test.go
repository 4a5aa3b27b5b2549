package store_test

import (
	"fmt"

	"bounceback/coach"
)

// noteOf is a note of somebody.
type noteOf struct {
	id   coach.ID
	name string
}

// changeNote notes something at once or soon, or takes it away.
func (s *simulation) changeNote() {
	n, value := noteOf{s.id(), fmt.Sprint("n", s.dice.IntN(2))}, []byte(fmt.Sprint("note ", s.step))
	if !s.often(4) {
		value = nil
	}
	if s.often(2) {
		s.NoteSoon(n.id, n.name, value)
		_, known := s.want.people[n.id]
		if _, stands := s.want.notes[n]; !known && !stands {
			s.note("nobody", "n0", "a commit, with which the note is given up")
			return
		}
	} else if err := s.SetNote(s.t.Context(), n.id, n.name, value); err != nil {
		s.t.Error(err)
	}
	if s.want.notes[n] = string(value); value == nil {
		delete(s.want.notes, n)
	}
}

func (s *simulation) compareNotes() {
	id := s.id()
	for _, n := range []noteOf{{id, "n0"}, {id, "n1"}} {
		want, ok := s.want.notes[n]
		if !ok {
			want = "-"
		}
		same(s.t, "a note", []string{s.noted(n.id, n.name)}, []string{want})
	}
	var want []string
	for _, id := range []coach.ID{"p1", "p10", "p11"} {
		if value, ok := s.want.notes[noteOf{id, "n1"}]; ok {
			want = append(want, fmt.Sprint(id, "=", value))
		}
	}
	same(s.t, "the notes", s.eachNote("p1", "n1"), want)
}
