package discordtest

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// message is what is kept of a message.
type message struct {
	id       string
	channel  *channel
	author   *user
	only     string // the person who sees it, for an ephemeral one
	content  string
	nonce    any
	embeds   []any
	rows     []any // the components as they came
	files    []File
	flags    int
	sent     time.Time
	edited   time.Time
	edits    int
	deleted  bool
	from     *Interaction // that it answers
	mentions bool
}

// Flags of a message.
const (
	flagEphemeral = 1 << 6
	flagLoading   = 1 << 7
)

// File is an attachment.
type File struct {
	ID, Name, Type string
	Alt            string // the description, which screen readers speak
	Content        []byte
}

// Message is what is on a person's screen.
type Message struct {
	ID, Channel string
	// Author is the id of a person or of the bot.
	Author string
	Text   string
	// Buttons are in the order in which they stand; the options of selects are not
	// among them.
	Buttons []Button
	Selects []Choices
	Files   []File
	Embeds  []map[string]any
	// Ephemeral: only one person sees it. Loading: “… is thinking”.
	Ephemeral, Loading bool
	Nonce              string
	Edits              int
	Sent               time.Time
}

// Button is a button under a message. Row counts from 0.
type Button struct {
	Label, ID, URL string
	Style, Row     int
	Disabled       bool
}

// Choices is a select menu.
type Choices struct {
	ID, Placeholder string
	Options         []Choice
	Disabled        bool
}

// Choice is an option of a select menu, or one that is offered while typing.
type Choice struct{ Label, Value string }

// Labels are what can be tapped or chosen, in order; what is disabled is not
// among them.
func (m Message) Labels() []string {
	var labels []string
	for _, b := range m.Buttons {
		if !b.Disabled {
			labels = append(labels, b.Label)
		}
	}
	for _, c := range m.Selects {
		for _, o := range c.Options {
			if !c.Disabled {
				labels = append(labels, o.Label)
			}
		}
	}
	return labels
}

// String is the message as one would tell it over the telephone.
func (m Message) String() string {
	var b strings.Builder
	b.WriteString(m.Text)
	for _, l := range m.Labels() {
		fmt.Fprintf(&b, " [%s]", l)
	}
	for _, f := range m.Files {
		fmt.Fprintf(&b, " (%s: %s)", f.Name, f.Alt)
	}
	return b.String()
}

func (m *message) view() Message {
	v := Message{ID: m.id, Channel: m.channel.id, Author: m.author.id, Text: m.content, Files: slices.Clone(m.files),
		Ephemeral: m.only != "", Loading: m.flags&flagLoading != 0, Edits: m.edits, Sent: m.sent}
	if m.nonce != nil {
		v.Nonce = fmt.Sprint(m.nonce)
	}
	for _, e := range m.embeds {
		if e, ok := e.(obj); ok {
			v.Embeds = append(v.Embeds, e)
		}
	}
	for i, row := range m.rows {
		for _, c := range list(row, "components") {
			switch number(c, "type") {
			case 2:
				v.Buttons = append(v.Buttons, Button{Label: text(c, "label"), ID: text(c, "custom_id"), URL: text(c, "url"),
					Style: number(c, "style"), Row: i, Disabled: truth(c, "disabled")})
			case 3:
				s := Choices{ID: text(c, "custom_id"), Placeholder: text(c, "placeholder"), Disabled: truth(c, "disabled")}
				for _, o := range list(c, "options") {
					s.Options = append(s.Options, Choice{Label: text(o, "label"), Value: text(o, "value")})
				}
				v.Selects = append(v.Selects, s)
			}
		}
	}
	return v
}

// json is the message as the API gives it.
func (m *message) json(s *Server) obj {
	files := []any{}
	for _, f := range m.files {
		o := obj{"id": f.ID, "filename": f.Name, "size": len(f.Content), "content_type": f.Type,
			"url": s.http.URL + "/files/" + f.ID, "proxy_url": s.http.URL + "/files/" + f.ID}
		if f.Alt != "" {
			o["description"] = f.Alt
		}
		files = append(files, o)
	}
	o := obj{"id": m.id, "channel_id": m.channel.id, "author": m.author.json(), "content": m.content,
		"timestamp": m.sent.UTC().Format(time.RFC3339Nano), "edited_timestamp": nil, "tts": false, "mention_everyone": false,
		"mentions": []any{}, "mention_roles": []any{}, "attachments": files, "embeds": orEmpty(m.embeds), "components": orEmpty(m.rows),
		"pinned": false, "type": 0, "flags": m.flags}
	if m.mentions {
		o["mentions"] = []any{s.users[s.BotID].json()}
	}
	if !m.edited.IsZero() {
		o["edited_timestamp"] = m.edited.UTC().Format(time.RFC3339Nano)
	}
	if m.nonce != nil {
		o["nonce"] = m.nonce
	}
	if m.from != nil {
		o["application_id"] = s.AppID
		o["interaction_metadata"] = obj{"id": m.from.ID, "type": m.from.kind, "user": m.from.by.user().json()}
	} else if m.author.bot {
		o["application_id"] = s.AppID
	}
	return o
}

func orEmpty(l []any) []any {
	if l == nil {
		return []any{}
	}
	return l
}

// add puts a message into its channel and tells of it. mu is held.
func (s *Server) add(m *message) {
	m.id, m.sent = s.newID(), s.now()
	m.channel.messages = append(m.channel.messages, m)
	s.messages[m.id] = m
	s.tell("MESSAGE_CREATE", m)
	s.change(m.channel)
}

// tell dispatches an event about a message to the shards that may hear of it.
func (s *Server) tell(kind string, m *message) {
	if m.only != "" || m.channel.foreign || m.channel.guild != nil && !m.channel.guild.bot {
		return
	}
	o := m.json(s)
	e := event{kind: kind, intent: 1 << 12}
	if g := m.channel.guild; g != nil {
		o["guild_id"] = g.ID
		o["member"] = g.member(m.author)
		e.guild, e.intent = g.ID, 1<<9
		e.words = m.author.bot || m.mentions
	} else {
		e.words = true
	}
	s.dispatch(e, o)
}
