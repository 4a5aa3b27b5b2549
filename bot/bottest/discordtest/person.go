package discordtest

import (
	"context"
	"fmt"
	"slices"
)

// Person is somebody with a Discord client.
type Person struct {
	ID, Name string

	s      *Server
	locale string
	closed bool // takes no direct messages of the bot
	owns   bool // has installed the application for themselves
	modal  *Form
}

// Direct is, as a place, the direct message with the bot.
const Direct = ""

// Elsewhere is, as a place, a private conversation in which the bot is not.
const Elsewhere = "elsewhere"

// Person makes a person, or finds the one of that name.
func (s *Server) Person(name string) *Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.people[name]
	if p == nil {
		p = &Person{ID: s.newID(), Name: name, s: s, locale: "en-US"}
		s.people[name] = p
		s.users[p.ID] = &user{id: p.ID, name: name, locale: p.locale}
	}
	return p
}

func (p *Person) user() *user { return p.s.users[p.ID] }

// Speaks sets the language of the person's client, such as "de".
func (p *Person) Speaks(locale string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.locale = locale
}

// Install installs the application for the person, wherever they are.
func (p *Person) Install() {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.owns = true
}

// CloseDoor makes direct messages to the person fail with 50007, and OpenDoor
// ends that.
func (p *Person) CloseDoor() { p.setDoor(true) }

// OpenDoor lets direct messages in again.
func (p *Person) OpenDoor() { p.setDoor(false) }

func (p *Person) setDoor(closed bool) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.closed = closed
}

// DirectID is the id of the direct message with the bot.
func (p *Person) DirectID() string {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.s.directWith(p.ID).id
}

// Say writes a direct message to the bot and returns its id.
func (p *Person) Say(text string) string { return p.SayIn(Direct, text) }

// SayIn writes to a channel and returns the message's id.
func (p *Person) SayIn(where, text string) string {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	m := &message{channel: p.place(where), author: p.user(), content: text}
	m.mentions = m.mentionsBot(p.s)
	p.s.add(m)
	return m.id
}

// SayAll is Say, once for each text, with no moment between them.
func (p *Person) SayAll(texts ...string) (ids []string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	for _, text := range texts {
		m := &message{channel: p.place(Direct), author: p.user(), content: text}
		p.s.add(m)
		ids = append(ids, m.id)
	}
	return ids
}

// Send writes a direct message with files or components of any kind, known to
// the client library or not; components may be nil.
func (p *Person) Send(text string, components []any, files ...File) string {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	m := &message{channel: p.place(Direct), author: p.user(), content: text, rows: components}
	for _, f := range files {
		f.ID = p.s.newID()
		m.files = append(m.files, f)
	}
	p.s.add(m)
	return m.id
}

// Edit changes the text of one of the person's messages.
func (p *Person) Edit(id, text string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if m := p.s.messages[id]; m != nil && m.author.id == p.ID {
		p.s.edit(m, obj{"content": text}, nil)
		return
	}
	p.s.breach("%s edits a message that is not theirs", p.Name)
}

// Delete takes one of the person's messages away.
func (p *Person) Delete(id string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if m := p.s.messages[id]; m != nil && m.author.id == p.ID {
		p.s.remove(m)
		return
	}
	p.s.breach("%s deletes a message that is not theirs", p.Name)
}

// place is the channel of that name or id. mu is held.
func (p *Person) place(where string) *channel {
	switch where {
	case Direct:
		return p.s.directWith(p.ID)
	case Elsewhere:
		id := "elsewhere of " + p.ID
		c := p.s.direct[id]
		if c == nil {
			c = &channel{id: p.s.newID(), foreign: true}
			p.s.direct[id], p.s.channels[c.id] = c, c
		}
		return c
	}
	c := p.s.channels[where]
	if c == nil {
		panic(fmt.Sprintf("discordtest: there is no channel %q", where))
	}
	return c
}

func (m *message) mentionsBot(s *Server) bool {
	return slices.ContainsFunc([]string{"<@" + s.BotID + ">", "<@!" + s.BotID + ">"}, func(tag string) bool { return contains(m.content, tag) })
}

// Sees is what stands in a place on this person's screen, oldest first, with the
// ephemeral messages that are for them.
func (p *Person) Sees(where string) []Message {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.sees(p.place(where))
}

func (p *Person) sees(c *channel) []Message {
	var seen []Message
	for _, m := range c.messages {
		if m.only == "" || m.only == p.ID {
			seen = append(seen, m.view())
		}
	}
	return seen
}

// Ephemeral are all messages that only this person sees, wherever they are,
// oldest first.
func (p *Person) Ephemeral() []Message {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	var seen []Message
	for _, c := range p.s.channels {
		for _, m := range c.messages {
			if m.only == p.ID {
				seen = append(seen, m.view())
			}
		}
	}
	slices.SortFunc(seen, func(a, b Message) int {
		if later(a.ID, b.ID) {
			return 1
		}
		return -1
	})
	return seen
}

// Messages is what everybody sees in a channel, oldest first.
func (s *Server) Messages(channelID string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var seen []Message
	if c := s.channels[channelID]; c != nil {
		for _, m := range c.messages {
			if m.only == "" {
				seen = append(seen, m.view())
			}
		}
	}
	return seen
}

// Message is one message as it stands now; ok is false when it is gone.
func (s *Server) Message(id string) (v Message, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.messages[id]; m != nil {
		return m.view(), true
	}
	return Message{}, false
}

// Typing is how often the bot showed that it is typing in a channel.
func (s *Server) Typing(channelID string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.channels[channelID]; c != nil {
		return len(c.typing)
	}
	return 0
}

// After are the messages of the bot that came after the one with this id in the
// same place, as the person sees them.
func (p *Person) After(id string) []Message {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	m := p.s.messages[id]
	if m == nil {
		return nil
	}
	var found []Message
	for _, v := range p.sees(m.channel) {
		if later(v.ID, id) && v.Author == p.s.BotID {
			found = append(found, v)
		}
	}
	return found
}

// signalAt is that of the channel in which a message stands.
func (s *Server) signalAt(id string) *signal {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.messages[id]; m != nil {
		return &m.channel.changed
	}
	return &s.changed
}

// AnswerTo waits for the first message of the bot that comes after the one with
// this id, in the same place.
func (p *Person) AnswerTo(ctx context.Context, id string) (Message, error) {
	var first Message
	err := p.s.wait(ctx, p.s.signalAt(id), p.Name+" is answered", func() bool {
		for _, m := range p.After(id) {
			if !m.Loading {
				first = m
				return true
			}
		}
		return false
	})
	return first, err
}

// Reads waits until a message of the bot's that holds these words is on the
// person's screen in that place, and returns the latest such message.
func (p *Person) Reads(ctx context.Context, where, words string) (Message, error) {
	var found Message
	p.s.mu.Lock()
	on := &p.place(where).changed
	p.s.mu.Unlock()
	err := p.s.wait(ctx, on, fmt.Sprintf("%s reads %q", p.Name, words), func() bool {
		for _, m := range slices.Backward(p.Sees(where)) {
			if m.Author == p.s.BotID && contains(m.Text, words) {
				found = m
				return true
			}
		}
		return false
	})
	return found, err
}
