package coach

import (
	"iter"
	"time"
)

// Kind names what a journal line records.
type Kind string

// The kinds of journal lines.
const (
	Rejection   Kind = "rejection"
	Ghosting    Kind = "ghosting"
	Win         Kind = "win"
	Application Kind = "application"
	Interview   Kind = "interview"
	Offer       Kind = "offer"
	Lesson      Kind = "lesson"
	Thought     Kind = "thought"
	Feedback    Kind = "feedback"
	Contact     Kind = "contact"
	Goal        Kind = "goal"
	Why         Kind = "why"
	Plan        Kind = "plan"
	Mood        Kind = "mood" // and weight; only with consent
)

// Entry is one line of a person's journal. Seq is its key, given once and
// never reused.
type Entry struct {
	Seq  uint64    `json:"seq"`
	At   time.Time `json:"at"`
	Kind Kind      `json:"kind"`
	// Words are the answers that the line keeps, by name: company, role, stage,
	// win, lesson, before, after, belief_before, belief_after, if, then …
	// Which names a kind keeps is a closed list.
	Words map[string]string `json:"words,omitempty"`
}

// Journal reads what a turn may look at beside the person: their lines, and rooms. A
// turn reads the lines it needs, newest first, and stops early: ten thousand
// cost no more than ten.
type Journal interface {
	// Newest yields the lines, newest first. It ends early when reading fails;
	// the store then fails the turn.
	Newest() iter.Seq[Entry]
	// Room is a copy of what is kept about a room, nil if nothing is.
	Room(id ID) *Room
}
