package socket

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync/atomic"
	"time"
)

const (
	// waiting is how many events may wait to be handed over. Beyond that they are
	// not taken, and so not acknowledged.
	waiting = 4096
	// soon is when a command or tap is acknowledged that was not kept yet. A tap that
	// is kept first, some milliseconds later, cannot get lost after Slack was told
	// that it was taken.
	soon = 100 * time.Millisecond
	// enough is how long an acknowledgement may take: Slack waits three seconds, and
	// some of that is spent on the way.
	enough = 2500 * time.Millisecond
)

// Counts are what has happened since the start.
type Counts struct {
	Events      int64 // handed over
	Ignored     int64 // of no interest, and acknowledged
	Unreadable  int64 // not understood, and acknowledged
	Refused     int64 // more waited than there is room for; not acknowledged
	Forged      int64 // requests with a wrong signature or none
	Replayed    int64 // requests that came a second time
	Connections int64 // sockets opened
	LateAcks    int64 // acknowledgements that could not be sent in time
	Panics      int64
}

// tally is Counts while they are counted.
type tally struct {
	events, ignored, unreadable, refused, forged, replayed, connections, late, panics atomic.Int64
}

// Counts is what has happened so far.
func (s *stream) Counts() Counts {
	c := &s.tally
	return Counts{Events: c.events.Load(), Ignored: c.ignored.Load(), Unreadable: c.unreadable.Load(), Refused: c.refused.Load(),
		Forged: c.forged.Load(), Replayed: c.replayed.Load(), Connections: c.connections.Load(), LateAcks: c.late.Load(), Panics: c.panics.Load()}
}

// stream is what both sources share: the queue from who reads to who hands over.
type stream struct {
	log   *slog.Logger
	queue chan Event
	tally tally
	// within is how long an acknowledgement may take: enough, but for tests.
	within time.Duration
}

func newStream(log *slog.Logger) *stream {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &stream{log: log, queue: make(chan Event, waiting), within: enough}
}

// take is given what was read, and never waits. a acknowledges it. It is false if
// there is no room, so that it must not be acknowledged.
func (s *stream) take(e Event, err error, a *answer) bool {
	if err != nil {
		s.tally.ignored.Add(1)
		a.give(nil)
		return true
	}
	e.Received, e.answer = time.Now(), a
	if e.Happened.IsZero() {
		e.Happened = e.Received
	}
	select {
	case s.queue <- e:
	default:
		if s.tally.refused.Add(1) == 1 {
			s.log.LogAttrs(context.Background(), slog.LevelError, "more comes from Slack than can be taken; some is left to be delivered again",
				slog.Int("waiting", cap(s.queue)))
		}
		return false
	}
	switch e.Kind {
	case Command, Tapped, Shortcut, MessageShortcut, Closed:
		time.AfterFunc(soon, func() { a.give(nil) })
	case Submitted:
		time.AfterFunc(s.within, func() { a.give(nil) })
	}
	return true
}

// unreadable is called for what cannot be read; what is its type, if that is known.
func (s *stream) unreadable(what string) {
	s.tally.unreadable.Add(1)
	s.log.LogAttrs(context.Background(), slog.LevelInfo, "something of Slack's was not understood and is passed over", slog.String("what", what))
}

// handOver hands events over one after another, until ctx ends.
func (s *stream) handOver(ctx context.Context, on func(Event)) {
	for {
		select {
		case e := <-s.queue:
			s.handOne(e, on)
		case <-ctx.Done():
			return
		}
	}
}

// handOne survives what on may do. An event that broke it is not acknowledged, so
// that it comes again, three times.
func (s *stream) handOne(e Event, on func(Event)) {
	defer func() {
		if v := recover(); v != nil {
			s.tally.panics.Add(1)
			s.log.LogAttrs(context.Background(), slog.LevelError, "an event from Slack broke what handles it",
				slog.Any("event", e), slog.String("panic", fmt.Sprintf("%T", v)), slog.String("stack", string(debug.Stack())))
		}
	}()
	s.tally.events.Add(1)
	on(e)
}
