package slack

import (
	"context"
	"fmt"
	"sync"
)

// What is done beside the hearing is done by a few at a time, and so much may wait.
const (
	hands   = 16
	waiting = 1024
)

// crew does what needs an answer of Slack's while the hearing goes on.
type crew struct {
	jobs chan func(context.Context)
	team sync.WaitGroup
}

// start lets the crew work until ctx ends and nothing waits any more.
func (c *crew) start(ctx context.Context, broke func(error)) {
	for range hands {
		c.team.Go(func() {
			for {
				select {
				case job := <-c.jobs:
					work(ctx, job, broke)
				case <-ctx.Done():
					return
				}
			}
		})
	}
}

func work(ctx context.Context, job func(context.Context), broke func(error)) {
	defer func() {
		if v := recover(); v != nil {
			broke(fmt.Errorf("slack: a job panicked: %T", v)) // its value may hold words
		}
	}()
	job(ctx)
}

// later gives the crew a job; it is false if too much waits already.
func (c *crew) later(job func(context.Context)) bool {
	select {
	case c.jobs <- job:
		return true
	default:
		return false
	}
}
