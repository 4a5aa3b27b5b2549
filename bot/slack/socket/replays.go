package socket

import (
	"net/http"
	"sync"
	"time"
)

// window is how far apart a request's time stamp and the clock may be, and so how
// long, twice, a signature can be shown again.
const window = 5 * time.Minute

// maxSeen bounds how many signatures are remembered: twice that is more than
// Slack sends of events in ten minutes. Beyond it the oldest are forgotten early,
// and events are still told apart by their ids.
const maxSeen = 50_000

// replays remembers the signatures of requests, which are the same only where a
// request is repeated word by word: Slack signs what it brings again anew.
type replays struct {
	now func() time.Time

	mu      sync.Mutex
	old     map[string]int // status of the answer, 0 while it is worked on
	young   map[string]int
	rotated time.Time
}

func newReplays(now func() time.Time) *replays {
	return &replays{now: now, old: map[string]int{}, young: map[string]int{}, rotated: now()}
}

// begin notes a signature. done is nil for one that was seen, and status what to
// answer: that it was taken, or to come again, while the first is worked on. Else
// done must be called in the end, with false if the request may be repeated.
func (r *replays) begin(signature string) (done func(taken bool), status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.now().Sub(r.rotated) > 2*window || len(r.young) >= maxSeen {
		r.old, r.young, r.rotated = r.young, map[string]int{}, r.now()
	}
	for _, seen := range []map[string]int{r.young, r.old} {
		if status, ok := seen[signature]; ok {
			if status == 0 {
				status = http.StatusServiceUnavailable
			}
			return nil, status
		}
	}
	r.young[signature] = 0
	return func(taken bool) {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.young, signature)
		delete(r.old, signature)
		if taken {
			r.young[signature] = http.StatusOK
		}
	}, 0
}
