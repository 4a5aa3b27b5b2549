package slacktest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// socket is one open socket of the app's.
type socket struct {
	conn    *websocket.Conn
	out     chan any // JSON, or a []byte as it is
	gone    chan struct{}
	leaving bool // it was told to go
	silent  bool
	pongs   int
	ponged  time.Time
}

// maxSockets is how many an app may have.
const maxSockets = 10

func (s *Server) connectionsOpen(*call) JSON {
	ticket := s.id("ticket-")
	s.tickets[ticket] = true
	return JSON{"url": "ws" + s.http.URL[len("http"):] + "/link?app_id=" + s.AppID + "&ticket=" + ticket}
}

func (s *Server) serveSocket(w http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("ticket")
	s.mu.Lock()
	good := s.tickets[ticket] && len(s.sockets) < maxSockets && !s.closed
	delete(s.tickets, ticket)
	if r.URL.Query().Has("debug_reconnects") {
		s.breach("socket", "opened with debug_reconnects, which makes sockets short-lived")
	}
	s.mu.Unlock()
	if !good {
		http.Error(w, "ticket", http.StatusForbidden)
		return
	}
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	c := &socket{conn: conn, out: make(chan any, 10_000), gone: make(chan struct{}), ponged: time.Now()}
	conn.SetPongHandler(func(string) error {
		s.mu.Lock()
		defer s.mu.Unlock()
		c.pongs++
		c.ponged = time.Now()
		return nil
	})
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		conn.Close()
		return
	}
	s.wait.Go(func() { s.write(c) })
	s.opened++
	s.sockets = append(s.sockets, c)
	c.send(JSON{"type": "hello", "num_connections": len(s.sockets), "connection_info": JSON{"app_id": s.AppID},
		"debug_info": JSON{"host": "applink-local", "build_number": 1, "approximate_connection_time": 18060}})
	s.flush()
	s.mu.Unlock()
	s.read(c)
}

// send queues a frame. A socket that reads so little that the queue is full gets
// nothing more. mu is held.
func (c *socket) send(frame any) {
	if c.silent {
		return
	}
	select {
	case c.out <- frame:
	default:
	}
}

// write sends what is queued, and pings.
func (s *Server) write(c *socket) {
	s.mu.Lock()
	every, within := s.PingEvery, s.PongWithin
	s.mu.Unlock()
	ping := time.NewTicker(every)
	defer ping.Stop()
	defer c.conn.Close()
	for first := true; ; first = false {
		s.mu.Lock()
		silent, quiet := c.silent, time.Since(c.ponged)
		s.mu.Unlock()
		if within > 0 && quiet > within && !silent {
			return
		}
		deadline := time.Now().Add(10 * time.Second)
		if first && c.conn.WriteControl(websocket.PingMessage, []byte("first"), deadline) != nil {
			return
		}
		select {
		case <-c.gone:
			return
		case <-ping.C:
			if !silent && c.conn.WriteControl(websocket.PingMessage, []byte("ping"), deadline) != nil {
				return
			}
		case frame := <-c.out:
			text, ok := frame.([]byte)
			if !ok {
				text, _ = json.Marshal(frame)
			}
			c.conn.SetWriteDeadline(deadline)
			if c.conn.WriteMessage(websocket.TextMessage, text) != nil {
				return
			}
		}
	}
}

// maxAck is how long an acknowledgement may be; what is longer Slack drops
// without a word.
const maxAck = 20 * 1024

// read takes acknowledgements until the socket ends.
func (s *Server) read(c *socket) {
	for {
		_, text, err := c.conn.ReadMessage()
		if err != nil {
			break
		}
		var frame JSON
		s.mu.Lock()
		switch {
		case json.Unmarshal(text, &frame) != nil:
			s.breach("socket", "a frame that is no JSON object")
		case len(text) >= maxAck:
			s.breach("socket", "an acknowledgement of 20 KB or more")
		case s.byEnvelope[str(frame, "envelope_id")] == nil:
			if !strings.HasPrefix(str(frame, "envelope_id"), "envelope-") { // else it was forgotten
				s.breach("socket", "an acknowledgement of an unknown envelope")
			}
		case s.lostAcks > 0:
			s.lostAcks--
			c.leaving = true
			c.conn.NetConn().Close()
		case !c.silent:
			s.ack(s.byEnvelope[str(frame, "envelope_id")], object(frame, "payload"))
		}
		s.mu.Unlock()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	close(c.gone)
	c.conn.Close()
	s.sockets = slices.DeleteFunc(s.sockets, func(o *socket) bool { return o == c })
}

// pick is the socket whose turn it is, nil if none is open. mu is held.
func (s *Server) pick() *socket {
	var ready []*socket
	for _, c := range s.sockets {
		if !c.leaving {
			ready = append(ready, c)
		}
	}
	if len(ready) == 0 {
		return nil
	}
	return ready[s.chance.IntN(len(ready))]
}

// Sockets is how many sockets are open, and were not told to go.
func (s *Server) Sockets() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, c := range s.sockets {
		if !c.leaving && !c.silent {
			n++
		}
	}
	return n
}

// WaitSockets waits until at least n sockets are open.
func (s *Server) WaitSockets(n int) {
	s.t.Helper()
	s.WaitFor(func() bool { return s.Sockets() >= n })
}

// Opened is how many sockets were opened so far.
func (s *Server) Opened() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.opened
}

// Pongs is how many pings the open sockets have answered.
func (s *Server) Pongs() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, c := range s.sockets {
		n += c.pongs
	}
	return n
}

// Disconnect tells the oldest socket to go, as Slack does every few hours. The
// reason is warning, refresh_requested, too_many_websockets or link_disabled.
// Nothing more is delivered over it. It is false if no socket was open.
func (s *Server) Disconnect(reason string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.sockets {
		if !c.leaving {
			c.leaving = true
			c.send(JSON{"type": "disconnect", "reason": reason, "debug_info": JSON{"host": "applink-local"}})
			return true
		}
	}
	return false
}

// Frame sends a text to every socket as it is, such as one that is no JSON.
func (s *Server) Frame(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.sockets {
		c.send([]byte(text))
	}
}

// Cut cuts the connections of all sockets without a word.
func (s *Server) Cut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.sockets {
		c.leaving = true
		c.conn.NetConn().Close()
	}
}

// LoseAcks makes the next n acknowledgements get lost, since the connection is cut
// under them.
func (s *Server) LoseAcks(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lostAcks = n
}

// Silence leaves all sockets open and says nothing more over them, not even a
// ping, and hears nothing, as when a connection is dead and nobody has noticed.
// What is delivered over them is lost. Sockets that are opened later work.
func (s *Server) Silence() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.sockets {
		c.silent = true
	}
}
