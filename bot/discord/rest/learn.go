package rest

import (
	"net/http"
	"time"
)

// done gives the turn back and learns from the answer; one without a status is of
// a request that was not made, or got no answer.
func (t *turn) done(a *answer) {
	l := t.limits
	l.mu.Lock()
	defer l.mu.Unlock()
	b := t.in.now()
	b.busy--
	if a.header != nil {
		b = l.learn(b, t, readLimit(a))
	}
	if a.status == http.StatusTooManyRequests {
		m := tooMany(a)
		until := time.Now().Add(m.after)
		if m.global {
			l.shut = later(l.shut, until)
		} else {
			b.shut = later(b.shut, until)
		}
	}
	l.grant(b)
}

// close lets nothing of the turn's route pass for a while.
func (t *turn) close(d time.Duration) {
	t.limits.mu.Lock()
	defer t.limits.mu.Unlock()
	b := t.in.now()
	b.shut = later(b.shut, time.Now().Add(d))
	t.limits.grant(b)
}

// learn takes over what an answer says of the bucket, which may be another than
// was thought. mu is held.
func (l *limits) learn(b *bucket, t *turn, said limit) *bucket {
	if said.name != "" {
		l.names[t.route] = said.name
		b = l.move(b, l.key(t.route, t.major))
	}
	switch {
	case said.limit > 0:
		b.count(said, time.Now())
	case said.free && b.limit == 0:
		b.limit = 1 << 30 // Discord does not count these
		b.left = b.limit
	}
	return b
}

// count takes over how many are left. Answers come in any order: within a window
// the lowest count is the newest, and the earliest end the most exact.
func (b *bucket) count(said limit, now time.Time) {
	left, reset := said.left-b.busy, now.Add(said.reset+waitMargin)
	next := !b.reset.IsZero() && reset.Sub(b.reset) > max(said.reset/2, 5*waitMargin)
	if b.limit > 0 && !next {
		left = min(left, b.left)
		if !b.reset.IsZero() && b.reset.Before(reset) {
			reset = b.reset
		}
	}
	b.limit, b.left, b.reset = said.limit, left, reset
}

// move gives a bucket another key, where it may meet one that is there already.
// mu is held.
func (l *limits) move(b *bucket, key string) *bucket {
	if b.key == key {
		return b
	}
	if l.buckets[b.key] == b {
		delete(l.buckets, b.key)
	}
	b.key = key
	there := l.buckets[key]
	if there == nil {
		l.buckets[key] = b
		return b
	}
	b.into = there
	there.busy += b.busy
	there.queue = append(there.queue, b.queue...)
	b.queue = nil
	return there
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
