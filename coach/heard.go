package coach

import "bounceback/coach/understand"

// Heard is one thing that a person did: wrote, tapped or gave a command.
// Exactly one of Text, Tap and Command is set, but for ProfileOnly.
type Heard struct {
	Text string
	// Tap is the Key of the choice that was tapped.
	Tap string
	// Command is the name of a command, without the slash. Args are its typed
	// options by name; unnamed words stand under "".
	Command string
	Args    map[string]string
	// Reading is what was understood of Text or, for a command, of its words.
	// It is made outside the store's transaction.
	Reading understand.Reading
	// Name and TimeZone come from the platform's profile where it has them. They
	// fill what the person has not set, and what they filled follows them.
	// ProfileOnly is true when nothing was said or done beside, so that there is
	// nothing to answer either.
	Name        string
	TimeZone    string
	ProfileOnly bool
	// Overseen is true where somebody else may be able to read along, such as the
	// owners of a workspace. The introduction says so.
	Overseen bool
	// Room is the channel in which it was done: where a command was given, or
	// under whose post a choice was tapped. Nil in private. Manages is true where
	// the platform lets them manage that channel.
	Room    *Address
	Manages bool
}

// Turn is the coach's answer: what to say, what happened, what to keep.
type Turn struct {
	Messages []Message
	Entries  []Entry  // to append to the journal
	Undone   []uint64 // lines to take out of the journal
	Events   []Event
	// Room is what to note in a room, Share what to post in one, and TakenBack what
	// of it is to be taken out again; see Person.Shared.
	Room      *RoomNote
	Share     *Share
	TakenBack []Shared
	// Page and Step are where the conversation waits or ended, for the log.
	Page, Step string
}

// Event is something that happened in a turn, for the log and the bot. It
// never holds the person's words.
type Event string

// The events that the bot acts on.
const (
	ExportAsked Event = "export" // hand the person a copy of all that is kept
	ErasureDone Event = "erase"  // delete the person, after this turn's messages are kept for sending
	LostPlace   Event = "lost place"
)

// Message is one message, platform-neutral. Text is Markdown: paragraphs,
// emphasis, quotes and fenced blocks; the person's own words in it are escaped. A
// link to "time:" and seconds since 1970 is a moment: its words say when, and a
// platform may show it in its own way in their place.
type Message struct {
	Text    string   `json:"text"`
	Choices []Choice `json:"choices,omitempty"`
	Figure  *Figure  `json:"figure,omitempty"`
	// Asks is true when the person's own words are awaited.
	Asks bool `json:"asks,omitempty"`
}

// Choice is an answer that can be tapped. There are at most five, but for a post
// in a room, which has a row of five and one of three. Key is at most 100 bytes and stays
// the same across restarts.
type Choice struct {
	Key   string `json:"key"`
	Label string `json:"label"` // plain text, at most 75 characters
}

// Figure is a small bar chart. Alt says in words what it shows.
type Figure struct {
	Title string `json:"title,omitempty"`
	Alt   string `json:"alt"`
	Bars  []Bar  `json:"bars"`
}

// Bar is one bar of a Figure.
type Bar struct {
	Label string `json:"label"`
	Value int    `json:"value"`
}
