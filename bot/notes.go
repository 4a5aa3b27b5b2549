package bot

import (
	"context"

	"bounceback/coach"
)

// Notes is what an adapter keeps for itself, beside the people: things that it
// must know after a restart and that the coach has no use for, such as the
// channel of somebody's direct messages, the last message heard there, or the
// sealed token of a workspace. A store has them; see store.Store.
//
// A note belongs to an id and has a name, both without a zero byte; a value has
// at most 64 KiB. The id is that of a person, whose notes go when the person is
// erased, or one that the adapter makes for what is nobody's, such as
// "slack:T1". Of a note there is one value, the newest.
//
// A note never holds what a person said.
type Notes interface {
	// Note is what was noted, nil if nothing was.
	Note(ctx context.Context, id coach.ID, name string) ([]byte, error)
	// SetNote is durable when it returns; nil takes the note away. It notes for any
	// id: what is about a person who may be erased at any moment should go by
	// NoteSoon, which does not bring anything back.
	SetNote(ctx context.Context, id coach.ID, name string, value []byte) error
	// NoteSoon returns at once. The note rides on a later commit or a short flush,
	// is flushed by the store's Close, and may be lost in a crash before; until then
	// Note and EachNote know it already. Where neither a person of that id is kept
	// nor a note of that name stands, nothing is noted: so a person who was erased
	// leaves nothing, whatever comes late. A note that SetNote would refuse is left out.
	NoteSoon(id coach.ID, name string, value []byte)
	// EachNote visits the notes of that name of all ids that begin with prefix, in
	// the order of the ids, until visit returns false. It reads a piece at a time and
	// holds up nobody; visit may take long and may use Notes. What is noted meanwhile
	// is visited or not, and no note twice.
	EachNote(ctx context.Context, prefix coach.ID, name string, visit func(coach.ID, []byte) bool) error
}
