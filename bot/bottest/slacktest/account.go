package slacktest

import (
	"net/url"
	"slices"
	"strings"
)

func (s *Server) authTest(c *call) JSON {
	w := c.space
	return JSON{"url": "https://" + strings.ToLower(w.ID) + ".slack.com/", "team": w.Name, "user": "coach", "team_id": w.ID,
		"user_id": w.BotUser, "bot_id": w.BotID, "enterprise_id": w.Enterprise, "is_enterprise_install": false}
}

func (s *Server) authRevoke(c *call) JSON {
	c.space.uninstall("token_revoked")
	return JSON{"revoked": true}
}

func (s *Server) botsInfo(c *call) JSON {
	return JSON{"bot": JSON{"id": c.space.BotID, "app_id": s.AppID, "user_id": c.space.BotUser, "name": "coach", "deleted": false}}
}

func (s *Server) teamInfo(c *call) JSON {
	return JSON{"team": JSON{"id": c.space.ID, "name": c.space.Name, "enterprise_id": c.space.Enterprise}}
}

func (s *Server) usersInfo(c *call) JSON {
	u := s.users[c.arg("user")]
	if u == nil || u.Team != c.space.ID {
		return fail("user_not_found")
	}
	return JSON{"user": u.json()}
}

// groupUsers answers for user groups, which are channels whose id starts with S
// here.
func (s *Server) groupUsers(c *call) JSON {
	g := s.channels[c.arg("usergroup")]
	if g == nil || !strings.HasPrefix(g.ID, "S") {
		return fail("no_such_subteam")
	}
	return JSON{"users": g.Members}
}

// grant is what an OAuth code stands for.
type grant struct {
	team, redirect string
	scopes         []string
}

// Approve is somebody of a workspace who follows the address by which an app asks
// to be installed, and says yes. It returns where their browser is sent.
func (s *Server) Approve(team, address string) string {
	s.t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		s.t.Errorf("slacktest: the address to install from is none: %v", err)
		return ""
	}
	q := u.Query()
	if q.Get("client_id") != s.ClientID || q.Get("scope") == "" {
		s.t.Errorf("slacktest: client %q asks to be installed with scopes %q", q.Get("client_id"), q.Get("scope"))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	code := s.id("code-")
	s.codes[code] = grant{team: team, redirect: q.Get("redirect_uri"), scopes: strings.Split(q.Get("scope"), ",")}
	back, err := url.Parse(q.Get("redirect_uri"))
	if err != nil {
		s.t.Errorf("slacktest: the redirect address is none: %v", err)
		return ""
	}
	to := back.Query()
	to.Set("code", code)
	to.Set("state", q.Get("state"))
	back.RawQuery = to.Encode()
	return back.String()
}

func (s *Server) oauthAccess(c *call) JSON {
	if c.arg("client_id") != s.ClientID || c.arg("client_secret") != s.ClientSecret {
		return fail("invalid_client_id")
	}
	g, ok := s.codes[c.arg("code")]
	if !ok {
		return fail("invalid_code")
	}
	if g.redirect != c.arg("redirect_uri") {
		return fail("bad_redirect_uri")
	}
	delete(s.codes, c.arg("code"))
	delete(c.args, "client_secret")
	w := s.workspaces[g.team]
	w.install(g.scopes)
	answer := JSON{"access_token": w.BotToken, "token_type": "bot", "scope": strings.Join(g.scopes, ","), "bot_user_id": w.BotUser,
		"app_id": s.AppID, "team": JSON{"id": w.ID, "name": w.Name}, "enterprise": nil, "is_enterprise_install": false,
		"authed_user": JSON{"id": "U0"}}
	if w.Enterprise != "" {
		answer["enterprise"] = JSON{"id": w.Enterprise, "name": w.Enterprise}
	}
	return answer
}

func (s *Server) conversationsOpen(c *call) JSON {
	user := c.arg("users")
	u := s.users[user]
	switch {
	case u == nil || u.Team != c.space.ID:
		return fail("user_not_found")
	case u.Deleted:
		return fail("user_disabled")
	case u.Bot:
		return fail("cannot_dm_bot")
	}
	_, open := s.channels["D"+user]
	ch := s.direct(user)
	return JSON{"no_op": open, "already_open": open, "channel": ch.json(c.space.BotUser)}
}

// channelOf is the channel that a call names, nil for one that the app cannot
// see. A user's id stands for their direct message.
func (s *Server) channelOf(c *call, arg string) *Channel {
	id := c.arg(arg)
	if u := s.users[id]; u != nil && u.Team == c.space.ID && !u.Bot {
		return s.direct(id)
	}
	ch := s.channels[id]
	if ch == nil || ch.Team != c.space.ID || ch.Private && !ch.has(c.space.BotUser) {
		return nil
	}
	return ch
}

func (s *Server) conversationsInfo(c *call) JSON {
	ch := s.channelOf(c, "channel")
	if ch == nil {
		return fail("channel_not_found")
	}
	return JSON{"channel": ch.json(c.space.BotUser)}
}

func (s *Server) conversationsMembers(c *call) JSON {
	ch := s.channelOf(c, "channel")
	if ch == nil {
		return fail("channel_not_found")
	}
	members := slices.Clone(ch.Members)
	if ch.User != "" {
		members = []string{ch.User, c.space.BotUser}
	}
	return JSON{"members": members, "response_metadata": JSON{"next_cursor": ""}}
}
