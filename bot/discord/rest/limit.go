package rest

import (
	"context"
	"slices"
	"sync"
	"time"
)

// limits are the buckets of Discord's rate limits and its global one, as far as
// answers have told of them.
type limits struct {
	mu      sync.Mutex
	names   map[string]string  // of a route: what Discord calls its bucket
	buckets map[string]*bucket // by name, or route until that is known, and major
	sweepAt int                // so many buckets are looked through for idle ones
	shut    time.Time          // everything but interactions, after a global 429
}

// fewBuckets are not worth looking through.
const fewBuckets = 1024

func newLimits() *limits {
	return &limits{names: map[string]string{}, buckets: map[string]*bucket{}, sweepAt: fewBuckets}
}

// bucket is one limit. All is guarded by the mutex of its limits.
type bucket struct {
	key   string
	limit int       // requests in a window; 0: not known yet
	left  int       // of these, without what is under way
	reset time.Time // when the window ends; zero: it begins with the next request
	shut  time.Time // nothing passes before, after a 429
	busy  int       // requests under way
	queue []*waiter // in the order they came
	timer *time.Timer
	into  *bucket // it turned out to be the same as that one
}

type waiter struct {
	ready    chan struct{} // closed when in is set, or left
	in       *bucket
	patience time.Duration
	left     time.Duration // how long it would take, if longer than patience
}

// turn is the right to make one request. done must be called.
type turn struct {
	limits *limits
	in     *bucket
	route  string
	major  string
}

// take waits for a turn. left is how much longer it would take than patience, in
// which case there is no turn; the error is that of ctx.
func (l *limits) take(ctx context.Context, route, major string, exempt bool, patience time.Duration) (t *turn, left time.Duration, err error) {
	began := time.Now()
	w := &waiter{ready: make(chan struct{}), patience: patience}
	l.mu.Lock()
	if left := l.shut.Sub(began); !exempt && left > patience {
		l.mu.Unlock()
		return nil, left, nil
	}
	b := l.bucket(route, major)
	b.queue = append(b.queue, w)
	l.grant(b)
	l.mu.Unlock()
	select {
	case <-w.ready:
	case <-ctx.Done():
		l.giveUp(b, w)
		return nil, 0, ctx.Err()
	}
	if w.left > 0 {
		return nil, w.left, nil
	}
	t = &turn{l, w.in, route, major}
	if exempt {
		return t, 0, nil
	}
	for {
		l.mu.Lock()
		left = time.Until(l.shut)
		l.mu.Unlock()
		switch {
		case left <= 0:
			return t, 0, nil
		case left > patience-time.Since(began):
			t.done(&answer{})
			return nil, left, nil
		}
		if err = sleep(ctx, left); err != nil {
			t.done(&answer{})
			return nil, 0, err
		}
	}
}

// giveUp takes a waiter out of its queue, or its turn back.
func (l *limits) giveUp(b *bucket, w *waiter) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b = b.now()
	if w.in != nil {
		b = w.in.now()
		b.busy--
		b.left++
	}
	b.queue = slices.DeleteFunc(b.queue, func(o *waiter) bool { return o == w })
	l.grant(b)
}

// now is the bucket that b has become.
func (b *bucket) now() *bucket {
	for b.into != nil {
		b = b.into
	}
	return b
}

// bucket finds or makes one. mu is held.
func (l *limits) bucket(route, major string) *bucket {
	key := l.key(route, major)
	b := l.buckets[key]
	if b == nil {
		l.sweep()
		b = &bucket{key: key}
		l.buckets[key] = b
	}
	return b
}

func (l *limits) key(route, major string) string {
	if name, ok := l.names[route]; ok {
		route = name
	}
	return route + "\x00" + major
}

// sweep forgets buckets that would start afresh, so that those of interactions
// do not add up. mu is held.
func (l *limits) sweep() {
	if len(l.buckets) < l.sweepAt {
		return
	}
	now := time.Now()
	for key, b := range l.buckets {
		if b.busy == 0 && len(b.queue) == 0 && !b.reset.After(now) && !b.shut.After(now) {
			delete(l.buckets, key)
		}
	}
	l.sweepAt = max(fewBuckets, 2*len(l.buckets))
}

// grant lets those pass who may, first come, first served. mu is held.
func (l *limits) grant(b *bucket) {
	for len(b.queue) > 0 {
		wait, ok := b.open(time.Now())
		if !ok {
			l.later(b, wait)
			return
		}
		w := b.queue[0]
		b.queue = b.queue[1:]
		b.left--
		b.busy++
		w.in = b
		close(w.ready)
	}
}

// open tells whether one more may pass, and if not, after how long; 0: when an
// answer comes.
func (b *bucket) open(now time.Time) (wait time.Duration, ok bool) {
	switch {
	case b.shut.After(now):
		return b.shut.Sub(now), false
	case b.limit == 0:
		return 0, b.busy == 0
	case !b.reset.IsZero() && !b.reset.After(now), b.left <= 0 && b.busy == 0 && b.reset.IsZero():
		// What is under way may count in the window that begins.
		b.left, b.reset = b.limit-b.busy, time.Time{}
	}
	if b.left > 0 {
		return 0, true
	}
	if b.reset.IsZero() {
		return 0, false
	}
	return b.reset.Sub(now), false
}

// later comes back to a queue after wait, and tells those who will not wait for
// so long. mu is held.
func (l *limits) later(b *bucket, wait time.Duration) {
	if wait <= 0 {
		return
	}
	b.queue = slices.DeleteFunc(b.queue, func(w *waiter) bool {
		if w.patience >= wait {
			return false
		}
		w.left = wait
		close(w.ready)
		return true
	})
	if b.timer != nil {
		b.timer.Reset(wait)
		return
	}
	b.timer = time.AfterFunc(wait, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.grant(b.now())
	})
}
