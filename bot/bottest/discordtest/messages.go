package discordtest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// nonceKept is how long a nonce is remembered: “the past few minutes”.
const nonceKept = 5 * time.Minute

// openDirect gives the direct message with somebody; asked again, the same.
func (s *Server) openDirect(c *call, _ []string) answer {
	u := s.users[text(c.body, "recipient_id")]
	if u == nil {
		return refused(400, 50033, "Invalid Recipient(s)")
	}
	if u.bot {
		return refused(400, 50007, "Cannot send messages to this user")
	}
	return ok(s.directWith(u.id).json())
}

// directWith makes the direct message if there is none yet. mu is held.
func (s *Server) directWith(id string) *channel {
	c := s.direct[id]
	if c == nil {
		var with *Person
		for _, p := range s.people {
			if p.ID == id {
				with = p
			}
		}
		c = &channel{id: s.newID(), with: with}
		s.direct[id], s.channels[c.id] = c, c
	}
	return c
}

// enter is the channel if the bot may do this there, or else a refusal.
func (s *Server) enter(id string, need Permissions) (*channel, *answer) {
	c := s.channels[id]
	no := func(status, code int, message string) (*channel, *answer) {
		a := refused(status, code, message)
		return nil, &a
	}
	switch {
	case c == nil:
		return no(404, 10003, "Unknown Channel")
	case c.foreign, c.guild != nil && !c.guild.bot:
		return no(403, 50001, "Missing Access")
	case c.guild == nil:
		return c, nil
	}
	p := c.may(s.BotID)
	if p&ViewChannel == 0 {
		return no(403, 50001, "Missing Access")
	}
	if p&need != need {
		return no(403, 50013, "Missing Permissions")
	}
	return c, nil
}

func (s *Server) getChannel(_ *call, id []string) answer {
	c, no := s.enter(id[0], 0)
	if no != nil {
		return *no
	}
	return ok(c.json())
}

func (s *Server) postTyping(_ *call, id []string) answer {
	c, no := s.enter(id[0], SendMessages)
	if no != nil {
		return *no
	}
	c.typing = append(c.typing, s.now())
	return done
}

func (s *Server) postMessage(c *call, id []string) answer {
	need := SendMessages
	if len(c.files) > 0 {
		need |= AttachFiles
	}
	ch, no := s.enter(id[0], need)
	if no != nil {
		return *no
	}
	if ch.with != nil && ch.with.closed {
		return refused(403, 50007, "Cannot send messages to this user")
	}
	nonce, given := asObject(c.body)["nonce"]
	key := fmt.Sprint(nonce)
	enforced := given && nonce != nil && truth(c.body, "enforce_nonce")
	if enforced {
		if n, seen := s.nonces[key]; seen && s.now().Sub(n.at) < nonceKept {
			return ok(n.m.json(s))
		}
	}
	m := &message{channel: ch, author: s.users[s.BotID], nonce: nonce}
	s.fill(m, c.body, c.files)
	s.add(m)
	if enforced {
		s.nonces[key] = nonced{m, s.now()}
	}
	return ok(m.json(s))
}

// fill writes what a body says into a message; what it does not name stays.
func (s *Server) fill(m *message, body any, files map[string]File) {
	o := asObject(body)
	if v, given := o["content"]; given {
		m.content, _ = v.(string)
	}
	if v, given := o["embeds"]; given {
		m.embeds, _ = v.([]any)
	}
	if v, given := o["components"]; given {
		m.rows, _ = v.([]any)
	}
	if v, given := o["flags"]; given {
		f, _ := v.(float64)
		m.flags = m.flags&flagEphemeral | int(f)&^flagEphemeral
	}
	attachments, given := o["attachments"]
	if given { // those that are not named are removed
		kept := m.files
		m.files = nil
		l, _ := attachments.([]any)
		for _, a := range l {
			if i := slices.IndexFunc(kept, func(f File) bool { return f.ID == idOf(a) }); i >= 0 {
				m.files = append(m.files, kept[i])
			}
		}
	}
	for _, n := range sorted(files) {
		f := files[n]
		f.ID = s.newID()
		for _, a := range list(body, "attachments") {
			if idOf(a) == n {
				f.Alt = text(a, "description")
				if name := text(a, "filename"); name != "" {
					f.Name = name
				}
			}
		}
		m.files = append(m.files, f)
	}
}

// idOf is the id of an attachment, which may be a number.
func idOf(a any) string {
	if id := text(a, "id"); id != "" {
		return id
	}
	return strconv.Itoa(number(a, "id"))
}

func sorted(files map[string]File) []string {
	var names []string
	for n := range files {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// getMessages gives the newest first, like Discord, whatever is asked; but for
// after, which takes those that come next.
func (s *Server) getMessages(c *call, id []string) answer {
	ch, no := s.enter(id[0], ReadHistory)
	if no != nil {
		return *no
	}
	limit := 50
	if l := c.query["limit"]; len(l) > 0 {
		n, err := strconv.Atoi(l[0])
		if err != nil || n < 1 || n > 100 {
			return refused(400, 50035, "Invalid Form Body")
		}
		limit = n
	}
	var seen []*message
	for _, m := range ch.messages {
		if m.only == "" {
			seen = append(seen, m)
		}
	}
	ask := func(name string) string { return strings.Join(c.query[name], "") }
	switch {
	case ask("after") != "":
		seen = slices.DeleteFunc(seen, func(m *message) bool { return !later(m.id, ask("after")) })
		seen = seen[:min(limit, len(seen))]
	case ask("before") != "":
		seen = slices.DeleteFunc(seen, func(m *message) bool { return !later(ask("before"), m.id) })
		seen = seen[max(0, len(seen)-limit):]
	default:
		seen = seen[max(0, len(seen)-limit):]
	}
	found := []any{}
	for _, m := range slices.Backward(seen) {
		found = append(found, m.json(s))
	}
	return ok(found)
}

// later compares ids as numbers.
func later(a, b string) bool { return len(a) > len(b) || len(a) == len(b) && a > b }

// find is a message that the API can see.
func (s *Server) find(channelID, id string) (*message, *answer) {
	ch, no := s.enter(channelID, ReadHistory)
	if no != nil {
		return nil, no
	}
	if m := s.messages[id]; m != nil && m.channel == ch && m.only == "" {
		return m, nil
	}
	a := refused(404, 10008, "Unknown Message")
	return nil, &a
}

func (s *Server) getMessage(_ *call, id []string) answer {
	m, no := s.find(id[0], id[1])
	if no != nil {
		return *no
	}
	return ok(m.json(s))
}

func (s *Server) patchMessage(c *call, id []string) answer {
	m, no := s.find(id[0], id[1])
	if no != nil {
		return *no
	}
	if m.author.id != s.BotID {
		return refused(403, 50005, "Cannot edit a message authored by another user")
	}
	s.edit(m, c.body, c.files)
	return ok(m.json(s))
}

// edit changes a message and tells of it.
func (s *Server) edit(m *message, body any, files map[string]File) {
	s.fill(m, body, files)
	m.edits++
	m.edited = s.now()
	s.tell("MESSAGE_UPDATE", m)
	s.change(m.channel)
}

func (s *Server) deleteMessage(_ *call, id []string) answer {
	m, no := s.find(id[0], id[1])
	if no != nil {
		return *no
	}
	if m.author.id != s.BotID {
		if m.channel.guild == nil {
			return refused(403, 50003, "Cannot execute action on a DM channel")
		}
		if m.channel.may(s.BotID)&ManageMessages == 0 {
			return refused(403, 50013, "Missing Permissions")
		}
	}
	s.remove(m)
	return done
}

// remove takes a message away and tells of it.
func (s *Server) remove(m *message) {
	c := m.channel
	c.messages = slices.DeleteFunc(c.messages, func(o *message) bool { return o == m })
	delete(s.messages, m.id)
	m.deleted = true
	if m.only == "" && !c.foreign {
		o := obj{"id": m.id, "channel_id": c.id}
		e := event{kind: "MESSAGE_DELETE", intent: 1 << 12}
		if c.guild != nil {
			o["guild_id"], e.guild, e.intent = c.guild.ID, c.guild.ID, 1<<9
		}
		s.dispatch(e, o)
	}
	s.change(c)
}
