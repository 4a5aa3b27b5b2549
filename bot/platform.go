// Package bot carries a message in and its answer out: mailbox, turn, outbox.
package bot

import (
	"context"
	"errors"
	"io"
	"time"

	"bounceback/coach"
)

// ErrUnreachable is wrapped by Send when the person left or closed their door.
var ErrUnreachable = errors.New("unreachable")

// Heard is one thing that came in over a platform.
type Heard struct {
	// Event is the platform's own id of what came in: the same event delivered
	// twice has the same id. It starts with the platform's name.
	Event string
	From  coach.ID
	To    coach.Address // where to answer
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
	// ends. It returns nil when ctx ended it. heard queues and returns; it blocks
	// only while too much waits already, and not beyond ctx.
	Run(ctx context.Context, heard func(context.Context, Heard)) error
	// Send writes one message. The same key sent twice appears once. An error
	// that wraps ErrUnreachable is final; any other is tried again.
	Send(ctx context.Context, to coach.Address, key string, m coach.Message) error
	// Hand gives the person a file, such as their export.
	Hand(ctx context.Context, to coach.Address, key, name string, content []byte) error
}

// People is what the bot needs of a store.
type People interface {
	// Update loads id (a new Person if unknown), applies change, and stores the
	// person, journal, letters, event id and due time: all or nothing. change
	// may be called more than once and is called with nobody else changing id.
	// When event is not empty and was seen before, change is not called and
	// fresh is false.
	Update(ctx context.Context, id coach.ID, event string, now time.Time,
		change func(*coach.Person, coach.Journal) coach.Change) (fresh bool, err error)
	// Due lists at most limit people whose due time is not after now, oldest first.
	Due(ctx context.Context, now time.Time, limit int) ([]coach.ID, error)
	// Unsent lists at most limit letters that were kept and not ticked off, oldest first.
	Unsent(ctx context.Context, limit int) ([]coach.Letter, error)
	// Sent ticks letters off. It returns at once; the ticks ride on a later commit
	// or a short flush, and are flushed by the store's Close.
	Sent(keys ...string)
	// Export writes all that is kept about id as one JSON document.
	Export(ctx context.Context, id coach.ID, w io.Writer) error
}
