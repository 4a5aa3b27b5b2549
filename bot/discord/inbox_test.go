package discord

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestInboxKeepsTheOrderOfEach, does first at once, and waits for nobody else.
func TestInboxKeepsTheOrderOfEach(t *testing.T) {
	t.Parallel()
	b := newInbox(slog.New(slog.DiscardHandler))
	stuck, acknowledged := make(chan struct{}), make(chan struct{}, 200)
	var mu sync.Mutex
	var heard []int
	for n := range 100 {
		b.put(t.Context(), "amina", func(context.Context) { acknowledged <- struct{}{} }, func(context.Context) {
			<-stuck
			mu.Lock()
			heard = append(heard, n)
			mu.Unlock()
		})
	}
	b.put(t.Context(), "ben", nil, func(context.Context) { acknowledged <- struct{}{} })
	for range 101 { // all of it, though amina's first is stuck
		<-acknowledged
	}
	close(stuck)
	b.settle()
	for n, got := range heard {
		if got != n {
			t.Fatalf("heard in the order %v", heard)
		}
	}
	if len(heard) != 100 || len(b.last) != 0 || len(b.room) != 0 {
		t.Errorf("%d were heard; %d and %d are left", len(heard), len(b.last), len(b.room))
	}
}

// TestInboxSurvivesPanics, and says nobody's words about them.
func TestInboxSurvivesPanics(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	b := newInbox(slog.New(slog.NewTextHandler(&log, nil)))
	heard := false
	b.put(t.Context(), "amina", func(context.Context) { panic("their words") }, func(context.Context) { panic("their words") })
	b.put(t.Context(), "amina", nil, func(context.Context) { heard = true })
	b.settle()
	if !heard || strings.Count(log.String(), "thrown=string") != 2 || strings.Contains(log.String(), "their words") {
		t.Errorf("after a panic the next was heard: %t; the log says\n%s", heard, &log)
	}
}

// TestInboxOutlivesTheEnd by a moment: what was received is still handed over, and
// what comes later is dropped where there is no room.
func TestInboxOutlivesTheEnd(t *testing.T) {
	t.Parallel()
	b := newInbox(slog.New(slog.DiscardHandler))
	b.room = make(chan struct{}, 1)
	ctx, cancel := context.WithCancel(t.Context())
	began := make(chan struct{})
	var alive error
	b.put(ctx, "amina", nil, func(ctx context.Context) {
		close(began)
		time.Sleep(20 * time.Millisecond)
		alive = ctx.Err()
	})
	<-began
	cancel()
	b.put(ctx, "ben", nil, func(context.Context) { t.Error("there was no room for this") })
	b.settle()
	if alive != nil {
		t.Errorf("what was received was given up: %v", alive)
	}
}
