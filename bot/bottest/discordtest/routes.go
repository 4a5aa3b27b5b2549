package discordtest

import (
	"strings"
	"time"
)

// route is one thing that the API can do. Parts of a path that are * are handed
// over, in order.
type route struct {
	method, path string
	// open: it is let in by a token in the path and needs no bot token.
	open bool
	do   func(s *Server, c *call, id []string) answer
}

var routes = []route{
	{"GET", "/gateway", true, (*Server).getGateway},
	{"GET", "/gateway/bot", false, (*Server).getGatewayBot},
	{"GET", "/users/@me", false, (*Server).getMe},
	{"GET", "/users/@me/guilds", false, (*Server).getGuilds},
	{"POST", "/users/@me/channels", false, (*Server).openDirect},
	{"GET", "/users/*", false, (*Server).getUser},
	{"GET", "/applications/@me", false, (*Server).getApplication},
	{"GET", "/oauth2/applications/@me", false, (*Server).getApplication},
	{"GET", "/applications/*/commands", false, (*Server).getCommands},
	{"PUT", "/applications/*/commands", false, (*Server).putCommands},
	{"GET", "/applications/*/guilds/*/commands", false, (*Server).getCommands},
	{"PUT", "/applications/*/guilds/*/commands", false, (*Server).putCommands},
	{"GET", "/guilds/*", false, (*Server).getGuild},
	{"GET", "/guilds/*/channels", false, (*Server).getGuildChannels},
	{"GET", "/guilds/*/roles", false, (*Server).getGuildRoles},
	{"GET", "/guilds/*/members/*", false, (*Server).getGuildMember},
	{"GET", "/channels/*", false, (*Server).getChannel},
	{"GET", "/channels/*/messages", false, (*Server).getMessages},
	{"POST", "/channels/*/messages", false, (*Server).postMessage},
	{"GET", "/channels/*/messages/*", false, (*Server).getMessage},
	{"PATCH", "/channels/*/messages/*", false, (*Server).patchMessage},
	{"DELETE", "/channels/*/messages/*", false, (*Server).deleteMessage},
	{"POST", "/channels/*/typing", false, (*Server).postTyping},
	{"POST", "/interactions/*/*/callback", true, (*Server).postCallback},
	{"POST", "/webhooks/*/*", true, (*Server).postFollowup},
	{"GET", "/webhooks/*/*/messages/*", true, (*Server).getReply},
	{"PATCH", "/webhooks/*/*/messages/*", true, (*Server).patchReply},
	{"DELETE", "/webhooks/*/*/messages/*", true, (*Server).deleteReply},
}

// find finds the route of a request and holds it against schema and limits, which
// takes longer than all the rest and so is not done under a lock.
func (c *call) find(schema bool) {
	for _, r := range routes {
		if id, found := r.match(c); found {
			c.route, c.id = &r, id
			c.bad = check(r, c)
			if schema {
				c.bad = append(c.bad, schemaFaults(r, c.body)...)
			}
			return
		}
	}
}

// do does what is asked. mu is held.
func (s *Server) do(c *call) answer {
	switch {
	case c.readErr != nil:
		s.breach("%s %s: %v", c.method, hideToken(c.path), c.readErr)
		return refused(400, 50109, "The request body contains invalid JSON.")
	case c.route == nil:
		s.breach("%s %s is not something this server knows", c.method, hideToken(c.path))
		return refused(404, 0, "404: Not Found")
	case !c.route.open && c.auth != "Bot "+s.Token:
		return refused(401, 0, "401: Unauthorized")
	case len(c.bad) > 0:
		s.breach("%s %s: %s", c.method, hideToken(c.path), strings.Join(c.bad, "; "))
		return answer{400, obj{"message": "Invalid Form Body", "code": 50035, "errors": obj{"_errors": c.bad}}}
	}
	return c.route.do(s, c, c.id)
}

func (r route) match(c *call) (id []string, ok bool) {
	if !matches(r.method+" "+r.path, c.method, c.path) {
		return nil, false
	}
	for i, part := range strings.Split(strings.Trim(r.path, "/"), "/") {
		if part == "*" {
			id = append(id, c.parts[i])
		}
	}
	return id, true
}

// hideToken takes the token of an interaction out of what is reported.
func hideToken(path string) string {
	parts := strings.Split(path, "/")
	if len(parts) > 3 && (parts[1] == "interactions" || parts[1] == "webhooks") {
		parts[3] = "TOKEN"
	}
	return strings.Join(parts, "/")
}

func (s *Server) getGateway(*call, []string) answer { return ok(obj{"url": s.wsURL() + "/gateway"}) }

func (s *Server) getGatewayBot(*call, []string) answer {
	return ok(obj{"url": s.wsURL() + "/gateway", "shards": s.shards, "session_start_limit": obj{
		"total": s.startLimit, "remaining": max(0, s.startsLeft), "reset_after": (12 * time.Hour).Milliseconds(), "max_concurrency": 1}})
}

func (s *Server) getMe(*call, []string) answer { return ok(s.users[s.BotID].json()) }

func (s *Server) getUser(_ *call, id []string) answer {
	if u := s.users[id[0]]; u != nil {
		return ok(u.json())
	}
	return refused(404, 10013, "Unknown User")
}

func (s *Server) getApplication(*call, []string) answer {
	return ok(obj{"id": s.AppID, "name": "Bounceback", "description": "", "bot": s.users[s.BotID].json(), "bot_public": true, "bot_require_code_grant": false,
		"verify_key": strings.Repeat("0", 64), "flags": 0, "approximate_guild_count": len(s.guilds), "interactions_endpoint_url": nil,
		"integration_types_config": obj{"0": obj{}, "1": obj{}}})
}

func (s *Server) getGuilds(*call, []string) answer {
	found := []any{}
	for _, g := range s.guilds {
		if g.bot {
			found = append(found, obj{"id": g.ID, "name": g.Name, "owner": false, "permissions": g.members[s.BotID].String(), "features": []any{}})
		}
	}
	return ok(found)
}

// guild is one in which the bot is, or else a refusal.
func (s *Server) guild(id string) (*Guild, *answer) {
	if g := s.guilds[id]; g != nil && g.bot {
		return g, nil
	}
	a := refused(404, 10004, "Unknown Guild")
	return nil, &a
}

func (s *Server) getGuild(_ *call, id []string) answer {
	g, no := s.guild(id[0])
	if no != nil {
		return *no
	}
	return ok(g.json())
}

func (s *Server) getGuildChannels(_ *call, id []string) answer {
	g, no := s.guild(id[0])
	if no != nil {
		return *no
	}
	return ok(g.json()["channels"])
}

func (s *Server) getGuildRoles(_ *call, id []string) answer {
	g, no := s.guild(id[0])
	if no != nil {
		return *no
	}
	return ok(g.roles())
}

func (s *Server) getGuildMember(_ *call, id []string) answer {
	g, no := s.guild(id[0])
	if no != nil {
		return *no
	}
	u := s.users[id[1]]
	if id[1] == "@me" {
		u = s.users[s.BotID]
	}
	if u == nil {
		return refused(404, 10013, "Unknown User")
	}
	if _, in := g.members[u.id]; !in {
		return refused(404, 10007, "Unknown Member")
	}
	return ok(g.member(u))
}
