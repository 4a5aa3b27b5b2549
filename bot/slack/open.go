package slack

import (
	"context"
	"errors"
	"slices"

	"github.com/slack-go/slack"

	"bounceback/bot"
	"bounceback/bot/slack/socket"
	"bounceback/coach"
	"bounceback/coach/page"
)

// openOr opens the form of a command. A trigger is good for three seconds: where
// that is over, or Slack has trouble, the coach asks in words instead.
func (p *ears) openOr(e socket.Event, u User, command string, given map[string]string, at ground, instead bot.Heard) {
	begun := p.forms.give(func(ctx context.Context) {
		if command == "settings" {
			given = p.settings(ctx, u)
			at.Was = given
		}
		if err := p.open(ctx, e, command, given, at); err != nil {
			p.pass(instead)
			return
		}
		_ = e.Ack(nil)
	})
	if !begun {
		p.pass(instead)
	}
}

func (p *ears) open(ctx context.Context, e socket.Event, command string, given map[string]string, at ground) error {
	all := p.options.Coach.Commands()
	i := slices.IndexFunc(all, func(c page.Command) bool { return c.Name == command })
	if i < 0 {
		return errors.New("slack: no such command")
	}
	return p.show(ctx, e, p.form(all[i], given, at))
}

// show opens a form while its trigger lives. Where the budget of the workspace would
// make it wait for longer, it is given up at once.
func (p *ears) show(ctx context.Context, e socket.Event, form slack.ModalViewRequest) error {
	ctx, cancel := context.WithDeadline(ctx, e.Received.Add(triggerLife))
	defer cancel()
	w, err := p.workspace(ctx, e.Team)
	if err == nil {
		_, err = w.OpenView(ctx, e.Trigger, form)
	}
	if err != nil {
		p.log.WarnContext(ctx, "a form could not be opened", "err", err)
	}
	return err
}

// openAnswer opens the form for an answer in one's own words. The question stands
// above the button, so the form need not say it again in full. Where it does not open,
// it is said where the words can go.
func (p *ears) openAnswer(e socket.Event, at ground) {
	p.forms.give(func(ctx context.Context) {
		if p.show(ctx, e, p.answerForm(p.words.AnswerTo, at)) != nil {
			p.tell(ctx, e, p.words.AnswerBroken)
			return
		}
		_ = e.Ack(nil)
	})
}

// settings are what the form of settings shows.
func (p *Platform) settings(ctx context.Context, u User) (given map[string]string) {
	err := p.options.Look(ctx, u.Person(), func(person *coach.Person, _ coach.Journal) {
		given = p.options.Coach.Settings(person)
	})
	if err != nil {
		p.log.ErrorContext(ctx, "settings could not be read", "err", err)
	}
	return given
}

// profileZone is the time zone that somebody's profile said last.
func (p *Platform) profileZone(ctx context.Context, u User) (zone string) {
	err := p.options.Look(ctx, u.Person(), func(person *coach.Person, _ coach.Journal) {
		zone = person.Profile.TimeZone
	})
	if err != nil {
		p.log.ErrorContext(ctx, "a profile could not be read", "err", err)
	}
	return zone
}
