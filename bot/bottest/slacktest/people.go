package slacktest

import (
	"strings"
)

// say is somebody who writes to the bot in their direct message; extra is what else
// the message has. Slack escapes & < and > in what people type.
func (s *Server) say(user, text string, extra JSON) *Delivery {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	ch := s.direct(user)
	if ch == nil {
		s.t.Errorf("slacktest: no user %s", user)
		return &Delivery{s: s, failed: true}
	}
	m := &message{channel: ch.ID, ts: s.ts(), user: user, body: JSON{"text": escape(text)}}
	for k, v := range extra {
		m.body[k] = v
	}
	s.messages[ch.ID] = append(s.messages[ch.ID], m)
	event := m.json(false)
	event["channel"], event["channel_type"], event["team"] = ch.ID, "im", ch.Team
	if extra["subtype"] == nil {
		event["client_msg_id"] = s.id("client-")
	}
	return s.event(ch.Team, event)
}

// DM is somebody who writes to the bot in their direct message.
func (s *Server) DM(user, text string) *Delivery {
	s.t.Helper()
	return s.say(user, text, nil)
}

// DMFile is somebody who sends a file with a text.
func (s *Server) DMFile(user, text, name string) *Delivery {
	s.t.Helper()
	return s.say(user, text, JSON{"subtype": "file_share", "files": []any{JSON{"id": "F0", "name": name, "title": name}}})
}

// EditLast is somebody who changes the last thing that they wrote to the bot.
func (s *Server) EditLast(user, text string) *Delivery {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	ch := s.direct(user)
	for i := len(s.messages[ch.ID]) - 1; i >= 0; i-- {
		if m := s.messages[ch.ID][i]; m.user == user {
			before := m.json(false)
			m.body, m.edited = JSON{"text": escape(text)}, s.ts()
			return s.event(ch.Team, JSON{"type": "message", "subtype": "message_changed", "hidden": true, "ts": m.edited,
				"channel": ch.ID, "channel_type": "im", "message": m.json(false), "previous_message": before})
		}
	}
	s.t.Errorf("slacktest: %s wrote nothing", user)
	return &Delivery{s: s, failed: true}
}

// Mention is somebody who mentions the bot in a channel.
func (s *Server) Mention(user, channel, text string) *Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch := s.channels[channel]
	w := s.workspaces[ch.Team]
	m := &message{channel: channel, ts: s.ts(), user: user, body: JSON{"text": "<@" + w.BotUser + "> " + escape(text)}}
	s.messages[channel] = append(s.messages[channel], m)
	return s.event(ch.Team, JSON{"type": "app_mention", "user": user, "text": m.body["text"], "ts": m.ts, "channel": channel, "team": ch.Team})
}

// base is what all that is done with buttons and forms says. mu is held.
func (s *Server) base(kind, user string) JSON {
	u := s.users[user]
	var enterprise any
	if w := s.workspaces[u.Team]; w.Enterprise != "" {
		enterprise = JSON{"id": w.Enterprise, "name": w.Enterprise}
	}
	return JSON{"type": kind, "team": JSON{"id": u.Team, "domain": strings.ToLower(u.Team)}, "api_app_id": s.AppID, "token": "unused",
		"user": JSON{"id": user, "username": u.Name, "name": u.Name, "team_id": u.Team}, "trigger_id": s.newTrigger(u.Team, user),
		"enterprise": enterprise, "is_enterprise_install": false}
}

// Slash is somebody who gives a command such as /coach in a channel; an empty
// channel is their direct message with the bot. text is what follows.
func (s *Server) Slash(user, channel, command, text string) *Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.users[user]
	ch := s.channels[channel]
	if channel == "" {
		ch = s.direct(user)
	}
	name := "directmessage"
	if ch.User == "" {
		name = ch.Name
	}
	w := s.workspaces[u.Team]
	r := &reply{team: u.Team, channel: ch.ID, user: user}
	p := JSON{"token": "unused", "team_id": u.Team, "team_domain": strings.ToLower(u.Team), "channel_id": ch.ID, "channel_name": name,
		"user_id": user, "user_name": u.Name, "command": command, "text": escape(text), "api_app_id": s.AppID, "is_enterprise_install": "false",
		"response_url": s.responseURL(r), "trigger_id": s.newTrigger(u.Team, user)}
	if w.Enterprise != "" {
		p["enterprise_id"], p["enterprise_name"] = w.Enterprise, w.Enterprise
	}
	d := &Delivery{Kind: Commands, Payload: p, reply: r}
	s.deliver(d)
	return d
}

// Shortcut is somebody who uses a global shortcut.
func (s *Server) Shortcut(user, callback string) *Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.base("shortcut", user)
	p["callback_id"], p["action_ts"] = callback, s.ts()
	return s.interact(p, nil)
}

// MessageShortcut is somebody who uses a shortcut on a message.
func (s *Server) MessageShortcut(user, callback string, on Message) *Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch := s.channels[on.Channel]
	p := s.base("message_action", user)
	r := &reply{team: ch.Team, channel: ch.ID, user: user}
	p["callback_id"], p["action_ts"], p["message_ts"], p["response_url"] = callback, s.ts(), on.TS, s.responseURL(r)
	p["message"], p["channel"] = on.raw.json(true), JSON{"id": ch.ID, "name": ch.Name}
	return s.interact(p, r)
}

func (s *Server) interact(payload JSON, r *reply) *Delivery {
	d := &Delivery{Kind: Interactive, Payload: payload, reply: r}
	s.deliver(d)
	return d
}

// OpenHome is somebody who opens the bot's Home tab, and OpenMessages the
// Messages tab.
func (s *Server) OpenHome(user string) *Delivery { return s.open(user, "home") }

// OpenMessages is somebody who opens the bot's Messages tab.
func (s *Server) OpenMessages(user string) *Delivery { return s.open(user, "messages") }

func (s *Server) open(user, tab string) *Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch := s.direct(user)
	e := JSON{"type": "app_home_opened", "user": user, "channel": ch.ID, "tab": tab}
	if v := s.homes[user]; v != nil && tab == "home" {
		e["view"] = v.json(s.workspaces[v.Team])
	}
	return s.event(ch.Team, e)
}

// ChangeProfile is somebody who changes their profile.
func (s *Server) ChangeProfile(user string, change func(*User)) *Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.users[user]
	change(u)
	return s.event(u.Team, JSON{"type": "user_change", "user": u.json(), "cache_ts": 1})
}

// Uninstall removes the app from a workspace; its tokens are gone.
func (s *Server) Uninstall(team string) *Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.workspaces[team].uninstall("account_inactive")
	return s.event(team, JSON{"type": "app_uninstalled"})
}

// RevokeTokens takes the bot token of a workspace back.
func (s *Server) RevokeTokens(team string) *Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspaces[team]
	w.uninstall("token_revoked")
	return s.event(team, JSON{"type": "tokens_revoked", "tokens": JSON{"oauth": []any{}, "bot": []any{w.BotUser}}})
}
