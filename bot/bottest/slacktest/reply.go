package slacktest

import (
	"net/http"
	"slices"
	"time"
)

// reply is a response URL: who it answers, and what can be replaced through it.
type reply struct {
	team, channel, user string
	born                time.Time
	uses                int
	on                  *message // the message with the button, nil for a command
}

// A response URL can be used five times within thirty minutes.
const (
	replyUses = 5
	replyLife = 30 * time.Minute
)

// responseURL makes one. mu is held.
func (s *Server) responseURL(r *reply) string {
	r.born = time.Now()
	secret := s.id("secret")
	s.replies[secret] = r
	return s.http.URL + "/commands/" + secret
}

// reply does what is posted to a response URL. mu is held.
func (s *Server) reply(secret string, body JSON) (status int, text string) {
	r := s.replies[secret]
	if r == nil || time.Since(r.born) > replyLife || r.uses >= replyUses {
		return http.StatusNotFound, "used_url"
	}
	r.uses++
	if v, _ := body["delete_original"].(bool); v {
		s.takeAway(r.on)
		return http.StatusOK, "ok"
	}
	if no := s.inspect("response_url", body); no != nil {
		return http.StatusBadRequest, str(no, "error")
	}
	s.respond(r, body)
	return http.StatusOK, "ok"
}

// respond shows an answer to a command or button. mu is held.
func (s *Server) respond(r *reply, body JSON) {
	if v, _ := body["replace_original"].(bool); v && r.on != nil {
		if r.on.body["metadata"] != nil && body["metadata"] == nil {
			body["metadata"] = r.on.body["metadata"]
		}
		r.on.body, r.on.edited = body, s.ts()
		return
	}
	w := s.workspaces[r.team]
	m := &message{channel: r.channel, ts: s.ts(), user: w.BotUser, bot: w.BotID, body: body}
	if str(body, "response_type") == "in_channel" {
		s.keep(s.channels[r.channel], m)
		return
	}
	m.ephemeral = r.user
	s.private[r.user] = append(s.private[r.user], m)
}

// takeAway removes a message wherever it is. mu is held.
func (s *Server) takeAway(m *message) {
	if m == nil {
		return
	}
	gone := func(o *message) bool { return o == m }
	s.messages[m.channel] = slices.DeleteFunc(s.messages[m.channel], gone)
	s.private[m.ephemeral] = slices.DeleteFunc(s.private[m.ephemeral], gone)
}
