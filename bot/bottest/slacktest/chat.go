package slacktest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// message is a message as it is kept.
type message struct {
	channel, ts, user, bot string
	ephemeral              string // who alone sees it
	body                   JSON   // text, blocks, metadata, files …
	edited                 string // when
}

// json is the message as the API and events tell it.
func (m *message) json(metadata bool) JSON {
	j := JSON{"type": "message", "ts": m.ts, "user": m.user, "text": str(m.body, "text")}
	for _, k := range []string{"blocks", "files", "subtype"} {
		if m.body[k] != nil {
			j[k] = m.body[k]
		}
	}
	if metadata && m.body["metadata"] != nil {
		j["metadata"] = m.body["metadata"]
	}
	if m.bot != "" {
		j["bot_id"] = m.bot
	}
	if m.edited != "" {
		j["edited"] = JSON{"user": m.user, "ts": m.edited}
	}
	return j
}

// compose makes a message of a call's arguments and checks it; the answer is nil
// if it may be sent.
func (s *Server) compose(c *call, ch *Channel) (*message, JSON) {
	m := &message{channel: ch.ID, ts: s.ts(), user: c.space.BotUser, bot: c.space.BotID, body: JSON{"text": c.arg("text")}}
	if c.args["metadata"] != nil {
		m.body["metadata"] = c.parsed("metadata")
	}
	if v := c.args["blocks"]; v != nil && v != "" {
		blocks, ok := c.parsed("blocks").([]any)
		if !ok {
			s.breach(c.method, "blocks are no list")
			return nil, fail("invalid_blocks_format")
		}
		if len(blocks) > 0 {
			m.body["blocks"] = blocks
		}
	}
	for _, k := range []string{"link_names", "parse"} {
		if v := c.arg(k); v != "" && v != "false" && v != "0" && v != "none" {
			s.breach(c.method, k+" is set, which makes people's words mention others")
		}
	}
	return m, s.inspect(c.method, m.body)
}

// inspect checks the text and blocks of a message; nil is yes. mu is held.
func (s *Server) inspect(where string, body JSON) JSON {
	blocks := objects(list(body, "blocks"))
	if str(body, "text") == "" && len(blocks) == 0 {
		s.breach(where, "neither text nor blocks")
		return fail("no_text")
	}
	r := s.rules("message")
	r.message(body)
	if len(r.broken) == 0 {
		return nil
	}
	s.breach(where, r.broken...)
	if r.long {
		return fail("msg_blocks_too_long")
	}
	return JSON{"ok": false, "error": "invalid_blocks", "response_metadata": JSON{"messages": r.broken}}
}

// writable is nil if the app may write to a channel.
func (s *Server) writable(c *call, ch *Channel) JSON {
	switch {
	case ch == nil:
		return fail("channel_not_found")
	case ch.Archived:
		return fail("is_archived")
	case ch.User != "" && s.users[ch.User].Deleted:
		return fail("user_disabled")
	case ch.User == "" && !ch.has(c.space.BotUser) && !slices.Contains(c.space.Scopes, "chat:write.public"):
		return fail("not_in_channel")
	}
	return nil
}

func (s *Server) postMessage(c *call) JSON {
	ch := s.channelOf(c, "channel")
	if no := s.writable(c, ch); no != nil {
		return no
	}
	m, no := s.compose(c, ch)
	if no != nil {
		return no
	}
	s.keep(ch, m)
	return JSON{"channel": ch.ID, "ts": m.ts, "message": m.json(true)}
}

// keep puts a message of the app's into its channel. mu is held.
func (s *Server) keep(ch *Channel, m *message) {
	s.messages[ch.ID] = append(s.messages[ch.ID], m)
	for _, v := range object(object(m.body, "metadata"), "event_payload") {
		if key, ok := v.(string); ok {
			s.byKey[key]++
		}
	}
	s.echo(ch, m.json(false))
}

// echo tells the app of what happened to a message of its own in a direct
// message. mu is held.
func (s *Server) echo(ch *Channel, event JSON) {
	if ch.User != "" && !s.NoEcho {
		event["channel"], event["channel_type"] = ch.ID, "im"
		event["event_ts"] = s.ts()
		s.event(ch.Team, event)
	}
}

func (s *Server) postEphemeral(c *call) JSON {
	ch, user := s.channelOf(c, "channel"), c.arg("user")
	if no := s.writable(c, ch); no != nil {
		return no
	}
	if !ch.has(user) {
		return fail("user_not_in_channel")
	}
	m, no := s.compose(c, ch)
	if no != nil {
		return no
	}
	m.ephemeral = user
	s.private[user] = append(s.private[user], m)
	return JSON{"message_ts": m.ts}
}

// own finds a message of the app's that a call names.
func (s *Server) own(c *call) (*Channel, *message, JSON) {
	ch := s.channelOf(c, "channel")
	if ch == nil {
		return nil, nil, fail("channel_not_found")
	}
	for _, m := range s.messages[ch.ID] {
		if m.ts == c.arg("ts") {
			if m.bot != c.space.BotID {
				return nil, nil, fail("cant_update_message")
			}
			return ch, m, nil
		}
	}
	return nil, nil, fail("message_not_found")
}

func (s *Server) updateMessage(c *call) JSON {
	ch, m, no := s.own(c)
	if no != nil {
		return no
	}
	if ch.Archived {
		return fail("is_archived")
	}
	next, no := s.compose(c, ch)
	if no != nil {
		return no
	}
	// What an update does not name, it leaves; blocks go with a text alone.
	for _, k := range []string{"metadata", "files"} {
		if next.body[k] == nil && m.body[k] != nil {
			next.body[k] = m.body[k]
		}
	}
	before := m.json(false)
	m.body, m.edited = next.body, s.ts()
	s.echo(ch, JSON{"type": "message", "subtype": "message_changed", "hidden": true, "ts": m.edited, "message": m.json(false), "previous_message": before})
	return JSON{"channel": ch.ID, "ts": m.ts, "text": str(m.body, "text"), "message": m.json(true)}
}

func (s *Server) deleteMessage(c *call) JSON {
	ch, m, no := s.own(c)
	if no != nil {
		return no
	}
	s.messages[ch.ID] = slices.DeleteFunc(s.messages[ch.ID], func(o *message) bool { return o == m })
	s.echo(ch, JSON{"type": "message", "subtype": "message_deleted", "hidden": true, "ts": s.ts(), "deleted_ts": m.ts, "previous_message": m.json(false)})
	return JSON{"channel": ch.ID, "ts": m.ts}
}

func (s *Server) conversationsHistory(c *call) JSON {
	ch := s.channelOf(c, "channel")
	if ch == nil {
		return fail("channel_not_found")
	}
	if ch.User == "" && !ch.has(c.space.BotUser) {
		return fail("not_in_channel")
	}
	limit, _ := strconv.Atoi(c.arg("limit"))
	if limit <= 0 {
		limit = 100
	}
	metadata, inclusive := truth(c.arg("include_all_metadata")), truth(c.arg("inclusive"))
	oldest, latest := c.arg("oldest"), c.arg("latest")
	if cursor := c.arg("cursor"); cursor != "" {
		latest, inclusive = cursor, false
	}
	found, more := []any{}, false
	for _, m := range slices.Backward(s.messages[ch.ID]) {
		if outside(m.ts, oldest, latest, inclusive) {
			continue
		}
		if len(found) == min(limit, 999) {
			more = true
			break
		}
		found = append(found, m.json(metadata))
	}
	answer := JSON{"messages": found, "has_more": more}
	if more {
		answer["response_metadata"] = JSON{"next_cursor": str(found[len(found)-1].(JSON), "ts")}
	}
	return answer
}

func truth(arg string) bool { return arg == "true" || arg == "1" }

// outside compares time stamps, which are of one length, as text.
func outside(ts, oldest, latest string, inclusive bool) bool {
	if inclusive && (ts == oldest || ts == latest) {
		return false
	}
	pad := func(ts string) string {
		if !strings.Contains(ts, ".") {
			ts += ".000000"
		}
		return ts
	}
	return oldest != "" && oldest != "0" && ts <= pad(oldest) || latest != "" && ts >= pad(latest)
}

// Posted is how often a message whose metadata holds that value was posted. It
// is what "nothing twice" is checked by.
func (s *Server) Posted(value string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.byKey[value]
}

// serveReply is a response URL.
func (s *Server) serveReply(w http.ResponseWriter, r *http.Request) {
	body := arguments(r)
	s.mu.Lock()
	f := s.fault("response_url")
	s.mu.Unlock()
	if f.before(w, r) {
		return
	}
	s.mu.Lock()
	status, text := s.reply(r.PathValue("reply"), body)
	s.mu.Unlock()
	if f != nil && f.Lost {
		cut(w)
		return
	}
	w.WriteHeader(status)
	w.Write([]byte(text))
}
