package discord

import (
	"cmp"
	"time"

	"bounceback/coach"
	"bounceback/coach/page"
	"bounceback/coach/understand"
)

// mimic is a coach that says back what it heard, so that order, loss and doubles
// are seen at once. What it says can be tapped.
type mimic struct{}

// more is the choice under everything that the mimic says.
const more = "More"

// moreOf begins what the mimic says to a tap.
const moreOf = "more of "

func (mimic) Hear(p *coach.Person, h coach.Heard, _ coach.Journal, now time.Time) coach.Turn {
	p.Heard = now
	p.Serial++
	if h.ProfileOnly {
		return coach.Turn{Page: "mimic", Step: "said"}
	}
	text := cmp.Or(h.Text, h.Args["words"], h.Command)
	if h.Tap != "" {
		text = moreOf + h.Tap
	}
	m := coach.Message{Text: text}
	if h.Text != "" {
		m.Choices = []coach.Choice{{Key: text, Label: more}}
	}
	return coach.Turn{Messages: []coach.Message{m}, Page: "mimic", Step: "said"}
}

func (mimic) NextNudge(*coach.Person, time.Time) (n coach.Nudge, due time.Time, ok bool) {
	return n, due, false
}
func (mimic) Nudge(*coach.Person, coach.Nudge, coach.Journal, time.Time) coach.Turn {
	return coach.Turn{}
}
func (mimic) NextPost(*coach.Room, time.Time) (due time.Time, ok bool)                 { return due, false }
func (mimic) Post(*coach.Room, []byte, time.Time) (t coach.RoomTurn)                   { return t }
func (mimic) Note(*coach.Room, coach.ID, coach.RoomNote, time.Time) (t coach.RoomTurn) { return t }
func (mimic) Fallback(understand.Reading, string, time.Time) []coach.Message {
	return []coach.Message{{Text: "it broke"}}
}

// Read understands nothing, which the mimic does not need.
func (mimic) Read(string) (r understand.Reading) { return r }

// What an adapter asks of a coach.
func (mimic) Commands() []page.Command {
	return []page.Command{{Name: "say", Description: "It is said back.", Options: []page.Option{
		{Name: "words", Kind: "words", Description: "What is said back.", Required: true},
	}}}
}
func (mimic) Command(string) (h coach.Heard, ok bool)                     { return h, false }
func (mimic) Book(string) *page.Book                                      { return nil }
func (mimic) Completes(page.Option) bool                                  { return false }
func (mimic) Suggest(page.Option, string, coach.Journal, int) []page.Code { return nil }
