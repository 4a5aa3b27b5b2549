package slack

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"bounceback/bot"
	"bounceback/bot/figure"
	"bounceback/bot/slack/markup"
	"bounceback/bot/slack/web"
	"bounceback/coach"
)

// noteDirect is the note of a person that holds the channel of their direct
// message.
const noteDirect = "direct"

// Send writes one message to a person, or answers their request. See bot.Platform.
func (p *Platform) Send(ctx context.Context, to coach.Address, key string, m coach.Message) error {
	at, err := ParseAddress(to)
	if err != nil {
		return fmt.Errorf("%w: %w", bot.ErrRefused, err)
	}
	if at.Channel != "" {
		// A person's message never goes where others read.
		return fmt.Errorf("%w: slack: a letter for a person is addressed to a channel", bot.ErrRefused)
	}
	w, err := p.workspace(ctx, at.Team)
	if err != nil {
		return err
	}
	if r := at.Request; r != nil && !r.Over(p.clock()) {
		own, err := p.ownDirect(ctx, w, *r)
		if err != nil {
			return p.gone(err)
		}
		if !own {
			if err := p.answer(ctx, w, *r, key, m); !errors.Is(err, web.ErrSpent) {
				return p.gone(err)
			}
		}
	}
	return p.gone(p.write(ctx, w, at.User, key, m))
}

// workspace is the Web API for a workspace.
func (p *Platform) workspace(ctx context.Context, team string) (*web.Workspace, error) {
	w, err := p.web.Workspace(ctx, team)
	return w, p.gone(err)
}

// gone makes an error final that says that the app is no longer installed, where
// others can install and remove it. With one plain token it is the operator who has
// to do something, and the letters wait for it.
func (p *Platform) gone(err error) error {
	if p.several() && errors.Is(err, web.ErrGone) {
		return fmt.Errorf("%w: %w", bot.ErrUnreachable, err)
	}
	return err
}

// part is the key of one of the messages that a letter becomes. Nearly always
// there is only the first.
func part(key string, i int) string {
	if i == 0 {
		return key
	}
	return key + "." + strconv.Itoa(i+1)
}

// answer shows the answer to a request to the person alone. A figure comes in
// words: its file would belong to the channel, where others could find it. Nobody can
// type an answer there that only the app reads, so an open question has a button that
// opens a field.
func (p *Platform) answer(ctx context.Context, w *web.Workspace, r Request, key string, m coach.Message) error {
	parts := p.render(m, markup.Options{Menu: p.words.Menu, Key: key})
	if m.Asks && len(parts) > 0 {
		last := &parts[len(parts)-1]
		last.Blocks = append(last.Blocks, slack.NewActionBlock(answerAction, slack.NewButtonBlockElement(answerAction, "", plain(p.words.Answer))))
	}
	for i, one := range parts {
		if err := w.Respond(ctx, r.URL, web.Letter{Key: part(key, i), Text: one.Text, Blocks: one.Blocks}); err != nil {
			return err
		}
		if len(m.Choices) > 0 {
			p.asked.note(key, one.Blocks)
		}
	}
	return nil
}

// write writes to a person's direct message.
func (p *Platform) write(ctx context.Context, w *web.Workspace, u User, key string, m coach.Message) error {
	return p.inDirect(ctx, w, u, func(channel string) error {
		picture := p.picture(ctx, w, key, m.Figure)
		err := p.post(ctx, w, channel, key, m, picture)
		if picture != "" && errors.Is(err, bot.ErrRefused) {
			// Slack may be slower with a picture than it says. Its words do as well; the
			// parts before are the same, and are known to be there.
			p.log.WarnContext(ctx, "a picture was refused and goes as text", "err", err)
			err = p.post(ctx, w, channel, key, m, "")
		}
		return err
	})
}

func (p *Platform) post(ctx context.Context, w *web.Workspace, channel, key string, m coach.Message, picture string) error {
	o := markup.Options{Picture: picture, Menu: p.words.Menu, Key: key}
	parts := p.render(m, o)
	if n := len(parts); n > 1 { // the choices stand in the last
		o.Key = part(key, n-1)
		parts = p.render(m, o)
	}
	for i, one := range parts {
		l := web.Letter{Key: part(key, i), Text: one.Text, Blocks: one.Blocks, Again: bot.Again(ctx)}
		if _, err := w.Post(ctx, channel, l); err != nil {
			return err
		}
	}
	return nil
}

// inDirect does something in a person's direct message. Its channel is known from
// an earlier time, or is opened; one that has become wrong is opened again.
func (p *Platform) inDirect(ctx context.Context, w *web.Workspace, u User, do func(channel string) error) error {
	known, err := p.channelOf(ctx, u)
	if err != nil {
		return err
	}
	if known != "" {
		if err := do(known); !errors.Is(err, web.ErrChannel) {
			return err
		}
		p.directs.forget(string(u.Person()))
	}
	channel, err := w.Open(ctx, u.ID)
	if err != nil {
		return err
	}
	if channel == known {
		return fmt.Errorf("slack: a direct message that is open and not there: %w", bot.ErrUnreachable)
	}
	p.heardIn(u, channel)
	p.options.Notes.NoteSoon(u.Person(), noteDirect, []byte(channel))
	return do(channel)
}

// ownDirect tells whether a request was made in the person's direct message with the
// app, where an answer can stay. One with a colleague looks the same from outside.
func (p *Platform) ownDirect(ctx context.Context, w *web.Workspace, r Request) (bool, error) {
	if !strings.HasPrefix(r.Channel, "D") {
		return false, nil
	}
	known, err := p.channelOf(ctx, r.User)
	if err == nil && known == "" {
		if known, err = w.Open(ctx, r.ID); err == nil {
			p.heardIn(r.User, known)
		}
	}
	return known == r.Channel, err
}

// channelOf is the channel of a person's direct message, empty if none is known.
func (p *Platform) channelOf(ctx context.Context, u User) (string, error) {
	noted, err := p.options.Notes.Note(ctx, u.Person(), noteDirect)
	if err != nil {
		return "", fmt.Errorf("slack: %w", err)
	}
	latest := p.directs.of(string(u.Person()))
	if latest != "" && latest != string(noted) {
		p.options.Notes.NoteSoon(u.Person(), noteDirect, []byte(latest))
		return latest, nil
	}
	return string(noted), nil
}

// heardIn tells where a person's direct message is. Each message that is heard
// there says so, and opening it costs a call; it is noted when the first answer
// goes, since there are no notes of a person who is not known yet.
func (p *Platform) heardIn(u User, channel string) {
	p.directs.note(string(u.Person()), channel)
}

// picture uploads a figure and returns the id of the file, empty if the figure
// should go in words.
func (p *Platform) picture(ctx context.Context, w *web.Workspace, key string, f *coach.Figure) (file string) {
	if f == nil {
		return ""
	}
	if file = p.files.of(key); file != "" {
		return file // the message failed, not the upload
	}
	content, err := figure.PNG(*f)
	if err == nil {
		file, err = w.Picture(ctx, web.File{Name: p.words.PictureName, Title: f.Title, Alt: f.Alt, Content: content})
	}
	if err != nil {
		if !errors.Is(err, figure.ErrLetters) {
			p.log.WarnContext(ctx, "a picture could not be uploaded and goes as text", "err", err)
		}
		return ""
	}
	p.files.note(key, file)
	return file
}

// Hand gives a person a file, in their direct message whatever the address: a copy
// of all that is kept should still be there tomorrow.
func (p *Platform) Hand(ctx context.Context, to coach.Address, key, name string, content []byte) error {
	at, err := ParseAddress(to)
	if err == nil && at.Channel != "" {
		err = errors.New("slack: a file for a person is addressed to a channel")
	}
	if err != nil {
		return fmt.Errorf("%w: %w", bot.ErrRefused, err)
	}
	w, err := p.workspace(ctx, at.Team)
	if err != nil {
		return err
	}
	return p.gone(p.inDirect(ctx, w, at.User, func(channel string) error {
		there, err := p.handed(ctx, w, channel, key, name, len(content))
		if there || err != nil {
			return err
		}
		file, err := w.Upload(ctx, web.File{Name: name, Content: content})
		if err != nil {
			return err
		}
		p.files.note(key, file)
		return w.Share(ctx, file, name, channel)
	}))
}

// handed tells whether a file was handed over before: in this run it is known by
// its id. After a restart, a file of that name and size among the latest messages is
// it; a copy that is not a byte longer is as good.
func (p *Platform) handed(ctx context.Context, w *web.Workspace, channel, key, name string, size int) (bool, error) {
	file := p.files.of(key)
	switch {
	case file != "":
		return w.Shared(ctx, channel, func(f slack.File) bool { return f.ID == file })
	case bot.Again(ctx):
		return w.Shared(ctx, channel, func(f slack.File) bool { return f.Name == name && f.Size == size })
	}
	return false, nil
}
