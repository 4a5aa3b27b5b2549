package web

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Names of what is not one of Slack's methods.
const (
	methodRespond = "response_url"
	methodUpload  = "upload"
)

// perMinute is how often Slack allows a method for one workspace: its tiers 2, 3
// and 4. chat.postMessage has no tier but "several hundred" a minute, besides one a
// second for each channel. What is not named is in tier 3.
var perMinute = map[string]int{
	"chat.postMessage": 300,
	"users.info":       100, "files.getUploadURLExternal": 100, "files.completeUploadExternal": 100, "files.info": 100,
	"views.open": 100, "views.push": 100, "views.update": 100, "views.publish": 100, "auth.test": 100,
	"usergroups.users.list": 20,
	methodRespond:           600, methodUpload: 600, // in no tier: a bound of our own
}

const tier3 = 50

// shortWait is how long a pause that Slack asked for is waited out on the spot;
// for a longer one the caller is told, who can stop waiting better.
const shortWait = 2 * time.Second

// maxChannels is how many channels have a budget of their own; those that have not
// been used for a while are dropped first.
const maxChannels = 10_000

// budgets keep the calls for one workspace to what Slack allows.
type budgets struct {
	pace float64

	mu       sync.Mutex
	methods  map[string]*gate
	channels map[string]*gate
}

// gate lets calls through one after the other.
type gate struct {
	limit *rate.Limiter
	until time.Time // Slack asked for a pause
}

func newBudgets(pace float64) *budgets {
	return &budgets{pace: pace, methods: map[string]*gate{}, channels: map[string]*gate{}}
}

// gates are those that a call must pass: of its method and, for a post, of its
// channel.
func (b *budgets) gates(method, channel string) (gates []*gate) {
	m := b.methods[method]
	if m == nil {
		n := perMinute[method]
		if n == 0 {
			n = tier3
		}
		m = &gate{limit: rate.NewLimiter(rate.Limit(float64(n)/60*b.pace), max(n/5, 1))}
		b.methods[method] = m
	}
	gates = append(gates, m)
	if channel == "" {
		return gates
	}
	c := b.channels[channel]
	if c == nil {
		if len(b.channels) >= maxChannels {
			b.sweep()
		}
		c = &gate{limit: rate.NewLimiter(rate.Limit(b.pace), 1)}
		b.channels[channel] = c
	}
	return append(gates, c)
}

// sweep forgets channels. That a second has passed since the last post is the
// same as not knowing them.
func (b *budgets) sweep() {
	now := time.Now()
	for name, g := range b.channels {
		if g.until.Before(now) && (g.limit.TokensAt(now) >= 1 || len(b.channels) >= 2*maxChannels) {
			delete(b.channels, name)
		}
	}
}

// wait returns when the call may be made.
func (b *budgets) wait(ctx context.Context, method, channel string) error {
	b.mu.Lock()
	gates := b.gates(method, channel)
	var until time.Time
	for _, g := range gates {
		if g.until.After(until) {
			until = g.until
		}
	}
	b.mu.Unlock()
	if pause := time.Until(until); pause > shortWait {
		return notNow(method, pause)
	} else if pause > 0 {
		if err := sleep(ctx, pause); err != nil {
			return err
		}
	}
	for _, g := range gates {
		if err := g.limit.Wait(ctx); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return notNow(method, time.Second) // the context would end before
		}
	}
	return nil
}

// pause notes that Slack asked for a pause. What is limited is the channel where
// there is one: a workspace as a whole is rarely told to wait for its posts.
func (b *budgets) pause(method, channel string, wait time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	gates := b.gates(method, channel)
	g := gates[len(gates)-1]
	if until := time.Now().Add(wait); until.After(g.until) {
		g.until = until
	}
}
