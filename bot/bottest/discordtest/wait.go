package discordtest

import (
	"context"
	"fmt"
	"time"
)

// signal wakes those who wait for a change. The zero one is ready.
type signal struct{ c chan struct{} }

// next is closed at the next change. mu of the server is held, as for change.
func (s *signal) next() <-chan struct{} {
	if s.c == nil {
		s.c = make(chan struct{})
	}
	return s.c
}

func (s *signal) change() {
	if s.c != nil {
		close(s.c)
		s.c = nil
	}
}

// change wakes those who wait for anything, and those who wait for these channels
// alone: in a crowd nobody should look up whenever anybody is answered. mu is held.
func (s *Server) change(in ...*channel) {
	s.changed.change()
	for _, c := range in {
		c.changed.change()
	}
}

// Wait returns when so is true, which is asked after every change; an error says
// that ctx ended before. what names the condition in that error.
func (s *Server) Wait(ctx context.Context, what string, so func() bool) error {
	return s.wait(ctx, &s.changed, what, so)
}

func (s *Server) wait(ctx context.Context, on *signal, what string, so func() bool) error {
	for {
		s.mu.Lock()
		changed := on.next()
		s.mu.Unlock()
		if so() {
			return nil
		}
		select {
		case <-changed:
		case <-time.After(time.Second): // the condition may look at other things too
		case <-ctx.Done():
			return fmt.Errorf("discordtest: waiting until %s: %w", what, ctx.Err())
		}
	}
}
