package rest

import (
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// limit is what an answer says about the bucket of its request.
type limit struct {
	name  string
	limit int // requests in a window; 0: not said
	left  int
	reset time.Duration
	free  bool // it went well, and nothing was said
}

func readLimit(a *answer) limit {
	h := a.header
	l := limit{name: h.Get("X-RateLimit-Bucket")}
	n, err := strconv.Atoi(h.Get("X-RateLimit-Limit"))
	left, err2 := strconv.Atoi(h.Get("X-RateLimit-Remaining"))
	reset, ok := seconds(h.Get("X-RateLimit-Reset-After"))
	if err == nil && err2 == nil && ok && n > 0 && left >= 0 {
		l.limit, l.left, l.reset = n, left, reset
		return l
	}
	l.free = a.status < 300
	return l
}

// Of an answer that there were too many: what it closes, and for how long.
type many struct {
	after  time.Duration
	global bool
}

const (
	// Where a 429 does not say how long to wait; something before Discord does that.
	unsaidWait = 10 * time.Second
	// Nothing is waited for longer than that at a time.
	longestWait = time.Hour
	// Discord's clock and ours differ in what a moment is.
	waitMargin = 20 * time.Millisecond
)

// tooMany reads a 429, of which there are several kinds: of a bucket or of one
// that is shared with others, with all headers; the global one, without
// Reset-After; and a page in HTML from what stands before Discord, which is about
// the machine and so about everything.
func tooMany(a *answer) many {
	var said struct {
		After  *float64 `json:"retry_after"`
		Global bool     `json:"global"`
	}
	ours := json.Unmarshal(a.fault, &said) == nil && said.After != nil
	m := many{global: said.Global || a.header.Get("X-RateLimit-Global") == "true" ||
		a.header.Get("X-RateLimit-Scope") == "global" || !ours && a.header.Get("X-RateLimit-Bucket") == ""}
	var ok bool
	if ours {
		m.after, ok = duration(*said.After)
	}
	if !ok {
		m.after, ok = seconds(a.header.Get("X-RateLimit-Reset-After"))
	}
	if !ok {
		m.after, ok = seconds(a.header.Get("Retry-After"))
	}
	if !ok {
		m.after = unsaidWait
	}
	m.after = min(m.after+waitMargin, longestWait)
	return m
}

func seconds(s string) (time.Duration, bool) {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0, false
	}
	return duration(f)
}

func duration(seconds float64) (time.Duration, bool) {
	if math.IsNaN(seconds) || seconds < 0 {
		return 0, false
	}
	return time.Duration(min(seconds, longestWait.Seconds()) * float64(time.Second)), true
}

// Discord shuts a machine out that gets 10,000 answers of 401, 403 and 429 in ten
// minutes. Long before that something is wrong that more calls do not mend.
const (
	invalidWindow = 10 * time.Minute
	invalidMost   = 4000
)

var errTooManyInvalid = errors.New("too many calls were turned down; Discord would shut this machine out")

// invalid counts the answers that Discord counts for that.
type invalid struct {
	mu    sync.Mutex
	since time.Time
	n     int
}

func (v *invalid) count(status int, now time.Time) {
	if status != http.StatusUnauthorized && status != http.StatusForbidden && status != http.StatusTooManyRequests {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if now.Sub(v.since) >= invalidWindow {
		v.since, v.n = now, 0
	}
	v.n++
}

// closed is how long no more calls are made, 0 if they are.
func (v *invalid) closed(now time.Time) time.Duration {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.n < invalidMost {
		return 0
	}
	return max(0, v.since.Add(invalidWindow).Sub(now))
}
