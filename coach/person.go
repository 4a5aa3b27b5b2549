package coach

import "time"

// ID is the opaque key of a person, made by a platform adapter:
// "discord:81…", "slack:T1/U1", "console:me".
type ID string

// PersonVersion is the version of Person that this program writes.
const PersonVersion = 1

// Person is all that is remembered about someone but the journal. It is plain
// data: a store keeps it as JSON.
type Person struct {
	Version int    `json:"version"`
	Name    string `json:"name,omitempty"`
	// TimeZone is an IANA name; empty until known, which counts as UTC.
	TimeZone string `json:"time_zone,omitempty"`
	// Profile is what the platform's profile said last, so that what came from there
	// can be told from what they set.
	Profile Profile `json:"profile,omitzero"`
	// Country is where the person is now, ISO 3166-1 alpha-2; empty until said.
	Country  string `json:"country,omitempty"`
	Language string `json:"language,omitempty"` // of the pages; empty is English
	// Told is the language in which they were told last that the coach does not
	// speak it, so that it is not said each time.
	Told string `json:"told_language,omitempty"`

	Met   time.Time `json:"met,omitzero"`   // when the coach introduced itself
	Heard time.Time `json:"heard,omitzero"` // their last message

	// Address is where the coach may write to them unasked: where they were heard
	// last. Unreachable is when that place turned a letter away for good; nothing
	// goes there unasked until they are heard again.
	Address     *Address  `json:"address,omitempty"`
	Unreachable time.Time `json:"unreachable,omitzero"`

	Place  *Place  `json:"place,omitempty"`  // the open conversation
	Paused []Place `json:"paused,omitempty"` // set aside, newest last, at most maxPaused
	Serial uint32  `json:"serial,omitempty"` // of the last question asked; part of choice keys
	Misses int     `json:"misses,omitempty"` // messages not understood, in a row

	Promises []Promise `json:"promises,omitempty"`
	CheckIn  *CheckIn  `json:"check_in,omitempty"`
	Quiet    *Hours    `json:"quiet,omitempty"` // nil is DefaultQuiet
	// Sent are the last nudges, Unanswered how many of them in a row had no
	// answer, and Silent when the coach therefore went quiet by itself.
	Sent       []Sent    `json:"sent,omitempty"`
	Unanswered int       `json:"unanswered,omitempty"`
	Silent     time.Time `json:"silent_since,omitzero"`
	Stopped    bool      `json:"stopped,omitempty"`        // nothing unasked until they resume
	Rest       time.Time `json:"resting_until,omitzero"`   // nothing unasked until then
	Hold       time.Time `json:"care_hold_until,omitzero"` // no goals, odds or persistence until then

	// WarnedAt and Warned remember for a day that a sign was asked about, and a
	// hash of the message, so that the same words are not asked about again.
	WarnedAt time.Time `json:"warned_at,omitzero"`
	Warned   uint32    `json:"warned,omitempty"`

	Weight Weight    `json:"weight,omitzero"`
	LastNo time.Time `json:"last_no,omitzero"` // of the last rejection or silence
	// Interview is when the one logged last is, if it has a date.
	Interview time.Time `json:"interview,omitzero"`
	Consent   bool      `json:"mood_consent,omitempty"` // to keep moods and weights
	// MoodSince is the day of the oldest mood kept, so that no turn has to read the
	// journal to see whether one is to go.
	MoodSince time.Time          `json:"mood_since,omitzero"`
	Refused   map[string]Refusal `json:"refused,omitempty"` // invitations, by name
	Kept      map[string]string  `json:"kept,omitempty"`    // goal, why, plan …: words remembered for good, by name

	// Lately is the room they were in last, and Shared the wins of theirs that
	// stand in rooms and can still be taken back.
	Lately *Visit   `json:"lately,omitempty"`
	Shared []Shared `json:"shared,omitempty"`

	Tally Tally            `json:"tally,omitzero"`
	Next  uint64           `json:"next_entry,omitempty"`  // sequence number of the next journal line
	Last  []uint64         `json:"last_logged,omitempty"` // journal lines that undo takes back, newest last
	Lines map[uint32]uint8 `json:"lines,omitempty"`       // the variant of each line that was said last
}

// Place is where an open conversation waits. One without a Step has not begun:
// it is a further matter of a mixed message, set aside to be offered next.
type Place struct {
	Page  string            `json:"page"`
	Step  string            `json:"step"`
	Since time.Time         `json:"since"`
	Words map[string]string `json:"words,omitempty"` // answers of this conversation, gone when it ends
	Aside bool              `json:"aside,omitempty"` // set aside by "not now" rather than by a digression
	// Logged is one more than the journal line that this page has written last,
	// 0 for none: when that is taken back, the talk about it is over.
	Logged uint64 `json:"logged,omitempty"`
}

// Promise is a nudge that the person agreed to.
type Promise struct {
	Page string    `json:"page"` // the page and step that it opens
	Step string    `json:"step"`
	Made time.Time `json:"made"`
	Due  time.Time `json:"due"`
	// Local is the same as a clock on the wall of where they are, for a promise
	// of a certain day: it moves along when they move.
	Local string `json:"local,omitempty"`
	// Words are the answers it was made with, such as the company.
	Words map[string]string `json:"words,omitempty"`
	// On is the word among them whose date it was made for, if it was made for
	// one. A date doesn't wait for a better day.
	On string `json:"on,omitempty"`
}

// CheckIn is the rhythm that a person chose for their own check-in, in their
// own zone. Its clock time is theirs: quiet hours do not move it.
type CheckIn struct {
	Days string    `json:"days"` // "daily", "weekdays", or weekdays: "monday thursday"
	At   string    `json:"at"`   // "19:30"
	Next time.Time `json:"next,omitzero"`
}

// Hours is a span of local clock times, such as 20:00 to 09:00.
type Hours struct {
	From string `json:"from"`
	To   string `json:"to"`
	// Weekend is true where all of Saturday is quiet, too, as Sunday always is.
	Weekend bool `json:"weekend,omitempty"`
}

// Weight is how heavy the person said things are.
type Weight struct {
	Level string    `json:"level,omitempty"` // "light", "heavy" or "very heavy"
	At    time.Time `json:"at,omitzero"`
	Run   int       `json:"run,omitempty"` // heavy ones in a row
}

// Refusal counts how often an invitation was declined.
type Refusal struct {
	Times int       `json:"times"`
	Last  time.Time `json:"last"`
}

// Tally counts journal lines, so that no turn has to read the journal for a
// number.
type Tally struct {
	// Total is per kind, and per "kind/stage" where a line has a stage.
	Total map[string]int `json:"total,omitempty"`
	// Week holds the counts of the week that begins on the Monday WeekOf, in the
	// person's zone.
	Week   map[string]int `json:"week,omitempty"`
	WeekOf string         `json:"week_of,omitempty"` // 2026-03-02
	// Weeks counts the weeks with at least one line. Never a streak: it only grows.
	Weeks int `json:"weeks,omitempty"`
}
