package slacktest

import (
	"maps"
	"slices"
)

// pressed is a button or menu, and in which block it is.
type pressed struct {
	block string
	e     JSON
}

// elements are all interactive elements of blocks. Blocks without an id get one,
// as on Slack.
func elements(blocks []JSON) []pressed {
	var all []pressed
	for i, b := range blocks {
		block := str(b, "block_id")
		if block == "" {
			block = "block-" + string(rune('a'+i%26))
		}
		var in []JSON
		switch str(b, "type") {
		case "actions":
			in = objects(list(b, "elements"))
		case "section":
			in = []JSON{object(b, "accessory")}
		case "input":
			in = []JSON{object(b, "element")}
		}
		for _, e := range in {
			if e != nil && str(e, "type") != "image" {
				all = append(all, pressed{block, e})
			}
		}
	}
	return all
}

// find is the button or option that is labelled so. The option is nil for a
// button.
func find(blocks []JSON, label string) (p pressed, option JSON, ok bool) {
	for _, p := range elements(blocks) {
		if text(object(p.e, "text")) == label {
			return p, nil, true
		}
		for _, o := range options(p.e) {
			if text(object(o, "text")) == label {
				return p, o, true
			}
		}
	}
	return pressed{}, nil, false
}

// action is what the app is told of a tap.
func (s *Server) action(p pressed, option JSON) JSON {
	a := JSON{"type": str(p.e, "type"), "action_id": str(p.e, "action_id"), "block_id": p.block, "action_ts": s.ts()}
	switch {
	case option == nil:
		a["text"] = p.e["text"]
		if v := str(p.e, "value"); v != "" {
			a["value"] = v
		}
	case str(p.e, "type") == "checkboxes" || str(p.e, "type") == "multi_static_select":
		a["selected_options"] = []any{option}
	default:
		a["selected_option"] = option
	}
	return a
}

// Tap is somebody who taps a button, or an option of a menu, by its label. The
// message is one they saw; it may have changed since, as with a second tap.
func (s *Server) Tap(user string, on Message, label string) *Delivery {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	p, option, ok := find(objects(list(on.body, "blocks")), label)
	if !ok {
		s.t.Errorf("slacktest: %s sees no %q to tap in %q", user, label, on.Text)
		return &Delivery{s: s, failed: true}
	}
	ch := s.channels[on.Channel]
	r := &reply{team: ch.Team, channel: ch.ID, user: user, on: on.raw}
	b := s.base("block_actions", user)
	b["container"] = JSON{"type": "message", "message_ts": on.TS, "channel_id": ch.ID, "is_ephemeral": on.Ephemeral}
	b["channel"], b["response_url"], b["state"] = JSON{"id": ch.ID, "name": ch.Name}, s.responseURL(r), JSON{"values": JSON{}}
	if !on.Ephemeral {
		b["message"] = on.raw.json(true)
	}
	b["actions"] = []any{s.action(p, option)}
	return s.interact(b, r)
}

// Select is Tap, for menus.
func (s *Server) Select(user string, on Message, option string) *Delivery {
	s.t.Helper()
	return s.Tap(user, on, option)
}

// TapHome is somebody who taps a button in their Home tab, and TapModal in the
// form that is open. Options of menus are tapped likewise.
func (s *Server) TapHome(user, label string) *Delivery {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tapView(s.homes[user], user, label)
}

// TapModal is somebody who taps a button in the form that is open.
func (s *Server) TapModal(user, label string) *Delivery {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tapView(s.top(user), user, label)
}

func (s *Server) tapView(v *View, user, label string) *Delivery {
	s.t.Helper()
	if v == nil {
		s.t.Errorf("slacktest: %s sees no view to tap in", user)
		return &Delivery{s: s, failed: true}
	}
	p, option, ok := find(objects(list(v.Body, "blocks")), label)
	if !ok {
		s.t.Errorf("slacktest: %s sees no %q to tap in the view", user, label)
		return &Delivery{s: s, failed: true}
	}
	b := s.base("block_actions", user)
	b["container"], b["view"] = JSON{"type": "view", "view_id": v.ID}, v.json(s.workspaces[v.Team])
	b["actions"] = []any{s.action(p, option)}
	return s.interact(b, nil)
}

// top is the form that somebody sees. mu is held.
func (s *Server) top(user string) *View {
	if stack := s.modals[user]; len(stack) > 0 {
		return stack[len(stack)-1]
	}
	return nil
}

// SubmitView is somebody who fills the open form in and sends it. Values are
// those of inputs, by their label, action id or block id: a text, time or date,
// the label of an option, or the labels of several. Inputs that are not named
// have what they began with.
func (s *Server) SubmitView(user string, values map[string]any) *Delivery {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.top(user)
	if v == nil {
		s.t.Errorf("slacktest: %s sees no form to send", user)
		return &Delivery{s: s, failed: true}
	}
	open := maps.Clone(values)
	state := JSON{}
	for _, b := range objects(list(v.Body, "blocks")) {
		if str(b, "type") != "input" {
			continue
		}
		p := elements([]JSON{b})[0]
		value := any(nil)
		for _, name := range []string{text(object(b, "label")), str(p.e, "action_id"), p.block} {
			if given, ok := open[name]; ok {
				value = given
				delete(open, name)
				break
			}
		}
		state[p.block] = JSON{str(p.e, "action_id"): s.input(p.e, value)}
	}
	for name := range open {
		s.t.Errorf("slacktest: the form has no input %q", name)
	}
	b := s.base("view_submission", user)
	view := v.json(s.workspaces[v.Team])
	view["state"] = JSON{"values": state}
	b["view"], b["response_urls"] = view, []any{}
	d := &Delivery{Kind: Interactive, Payload: b, view: v.ID}
	s.deliver(d)
	return d
}

// input is what an input holds; value nil is what it began with.
func (s *Server) input(e JSON, value any) JSON {
	kind := str(e, "type")
	in := JSON{"type": kind}
	field := map[string]string{"plain_text_input": "value", "number_input": "value", "timepicker": "selected_time",
		"datepicker": "selected_date", "conversations_select": "selected_conversation", "channels_select": "selected_channel",
		"users_select": "selected_user"}[kind]
	switch kind {
	case "static_select", "radio_buttons":
		in["selected_option"] = e["initial_option"]
		if label, ok := value.(string); ok {
			in["selected_option"] = s.option(e, label)
		}
	case "checkboxes", "multi_static_select":
		chosen := list(e, "initial_options")
		if labels, ok := value.([]string); ok {
			chosen = []any{}
			for _, l := range labels {
				chosen = append(chosen, s.option(e, l))
			}
		}
		in["selected_options"] = slices.Clone(chosen)
	default:
		for _, k := range []string{"initial_value", "initial_time", "initial_date", "initial_conversation", "initial_channel", "initial_user"} {
			if e[k] != nil {
				in[field] = e[k]
			}
		}
		if value != nil {
			in[field] = value
		}
	}
	return in
}

func (s *Server) option(e JSON, label string) any {
	for _, o := range options(e) {
		if text(object(o, "text")) == label {
			return o
		}
	}
	s.t.Errorf("slacktest: no option %q", label)
	return nil
}

// CloseView is somebody who closes the open form.
func (s *Server) CloseView(user string) *Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.top(user)
	if v == nil {
		return &Delivery{s: s, failed: true}
	}
	b := s.base("view_closed", user)
	b["view"], b["is_cleared"] = v.json(s.workspaces[v.Team]), false
	s.closeTop(user, false)
	if tell, _ := v.Body["notify_on_close"].(bool); !tell {
		return &Delivery{s: s}
	}
	return s.interact(b, nil)
}
