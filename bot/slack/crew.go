package slack

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// What is done beside the hearing is done by a few at a time, and so much may wait.
const (
	hands   = 16
	waiting = 1024
)

// How long a job may take. Slack's budgets can make one wait for long: with five
// hundred newcomers, the last profile is looked at after five minutes. A job that is
// not done by then is given up, so that those behind it are not.
const (
	soonEnough  = 10 * time.Second
	lateEnough  = time.Minute
	triggerLife = 3 * time.Second // in which a form must be opened
)

// crew does what needs an answer of Slack's while the hearing goes on. What somebody
// looks at and waits for, such as a form, has hands of its own: it must not stand
// behind profiles and rows of buttons.
type crew struct {
	urgent, patient chan func(context.Context)
	team            sync.WaitGroup
}

func newCrew() crew {
	return crew{urgent: make(chan func(context.Context), waiting), patient: make(chan func(context.Context), waiting)}
}

// start lets the crew work until ctx ends and nothing waits any more: what waits then
// is done with a ctx that has ended, so that it can be handed over in another way.
func (c *crew) start(ctx context.Context, broke func(error)) {
	for range hands {
		c.team.Go(func() { toil(ctx, c.urgent, soonEnough, broke) })
		c.team.Go(func() { toil(ctx, c.patient, lateEnough, broke) })
	}
}

func toil(ctx context.Context, jobs <-chan func(context.Context), within time.Duration, broke func(error)) {
	for {
		select {
		case job := <-jobs:
			workWithin(ctx, within, job, broke)
			continue
		case <-ctx.Done():
		}
		select {
		case job := <-jobs:
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

// soon gives the crew a job that somebody waits for; it is false if too much waits
// already.
func (c *crew) soon(job func(context.Context)) bool { return give(c.urgent, job) }

// later gives it one that has time.
func (c *crew) later(job func(context.Context)) bool { return give(c.patient, job) }

func give(jobs chan<- func(context.Context), job func(context.Context)) bool {
	select {
	case jobs <- job:
		return true
	default:
		return false
	}
}
