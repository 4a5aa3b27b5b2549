package gateway

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
)

// Options of a Gateway. Only Token is needed.
type Options struct {
	// Token is the bot's token, without "Bot " before it. It stands in no log and
	// in no error.
	Token string
	// API is what stands before /api/v9; empty: https://discord.com. Where the
	// gateway is, the API tells.
	API string
	// Shards are those that this process runs. Its zero value is as many as Discord
	// advises.
	Shards Shards
	// Intents say which events are sent besides interactions, which always are.
	// Zero: direct messages, and no others.
	Intents discordgo.Intent
	Logger  *slog.Logger // nil: no log
	Pace    Pace
}

// Pace is how long things may take. Fields that are zero have the value that is
// named here.
type Pace struct {
	// Dial bounds the way to Discord and the upgrade to a web socket: 15 s.
	Dial time.Duration
	// Greet bounds the time from there to the first event: 30 s.
	Greet time.Duration
	// Write bounds the sending of one message: 10 s.
	Write time.Duration
	// Stuck is how long discordgo may hold its lock, or leave its goroutines
	// running after the connection ended, before it is given up: 45 s.
	Stuck time.Duration
	// Identify is the time between two identifies of one bucket: 5 s, as documented.
	Identify time.Duration
	// Renew is the longest wait before an identify after a session was refused: 5 s,
	// as documented. The shortest is a fifth of it.
	Renew time.Duration
	// First and Most are the first and the longest wait after a failure: 1 s and 2
	// minutes. Between them it doubles.
	First, Most time.Duration
	// Settle is how long a connection must have lived for its loss to count as the
	// first failure: 1 minute. After that the next try is made at once.
	Settle time.Duration
	// Leave bounds the wait for all to end when the context ends: 2 s.
	Leave time.Duration
}

func (p Pace) orDefault() Pace {
	return Pace{
		Dial:     cmp.Or(p.Dial, 15*time.Second),
		Greet:    cmp.Or(p.Greet, 30*time.Second),
		Write:    cmp.Or(p.Write, 10*time.Second),
		Stuck:    cmp.Or(p.Stuck, 45*time.Second),
		Identify: cmp.Or(p.Identify, 5*time.Second),
		Renew:    cmp.Or(p.Renew, 5*time.Second),
		First:    cmp.Or(p.First, time.Second),
		Most:     cmp.Or(p.Most, 2*time.Minute),
		Settle:   cmp.Or(p.Settle, time.Minute),
		Leave:    cmp.Or(p.Leave, 2*time.Second),
	}
}

// queueSize is how many events may wait to be handed over, of all shards together.
// An event takes a few kilobytes.
const queueSize = 1024

// Gateway is a bot's connection to Discord.
type Gateway struct {
	token   string
	api     string
	shards  Shards
	intents discordgo.Intent
	log     *slog.Logger
	pace    Pace

	queue   chan Event
	starts  *starts
	counts  counters
	leaving sync.WaitGroup // the discordgo sessions whose connection has ended
	over    chan struct{}  // closed when nobody waits for them any more
}

// New makes a Gateway, which connects when Run is called.
func New(o Options) *Gateway {
	log := o.Logger
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	g := &Gateway{
		token:   strings.TrimPrefix(strings.TrimSpace(o.Token), "Bot "),
		api:     strings.TrimSuffix(cmp.Or(o.API, "https://discord.com"), "/"),
		shards:  o.Shards,
		intents: cmp.Or(o.Intents, discordgo.IntentDirectMessages),
		log:     log,
		pace:    o.Pace.orDefault(),
		queue:   make(chan Event, queueSize),
		over:    make(chan struct{}),
	}
	g.starts = newStarts(g.ask, g.pace.Identify)
	return g
}

// Run connects and hands over what comes until ctx ends, and then returns nil. An
// error is a [*Fatal]: going on is of no use. on is called from one goroutine, in the
// order in which the events came on their shard. It may take its time, but then others
// wait; a panic in it is logged and survived. Run is called once.
func (g *Gateway) Run(ctx context.Context, on func(Event)) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	delivered := make(chan struct{})
	go func() {
		defer close(delivered)
		g.deliver(ctx, on)
	}()
	err := g.runShards(ctx)
	stop()
	g.leave(delivered)
	g.log.Info("discord: disconnected", slog.Any("so_far", g.Counts()))
	return err
}

// runShards runs all shards until ctx ends or one fails for good. When Discord
// wants another number of shards than it advised before, they are all started again.
func (g *Gateway) runShards(ctx context.Context) error {
	for failures, refused := 0, 0; ; {
		shards, err := g.howMany(ctx)
		began := time.Now()
		if err == nil {
			err = g.runThese(ctx, shards)
		}
		if ctx.Err() != nil {
			return nil
		}
		if time.Since(began) >= g.pace.Settle {
			failures, refused = 0, 0
		}
		failures++
		var fatal *Fatal
		if errors.As(err, &fatal) {
			refused++
			if !g.shards.Auto() || !fatal.reshard() || refused > mostAdvice {
				return fatal
			}
		}
		wait := g.pace.Identify + g.pace.backoff(failures, 0)
		g.log.LogAttrs(ctx, slog.LevelWarn, "discord: the shards are not running", slog.Any("why", err), slog.Duration("wait", wait))
		if !sleep(ctx, wait) {
			return nil
		}
	}
}

// mostAdvice is how often Discord is asked again when it advises a number of shards
// and then refuses it.
const mostAdvice = 3

// howMany are the shards of this process.
func (g *Gateway) howMany(ctx context.Context) (Shards, error) {
	if !g.shards.Auto() {
		return g.shards, nil
	}
	a, err := g.starts.advice(ctx)
	if err != nil {
		return Shards{}, err
	}
	return Shards{Last: a.Shards - 1, Total: a.Shards}, nil
}

// runThese runs shards until ctx ends or one of them fails for good, whose error is
// returned.
func (g *Gateway) runThese(ctx context.Context, shards Shards) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var running sync.WaitGroup
	for id := shards.First; id <= shards.Last; id++ {
		sh := &shard{gateway: g, id: id, total: shards.Total}
		running.Go(func() {
			if err := sh.run(ctx); err != nil {
				stop(err)
			}
		})
	}
	running.Wait()
	return context.Cause(ctx)
}

// leave waits, not for long, until on has returned and discordgo has ended.
func (g *Gateway) leave(delivered <-chan struct{}) {
	defer close(g.over)
	all := make(chan struct{})
	go func() {
		<-delivered
		g.leaving.Wait()
		close(all)
	}()
	select {
	case <-all:
	case <-time.After(g.pace.Leave):
		g.log.Warn("discord: something still runs after the end and is left behind")
	}
}

// deliver hands over the events of the queue.
func (g *Gateway) deliver(ctx context.Context, on func(Event)) {
	for {
		select {
		case <-ctx.Done():
			return
		case e := <-g.queue:
			g.hand(on, e)
		}
	}
}

func (g *Gateway) hand(on func(Event), e Event) {
	defer func() {
		if p := recover(); p != nil {
			g.counts.panics.Add(1)
			// What was thrown may hold somebody's words: its kind must do.
			g.log.Error("discord: a handler broke off", slog.String("event", e.kind()), slog.String("thrown", kindOf(p)), slog.String("stack", string(debug.Stack())))
		}
	}()
	on(e)
}

// roomInQueue waits until at least half of the queue is free, since it makes no
// sense to connect for what cannot be taken.
func (g *Gateway) roomInQueue(ctx context.Context) bool {
	for len(g.queue) > queueSize/2 {
		if !sleep(ctx, 50*time.Millisecond) {
			return false
		}
	}
	return ctx.Err() == nil
}

// sleep waits and tells whether it was not interrupted.
func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
