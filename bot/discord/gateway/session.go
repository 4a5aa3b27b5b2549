package gateway

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// silent is below all of discordgo's log levels, which show tokens and messages.
const silent = discordgo.LogError - 1

// start makes a discordgo session that takes the link for Discord, and returns the
// link's end of the pipe between the two.
func (l *link) start() (*discordgo.Session, *websocket.Conn, error) {
	ours, theirs := net.Pipe()
	lib, err := l.newSession(theirs)
	if err != nil {
		return nil, nil, err
	}
	go l.open(lib)
	ours.SetDeadline(l.greetBy)
	near, err := accept(ours)
	if err != nil {
		ours.Close()
		return nil, nil, errHungUp
	}
	return lib, near, nil
}

func (l *link) newSession(pipe net.Conn) (*discordgo.Session, error) {
	sh := l.shard
	lib, err := discordgo.New("")
	if err != nil {
		return nil, errors.New("discordgo makes no session")
	}
	lib.LogLevel = silent
	lib.Client = &http.Client{Transport: answering(`{"url":"ws://pipe"}`)}
	lib.Dialer = &websocket.Dialer{NetDialContext: func(context.Context, string, string) (net.Conn, error) { return pipe, nil }}
	lib.Identify.Token = sh.gateway.token
	lib.Identify.Intents = sh.gateway.intents
	lib.ShardID, lib.ShardCount = sh.id, sh.total
	lib.Compress = false
	lib.StateEnabled = false
	lib.ShouldReconnectOnError = false
	lib.ShouldReconnectVoiceOnSessionError = false
	// One event after the other, in the goroutine that reads. While it is greeted
	// discordgo calls the handlers with its lock held, so they must not use it.
	lib.SyncEvents = true
	lib.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) { sh.keep(l, e) })
	var once sync.Once
	lib.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) { once.Do(func() { close(l.gone) }) })
	return lib, nil
}

// open lets discordgo connect. When that fails it has ended already; afterwards it
// says when it does.
func (l *link) open(lib *discordgo.Session) {
	err := errHungUp
	defer func() {
		recover() // a fault of discordgo's, which ends the connection like others
		if err != nil {
			l.end(errHungUp)
			close(l.gone)
		}
	}()
	err = lib.Open()
}

// accept takes the web socket that is asked for over a connection.
func accept(conn net.Conn) (*websocket.Conn, error) {
	r := bufio.NewReader(conn)
	asked, err := http.ReadRequest(r)
	if err != nil {
		return nil, err
	}
	var u websocket.Upgrader
	return u.Upgrade(hijacked{conn, r}, asked, nil)
}

// hijacked is a connection in the form in which an Upgrader takes one over.
type hijacked struct {
	net.Conn
	r *bufio.Reader
}

func (h hijacked) Header() http.Header { return http.Header{} }
func (h hijacked) WriteHeader(int)     {}
func (h hijacked) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	return h.Conn, bufio.NewReadWriter(h.r, bufio.NewWriter(h.Conn)), nil
}

// answering answers all requests with the same text: discordgo asks where the
// gateway is.
type answering string

func (a answering) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Status: "200 OK", Header: http.Header{},
		Body: io.NopCloser(strings.NewReader(string(a))), Request: r}, nil
}

// withQuery is the address of the gateway with what is to be spoken there.
func withQuery(gateway string) string {
	u, err := url.Parse(gateway)
	if err != nil {
		return gateway
	}
	if !strings.HasSuffix(u.Path, "/") {
		u.Path += "/"
	}
	u.RawQuery = url.Values{"v": {discordgo.APIVersion}, "encoding": {"json"}}.Encode()
	return u.String()
}

// hangUp closes a connection without ceremony. TLS would say goodbye first, and wait
// for a network that may be gone.
func hangUp(conn net.Conn) {
	if c, ok := conn.(interface{ NetConn() net.Conn }); ok {
		conn = c.NetConn()
	}
	conn.Close()
}

// goodbye tells Discord that the session is over.
func goodbye(conn *websocket.Conn) {
	conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), time.Now().Add(time.Second))
}
