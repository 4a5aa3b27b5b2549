package gateway

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// The kinds of messages, called opcodes by Discord.
const (
	opDispatch  = 0
	opBeat      = 1
	opIdentify  = 2
	opResume    = 6
	opReconnect = 7
	opInvalid   = 9
	opHello     = 10
	opAck       = 11
)

// frame is a message of the gateway.
type frame struct {
	Op   int             `json:"op"`
	Seq  int64           `json:"s"`
	Type string          `json:"t"`
	Data json.RawMessage `json:"d"`
}

// link is one connection: Discord at its far end, discordgo at its near one. It
// passes on what discordgo can take, and sees to the rest itself.
type link struct {
	shard   *shard
	session string      // that is resumed; empty: a new one is begun
	begun   func()      // to be called when a new session was begun
	stopped func() bool // tells whether the program stops
	ctx     context.Context
	end     context.CancelCauseFunc
	far     *websocket.Conn
	near    *websocket.Conn
	lib     *discordgo.Session
	gone    chan struct{} // is closed when discordgo has let go of the connection

	sending sync.Mutex // is held while something is written to the far end

	// Known to who reads the far end only.
	greetBy  time.Time // when the first event must be there
	interval time.Duration
	since    time.Time // when the first event came

	owed    atomic.Bool  // a heartbeat was sent and not answered yet
	handing atomic.Bool  // discordgo does not take what comes, because the queue is full
	busy    atomic.Int64 // nanoseconds since the last heartbeat in which nothing was read, for there was something to do
	slow    atomic.Bool  // that was much of the time
}

// dial connects to the gateway.
func (g *Gateway) dial(ctx context.Context, url string) (*websocket.Conn, error) {
	ctx, stop := context.WithTimeout(ctx, g.pace.Dial)
	defer stop()
	d := websocket.Dialer{Proxy: http.ProxyFromEnvironment}
	conn, _, err := d.DialContext(ctx, withQuery(url), nil)
	if err != nil {
		return nil, fmt.Errorf("connect to the gateway: %w", err)
	}
	conn.SetReadLimit(mostBytes)
	// The answer to a close is left out: its code would end the session.
	conn.SetCloseHandler(func(int, string) error { return nil })
	return conn, nil
}

// mostBytes is more than Discord's largest message, the list of all servers of a
// shard, and less than what would harm the program.
const mostBytes = 16 << 20

// newLink starts a discordgo session at the near end of a connection.
func newLink(parent context.Context, sh *shard, session string, far *websocket.Conn, begun func()) (*link, error) {
	l := &link{shard: sh, session: session, far: far, begun: begun, gone: make(chan struct{}), greetBy: time.Now().Add(sh.gateway.pace.Greet)}
	l.stopped = func() bool { return parent.Err() != nil }
	l.ctx, l.end = context.WithCancelCause(parent)
	var err error
	if l.lib, l.near, err = l.start(); err != nil {
		l.end(err)
		hangUp(far.NetConn())
		return nil, err
	}
	return l, nil
}

// run passes messages on until one end fails, and returns how long it lived since
// its first event.
func (l *link) run() (lived time.Duration, err error) {
	g := l.shard.gateway
	var ends sync.WaitGroup
	for _, part := range []func() error{l.down, l.up, l.watch} {
		ends.Go(func() { l.end(part()) })
	}
	<-l.ctx.Done()
	l.cut()
	ends.Wait()
	g.leaving.Go(l.letGo)
	if !l.since.IsZero() {
		lived = time.Since(l.since)
	}
	return lived, context.Cause(l.ctx)
}

// cut ends both connections at once. Discord is told goodbye, which ends the
// session, only when the program stops: in all other cases the session is to live
// on, and it does when the connection just breaks off.
func (l *link) cut() {
	if l.stopped() {
		goodbye(l.far)
	}
	hangUp(l.far.NetConn())
	hangUp(l.near.NetConn())
}

// letGo waits until discordgo has noticed the end. If it does not, it is left to
// itself: it has no connection, and nothing that it does counts any more.
func (l *link) letGo() {
	g := l.shard.gateway
	select {
	case <-l.gone:
	case <-g.over:
	case <-time.After(g.pace.Stuck):
		g.counts.abandoned.Add(1)
		g.log.Warn("discord: discordgo did not end and is left behind", slog.Int("shard", l.shard.id))
	}
}

// watch sees whether discordgo can still take its lock.
func (l *link) watch() error {
	pace := l.shard.gateway.pace
	tick := time.NewTicker(pace.Stuck / 8)
	defer tick.Stop()
	free := l.greetBy // while it is greeted it has the lock
	for {
		select {
		case <-l.ctx.Done():
			return nil
		case now := <-tick.C:
			if l.lib.TryRLock() {
				l.lib.RUnlock()
				free = now
			}
			if now.Sub(free) > pace.Stuck {
				return errStuck
			}
		}
	}
}
