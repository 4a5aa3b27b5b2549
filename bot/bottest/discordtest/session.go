package discordtest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// session outlives its connections.
type session struct {
	id            string
	shard, shards int
	intents       int
	seq           int64
	kept          []frame
	dropped       int64 // the last one that is not kept any more
	conn          *conn // nil while nobody is connected
	last          bool  // when this connection ends, it is forgotten
}

type frame struct {
	seq  int64
	data []byte
}

// keptFrames is how many events a session keeps for a resume.
const keptFrames = 4096

// keptSessions is how many sessions can be resumed at a time.
const keptSessions = 16

// forget makes a session unknown: it cannot be resumed.
func (s *Server) forget(gone *session) {
	for i, o := range s.sessions {
		if o == gone {
			s.sessions = append(s.sessions[:i], s.sessions[i+1:]...)
			break
		}
	}
}

func (s *Server) identify(c *conn, d json.RawMessage) {
	var id struct {
		Token      string `json:"token"`
		Intents    *int   `json:"intents"`
		Shard      *[2]int
		Properties obj `json:"properties"`
	}
	err := json.Unmarshal(d, &id)
	shard, shards := 0, 1
	if id.Shard != nil {
		shard, shards = id.Shard[0], id.Shard[1]
	}
	was := Identify{At: time.Now(), Shard: shard, Shards: shards, AtResumeURL: c.resume, Refused: true}
	if id.Intents != nil {
		was.Intents = *id.Intents
	}
	refuse := func(code int) {
		s.identifies = append(s.identifies, was)
		c.end(code)
	}
	switch {
	case err != nil || id.Intents == nil || id.Properties == nil:
		s.breach("identify without token, intents or properties, or not as they should be")
		refuse(4002)
		return
	case c.session != nil:
		s.breach("identify on a connection that is identified")
		refuse(4005)
		return
	case id.Token != s.Token && id.Token != "Bot "+s.Token:
		refuse(4004)
		return
	case shards < 1 || shard < 0 || shard >= shards:
		refuse(4010)
		return
	case *id.Intents < 0 || *id.Intents >= 1<<26:
		refuse(4013)
		return
	case *id.Intents&(1<<1|1<<8|1<<15) != 0:
		refuse(4014)
		return
	}
	if s.startsLeft--; s.startsLeft < 0 {
		s.breach("more sessions were started than the limit of %d allows: the token is reset", s.startLimit)
		refuse(4004)
		return
	}
	was.Refused = false
	s.identifies = append(s.identifies, was)
	if !s.moment(c, BeforeReady) {
		return
	}
	n := &session{id: s.newID(), shard: shard, shards: shards, intents: *id.Intents, conn: c}
	if s.sessions = append(s.sessions, n); len(s.sessions) > keptSessions {
		s.forgetOldest()
	}
	c.session = n
	s.ready(n)
	s.moment(c, AfterReady)
}

func (s *Server) forgetOldest() {
	for _, o := range s.sessions {
		if o.conn == nil {
			s.forget(o)
			return
		}
	}
}

// ready tells a session of itself and of the servers that it is for.
func (s *Server) ready(n *session) {
	guilds := []any{}
	for _, g := range s.guilds {
		if g.bot && shardOf(g.ID, n.shards) == n.shard {
			guilds = append(guilds, obj{"id": g.ID, "unavailable": true})
		}
	}
	s.queue(n, "READY", obj{"v": 9, "user": s.users[s.BotID].json(), "guilds": guilds, "session_id": n.id,
		"resume_gateway_url": s.wsURL() + "/resume", "shard": []int{n.shard, n.shards},
		"application": obj{"id": s.AppID, "flags": 0}, "private_channels": []any{}, "_trace": []any{}})
	for _, g := range s.guilds {
		if g.bot && n.intents&1 != 0 && shardOf(g.ID, n.shards) == n.shard {
			s.queue(n, "GUILD_CREATE", g.json())
		}
	}
}

func (s *Server) resume(c *conn, d json.RawMessage) {
	var r struct {
		Token   string `json:"token"`
		Session string `json:"session_id"`
		Seq     int64  `json:"seq"`
	}
	if err := json.Unmarshal(d, &r); err != nil {
		s.breach("a resume that cannot be read: %v", err)
		c.end(4002)
		return
	}
	was := Identify{At: time.Now(), Resumed: true, AtResumeURL: c.resume, Refused: true}
	defer func() { s.identifies = append(s.identifies, was) }()
	if r.Token != s.Token && r.Token != "Bot "+s.Token {
		c.end(4004)
		return
	}
	if !s.moment(c, AtResume) {
		return
	}
	for _, n := range s.sessions {
		if n.id != r.Session {
			continue
		}
		if r.Seq > n.seq {
			c.end(4007)
			return
		}
		if r.Seq < n.dropped {
			s.forget(n)
			break
		}
		was.Refused, was.Shard, was.Shards, was.Intents = false, n.shard, n.shards, n.intents
		if n.conn != nil {
			n.conn.session = nil
			n.conn.cut()
		}
		n.conn, c.session = c, n
		for _, f := range n.kept {
			if f.seq > r.Seq {
				c.push(outgoing{data: f.data})
			}
		}
		s.queue(n, "RESUMED", obj{"_trace": []any{}})
		s.moment(c, AfterReady)
		return
	}
	c.write(obj{"op": 9, "d": false})
}

// event says whom a dispatch is for.
type event struct {
	kind   string
	guild  string // empty for what is for shard 0
	intent int    // 0: for everybody
	words  bool   // the text may be read without the intent for it
}

// dispatch tells all sessions that the event is for. mu is held.
func (s *Server) dispatch(e event, d obj) {
	for _, n := range s.sessions {
		shard := 0
		if e.guild != "" {
			shard = shardOf(e.guild, n.shards)
		}
		if shard != n.shard || e.intent != 0 && n.intents&e.intent == 0 {
			continue
		}
		seen := d
		if e.intent == 1<<9 && !e.words && n.intents&(1<<15) == 0 {
			seen = obj{}
			for k, v := range d {
				seen[k] = v
			}
			seen["content"], seen["embeds"], seen["components"], seen["attachments"] = "", []any{}, []any{}, []any{}
		}
		s.queue(n, e.kind, seen)
	}
}

// queue sends an event to one session, and keeps it for a resume.
func (s *Server) queue(n *session, kind string, d any) {
	n.seq++
	data, err := json.Marshal(obj{"op": 0, "s": n.seq, "t": kind, "d": d})
	if err != nil {
		panic("discordtest: " + err.Error())
	}
	if n.kept = append(n.kept, frame{n.seq, data}); len(n.kept) > keptFrames {
		n.drop(keptFrames / 4)
	}
	if n.conn != nil {
		n.conn.push(outgoing{data: data})
	}
}

// drop lets go of the oldest events.
func (n *session) drop(events int) {
	if events > 0 {
		n.dropped = n.kept[events-1].seq
		n.kept = append([]frame(nil), n.kept[events:]...)
	}
}

// shardOf is Discord's own formula.
func shardOf(guild string, shards int) int {
	id, err := strconv.ParseUint(guild, 10, 64)
	if err != nil {
		panic(fmt.Sprintf("discordtest: the guild %q", guild))
	}
	return int((id >> 22) % uint64(shards))
}

func (s *Server) wsURL() string { return "ws" + s.http.URL[len("http"):] }
