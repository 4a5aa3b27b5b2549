package discordtest

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Interaction is one command, tap, form or autocompletion of a person.
type Interaction struct {
	ID, Token string
	// Refused says why the client would not let it be done; the test has failed
	// then, and nothing was sent.
	Refused string

	s       *Server
	by      *Person
	kind    int // as in Discord's "type"
	channel *channel
	source  *message // that a component stands under
	made    time.Time
	byUser  bool // let in only by the person's own installation

	callback  int // the type of the first answer; 0 for none yet
	took      time.Duration
	original  *message
	choices   []Choice
	followups int
}

// Kinds of interactions and of their first answers, as Discord numbers them.
const (
	kindCommand   = 2
	kindComponent = 3
	kindType      = 4
	kindForm      = 5

	// What Answered can return.
	AnswerMessage       = 4
	AnswerDeferred      = 5
	AnswerQuietly       = 6 // a component was acknowledged and nothing changes
	AnswerUpdate        = 7 // the message with the component was changed
	AnswerAutocompleted = 8
	AnswerForm          = 9
)

// Limits of an interaction.
const (
	firstAnswer   = 3 * time.Second
	tokenLives    = 15 * time.Minute
	userFollowups = 5
)

// HoldToThreeSeconds makes the server refuse first answers that come later than
// that, by its clock. Without it they are only measured; see Took.
func (s *Server) HoldToThreeSeconds() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.strict = true
}

// Answered is the type of the first answer, 0 while there is none.
func (i *Interaction) Answered() int {
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	return i.callback
}

// Took is how long the first answer took, by the server's clock; ok is false while
// there is none.
func (i *Interaction) Took() (d time.Duration, ok bool) {
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	return i.took, i.callback != 0
}

// Reply is the message that answers the interaction, which may still be loading;
// ok is false when there is none.
func (i *Interaction) Reply() (m Message, ok bool) {
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	if i.original == nil || i.original.deleted || i.callback == AnswerQuietly || i.callback == AnswerUpdate {
		return Message{}, false
	}
	return i.original.view(), true
}

// Await waits for the message that answers the interaction, loaded.
func (i *Interaction) Await(ctx context.Context) (Message, error) {
	var m Message
	err := i.wait(ctx, "the interaction is answered with a message", func() (is bool) {
		m, is = i.Reply()
		return is && !m.Loading
	})
	return m, err
}

func (i *Interaction) wait(ctx context.Context, what string, so func() bool) error {
	if i.Refused != "" {
		return fmt.Errorf("discordtest: %s", i.Refused)
	}
	return i.s.wait(ctx, &i.channel.changed, what, so)
}

// Acknowledged waits for the first answer of any type.
func (i *Interaction) Acknowledged(ctx context.Context) error {
	return i.wait(ctx, "the interaction is acknowledged", func() bool { return i.Answered() != 0 })
}

// Offered waits for what an autocompletion offers.
func (i *Interaction) Offered(ctx context.Context) ([]Choice, error) {
	err := i.Acknowledged(ctx)
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	return slices.Clone(i.choices), err
}

// postCallback is the first answer.
func (s *Server) postCallback(c *call, id []string) answer {
	i := s.interactions[id[1]]
	late := func() answer { return refused(404, 10062, "Unknown interaction") }
	if i == nil || i.ID != id[0] {
		return late()
	}
	took := s.now().Sub(i.made)
	if took > tokenLives || s.strict && took > firstAnswer {
		return late()
	}
	if i.callback != 0 {
		return refused(400, 40060, "Interaction has already been acknowledged.")
	}
	typ := number(c.body, "type")
	if !i.takes(typ) {
		s.breach("an interaction of type %d was answered with type %d", i.kind, typ)
		return refused(400, 50035, "Invalid Form Body")
	}
	i.callback, i.took = typ, took
	s.firstAnswer(i, c)
	s.change(i.channel)
	if c.query["with_response"] == nil {
		return done
	}
	res := obj{"interaction": obj{"id": i.ID, "type": i.kind}, "resource": obj{"type": typ}}
	if i.original != nil {
		res["resource"].(obj)["message"] = i.original.json(s)
	}
	return ok(res)
}

// takes tells which first answers go for which interaction.
func (i *Interaction) takes(callback int) bool {
	switch callback {
	case AnswerMessage, AnswerDeferred:
		return i.kind != kindType
	case AnswerQuietly, AnswerUpdate:
		return i.source != nil && i.kind != kindType
	case AnswerAutocompleted:
		return i.kind == kindType
	case AnswerForm:
		return i.kind == kindCommand || i.kind == kindComponent
	}
	return false
}

func (s *Server) firstAnswer(i *Interaction, c *call) {
	data := object(c.body, "data")
	flags := number(data, "flags")
	switch i.callback {
	case AnswerMessage:
		i.original = s.reply(i, data, c.files, flags)
	case AnswerDeferred:
		i.original = s.reply(i, obj{"flags": float64(flags | flagLoading)}, nil, flags)
	case AnswerQuietly:
		i.original = i.source
	case AnswerUpdate:
		i.original = i.source
		s.edit(i.source, data, c.files)
	case AnswerAutocompleted:
		for _, o := range list(data, "choices") {
			i.choices = append(i.choices, Choice{Label: text(o, "name"), Value: fmt.Sprint(asObject(o)["value"])})
		}
	case AnswerForm:
		i.by.modal = newModal(i, data)
	}
}

// reply writes a message of the bot's that answers an interaction.
func (s *Server) reply(i *Interaction, data obj, files map[string]File, flags int) *message {
	m := &message{channel: i.channel, author: s.users[s.BotID], from: i}
	if flags&flagEphemeral != 0 {
		m.only, m.flags = i.by.ID, flagEphemeral
	}
	s.fill(m, data, files)
	s.add(m)
	return m
}

// live is the interaction that a webhook's token is for, or a refusal.
func (s *Server) live(id []string) (*Interaction, *answer) {
	i := s.interactions[id[1]]
	no := func(status, code int, message string) (*Interaction, *answer) {
		a := refused(status, code, message)
		return nil, &a
	}
	switch {
	case i == nil || id[0] != s.AppID:
		return no(404, 10015, "Unknown Webhook")
	case s.now().Sub(i.made) > tokenLives:
		return no(401, 50027, "Invalid Webhook Token")
	case i.callback == 0:
		return no(404, 10015, "Unknown Webhook")
	}
	return i, nil
}

// postFollowup writes a further message; after a deferral the first one takes the
// place of “is thinking”.
func (s *Server) postFollowup(c *call, id []string) answer {
	i, no := s.live(id)
	if no != nil {
		return *no
	}
	if i.original != nil && i.original.flags&flagLoading != 0 {
		i.original.flags &^= flagLoading
		s.edit(i.original, c.body, c.files)
		return ok(i.original.json(s))
	}
	if i.followups++; i.byUser && i.followups > userFollowups {
		return refused(400, 40094, "This interaction has reached the maximum number of follow up messages.")
	}
	return ok(s.reply(i, asObject(c.body), c.files, number(c.body, "flags")).json(s))
}

// replied is the message of an interaction that a path names.
func (s *Server) replied(id []string) (*Interaction, *message, *answer) {
	i, no := s.live(id)
	if no != nil {
		return nil, nil, no
	}
	if id[2] == "@original" && i.original != nil && !i.original.deleted {
		return i, i.original, nil
	}
	if m := s.messages[id[2]]; m != nil && (m.from == i || m == i.original) {
		return i, m, nil
	}
	a := refused(404, 10008, "Unknown Message")
	return nil, nil, &a
}

func (s *Server) getReply(_ *call, id []string) answer {
	_, m, no := s.replied(id)
	if no != nil {
		return *no
	}
	return ok(m.json(s))
}

func (s *Server) patchReply(c *call, id []string) answer {
	_, m, no := s.replied(id)
	if no != nil {
		return *no
	}
	m.flags &^= flagLoading
	s.edit(m, c.body, c.files)
	return ok(m.json(s))
}

func (s *Server) deleteReply(_ *call, id []string) answer {
	_, m, no := s.replied(id)
	if no != nil {
		return *no
	}
	s.remove(m)
	return done
}
