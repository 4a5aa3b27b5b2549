package discordtest

import (
	"slices"
	"strings"
)

// Registered are all commands that everybody has, as Discord keeps them.
func (s *Server) Registered() []map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.commands[""])
}

// added is what Discord says of a command where nothing was said.
var added = obj{"type": 1, "nsfw": false, "dm_permission": true, "default_member_permissions": nil, "contexts": nil, "integration_types": []any{0}}

func (s *Server) getCommands(c *call, id []string) answer {
	if id[0] != s.AppID {
		return refused(403, 20012, "You are not authorized to perform this action on this application")
	}
	localized := strings.Join(c.query["with_localizations"], "") == "true"
	found := []any{}
	for _, cmd := range s.commands[strings.Join(id[1:], "")] {
		kept, _ := without(cmd, func(name string, _ any) bool {
			return !localized && strings.HasSuffix(name, "_localizations")
		}).(obj)
		for name, standard := range added {
			if _, said := kept[name]; !said {
				kept[name] = standard
			}
		}
		found = append(found, kept)
	}
	return ok(found)
}

// putCommands replaces all commands; those of the same name keep their id.
func (s *Server) putCommands(c *call, id []string) answer {
	if id[0] != s.AppID {
		return refused(403, 20012, "You are not authorized to perform this action on this application")
	}
	where := strings.Join(id[1:], "")
	if where != "" {
		if _, no := s.guild(where); no != nil {
			return refused(403, 50001, "Missing Access")
		}
	}
	old := s.commands[where]
	var all []obj
	sent, _ := c.body.([]any)
	for _, o := range sent {
		cmd, _ := without(o, unsaid).(obj)
		cmd["id"], cmd["application_id"], cmd["version"] = s.newID(), s.AppID, s.newID()
		if where != "" {
			cmd["guild_id"] = where
		}
		same := func(o obj) bool {
			return o["name"] == cmd["name"] && max(1, number(o, "type")) == max(1, number(cmd, "type"))
		}
		if i := slices.IndexFunc(old, same); i >= 0 {
			cmd["id"] = old[i]["id"]
		}
		all = append(all, cmd)
	}
	s.commands[where] = all
	return s.getCommands(c, id)
}

// unsaid is what Discord does not keep of a command: what says nothing.
func unsaid(_ string, v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case bool:
		return !v
	case []any:
		return len(v) == 0
	case obj:
		return len(v) == 0
	}
	return false
}

// without is a copy of a value without those fields, at any depth.
func without(v any, drop func(name string, v any) bool) any {
	switch v := v.(type) {
	case obj:
		o := obj{}
		for name, inner := range v {
			if !drop(name, inner) {
				o[name] = without(inner, drop)
			}
		}
		return o
	case []any:
		l := make([]any, len(v))
		for i := range v {
			l[i] = without(v[i], drop)
		}
		return l
	}
	return v
}
