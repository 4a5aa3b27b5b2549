package socket

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
)

// Options of Sockets. Only AppToken is needed; the times are for tests.
type Options struct {
	AppToken string       // xapp-…
	APIURL   string       // with a slash at its end; empty: https://slack.com/api/
	Log      *slog.Logger // nil: no log
	// Sockets is how many there are; 2 if zero. Slack allows 10 for an app.
	Sockets int
	// Stagger is how much later each socket is opened than the one before, so that
	// Slack does not ask for both to be opened anew at once; 30 s if zero.
	Stagger time.Duration
	// FirstWait and LastWait bound the wait between two attempts to connect: 500 ms
	// and two minutes if zero.
	FirstWait, LastWait time.Duration
	// PingWithin is how long Slack's pings may stay away; 30 s if zero.
	PingWithin time.Duration
	// MaxQuiet is how long a connection may bring nothing but pings; 6 h if zero,
	// which is more than the time after which Slack opens it anew.
	MaxQuiet time.Duration
	// Reopened, if set, is told when a socket is open again after none was, and for
	// how long none was. It must not wait.
	Reopened func(away time.Duration)
	// Timeout is for each call of the Web API; 15 s if zero.
	Timeout time.Duration
}

func (o Options) whole() Options {
	o.APIURL = cmp.Or(o.APIURL, slack.APIURL)
	o.Sockets = cmp.Or(o.Sockets, 2)
	o.Stagger = cmp.Or(o.Stagger, 30*time.Second)
	o.FirstWait, o.LastWait = cmp.Or(o.FirstWait, 500*time.Millisecond), cmp.Or(o.LastWait, 2*time.Minute)
	o.PingWithin, o.MaxQuiet = cmp.Or(o.PingWithin, 30*time.Second), cmp.Or(o.MaxQuiet, 6*time.Hour)
	o.Timeout = cmp.Or(o.Timeout, 15*time.Second)
	return o
}

// Sockets are Socket Mode.
type Sockets struct {
	*stream
	options Options
	up      atomic.Int32
	down    atomic.Int64 // when the last one was closed, in nanoseconds; 0: never
	ever    atomic.Bool
}

// NewSockets checks the token's kind; the error is a *Fatal. It connects to
// nothing.
func NewSockets(o Options) (*Sockets, error) {
	if err := checkToken(o.AppToken); err != nil {
		return nil, err
	}
	return &Sockets{stream: newStream(o.Log), options: o.whole()}, nil
}

// Connected is how many sockets are open.
func (s *Sockets) Connected() int { return int(s.up.Load()) }

// opened and closed count the sockets that are open.
func (s *Sockets) opened() {
	s.ever.Store(true)
	s.tally.connections.Add(1)
	if s.up.Add(1) > 1 {
		return
	}
	if down := s.down.Swap(0); down != 0 && s.options.Reopened != nil {
		s.options.Reopened(time.Since(time.Unix(0, down)))
	}
}

func (s *Sockets) closed() {
	if s.up.Add(-1) == 0 {
		s.down.Store(time.Now().UnixNano())
	}
}

// Run hands over what comes, one event after another, until ctx ends, and returns
// nil then, or a *Fatal. on may take its time: up to 4096 events wait. It may be
// run once.
func (s *Sockets) Run(ctx context.Context, on func(Event)) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var all sync.WaitGroup
	for i := range s.options.Sockets {
		all.Go(func() {
			if !pause(ctx, time.Duration(i)*s.options.Stagger) {
				return
			}
			if err := s.supervise(ctx, i+1); err != nil {
				cancel(err)
			}
		})
	}
	s.handOver(ctx, on)
	all.Wait()
	if fatal, ok := errors.AsType[*Fatal](context.Cause(ctx)); ok {
		return fatal
	}
	return nil
}

// pause waits; false says that ctx ended.
func pause(ctx context.Context, while time.Duration) bool {
	timer := time.NewTimer(while)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}

// supervise keeps one socket open. It returns when ctx ends, and before that only
// with a *Fatal.
func (s *Sockets) supervise(ctx context.Context, number int) error {
	l := newLink(s)
	acks, stop := context.WithCancel(ctx)
	defer stop()
	go l.acknowledge(acks)
	failures, refusals := 0, 0
	for ctx.Err() == nil {
		began := time.Now()
		opened, err := l.live(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if fatal, ok := errors.AsType[*Fatal](err); ok {
			return fatal
		}
		// A connection that holds for some time and ends is nothing unusual and is
		// opened again at once; one that never holds waits longer each time.
		if opened && time.Since(began) > 10*s.options.FirstWait {
			failures = 0
		} else {
			failures++
		}
		fatal := giveUp(err)
		if refusals++; fatal == nil || s.ever.Load() {
			refusals = 0
		}
		if refusals >= hopeless {
			return fatal
		}
		wait := s.backOff(failures, number, err)
		s.report(number, failures, wait, err)
		if !pause(ctx, wait) {
			return nil
		}
	}
	return nil
}

// backOff doubles from FirstWait to LastWait, or is what Slack asks for. The
// sockets are some way apart, so that they do not come back together.
func (s *Sockets) backOff(failures, number int, err error) time.Duration {
	if failures == 0 {
		return 0
	}
	wait := s.options.LastWait
	if failures < 12 {
		wait = min(s.options.FirstWait<<(failures-1), wait)
	}
	wait += wait * time.Duration(number%4) / 8
	if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		wait = max(wait, limited.RetryAfter)
	}
	return wait
}

// report says what happened to a socket: a trouble that lasts is an alarm.
func (s *Sockets) report(number, failures int, wait time.Duration, err error) {
	level := slog.LevelInfo
	switch {
	case failures >= 2*hopeless:
		level = slog.LevelError
	case failures > 1:
		level = slog.LevelWarn
	}
	s.log.LogAttrs(context.Background(), level, "connection to Slack ended", slog.Int("socket", number), slog.Int("open", s.Connected()),
		slog.Int("failures", failures), slog.Duration("again in", wait), slog.Any("err", err))
}
