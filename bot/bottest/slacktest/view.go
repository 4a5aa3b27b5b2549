package slacktest

import (
	"encoding/json"
	"slices"
	"time"
)

// View is a modal or a Home tab.
type View struct {
	ID, Hash, Team, User string
	Body                 JSON              // as the app sent it
	Errors               map[string]string // by block id, after a submission that was refused
	root                 string
}

func (v *View) json(w *Workspace) JSON {
	j := JSON{"id": v.ID, "hash": v.Hash, "team_id": v.Team, "bot_id": w.BotID, "root_view_id": v.root, "state": JSON{"values": JSON{}}}
	for k, value := range v.Body {
		j[k] = value
	}
	return j
}

// trigger is a trigger id: what somebody did, which lets the app open a view for
// them for a moment.
type trigger struct {
	team, user string
	born       time.Time
	used       bool
}

// newTrigger makes one. mu is held.
func (s *Server) newTrigger(team, user string) string {
	id := s.id("trigger.")
	s.triggers[id] = &trigger{team: team, user: user, born: time.Now()}
	return id
}

// takeTrigger uses a trigger up. mu is held.
func (s *Server) takeTrigger(c *call) (*trigger, JSON) {
	t := s.triggers[c.arg("trigger_id")]
	switch {
	case t == nil || t.team != c.space.ID:
		return nil, fail("invalid_trigger_id")
	case t.used:
		return nil, fail("exchanged_trigger_id")
	case time.Since(t.born) > s.TriggerLife:
		return nil, fail("expired_trigger_id")
	}
	t.used = true
	return t, nil
}

// viewOf is the view in a call, checked.
func (s *Server) viewOf(c *call, kind string) (*View, JSON) {
	body, ok := c.parsed("view").(JSON)
	if !ok {
		s.breach(c.method, "view is no object")
		return nil, fail("invalid_arguments")
	}
	if no := s.inspectView(c.method, kind, body); no != nil {
		return nil, no
	}
	id := s.id("V")
	return &View{ID: id, Hash: s.id("hash."), Team: c.space.ID, Body: body, root: id}, nil
}

// inspectView checks a view; nil is yes. mu is held.
func (s *Server) inspectView(where, kind string, body JSON) JSON {
	r := s.rules(kind)
	r.view(body)
	if all, _ := json.Marshal(body); len(all) > 250_000 {
		return fail("view_too_large")
	}
	if len(r.broken) == 0 {
		return nil
	}
	s.breach(where, r.broken...)
	return JSON{"ok": false, "error": "invalid_arguments", "response_metadata": JSON{"messages": r.broken}}
}

func (s *Server) viewsOpen(c *call) JSON { return s.openView(c, false) }
func (s *Server) viewsPush(c *call) JSON { return s.openView(c, true) }

// maxStack is how many modals can lie on one another.
const maxStack = 3

func (s *Server) openView(c *call, push bool) JSON {
	v, no := s.viewOf(c, "modal")
	if no != nil {
		return no
	}
	t, no := s.takeTrigger(c)
	if no != nil {
		return no
	}
	v.User = t.user
	stack := s.modals[t.user]
	switch {
	case !push:
		stack = nil
	case len(stack) == 0:
		return fail("not_found")
	case len(stack) >= maxStack:
		return fail("push_limit_reached")
	default:
		v.root = stack[0].ID
	}
	s.views[v.ID] = v
	s.modals[t.user] = append(slices.Clone(stack), v)
	return JSON{"view": v.json(c.space)}
}

func (s *Server) viewsUpdate(c *call) JSON {
	next, no := s.viewOf(c, "modal")
	if no != nil {
		return no
	}
	v := s.views[c.arg("view_id")]
	if external := c.arg("external_id"); external != "" {
		for _, o := range s.views {
			if str(o.Body, "external_id") == external {
				v = o
			}
		}
	}
	if v == nil || v.Team != c.space.ID || !slices.Contains(s.modals[v.User], v) {
		return fail("not_found")
	}
	if hash := c.arg("hash"); hash != "" && hash != v.Hash {
		return fail("hash_conflict")
	}
	v.Body, v.Hash, v.Errors = next.Body, next.Hash, nil
	return JSON{"view": v.json(c.space)}
}

func (s *Server) viewsPublish(c *call) JSON {
	u := s.users[c.arg("user_id")]
	if u == nil || u.Team != c.space.ID {
		return fail("user_not_found")
	}
	v, no := s.viewOf(c, "home")
	if no != nil {
		return no
	}
	old := s.homes[u.ID]
	if hash := c.arg("hash"); hash != "" && (old == nil || hash != old.Hash) {
		return fail("hash_conflict")
	}
	if old != nil {
		delete(s.views, old.ID)
		v.ID, v.root = old.ID, old.ID
	}
	v.User = u.ID
	s.views[v.ID], s.homes[u.ID] = v, v
	return JSON{"view": v.json(c.space)}
}

// closeTop takes the top modal away, and with all the whole stack. mu is held.
func (s *Server) closeTop(user string, all bool) {
	stack := s.modals[user]
	for len(stack) > 0 {
		delete(s.views, stack[len(stack)-1].ID)
		stack = stack[:len(stack)-1]
		if !all {
			break
		}
	}
	s.modals[user] = stack
}

// submitted does what the app answered to a submission. mu is held.
func (s *Server) submitted(d *Delivery) {
	v := s.views[d.view]
	if v == nil {
		return
	}
	answer := d.answer
	switch str(answer, "response_action") {
	case "":
		s.closeTop(v.User, false)
	case "clear":
		s.closeTop(v.User, true)
	case "errors":
		v.Errors = map[string]string{}
		for block, text := range object(answer, "errors") {
			v.Errors[block], _ = text.(string)
			if !slices.ContainsFunc(objects(list(v.Body, "blocks")), func(b JSON) bool { return str(b, "block_id") == block && str(b, "type") == "input" }) {
				s.breach("view_submission", "an error is given for "+block+", which is no input block")
			}
		}
	case "update", "push":
		body := object(answer, "view")
		if s.inspectView("view_submission", "modal", body) != nil {
			return
		}
		if str(answer, "response_action") == "update" {
			v.Body, v.Hash, v.Errors = body, s.id("hash."), nil
			return
		}
		next := &View{ID: s.id("V"), Hash: s.id("hash."), Team: v.Team, User: v.User, Body: body, root: v.root}
		s.views[next.ID] = next
		s.modals[v.User] = append(s.modals[v.User], next)
	default:
		s.breach("view_submission", "unknown response_action")
	}
}
