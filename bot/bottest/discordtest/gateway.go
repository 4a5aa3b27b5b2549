package discordtest

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/gorilla/websocket"
)

// wire is the gateway.
type wire struct {
	beat       time.Duration
	shards     int
	startLimit int
	startsLeft int
	conns      []*conn // open ones
	sessions   []*session
	identifies []Identify
	moments    map[Moment][]Act
	closes     []int
}

// Identify is one start of a session, or its resumption.
type Identify struct {
	At            time.Time
	Shard, Shards int
	Intents       int
	// Resumed tells that it was op 6, and Refused that it was not let in.
	Resumed, Refused bool
	// AtResumeURL tells that the connection was made to resume_gateway_url.
	AtResumeURL bool
}

// conn is one connection to the gateway.
type conn struct {
	ws      *websocket.Conn
	out     chan outgoing
	session *session
	resume  bool // it was made to resume_gateway_url
	// mute: nothing is written any more. deaf: heartbeats are not acknowledged.
	mute, deaf bool
	sent       []time.Time
}

// outgoing is a frame, or a close code.
type outgoing struct {
	data  []byte
	close int
}

var upgrader = websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}

// serveGateway is one connection from hello to its end.
func (s *Server) serveGateway(w http.ResponseWriter, r *http.Request) {
	if q := r.URL.Query(); q.Get("v") != "9" && q.Get("v") != "10" || q.Get("encoding") != "json" {
		s.mu.Lock()
		s.breach("the gateway was called without ?v=9&encoding=json: %s", r.URL)
		s.mu.Unlock()
		http.Error(w, "bad version or encoding", http.StatusBadRequest)
		return
	}
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	ws.SetReadLimit(4096) // Discord closes with 4002 above that
	c := &conn{ws: ws, out: make(chan outgoing, 1<<14), resume: r.URL.Path == "/resume/"}
	s.mu.Lock()
	select {
	case <-s.closing:
		s.mu.Unlock()
		ws.Close()
		return
	default:
	}
	s.readers.Add(2)
	s.conns = append(s.conns, c)
	if s.moment(c, AtConnect) {
		c.write(obj{"op": 10, "s": nil, "t": nil, "d": obj{"heartbeat_interval": s.beat.Milliseconds(), "_trace": []any{}}})
		s.moment(c, AfterHello)
	}
	s.change()
	s.mu.Unlock()
	go func() {
		defer s.readers.Done()
		c.writeAll()
	}()
	defer s.readers.Done()
	s.readAll(c)
}

// writeAll writes what is in the queue until it is closed.
func (c *conn) writeAll() {
	defer c.ws.Close()
	for o := range c.out {
		c.ws.SetWriteDeadline(time.Now().Add(30 * time.Second))
		if o.close != 0 {
			c.ws.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(o.close, ""))
			time.AfterFunc(time.Second, func() { c.ws.Close() }) // if the client does not answer
			continue
		}
		if c.ws.WriteMessage(websocket.TextMessage, o.data) != nil {
			c.ws.Close()
		}
	}
}

// write queues a value unless the connection is mute. mu of the server is held.
func (c *conn) write(v any) {
	data, err := json.Marshal(v)
	if err != nil {
		panic("discordtest: " + err.Error())
	}
	c.push(outgoing{data: data})
}

func (c *conn) push(o outgoing) {
	if c.mute {
		return
	}
	select {
	case c.out <- o:
	default: // it reads nothing any more
		c.cut()
	}
}

// cut breaks the connection as when a cable is pulled.
func (c *conn) cut() {
	c.mute = true
	c.ws.UnderlyingConn().Close()
}

// end closes the connection with a code, and says nothing more.
func (c *conn) end(code int) {
	c.push(outgoing{close: code})
	c.mute = true
}

// readAll reads what a client sends until the connection ends.
func (s *Server) readAll(c *conn) {
	for {
		c.ws.SetReadDeadline(time.Now().Add(s.beat*2 + 10*time.Second))
		_, data, err := c.ws.ReadMessage()
		s.mu.Lock()
		if err != nil {
			s.gone(c, err)
			s.mu.Unlock()
			return
		}
		s.hear(c, data)
		s.change()
		s.mu.Unlock()
	}
}

// gone takes a connection away. A client that closes with 1000 or 1001 gives its
// session up.
func (s *Server) gone(c *conn, err error) {
	code := 1006
	if ce, ok := err.(*websocket.CloseError); ok {
		code = ce.Code
	}
	s.closes = append(s.closes, code)
	for i, o := range s.conns {
		if o == c {
			s.conns = append(s.conns[:i], s.conns[i+1:]...)
			break
		}
	}
	if c.session != nil && c.session.conn == c {
		c.session.conn = nil
		if code == 1000 || code == 1001 || c.session.last {
			s.forget(c.session)
		}
	}
	c.mute = true
	close(c.out)
	s.change()
}

// sendsTooMuch counts frames, but for heartbeats, which tests have faster than Discord
// does.
func (c *conn) sendsTooMuch() bool {
	now := time.Now()
	if c.sent = append(c.sent, now); len(c.sent) <= 120 {
		return false
	}
	first := c.sent[0]
	c.sent = c.sent[1:]
	return now.Sub(first) < time.Minute
}

// hear takes one frame of a client.
func (s *Server) hear(c *conn, data []byte) {
	if c.mute {
		return
	}
	var f struct {
		Op int             `json:"op"`
		D  json.RawMessage `json:"d"`
	}
	if err := json.Unmarshal(data, &f); err != nil {
		s.breach("a frame that is no JSON: %v", err)
		c.end(4002)
		return
	}
	if f.Op != 1 && c.sendsTooMuch() {
		s.breach("more than 120 frames a minute to the gateway")
		c.end(4008)
		return
	}
	switch f.Op {
	case 1:
		if !c.deaf {
			c.write(obj{"op": 11, "d": nil, "s": nil, "t": nil})
		}
	case 2:
		s.identify(c, f.D)
	case 6:
		s.resume(c, f.D)
	case 3, 4, 8: // presence, voice and members are nothing to this server
		if c.session == nil {
			c.end(4003)
		}
	default:
		s.breach("op %d was sent to the gateway", f.Op)
		c.end(4001)
	}
}
