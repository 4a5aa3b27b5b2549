package slacktest

import (
	"regexp"
	"slices"
)

var (
	clockTime = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)
	calendar  = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
)

// element checks an interactive element. actions are the action ids of its block
// so far.
func (r *rules) element(at string, e JSON, actions map[string]bool) {
	kind, id := str(e, "type"), str(e, "action_id")
	at += ", " + kind
	if id != "" || e["action_id"] != nil {
		r.within(at+": action_id", id, 1, 255)
		if actions[id] {
			r.breaks("%s: action_id %q is there twice", at, id)
		}
		actions[id] = true
	}
	if c := object(e, "confirm"); c != nil {
		r.text(at+": confirm title", object(c, "title"), 100, "plain_text")
		r.text(at+": confirm text", object(c, "text"), 300, "plain_text", "mrkdwn")
		r.text(at+": confirm yes", object(c, "confirm"), 30, "plain_text")
		r.text(at+": confirm no", object(c, "deny"), 30, "plain_text")
	}
	if e["placeholder"] != nil {
		r.text(at+": placeholder", object(e, "placeholder"), 150, "plain_text")
	}
	switch kind {
	case "button":
		r.button(at, e)
	case "static_select", "multi_static_select":
		r.choose(at, e, 1, 100, "plain_text")
	case "overflow":
		r.choose(at, e, 1, 5, "plain_text")
	case "radio_buttons", "checkboxes":
		r.choose(at, e, 1, 10, "plain_text", "mrkdwn")
	case "plain_text_input":
		r.within(at+": initial_value", str(e, "initial_value"), 0, 3000)
		if most, ok := e["max_length"].(float64); ok && (most < 1 || most > 3000) {
			r.breaks("%s: max_length is not 1 to 3000", at)
		}
	case "timepicker":
		if v := str(e, "initial_time"); v != "" && !clockTime.MatchString(v) {
			r.breaks("%s: initial_time is no HH:MM", at)
		}
	case "datepicker":
		if v := str(e, "initial_date"); v != "" && !calendar.MatchString(v) {
			r.breaks("%s: initial_date is no YYYY-MM-DD", at)
		}
	case "number_input", "email_text_input", "url_text_input", "rich_text_input", "datetimepicker", "users_select",
		"conversations_select", "channels_select", "external_select":
	default:
		r.breaks("%s: unknown type", at)
	}
}

func (r *rules) button(at string, e JSON) {
	r.text(at+": text", object(e, "text"), 75, "plain_text")
	r.within(at+": value", str(e, "value"), 0, 2000)
	r.within(at+": url", str(e, "url"), 0, 3000)
	r.within(at+": accessibility_label", str(e, "accessibility_label"), 0, 75)
	if style := str(e, "style"); e["style"] != nil && style != "primary" && style != "danger" {
		r.breaks("%s: style %q", at, style)
	}
}

// options are those of an element, also of its groups.
func options(e JSON) []JSON {
	all := objects(list(e, "options"))
	for _, g := range objects(list(e, "option_groups")) {
		all = append(all, objects(list(g, "options"))...)
	}
	return all
}

func (r *rules) choose(at string, e JSON, least, most int, kinds ...string) {
	groups := objects(list(e, "option_groups"))
	if len(groups) > 0 {
		r.count(at+": option_groups", len(groups), 1, 100)
		for _, g := range groups {
			r.text(at+": group", object(g, "label"), 75, "plain_text")
			r.count(at+": options of a group", len(list(g, "options")), least, most)
		}
	} else {
		r.count(at+": options", len(list(e, "options")), least, most)
	}
	var values []string
	for _, o := range options(e) {
		r.text(at+": option", object(o, "text"), 75, kinds...)
		r.within(at+": option value", str(o, "value"), 1, 150)
		if o["description"] != nil {
			r.text(at+": option description", object(o, "description"), 75, kinds...)
		}
		if slices.Contains(values, str(o, "value")) {
			r.breaks("%s: option value %q is there twice", at, str(o, "value"))
		}
		values = append(values, str(o, "value"))
	}
	chosen := objects(list(e, "initial_options"))
	if o := object(e, "initial_option"); o != nil {
		chosen = append(chosen, o)
	}
	for _, o := range chosen {
		if !slices.ContainsFunc(options(e), func(have JSON) bool {
			return str(have, "value") == str(o, "value") && str(object(have, "text"), "text") == str(object(o, "text"), "text")
		}) {
			r.breaks("%s: the option chosen at first is none of the options", at)
		}
	}
}
