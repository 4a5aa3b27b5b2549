package discordtest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

func contains(s, part string) bool { return strings.Contains(s, part) }

// Slash gives a command. Options are written as in the client: "time:9:30".
func (p *Person) Slash(where, name string, options ...string) *Interaction {
	return p.command(where, name, kindCommand, options)
}

// Type shows the form of a command as far as the person has come; the last option
// is the one that they are typing. See Interaction.Offered.
func (p *Person) Type(where, name string, options ...string) *Interaction {
	return p.command(where, name, kindType, options)
}

// Commands are the names of the commands that the person's client lists there.
func (p *Person) Commands(where string) []string {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	var names []string
	c := p.place(where)
	for _, cmd := range p.s.registered(c) {
		if p.lists(cmd, c) == "" {
			names = append(names, text(cmd, "name"))
		}
	}
	slices.Sort(names)
	return names
}

// registered are the commands for a place.
func (s *Server) registered(c *channel) []obj {
	all := slices.Clone(s.commands[""])
	if c.guild != nil {
		all = append(all, s.commands[c.guild.ID]...)
	}
	return all
}

func (p *Person) command(where, name string, kind int, options []string) *Interaction {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	c := p.place(where)
	all := p.s.registered(c)
	at := slices.IndexFunc(all, func(o obj) bool { return o["name"] == name && number(o, "type") <= 1 })
	if at < 0 {
		return p.cannot("/%s is not a command", name)
	}
	cmd := all[at]
	if why := p.lists(cmd, c); why != "" {
		return p.cannot("/%s is not listed: %s", name, why)
	}
	given, why := fillIn(cmd, options, kind == kindType)
	if why != "" {
		return p.cannot("/%s: %s", name, why)
	}
	data := obj{"id": cmd["id"], "name": name, "type": 1}
	if len(given) > 0 {
		data["options"] = given
	}
	if g, ok := cmd["guild_id"]; ok {
		data["guild_id"] = g
	}
	return p.interact(&Interaction{kind: kind, channel: c}, data)
}

// cannot is what the client would not let be done. mu is held.
func (p *Person) cannot(format string, args ...any) *Interaction {
	why := fmt.Sprintf(format, args...)
	p.s.breach("%s cannot do that: %s", p.Name, why)
	return &Interaction{s: p.s, by: p, Refused: why}
}

// lists says why the client would not list a command there, or nothing.
func (p *Person) lists(cmd obj, c *channel) string {
	holds := func(name string, byDefault []int, n int) bool {
		l, ok := cmd[name].([]any)
		if !ok {
			return slices.Contains(byDefault, n)
		}
		return slices.ContainsFunc(l, func(v any) bool { return v == float64(n) })
	}
	if !holds("contexts", []int{0, 1, 2}, c.context()) {
		return "not in this context"
	}
	byGuild := c.guild != nil && c.guild.bot || c.guild == nil && !c.foreign
	switch {
	case byGuild && holds("integration_types", []int{0}, 0):
	case p.owns && holds("integration_types", []int{0}, 1):
	default:
		return "the application is not installed for this place"
	}
	if c.guild == nil {
		return ""
	}
	have, in := c.guild.members[p.ID]
	if !in {
		return "not a member of the server"
	}
	allowed := c.guild.allowed[text(cmd, "name")+" "+p.ID]
	if need, ok := cmd["default_member_permissions"]; ok && need != nil && have&Administrator == 0 && !allowed {
		bits, _ := strconv.ParseUint(fmt.Sprint(need), 10, 64)
		if bits == 0 || uint64(have)&bits != bits {
			return "only for those with certain permissions"
		}
	}
	return ""
}

// context is 0 in a server, 1 in the direct message with the bot, 2 elsewhere.
func (c *channel) context() int {
	switch {
	case c.guild != nil:
		return 0
	case c.foreign:
		return 2
	}
	return 1
}

// fillIn makes the options of a command from "name:value", or says why not. While
// typing, the last one is in focus and need not be right yet.
func fillIn(cmd obj, options []string, typing bool) (given []any, why string) {
	seen := map[string]bool{}
	for n, o := range options {
		name, value, ok := strings.Cut(o, ":")
		defs := list(cmd, "options")
		at := slices.IndexFunc(defs, func(d any) bool { return text(d, "name") == name })
		if !ok || at < 0 || seen[name] {
			return nil, fmt.Sprintf("there is no option for %q", o)
		}
		seen[name] = true
		focused := typing && n == len(options)-1
		def := defs[at]
		v, why := valueOf(def, value, focused)
		if why != "" {
			return nil, name + ": " + why
		}
		option := obj{"name": name, "type": number(def, "type"), "value": v}
		if focused {
			if !truth(def, "autocomplete") {
				return nil, name + " has no autocompletion"
			}
			option["focused"] = true
		}
		given = append(given, option)
	}
	for _, d := range list(cmd, "options") {
		if truth(d, "required") && !seen[text(d, "name")] && !typing {
			return nil, text(d, "name") + " is required"
		}
	}
	return given, ""
}

// valueOf reads a value as the client does: what does not fit cannot be sent.
func valueOf(def any, value string, focused bool) (v any, why string) {
	if focused {
		return value, ""
	}
	if choices := list(def, "choices"); len(choices) > 0 {
		for _, c := range choices {
			if o := asObject(c); text(c, "name") == value || fmt.Sprint(o["value"]) == value {
				return o["value"], ""
			}
		}
		return nil, fmt.Sprintf("%q is not one of the choices", value)
	}
	switch number(def, "type") {
	case 4:
		n, err := strconv.Atoi(value)
		low, hasLow := asObject(def)["min_value"].(float64)
		high, hasHigh := asObject(def)["max_value"].(float64)
		if err != nil || hasLow && float64(n) < low || hasHigh && float64(n) > high {
			return nil, fmt.Sprintf("%q is not a number that fits", value)
		}
		return n, ""
	case 5:
		return value == "true" || value == "True", ""
	case 10:
		n, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return nil, fmt.Sprintf("%q is not a number", value)
		}
		return n, ""
	}
	most := number(def, "max_length")
	if most == 0 {
		most = 6000
	}
	if n := units(value); n > most || n < number(def, "min_length") {
		return nil, fmt.Sprintf("%d characters do not fit", n)
	}
	return value, ""
}

// Tap taps the button with this label or custom id under a message.
func (p *Person) Tap(messageID, button string) *Interaction {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	m, no := p.looksAt(messageID)
	if no != nil {
		return no
	}
	for _, b := range m.view().Buttons {
		if b.Label != button && b.ID != button || b.ID == "" {
			continue
		}
		if b.Disabled {
			return p.cannot("the button %q is disabled", button)
		}
		return p.interact(&Interaction{kind: kindComponent, channel: m.channel, source: m}, obj{"custom_id": b.ID, "component_type": 2, "id": 2})
	}
	return p.cannot("there is no button %q under %q", button, m.view())
}

// TapGone taps a button that is on the person's screen no more, or never was, as
// a client does whose screen is old: the interaction is sent all the same.
func (p *Person) TapGone(messageID, customID string) *Interaction {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	m, no := p.looksAt(messageID)
	if no != nil {
		return no
	}
	return p.interact(&Interaction{kind: kindComponent, channel: m.channel, source: m}, obj{"custom_id": customID, "component_type": 2, "id": 2})
}

// Select chooses options, by label or value, in the first select that has them.
func (p *Person) Select(messageID string, options ...string) *Interaction {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	m, no := p.looksAt(messageID)
	if no != nil {
		return no
	}
	for _, c := range m.view().Selects {
		var values []string
		for _, o := range c.Options {
			if slices.Contains(options, o.Label) || slices.Contains(options, o.Value) {
				values = append(values, o.Value)
			}
		}
		if len(values) == len(options) && !c.Disabled {
			return p.interact(&Interaction{kind: kindComponent, channel: m.channel, source: m},
				obj{"custom_id": c.ID, "component_type": 3, "values": values, "id": 2})
		}
	}
	return p.cannot("there is no select with %q under %q", options, m.view())
}

// looksAt is a message that the person sees.
func (p *Person) looksAt(id string) (*message, *Interaction) {
	m := p.s.messages[id]
	if m == nil || m.only != "" && m.only != p.ID {
		return nil, p.cannot("they see no message %s", id)
	}
	return m, nil
}
