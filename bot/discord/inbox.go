package discord

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"
)

const (
	// inboxSize is how many things may be on their way to the bot at once. With more
	// than that the gateway waits.
	inboxSize = 4096
	// lastMoment is how long what was received may still take when the program ends.
	lastMoment = 5 * time.Second
)

// inbox takes what comes from the gateway: what must be done at once is done at
// once, for all side by side, and then it is handed over, of each person in the
// order it came.
type inbox struct {
	log  *slog.Logger
	room chan struct{} // one for each thing that is on its way

	mu   sync.Mutex
	last map[string]chan struct{} // by user: closed when their newest is handed over
	open sync.WaitGroup
}

func newInbox(log *slog.Logger) *inbox {
	return &inbox{log: log, room: make(chan struct{}, inboxSize), last: map[string]chan struct{}{}}
}

// put does first at once, and then calls then when all that was put for the same
// user before has been handed over. Either may be nil; without then the order does
// not matter. put waits only while the inbox is full; when ctx ends meanwhile, the
// thing is dropped.
//
// What is given to first and then outlives ctx by a moment, so that what was
// received is not lost by an orderly end.
func (b *inbox) put(ctx context.Context, user string, first, then func(context.Context)) {
	select {
	case b.room <- struct{}{}:
	case <-ctx.Done():
		return
	}
	var before, mine chan struct{}
	if then != nil {
		mine = make(chan struct{})
		b.mu.Lock()
		before, b.last[user] = b.last[user], mine
		b.mu.Unlock()
	}
	b.open.Go(func() {
		defer func() { <-b.room }()
		ctx, cancel := outlive(ctx)
		defer cancel()
		if first != nil {
			b.safely(func() { first(ctx) })
		}
		if then == nil {
			return
		}
		defer b.handed(user, mine)
		if before != nil {
			<-before // which ends, for each waits only for earlier ones
		}
		b.safely(func() { then(ctx) })
	})
}

func (b *inbox) handed(user string, mine chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	close(mine)
	if b.last[user] == mine {
		delete(b.last, user)
	}
}

// settle waits until all is handed over.
func (b *inbox) settle() { b.open.Wait() }

// safely survives a panic.
func (b *inbox) safely(do func()) {
	defer func() {
		if v := recover(); v != nil {
			b.broke(v)
		}
	}()
	do()
}

// broke logs a panic. What was thrown may hold somebody's words: only its kind and
// the place are told.
func (b *inbox) broke(thrown any) {
	b.log.Error("discord: something that came in broke off", slog.String("thrown", fmt.Sprintf("%T", thrown)), slog.String("stack", string(debug.Stack())))
}

// outlive is a context that ends a moment after ctx.
func outlive(ctx context.Context) (context.Context, context.CancelFunc) {
	longer, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		t := time.NewTimer(lastMoment)
		defer t.Stop()
		select {
		case <-t.C:
			cancel()
		case <-longer.Done():
		}
	})
	return longer, func() { stop(); cancel() }
}
