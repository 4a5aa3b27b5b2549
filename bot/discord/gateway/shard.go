package gateway

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// shard keeps one shard connected.
type shard struct {
	gateway   *Gateway
	id, total int

	// mu is held while an event is put in the queue, and so by one connection at a
	// time. What is below says what a resume needs.
	mu      sync.Mutex
	session string // the id, empty if there is nothing to resume
	url     string // where to resume; empty: where identifies go
	user    string
	app     string
	vain    int // resumes in a row over which nothing came
	// got is the number of the last event of the session that is in the queue. It
	// can be read without mu, which is held for long when the queue is full.
	got atomic.Int64
}

// Why a connection ended, besides errors of the network.
var (
	errReconnect = errors.New("discord asks to reconnect")
	errRefused   = errors.New("discord refuses the session")
	errSilent    = errors.New("a heartbeat was not answered")
	errHungUp    = errors.New("discordgo hung up")
	errStuck     = errors.New("discordgo is stuck")
	errGreeting  = errors.New("the greeting cannot be read")
	errAddress   = errors.New("no connection to where the session is to be resumed")
)

// run connects again and again until ctx ends. An error is a Fatal.
func (sh *shard) run(ctx context.Context) error {
	g := sh.gateway
	failures := 0
	for g.roomInQueue(ctx) {
		lived, err := sh.connect(ctx)
		if ctx.Err() != nil {
			return nil
		}
		var end *Fatal
		if errors.As(err, &end) {
			return end
		}
		if failures++; lived >= g.pace.Settle {
			failures = 0
		}
		wait := g.pace.backoff(failures, sh.id)
		if sh.forget(err) {
			wait = max(wait, g.pace.renew(failures, sh.id))
		}
		g.log.LogAttrs(ctx, slog.LevelWarn, "discord: connection lost", slog.Int("shard", sh.id), slog.Any("why", err),
			slog.Duration("lived", lived.Round(time.Millisecond)), slog.Duration("wait", wait))
		sleep(ctx, wait)
	}
	return nil
}

// forget drops what the error says is of no use any more, and tells whether that
// was the session.
func (sh *shard) forget(err error) bool {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	var closed closeError
	errors.As(err, &closed)
	switch {
	case errors.Is(err, errAddress):
		sh.url = ""
	case errors.Is(err, errRefused), closed == closeNotAuthenticated, closed == closeSequence, closed == closeTimedOut:
		sh.session = ""
		return true
	}
	return false
}

// connect connects once, and returns how long and why no longer.
func (sh *shard) connect(ctx context.Context) (lived time.Duration, err error) {
	g := sh.gateway
	sh.mu.Lock()
	session, url := sh.session, sh.url
	if session == "" {
		sh.got.Store(0)
	}
	sh.mu.Unlock()
	own := session != "" && url != ""
	begun := func() {}
	switch {
	case session == "":
		url, begun, err = g.starts.may(ctx, sh.id)
	case url == "":
		var a advice
		a, err = g.starts.advice(ctx)
		url = a.URL
	}
	if err != nil {
		return 0, err
	}
	defer begun()
	far, err := g.dial(ctx, url)
	if err != nil {
		if own {
			err = errors.Join(errAddress, err)
		}
		return 0, err
	}
	l, err := newLink(ctx, sh, session, far, begun)
	if err != nil {
		return 0, err
	}
	lived, err = l.run()
	if session == "" || lived > 0 {
		sh.vain = 0
	} else if sh.vain++; sh.vain >= mostVain {
		sh.vain = 0
		err = errors.Join(errRefused, err)
	}
	return lived, err
}

// mostVain is how often a session is tried that Discord neither takes nor refuses.
const mostVain = 3

// keep puts an event in the queue and notes that it was received. Both or neither:
// after the connection ended nothing of it is let in any more, because by then
// the next one may have asked for all that is not noted.
func (sh *shard) keep(l *link, e *discordgo.Event) {
	g := sh.gateway
	defer func() {
		if p := recover(); p != nil {
			g.counts.panics.Add(1)
			g.log.Error("discord: an event broke its reading", slog.String("type", e.Type), slog.String("thrown", kindOf(p)))
		}
	}()
	sh.mu.Lock()
	defer sh.mu.Unlock()
	if l.ctx.Err() != nil || e.Type != typeReady && e.Sequence <= sh.got.Load() {
		return
	}
	if e.Type == typeReady {
		sh.begin(e.RawData)
	}
	if ev, ok := sh.read(e); ok {
		select {
		case g.queue <- ev:
		case <-l.ctx.Done():
			if e.Type == typeReady {
				sh.session = "" // nobody was told that it is a fresh one
			}
			return
		}
	}
	sh.got.Store(e.Sequence)
}

// begin notes a new session.
func (sh *shard) begin(raw []byte) {
	r, err := readGreeting(raw)
	if err != nil { // the link has looked at it before
		return
	}
	sh.session, sh.url, sh.user, sh.app = r.Session, r.URL, r.User.ID, r.App.ID
}

// read makes an Event of what discordgo handed over.
func (sh *shard) read(e *discordgo.Event) (ev Event, ok bool) {
	counts := &sh.gateway.counts
	var err error
	whole := true
	ev.Shard = sh.id
	switch e.Type {
	case typeReady, typeResumed:
		fresh := e.Type == typeReady
		if fresh {
			counts.fresh.Add(1)
		} else {
			counts.resumes.Add(1)
		}
		ev.Ready = &Ready{Fresh: fresh, UserID: sh.user, AppID: sh.app}
		sh.gateway.log.Info("discord: connected", slog.Int("shard", sh.id), slog.Bool("fresh", fresh), slog.Any("so_far", sh.gateway.Counts()))
	case typeMessage:
		ev.Message, err = readMessage(e)
	case typeInteraction:
		ev.Interaction, whole, err = readInteraction(e)
	default:
		return Event{}, false
	}
	if err != nil || !whole {
		counts.malformed.Add(1)
		// The error of the decoder may hold words of the message: the type must do.
		sh.gateway.log.Warn("discord: an event could not be read", slog.String("type", e.Type), slog.Int("shard", sh.id), slog.Bool("in part", err == nil))
	}
	return ev, err == nil
}

// closeError is the code with which Discord closed a connection.
type closeError int

func (c closeError) Error() string {
	return fmt.Sprintf("discord closed the connection with code %d", int(c))
}

// wentWrong puts an error of the web socket in new words: the text that comes with
// a close code is Discord's to choose.
func (g *Gateway) wentWrong(err error) error {
	var closed *websocket.CloseError
	if !errors.As(err, &closed) {
		return err
	}
	if f := fatal(closed.Code, g.intents); f != nil {
		return f
	}
	return closeError(closed.Code)
}
