// Package bot carries a message in and its answer out.
//
// What a [Platform] hears goes into the mailbox: one ordered queue a person,
// different people side by side. Each message is one turn: it is read, the
// coach answers, and person, journal and answer are kept together by [People],
// all or nothing. Only then the answer, a few [coach.Letter], goes to the
// outbox, which sends it and ticks it off. A letter that was kept and not ticked
// off is sent again after a restart, under the same key, and the platform shows
// a key once. So nothing is lost and nothing comes twice, wherever the program
// is stopped.
//
// Once a minute those who are due are looked at, and nudged if the coach still
// thinks so; a nudge is a turn like any other. Rooms, which are channels with a
// daily check-in, are due in the same way; see [Rooms].
//
// Nobody's words are ever logged, and people only as a hash that is good for
// one run of the program.
package bot

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync/atomic"
	"time"

	"bounceback/coach"
	"bounceback/coach/understand"
)

// Coach is what the bot needs of a coach. A *coach.Coach is one.
type Coach interface {
	// Hear answers one message and changes p.
	Hear(p *coach.Person, h coach.Heard, j coach.Journal, now time.Time) coach.Turn
	// NextNudge says what a person should hear next unasked, and when.
	NextNudge(p *coach.Person, now time.Time) (n coach.Nudge, due time.Time, ok bool)
	// Nudge begins what NextNudge said and changes p.
	Nudge(p *coach.Person, n coach.Nudge, j coach.Journal, now time.Time) coach.Turn
	// NextPost says when a room posts next, Post makes that post and closes the one
	// before, and Note puts into a room what a person's turn says of it.
	NextPost(r *coach.Room, now time.Time) (due time.Time, ok bool)
	Post(r *coach.Room, secret []byte, now time.Time) coach.RoomTurn
	Note(r *coach.Room, by coach.ID, n coach.RoomNote, now time.Time) coach.RoomTurn
	// Fallback is what is said when a turn could not be made or kept: the coach
	// failed on this message, or the store did. It is the only answer to a
	// message that may carry a warning sign, so what it says names help. The
	// Reading is empty if it was the reading that failed.
	Fallback(r understand.Reading, country string, now time.Time) []coach.Message
}

// Reader makes a Reading of free text. It is called from many goroutines.
type Reader interface {
	Read(text string) understand.Reading
}

// ErrClosed is given to Done for what was heard after the bot had stopped.
var ErrClosed = errors.New("bot: closed")

// The bounds of what a bot holds in memory.
const (
	backlog  = 4096 // messages heard and nudges due that are not answered yet
	atWork   = 512  // turns at once
	gracePay = 10 * time.Second
)

// Options of a Bot. Coach, Reader and People are needed.
type Options struct {
	Coach     Coach
	Reader    Reader
	People    People
	Platforms []Platform
	// Logger gets one line a turn. Nil: no log.
	Logger *slog.Logger
	// Clock is what the coach takes for now. Nil: time.Now. Waiting and durations
	// go by the real clock.
	Clock func() time.Time
	// Grace is how long Run may take to answer and send what is left when its
	// ctx has ended. 0: 10 seconds.
	Grace time.Duration
}

// Bot carries messages in and answers out.
type Bot struct {
	coach     Coach
	reader    Reader
	people    People
	platforms []Platform
	log       *slog.Logger
	clock     func() time.Time
	grace     time.Duration
	hide      pseudonyms

	// work is the ctx of turns and sends. It outlives Run's by the grace time.
	work   context.Context
	cancel context.CancelFunc

	mail  *lanes[func()]
	room  chan struct{}      // one for each job in mail
	slots chan struct{}      // one for each turn at work
	out   map[string]*outbox // by the platform's name
	ran   atomic.Bool

	counts counters

	run    string        // names this run of the program
	events atomic.Uint64 // counts what newEvent named
}

// New makes a bot. It starts nothing.
func New(o Options) *Bot {
	b := &Bot{
		coach: o.Coach, reader: o.Reader, people: o.People, platforms: o.Platforms,
		log: o.Logger, clock: o.Clock, grace: o.Grace,
		hide: newPseudonyms(), run: rand.Text(),
		mail: newLanes(func(_ coach.ID, job func()) { job() }),
		room: make(chan struct{}, backlog), slots: make(chan struct{}, atWork),
	}
	if b.log == nil {
		b.log = slog.New(slog.DiscardHandler)
	}
	if b.clock == nil {
		b.clock = time.Now
	}
	if b.grace == 0 {
		b.grace = gracePay
	}
	b.work, b.cancel = context.WithCancel(context.Background())
	b.out = map[string]*outbox{}
	for _, p := range b.platforms {
		b.out[p.Name()] = newOutbox(b, p)
	}
	return b
}

// Run sends what an earlier run left unsent, runs all platforms, answers what
// they hear and nudges who is due, until ctx ends or no platform is left. Then it hears
// nothing more, answers what was heard, sends what was kept, for at most the
// grace time, and returns. A platform that fails is logged and the others go
// on; the error joins the failures when none was left, and says so when the
// grace time was too short to answer all. What could not be sent stays kept.
// Run may be called once.
func (b *Bot) Run(ctx context.Context) error {
	if b.ran.Swap(true) {
		return errors.New("bot: Run was called before")
	}
	defer b.cancel()
	if len(b.platforms) == 0 {
		return errors.New("bot: no platform to run")
	}
	if len(b.out) < len(b.platforms) {
		return errors.New("bot: two platforms have the same name")
	}
	for _, o := range b.out {
		if err := o.resume(); err != nil {
			return err
		}
	}
	stopTicking := b.everyMinute(ctx)
	err := b.hearAll(ctx)
	stopTicking()
	return errors.Join(err, b.finish())
}

// hearAll runs the platforms until the last has returned. The error is nil
// when one of them came to an orderly end.
func (b *Bot) hearAll(ctx context.Context) error {
	type end struct {
		name string
		err  error
	}
	ends := make(chan end, len(b.platforms))
	for _, p := range b.platforms {
		go func() { ends <- end{p.Name(), b.runOne(ctx, p)} }()
	}
	var failed []error
	var late <-chan time.Time
	ended := ctx.Done()
	for left := len(b.platforms); left > 0; {
		select {
		case e := <-ends:
			left--
			if e.err == nil || ctx.Err() != nil && errors.Is(e.err, ctx.Err()) {
				b.log.LogAttrs(ctx, slog.LevelInfo, "platform ended", slog.String("platform", e.name))
				continue
			}
			failed = append(failed, fmt.Errorf("%s: %w", e.name, e.err))
			b.log.LogAttrs(ctx, slog.LevelError, "platform failed",
				slog.String("platform", e.name), slog.Any("err", e.err), slog.Int("left", left))
		case <-ended:
			late, ended = time.After(b.grace), nil
		case <-late:
			b.log.LogAttrs(ctx, slog.LevelError, "platforms did not stop in time", slog.Int("left", left))
			left = 0
		}
	}
	if len(failed) < len(b.platforms) {
		return nil
	}
	return errors.Join(failed...)
}

func (b *Bot) runOne(ctx context.Context, p Platform) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = panicked(v, debug.Stack())
		}
	}()
	return p.Run(ctx, b.hear)
}

// finish answers what was heard and sends what was kept.
func (b *Bot) finish() error {
	b.mail.close()
	grace, cancel := context.WithTimeout(context.Background(), b.grace)
	defer cancel()
	var err error
	if b.mail.settle(grace) != nil {
		err = fmt.Errorf("bot: stopped with %d messages unanswered", b.mail.left())
	}
	for _, o := range b.out {
		o.stop()
	}
	b.settleOut(grace)
	for _, o := range b.out {
		if left := o.left(); left > 0 {
			b.log.LogAttrs(grace, slog.LevelWarn, "letters are left for the next start",
				slog.String("platform", o.platform.Name()), slog.Int("letters", left))
		}
	}
	b.cancel()
	// Those who heed their ctx return now; the store may be closed after Run.
	last, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	b.mail.settle(last)
	b.settleOut(last)
	return err
}

// Settle waits for a moment in which everything heard is answered and every
// answer is sent; not beyond ctx, for a letter may be tried for long. For a chat
// in the terminal and for tests, which talk turn by turn.
func (b *Bot) Settle(ctx context.Context) error {
	if err := b.mail.settle(ctx); err != nil {
		return err
	}
	return b.settleOut(ctx)
}

func (b *Bot) settleOut(ctx context.Context) error {
	for _, o := range b.out {
		if err := o.lanes.settle(ctx); err != nil {
			return err
		}
	}
	return nil
}
