package bot

import (
	"context"
	"errors"
	"io"
	"time"

	"bounceback/coach"
)

// What Send and Hand wrap when trying again is of no use.
var (
	// ErrUnreachable: the person left or closed their door. Nudging pauses until
	// they are heard again.
	ErrUnreachable = errors.New("unreachable")
	// ErrRefused: the platform will never take this letter, whoever it is for. It
	// is a fault of the adapter's and is logged as one; the letters behind it go.
	ErrRefused = errors.New("refused")
)

// Wait may be implemented by an error of Send or Hand, anywhere in its chain,
// when the platform said how long to wait before trying again.
type Wait interface {
	error
	// RetryAfter is counted from when the error was returned.
	RetryAfter() time.Duration
}

// Heard is one thing that came in over a platform.
type Heard struct {
	// Event is the platform's own id of what came in: the same event delivered
	// twice has the same id. It starts with the platform's name.
	Event string
	From  coach.ID
	To    coach.Address // where to answer
	// Reach is where the person can be written to unasked, if that is not To: an
	// answer to a slash command goes to the command, a nudge to the direct message.
	Reach coach.Address
	// Room is the channel in which it was done, if that was not in private, and
	// Manages whether they may manage that channel; see Rooms.
	Room    coach.Address
	Manages bool
	// What was said. Its Reading is made by the bot.
	Heard coach.Heard
	// Done, if set, is called once: with nil when the answer is kept safely (or
	// the event was seen before), else with the reason. It must not block.
	Done func(error)
}

// Platform is one chat platform.
type Platform interface {
	// Name is the platform's name as in coach.Address: "discord", "console".
	Name() string
	// Run connects and hands over what it hears, in the order it came, until ctx
	// ends. It returns nil when ctx ended it or when there is nothing more to hear,
	// and an error only when going on is of no use. heard queues and returns; it
	// blocks only while too much waits already, and not beyond the ctx given to it.
	Run(ctx context.Context, heard func(context.Context, Heard)) error
	// Send writes one message. The same key sent twice appears once; a key has at
	// most 25 characters of A-Z a-z 0-9 - and _. An error that wraps ErrUnreachable
	// or ErrRefused is final; any other is tried again. No error text holds the
	// person's words. Send must work before Run has connected (an error will do)
	// and after Run has returned, when the last answers are sent; it is called
	// from many goroutines, but for one person from one at a time.
	Send(ctx context.Context, to coach.Address, key string, m coach.Message) error
	// Hand gives the person a file, such as their export.
	Hand(ctx context.Context, to coach.Address, key, name string, content []byte) error
}

// again marks a letter that an earlier run may have sent, in the context of a
// Platform's methods.
type again struct{}

// Again tells an adapter, from the context of Send, Hand or Post, that an earlier
// run of the program may have sent the letter and not lived to tick it off. It is
// for platforms that do not drop a double by its key: they look for the letter
// first, and only where that is needed.
func Again(ctx context.Context) bool { return ctx.Value(again{}) != nil }

// MarkAgain is the context for a letter of which that is so.
func MarkAgain(ctx context.Context) context.Context { return context.WithValue(ctx, again{}, true) }

// People is what the bot needs of a store.
type People interface {
	// Update loads id (a new Person if unknown), applies change, and stores the
	// person, journal, letters, event id and due time: all or nothing. change
	// may be called more than once and is called with nobody else changing id.
	// When the Change has Abort set, nothing is kept and Update returns that error.
	// A room in the Change is changed in the same step, as by UpdateRoom.
	// When event is not empty and was seen before, change is not called and
	// fresh is false.
	Update(ctx context.Context, id coach.ID, event string, now time.Time,
		change func(*coach.Person, coach.Journal) coach.Change) (fresh bool, err error)
	// UpdateRoom loads a room (a new Room if unknown), applies change, and stores
	// room, letters and due time, in the same manner.
	UpdateRoom(ctx context.Context, id coach.ID, now time.Time, change func(*coach.Room) coach.RoomChange) error
	// Due lists at most limit people and rooms whose due time is not after now,
	// oldest first.
	Due(ctx context.Context, now time.Time, limit int) ([]coach.ID, error)
	// Unsent lists at most limit letters that were kept and not ticked off, oldest
	// first. A tick counts from the moment that Sent returned.
	Unsent(ctx context.Context, limit int) ([]coach.Letter, error)
	// Sent ticks letters off. It returns at once; the ticks ride on a later commit
	// or a short flush, and are flushed by the store's Close.
	Sent(keys ...string)
	// Export writes all that is kept about id as one JSON document.
	Export(ctx context.Context, id coach.ID, w io.Writer) error
}
