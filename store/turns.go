package store

import (
	"context"
	"sync"

	"bounceback/coach"
)

// turns lets one turn of a person at a time in. The zero value is ready.
type turns struct {
	mu    sync.Mutex
	doors map[coach.ID]*door
}

// door is there while someone is inside or waits.
type door struct {
	inside chan struct{} // holds one: who is inside put it there
	users  int
}

func (t *turns) enter(ctx context.Context, id coach.ID) error {
	t.mu.Lock()
	d := t.doors[id]
	if d == nil {
		if t.doors == nil {
			t.doors = map[coach.ID]*door{}
		}
		d = &door{inside: make(chan struct{}, 1)}
		t.doors[id] = d
	}
	d.users++
	t.mu.Unlock()
	select {
	case d.inside <- struct{}{}:
		return nil
	default:
	}
	select {
	case d.inside <- struct{}{}:
		return nil
	case <-ctx.Done():
		t.forget(id, d)
		return ctx.Err()
	}
}

func (t *turns) leave(id coach.ID) {
	t.mu.Lock()
	d := t.doors[id]
	t.mu.Unlock()
	<-d.inside
	t.forget(id, d)
}

func (t *turns) forget(id coach.ID, d *door) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if d.users--; d.users == 0 {
		delete(t.doors, id)
	}
}
