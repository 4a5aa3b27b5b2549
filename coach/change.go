package coach

import "time"

// Address is where a platform can write to a person. It is opaque but to the
// adapter that made it.
type Address struct {
	Platform string `json:"platform"` // Platform.Name
	To       string `json:"to"`
}

// Letter is one message on its way out. It is kept until it is sent.
type Letter struct {
	// Key is the same at each attempt: the platform shows a letter once.
	Key     string    `json:"key"`
	Person  ID        `json:"person"`
	To      Address   `json:"to"`
	Message Message   `json:"message"`
	Written time.Time `json:"written"`
	// Room is true when To is a room, where all can read it.
	Room bool `json:"room,omitempty"`
	// Replaces is the key of an earlier letter to a room in whose place this one
	// stands from now on; without text it is taken away. Spot is where that one
	// stands, if that was known when this was written.
	Replaces string `json:"replaces,omitempty"`
	Spot     string `json:"spot,omitempty"`
	// Until is when the letter is not worth sending any more; zero: never.
	Until time.Time `json:"until,omitzero"`
	// Export is true for a letter that hands the person the copy of all that is
	// kept about them. It has no Message: what is handed is written when it goes.
	Export bool `json:"export,omitempty"`
}

// Change is what a turn leaves behind, kept all together or not at all, with
// the Person that was changed in place.
type Change struct {
	Entries []Entry
	Undone  []uint64
	Letters []Letter
	// Due is when the person should be looked at for a nudge; zero: never.
	Due time.Time
	// Room is what happens to a room in the same step.
	Room *RoomVisit
	// Erase deletes person, journal, due time and unsent letters instead of
	// storing them; Letters of this change are still kept for sending.
	Erase bool
	// Abort, if set, gives the turn up: nothing at all is kept, not even that the
	// event was seen, and the store returns this error.
	Abort error
}

// RoomVisit changes one room: Change is called with nobody else changing it. A
// room that was not known is new.
type RoomVisit struct {
	ID     ID
	Change func(*Room) RoomChange
}

// RoomChange is what a look at a room leaves behind, kept all together or not at
// all, with the Room that was changed in place.
type RoomChange struct {
	Letters []Letter
	// Due is when the room should be looked at next; zero: never.
	Due time.Time
	// Abort, if set, gives the look up: nothing is kept, and the store returns
	// this error.
	Abort error
}
