package discord

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"bounceback/bot"
	"bounceback/bot/discord/rest"

	"github.com/bwmarrin/discordgo"
)

// answer is what stands in the first answer of an interaction, or in the message
// that was tapped. It is one message to which further letters are added, since that
// can be read back and be done twice with no harm.
type answer struct {
	content string
	files   []string // ids
	private bool
	loading bool // nothing stands there yet
	// left is what a run before has written there in answer to the same interaction
	// and this one was not given again yet.
	left  string
	named []string // the names of the files of that
	made  time.Time
}

// answers are those that were written to in this run.
type answers struct {
	clock func() time.Time

	mu  sync.Mutex
	all map[string]*answer // by interaction
}

// maxAnswers bounds answers. One that is dropped is read back from Discord.
const maxAnswers = 2048

func newAnswers(clock func() time.Time) *answers {
	return &answers{clock: clock, all: map[string]*answer{}}
}

// promised takes note that the answer to an interaction was promised, and spares to
// read it. private is whether only the person sees it.
func (a *answers) promised(interaction string, private bool) {
	a.put(interaction, &answer{private: private, loading: true})
}

// changed takes note that the message that was tapped now reads so, and has these
// files.
func (a *answers) changed(interaction, content string, files []*discordgo.MessageAttachment, private bool) {
	x := &answer{private: private, content: content}
	for _, f := range files {
		x.files = append(x.files, f.ID)
	}
	a.put(interaction, x)
}

func (a *answers) put(interaction string, x *answer) {
	a.mu.Lock()
	defer a.mu.Unlock()
	x.made = a.clock()
	if len(a.all) >= maxAnswers {
		for id, o := range a.all {
			if x.made.Sub(o.made) > tokenLife {
				delete(a.all, id)
			}
		}
	}
	shrink(a.all, maxAnswers)
	a.all[interaction] = x
}

func (a *answers) get(interaction string) *answer {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.all[interaction]
}

// look is what stands in the answer of an interaction.
func (s *sender) look(ctx context.Context, i *Interaction) (*answer, error) {
	if a := s.answers.get(i.ID); a != nil {
		return a, nil
	}
	m, err := s.rest.GetOriginal(ctx, i.rest())
	if errors.Is(err, rest.ErrNoMessage) {
		return &answer{}, nil // they have put it away
	}
	if err != nil {
		return nil, err
	}
	a := &answer{content: m.Content, private: m.Private(), loading: m.Loading(), left: s.below(m.Content)}
	for _, f := range m.Attachments {
		a.files, a.named = append(a.files, f.ID), append(a.named, f.Name)
	}
	s.answers.put(i.ID, a)
	return a, nil
}

// below is what stands in a message below what was tapped last.
func (s *sender) below(content string) string {
	mark, _, _ := strings.Cut(s.words.Chosen, "{choice}")
	at := strings.LastIndex("\n"+content, "\n"+mark)
	if mark == "" || at < 0 {
		return content
	}
	_, rest, _ := strings.Cut(content[at:], "\n\n")
	return rest
}

// stood tells whether a run before has written a piece there, and takes it as given.
func (a *answer) stood(p rest.Message) bool {
	if p.Content == "" {
		n := slices.IndexFunc(a.named, func(name string) bool { return len(p.Files) > 0 && p.Files[0].Name == name })
		if n >= 0 {
			a.named = a.named[n+1:]
		}
		return n >= 0
	}
	_, after, ok := strings.Cut("\n\n"+a.left+"\n\n", "\n\n"+p.Content+"\n\n")
	if ok {
		a.left = strings.TrimSuffix(after, "\n\n")
	}
	return ok
}

func (i *Interaction) rest() rest.Interaction {
	return rest.Interaction{App: i.App, ID: i.ID, Token: i.Token}
}

// inDirect answers an interaction in the direct messages: the first piece keeps the
// promise of an answer, and the others are messages like any.
func (s *sender) inDirect(ctx context.Context, i *Interaction, l *letter) error {
	a, err := s.look(ctx, i)
	if err != nil {
		return err
	}
	if first := l.pieces[0]; l.given == 0 && a.stood(first) {
		l.next()
	} else if l.given == 0 && a.loading {
		if err := s.edit(ctx, i, a, first); err != nil {
			return err
		}
		l.next()
	}
	if err = s.direct(ctx, i.User, l); closed(err) {
		return s.add(ctx, i, l)
	}
	return err
}

// closed tells that somebody cannot be written to in their direct messages.
func closed(err error) bool {
	return errors.Is(err, bot.ErrUnreachable) || errors.Is(err, rest.ErrNotAllowed)
}

// openPatience is how long a question waits for a direct message to be opened.
const openPatience = 3 * time.Second

// errSlow is given where it would take too long.
var errSlow = fmt.Errorf("%w: a direct message cannot be opened soon", bot.ErrUnreachable)

// askDirectly writes a question to somebody's direct message. Where many ask at once
// it would take minutes to open one, and meanwhile they would look at a promise: then
// it is as if the door were closed.
func (s *sender) askDirectly(ctx context.Context, user string, l *letter) error {
	soon, cancel := context.WithTimeout(ctx, openPatience)
	defer cancel()
	if _, err := s.channels.of(soon, user); err != nil && ctx.Err() == nil && !closed(err) {
		s.log.Info("discord: a question stays where it was asked", slog.Any("err", err))
		return errSlow
	}
	return s.direct(ctx, user, l)
}

// inPrivate answers an interaction where others are: so that only the person sees
// it. A question that wants words goes to their direct messages, if these are open; one
// about a room is for whoever looks at the room just then, and stays.
func (s *sender) inPrivate(ctx context.Context, i *Interaction, l *letter) error {
	if !l.asks {
		return s.add(ctx, i, l)
	}
	if i.Where == InRoom {
		return s.askHere(ctx, i, l)
	}
	if err := s.askDirectly(ctx, i.User, l); closed(err) {
		return s.askHere(ctx, i, l)
	} else if err != nil {
		return err
	}
	note := &letter{key: l.key, pieces: []rest.Message{s.writtenTo(ctx, i.User)}, try: &try{}}
	err := s.add(ctx, i, note)
	if e, ok := errors.AsType[*rest.Error](err); ok && e.Status >= 400 && e.Status < 500 && e.After == 0 {
		return nil // they have the question, and that is what counts
	}
	return err
}

// writtenTo says that a question went to somebody's direct message, and leads there.
func (s *sender) writtenTo(ctx context.Context, user string) rest.Message {
	m := rest.Message{Content: s.words.Written, NoPreview: true}
	if channel, err := s.channels.of(ctx, user); err == nil { // it was just written to
		m.Components = []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
			discordgo.Button{Style: discordgo.LinkButton, Label: s.words.Open, URL: "https://discord.com/channels/@me/" + channel},
		}}}
	}
	return m
}

// askHere writes a question where the interaction was made, with a button for the
// answer.
func (s *sender) askHere(ctx context.Context, i *Interaction, l *letter) error {
	last := &l.pieces[len(l.pieces)-1]
	last.Components = append(last.Components[:len(last.Components):len(last.Components)], s.writeButton())
	return s.add(ctx, i, l)
}

// writeButton opens the field for an answer.
func (s *sender) writeButton() discordgo.MessageComponent {
	return discordgo.ActionsRow{Components: []discordgo.MessageComponent{
		discordgo.Button{Style: discordgo.PrimaryButton, Label: s.words.Write, CustomID: writeID},
	}}
}

// add writes what is left of a letter into the answer of an interaction, or as
// further messages that only the person sees where it does not fit. Those have no
// nonce: of a letter that is sent again after a crash, they come twice.
func (s *sender) add(ctx context.Context, i *Interaction, l *letter) error {
	a, err := s.look(ctx, i)
	if err != nil {
		return err
	}
	for ; l.given < len(l.pieces); l.next() {
		p := l.pieces[l.given]
		if a.stood(p) {
			continue
		}
		// What all can see, such as the post that was tapped, is never added to.
		err = rest.ErrNoMessage
		if (a.private || i.Where == InDirect) && fits(join(a.content, p.Content)) {
			err = s.edit(ctx, i, a, p)
		}
		if errors.Is(err, rest.ErrNoMessage) {
			p.Private = i.Where != InDirect
			_, err = s.rest.Followup(ctx, i.rest(), p)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// edit adds a piece to the answer of an interaction.
func (s *sender) edit(ctx context.Context, i *Interaction, a *answer, p rest.Message) error {
	p.Content = join(a.content, p.Content)
	p.Keep, p.Kept = !a.loading, a.files
	m, err := s.rest.EditOriginal(ctx, i.rest(), p)
	if err != nil {
		return err
	}
	a.content, a.loading, a.files = p.Content, false, nil
	for _, f := range m.Attachments {
		a.files = append(a.files, f.ID)
	}
	return nil
}
