package bot

import (
	"context"
	"sync"

	"bounceback/coach"
)

// lanes does the jobs of one person in the order they came, and those of
// different people side by side. A person with nothing to do costs nothing: no
// goroutine and no map entry. The zero value is not ready; see newLanes.
type lanes[J any] struct {
	work func(coach.ID, J) // must not panic

	mu      sync.Mutex
	behind  map[coach.ID][]J // jobs behind the one at work; an entry means: at work
	pending int              // jobs added and not done
	quiet   chan struct{}    // closed when pending gets to 0; nil while nobody waits for it
	closed  bool
}

func newLanes[J any](work func(coach.ID, J)) *lanes[J] {
	return &lanes[J]{work: work, behind: map[coach.ID][]J{}}
}

// add queues a job and returns. It is false, and nothing is queued, after close.
func (l *lanes[J]) add(id coach.ID, job J) bool {
	l.mu.Lock()
	if l.closed {
		l.mu.Unlock()
		return false
	}
	l.pending++
	queue, busy := l.behind[id]
	if busy {
		l.behind[id] = append(queue, job)
	} else {
		l.behind[id] = nil
	}
	l.mu.Unlock()
	if !busy {
		go l.run(id, job)
	}
	return true
}

func (l *lanes[J]) run(id coach.ID, job J) {
	for more := true; more; job, more = l.next(id) {
		l.work(id, job)
	}
}

// next counts one job as done and takes the following one of that person.
func (l *lanes[J]) next(id coach.ID) (job J, more bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.pending--; l.pending == 0 && l.quiet != nil {
		close(l.quiet)
		l.quiet = nil
	}
	queue := l.behind[id]
	if len(queue) == 0 {
		delete(l.behind, id)
		return job, false
	}
	var none J
	job, queue[0] = queue[0], none // what is done must not be held by the queue
	l.behind[id] = queue[1:]
	return job, true
}

// settle waits for a moment in which nothing is pending.
func (l *lanes[J]) settle(ctx context.Context) error {
	l.mu.Lock()
	if l.pending == 0 {
		l.mu.Unlock()
		return nil
	}
	if l.quiet == nil {
		l.quiet = make(chan struct{})
	}
	quiet := l.quiet
	l.mu.Unlock()
	select {
	case <-quiet:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// left is the number of jobs that are not done.
func (l *lanes[J]) left() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.pending
}

// close makes add refuse from now on.
func (l *lanes[J]) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
}
