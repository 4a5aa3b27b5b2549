package slack

import (
	"context"
	"errors"
	"slices"

	"bounceback/bot"
	"bounceback/bot/slack/socket"
	"bounceback/coach"
	"bounceback/coach/page"
)

// openOr opens the form of a command. A trigger is good for three seconds: where
// that is over, or Slack has trouble, the coach asks in words instead.
func (p *ears) openOr(e socket.Event, u User, command string, given map[string]string, at ground, instead bot.Heard) {
	begun := p.later(func(ctx context.Context) {
		if command == "settings" {
			given = p.settings(ctx, u)
			at.Was = given
		}
		if err := p.open(ctx, e, command, given, at); err != nil {
			p.log.WarnContext(ctx, "a form could not be opened", "err", err)
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
	w, err := p.workspace(ctx, e.Team)
	if err != nil {
		return err
	}
	_, err = w.OpenView(ctx, e.Trigger, p.form(all[i], given, at))
	return err
}

// openAnswer opens the form for an answer in one's own words. The question stands
// above the button, so the form need not say it again in full.
func (p *ears) openAnswer(e socket.Event, at ground) {
	p.later(func(ctx context.Context) {
		w, err := p.workspace(ctx, e.Team)
		if err == nil {
			_, err = w.OpenView(ctx, e.Trigger, p.answerForm(p.words.AnswerTo, at))
		}
		if err != nil {
			p.log.WarnContext(ctx, "a form could not be opened", "err", err)
		}
	})
	_ = e.Ack(nil)
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
func (p *Platform) profileZone(u User) (zone string) {
	err := p.options.Look(context.Background(), u.Person(), func(person *coach.Person, _ coach.Journal) {
		zone = person.Profile.TimeZone
	})
	if err != nil {
		p.log.Error("a profile could not be read", "err", err)
	}
	return zone
}

// publish sets somebody's home tab as things stand.
func (p *Platform) publish(ctx context.Context, u User) {
	w, err := p.workspace(ctx, u.Team)
	if err == nil {
		_, err = w.Publish(ctx, u.ID, "", p.homeView(ctx, u))
	}
	if err != nil {
		p.log.WarnContext(ctx, "a home tab could not be shown", "err", err)
	}
}
