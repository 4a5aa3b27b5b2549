package discordtest

import "slices"

// Moment is a point in the life of a connection to the gateway.
type Moment int

// The moments at which something can go wrong.
const (
	AtConnect   Moment = iota // instead of hello
	AfterHello                // before the client has identified
	BeforeReady               // after a right identify
	AfterReady                // after READY and GUILD_CREATE, or after RESUMED
	AtResume                  // instead of an answer to a resume
)

// Act is something that a gateway does to a connection.
type Act struct {
	do func(s *Server, c *conn)
	// last: nothing that is usual comes after it.
	last bool
}

// Reconnect sends op 7, after which the connection is told nothing more: the
// client should come back and resume.
func Reconnect() Act {
	return Act{last: true, do: func(_ *Server, c *conn) {
		c.write(obj{"op": 7, "d": nil})
		c.mute = true
	}}
}

// InvalidSession sends op 9; unless it is resumable the session is forgotten.
func InvalidSession(resumable bool) Act {
	return Act{last: true, do: func(s *Server, c *conn) {
		c.write(obj{"op": 9, "d": resumable})
		if n := c.session; n != nil {
			c.session, n.conn = nil, nil
			if !resumable {
				s.forget(n)
			}
		}
	}}
}

// Close closes the connection with a code. Codes from 4007 to 4014 but 4008 also
// end the session.
func Close(code int) Act {
	return Act{last: true, do: func(s *Server, c *conn) {
		if c.session != nil && (code == 4007 || code >= 4009 && code <= 4014) {
			s.forget(c.session)
		}
		c.end(code)
	}}
}

// Cut breaks the connection without a word.
func Cut() Act { return Act{last: true, do: func(_ *Server, c *conn) { c.cut() }} }

// Mute leaves the connection open and says nothing more on it, not even to
// heartbeats; what happens is kept for a resume.
func Mute() Act { return Act{last: true, do: func(_ *Server, c *conn) { c.mute = true }} }

// NoAcks stops acknowledging heartbeats; all else goes on.
func NoAcks() Act { return Act{do: func(_ *Server, c *conn) { c.deaf = true }} }

// Raw sends a frame as it stands, which may be no JSON at all.
func Raw(frame string) Act {
	return Act{do: func(_ *Server, c *conn) { c.push(outgoing{data: []byte(frame)}) }}
}

// ForgetSession makes the session one that cannot be resumed when this connection
// ends, and tells nobody.
func ForgetSession() Act {
	return Act{do: func(_ *Server, c *conn) {
		if c.session != nil {
			c.session.last = true
		}
	}}
}

// At lays acts up for a moment: the next connection that gets there suffers the
// first, the one after it the second, and so on.
func (s *Server) At(m Moment, acts ...Act) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.moments[m] = append(s.moments[m], acts...)
}

// moment does what was laid up, and is false when nothing should follow.
func (s *Server) moment(c *conn, m Moment) bool {
	if len(s.moments[m]) == 0 {
		return true
	}
	act := s.moments[m][0]
	s.moments[m] = s.moments[m][1:]
	act.do(s, c)
	return !act.last
}

// Do does something to all open connections, and returns to how many.
func (s *Server) Do(act Act) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	conns := slices.Clone(s.conns)
	for _, c := range conns {
		act.do(s, c)
	}
	s.change()
	return len(conns)
}

// Dispatch sends an event of any kind and content to all sessions, connected or
// not, as a numbered event that a resume replays.
func (s *Server) Dispatch(kind string, d any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, n := range s.sessions {
		s.queue(n, kind, d)
	}
}

// Identifies are all starts and resumptions of sessions so far, in order.
func (s *Server) Identifies() []Identify {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.identifies)
}

// Closes are the codes with which clients closed their connections, in order;
// 1006 stands for one that broke.
func (s *Server) Closes() []int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.closes)
}

// Connections is how many connections to the gateway are open.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.conns)
}

// Listening is true when a session for direct messages is connected and was told
// of itself: what people do now is heard.
func (s *Server) Listening() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.ContainsFunc(s.sessions, func(n *session) bool { return n.shard == 0 && n.conn != nil && !n.conn.mute })
}
