package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"bounceback/coach"
)

// plain is what a store should be: maps that forget nothing but what they are
// told to forget.
type plain struct {
	people  map[coach.ID]coach.Person
	lines   map[coach.ID][]coach.Entry
	due     map[coach.ID]time.Time
	letters []coach.Letter
	seen    map[string]bool
	notes   map[noteOf]string
}

// TestSimulation does thousands of random things to a store and to maps, and
// compares what both know.
func TestSimulation(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			s := &simulation{
				file: open(t), dice: rand.New(rand.NewPCG(seed, 7)),
				want: plain{map[coach.ID]coach.Person{}, map[coach.ID][]coach.Entry{}, map[coach.ID]time.Time{}, nil, map[string]bool{}, map[noteOf]string{}},
			}
			for s.step = range 500 {
				s.act()
				if t.Failed() {
					t.Fatalf("at step %d", s.step)
				}
			}
			s.compareAll()
		})
	}
}

type simulation struct {
	*file
	want plain
	dice *rand.Rand
	step int
}

func (s *simulation) id() coach.ID     { return coach.ID(fmt.Sprint("p", s.dice.IntN(12))) }
func (s *simulation) often(n int) bool { return s.dice.IntN(n) > 0 }

func (s *simulation) when() time.Time {
	if !s.often(5) {
		return time.Time{}
	}
	return noon.Add(time.Duration(s.dice.IntN(2000)-1000) * 7 * time.Millisecond)
}

func (s *simulation) act() {
	switch n := s.dice.IntN(100); {
	case n < 48:
		s.turn()
	case n < 60:
		s.changeNote()
	case n < 72:
		s.tick()
	case n < 76:
		s.reopen()
	case n < 86:
		s.compareDue()
	case n < 90:
		s.compareUnsent()
	case n < 94:
		s.compareNotes()
	default:
		s.compareOne(s.id())
	}
}

// turn is one Update, of any kind.
func (s *simulation) turn() {
	id, event := s.id(), ""
	if s.often(3) {
		event = fmt.Sprint(id, "/", s.dice.IntN(60)) // so that some come again
	}
	gaveUp := errors.New("gave up")
	var c coach.Change
	var after coach.Person
	fresh, err := s.Update(s.t.Context(), id, event, noon.Add(time.Duration(s.step)*time.Second), func(p *coach.Person, j coach.Journal) coach.Change {
		same(s.t, "the person", []coach.Person{*p}, []coach.Person{s.want.people[id]})
		lines := slices.Collect(j.Newest())
		slices.Reverse(lines)
		same(s.t, "the journal", lines, s.want.lines[id])
		c = s.change(id, p)
		if !s.often(12) {
			c.Abort = gaveUp
		}
		after = *p
		return c
	})
	switch {
	case event != "" && s.want.seen[event]:
		if fresh || err != nil {
			s.t.Errorf("a seen event: %v %v", fresh, err)
		}
	case c.Abort != nil:
		if fresh || !errors.Is(err, gaveUp) {
			s.t.Errorf("an aborted turn: %v %v", fresh, err)
		}
	case !fresh || err != nil:
		s.t.Errorf("a turn: %v %v", fresh, err)
	default:
		s.want.seen[event] = true
		s.want.keep(id, after, c)
	}
}

func (s *simulation) change(id coach.ID, p *coach.Person) coach.Change {
	c := coach.Change{Due: s.when(), Erase: !s.often(15)}
	if s.often(4) {
		p.Name, p.Serial = fmt.Sprint("<é> ", s.step), uint32(s.step)
	} else {
		c.Due = s.want.due[id] // perhaps nothing changes at all
	}
	for range s.dice.IntN(3) {
		c.Entries = append(c.Entries, coach.Entry{Seq: p.Next, At: noon, Kind: coach.Win, Words: map[string]string{"win": fmt.Sprint(s.step)}})
		p.Next++
	}
	if lines := s.want.lines[id]; len(lines) > 0 && !s.often(3) {
		c.Undone = append(c.Undone, lines[s.dice.IntN(len(lines))].Seq)
	}
	for i := range s.dice.IntN(3) {
		key := fmt.Sprint(s.step, "-", i)
		if mine := slices.IndexFunc(s.want.letters, func(l coach.Letter) bool { return l.Person == id }); mine >= 0 && !s.often(6) {
			key = s.want.letters[mine].Key
		}
		c.Letters = append(c.Letters, letter(key, id, fmt.Sprint("text ", s.step)))
	}
	if c.Erase {
		for i := range c.Letters { // a key of before would be a letter of before
			c.Letters[i].Key = fmt.Sprint("farewell ", s.step, "-", i)
		}
	}
	return c
}

// keep does to the maps what a turn does to the store.
func (p *plain) keep(id coach.ID, after coach.Person, c coach.Change) {
	if c.Erase {
		delete(p.people, id)
		delete(p.lines, id)
		delete(p.due, id)
		maps.DeleteFunc(p.notes, func(n noteOf, _ string) bool { return n.id == id })
		p.letters = slices.DeleteFunc(p.letters, func(l coach.Letter) bool { return l.Person == id })
	} else {
		p.people[id], p.due[id] = after, c.Due
		if c.Due.IsZero() {
			delete(p.due, id)
		}
		p.lines[id] = slices.DeleteFunc(append(p.lines[id], c.Entries...), func(e coach.Entry) bool { return slices.Contains(c.Undone, e.Seq) })
	}
	for _, l := range c.Letters {
		if i := slices.IndexFunc(p.letters, func(old coach.Letter) bool { return old.Key == l.Key }); i >= 0 {
			p.letters[i] = l
		} else {
			p.letters = append(p.letters, l)
		}
	}
}

func (s *simulation) tick() {
	var keys []string
	for range min(len(s.want.letters), 1+s.dice.IntN(4)) {
		i := s.dice.IntN(len(s.want.letters))
		keys = append(keys, s.want.letters[i].Key)
		s.want.letters = slices.Delete(s.want.letters, i, i+1)
	}
	s.Sent(append(keys, "nobody's")...)
}

func (s *simulation) compareDue() {
	now, limit := noon.Add(time.Duration(s.dice.IntN(2000)-1000)*7*time.Millisecond), s.dice.IntN(14)
	var want []coach.ID
	for id, at := range s.want.due {
		if !at.After(now) {
			want = append(want, id)
		}
	}
	slices.SortFunc(want, func(a, b coach.ID) int {
		if n := s.want.due[a].Compare(s.want.due[b]); n != 0 {
			return n
		}
		return slices.Compare([]byte(a), []byte(b))
	})
	got, err := s.Due(s.t.Context(), now, limit)
	if err != nil {
		s.t.Error(err)
	}
	same(s.t, "due", got, want[:min(limit, len(want))])
}

func (s *simulation) compareUnsent() {
	limit := s.dice.IntN(20)
	got, err := s.Unsent(s.t.Context(), limit)
	if err != nil {
		s.t.Error(err)
	}
	same(s.t, "unsent", got, s.want.letters[:min(limit, len(s.want.letters))])
}

// compareOne looks at a person through their export.
func (s *simulation) compareOne(id coach.ID) {
	var got struct {
		ID      coach.ID
		Person  *coach.Person
		Next    *time.Time `json:"next_look"`
		Journal []coach.Entry
		Letters []coach.Letter `json:"letters_not_sent_yet"`
	}
	if err := json.Unmarshal([]byte(s.export(id)), &got); err != nil {
		s.t.Fatal(err)
	}
	want, known := s.want.people[id]
	if got.ID != id || known != (got.Person != nil) {
		s.t.Fatalf("the export of %s is of %s: %v", id, got.ID, got.Person)
	}
	if known {
		same(s.t, "the exported person", []coach.Person{*got.Person}, []coach.Person{want})
	}
	if at, ok := s.want.due[id]; ok != (got.Next != nil) || ok && !got.Next.Equal(at) {
		s.t.Errorf("exported as due at %v, want %v", got.Next, at)
	}
	same(s.t, "the exported journal", got.Journal, s.want.lines[id])
	var mine []coach.Letter
	for _, l := range s.want.letters {
		if l.Person == id {
			mine = append(mine, l)
		}
	}
	same(s.t, "the exported letters", got.Letters, mine)
}

func (s *simulation) compareAll() {
	for i := range 12 {
		s.compareOne(coach.ID(fmt.Sprint("p", i)))
	}
	s.compareDue()
	s.compareUnsent()
	s.compareNotes()
}
