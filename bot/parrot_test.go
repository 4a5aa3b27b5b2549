package bot_test

import (
	"strings"
	"time"

	"bounceback/coach"
	"bounceback/coach/understand"
)

// parrot is a coach that says what it heard, so that a test sees order, loss
// and doubles at once. Some first words do more.
type parrot struct{}

func (parrot) Hear(p *coach.Person, h coach.Heard, _ coach.Journal, now time.Time) coach.Turn {
	text := h.Text + h.Tap + h.Args[""]
	p.Heard = now
	p.Serial++
	t := coach.Turn{
		Messages: []coach.Message{{Text: text}},
		Entries:  []coach.Entry{{Seq: p.Next, At: now, Kind: coach.Win, Words: map[string]string{"win": text}}},
		Page:     "parrot", Step: "said",
	}
	p.Next++
	switch first, rest, _ := strings.Cut(text, " "); first {
	case "break":
		p.Name = "half changed"
		panic("the coach tripped over: " + text)
	case "twice":
		t.Messages = append(t.Messages, coach.Message{Text: text + " again"})
	case "export":
		t.Events = append(t.Events, coach.ExportAsked)
	case "erase":
		t.Events = append(t.Events, coach.ErasureDone)
	case "promise": // promise 2h rest: a nudge
		in, _, _ := strings.Cut(rest, " ")
		d, err := time.ParseDuration(in)
		if err != nil {
			panic(err)
		}
		p.Promises = append(p.Promises, coach.Promise{Page: "parrot", Step: rest, Made: now, Due: now.Add(d)})
	}
	return t
}

func (parrot) NextNudge(p *coach.Person, now time.Time) (n coach.Nudge, due time.Time, ok bool) {
	if len(p.Promises) == 0 || p.Stopped {
		return n, due, false
	}
	first := p.Promises[0]
	if due = first.Due; due.Before(now) {
		due = now
	}
	return coach.Nudge{Page: first.Page, Step: first.Step, Kind: "ask"}, due, true
}

func (parrot) Nudge(p *coach.Person, n coach.Nudge, _ coach.Journal, now time.Time) coach.Turn {
	p.Promises = p.Promises[1:]
	if strings.Contains(n.Step, "break") {
		panic("the coach tripped over: " + n.Step)
	}
	return coach.Turn{Messages: []coach.Message{{Text: "nudge " + n.Step}}, Page: "parrot", Step: "nudged"}
}

// fallback and helpline are what parrot says when all else fails.
const (
	fallback = "something broke on my side"
	helpline = "something broke on my side, here is a helpline"
)

func (parrot) Fallback(r understand.Reading, _ string, _ time.Time) []coach.Message {
	if r.Warning.Level >= understand.Possible {
		return []coach.Message{{Text: helpline}}
	}
	return []coach.Message{{Text: fallback}}
}

// reader knows one warning sign and one text it cannot read.
type reader struct{}

func (reader) Read(text string) (r understand.Reading) {
	if strings.Contains(text, "unreadable") {
		panic("the reader tripped over: " + text)
	}
	if strings.Contains(text, "goodbye world") {
		r.Warning.Level = understand.Clear
	}
	r.Guesses = understand.Guesses{{Label: "win", Confidence: 1}}
	return r
}

// NextPost, Post and Note make parrot post what stands in a room's Zone, once.
func (parrot) NextPost(r *coach.Room, now time.Time) (due time.Time, ok bool) {
	return r.Plan.Next, r.On && r.Unreachable.IsZero()
}

func (parrot) Post(r *coach.Room, _ []byte, now time.Time) coach.RoomTurn {
	r.On = false
	if strings.Contains(r.Zone, "break") {
		panic("the coach tripped over: " + r.Zone)
	}
	r.Post = &coach.Post{Number: 1}
	return coach.RoomTurn{Post: &coach.Message{Text: "post " + r.Zone}}
}

func (parrot) Note(r *coach.Room, _ coach.ID, n coach.RoomNote, now time.Time) coach.RoomTurn {
	r.Address, r.On, r.Zone = n.Room, true, n.Plan.Zone
	r.Plan.Next = now.Add(time.Hour)
	return coach.RoomTurn{}
}
