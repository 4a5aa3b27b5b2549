package discordtest

import (
	"context"
	"fmt"
	"slices"
)

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
