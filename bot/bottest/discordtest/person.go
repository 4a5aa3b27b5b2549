package discordtest

import (
	"fmt"
	"slices"
)

// Person is somebody with a Discord client.
type Person struct {
	ID, Name string

	s      *Server
	last   func() // sends what they did last once more
	closed bool   // takes no direct messages of the bot
	owns   bool   // has installed the application for themselves
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
		p = &Person{ID: s.newID(), Name: name, s: s}
		s.people[name] = p
		s.users[p.ID] = &user{id: p.ID, name: name}
	}
	return p
}

func (p *Person) user() *user { return p.s.users[p.ID] }

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
	p.writes(m)
	return m.id
}

// writes puts a message of the person's into its channel. mu is held.
func (p *Person) writes(m *message) {
	p.last = func() { p.s.tell("MESSAGE_CREATE", m) }
	p.s.add(m)
}

// SayAll is Say, once for each text, with no moment between them.
func (p *Person) SayAll(texts ...string) (ids []string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	for _, text := range texts {
		m := &message{channel: p.place(Direct), author: p.user(), content: text}
		p.writes(m)
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
	p.writes(m)
	return m.id
}

// Again has Discord deliver what the person did last once more, a message or an
// interaction, as the same event under another number.
func (p *Person) Again() {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if p.last == nil {
		p.s.breach("%s has done nothing yet", p.Name)
		return
	}
	p.last()
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
