package slack

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// What is done beside the hearing is done by a few at a time, and so much may wait.
const (
	hands   = 16   // of each kind
	waiting = 1024 // of each kind
)

// How long a job may take. Slack's budgets can make one wait for long: with five
// hundred newcomers, the last profile is looked at after five minutes. A job that is
// not done by then is given up, so that those behind it are not.
const (
	soonEnough  = 10 * time.Second
	lateEnough  = time.Minute
	triggerLife = 3 * time.Second // in which a form must be opened
)

// crew does what needs an answer of Slack's while the hearing goes on. Each kind of
// work has hands of its own, since each has a budget of its own with Slack: a form must
// not stand behind five hundred profiles or home tabs.
type crew struct {
	forms, tabs, rest jobs
	team              sync.WaitGroup
}

// jobs is work that waits.
type jobs chan func(context.Context)

func newCrew() crew {
	return crew{forms: make(jobs, waiting), tabs: make(jobs, waiting), rest: make(jobs, waiting)}
}

// give adds a job; it is false if too much waits already.
func (j jobs) give(job func(context.Context)) bool {
	select {
	case j <- job:
		return true
	default:
		return false
	}
}

// start lets the crew work until ctx ends and nothing waits any more: what waits then
// is done with a ctx that has ended, so that it can be handed over in another way.
func (c *crew) start(ctx context.Context, broke func(error)) {
	for range hands {
		c.team.Go(func() { c.forms.toil(ctx, soonEnough, broke) })
		c.team.Go(func() { c.tabs.toil(ctx, lateEnough, broke) })
		c.team.Go(func() { c.rest.toil(ctx, lateEnough, broke) })
	}
}

func (j jobs) toil(ctx context.Context, within time.Duration, broke func(error)) {
	for {
		select {
		case job := <-j:
			workWithin(ctx, within, job, broke)
			continue
		case <-ctx.Done():
		}
		select {
		case job := <-j:
			workWithin(ctx, within, job, broke)
		default:
			return
		}
	}
}

func workWithin(ctx context.Context, within time.Duration, job func(context.Context), broke func(error)) {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	work(ctx, job, broke)
}

func work(ctx context.Context, job func(context.Context), broke func(error)) {
	defer func() {
		if v := recover(); v != nil {
			broke(fmt.Errorf("slack: a job panicked: %T", v)) // its value may hold words
		}
	}()
	job(ctx)
}
