package console

import (
	"context"
	"errors"
	"strings"
	"time"

	"bounceback/coach"
)

// move does a line that begins with @: it moves the clock and lets all that
// comes due on the way come at its own time.
func (p *Platform) move(ctx context.Context, text string) error {
	me, err := p.people.Person(ctx, p.clock.Now())
	if err != nil {
		return err
	}
	now := p.clock.Now()
	if text == "" {
		return p.face.moment(p.local(me, now))
	}
	to, err := moment(text, now.In(p.zone(me)))
	switch {
	case errors.Is(err, errFar):
		return p.face.note(p.words.ClockFar)
	case errors.Is(err, errWeekday):
		return p.face.note(fill(p.words.ClockWeekday, "date", to.Format("2006-01-02"), "weekday", to.Weekday().String()))
	case err != nil:
		return p.face.note(p.words.ClockUnclear)
	case to.Before(now) && !me.Heard.IsZero():
		// Nothing was said yet: then any time is a good one to begin at.
		return p.face.note(fill(p.words.ClockBack, "time", p.local(me, now)))
	}
	if !strings.HasPrefix(text, "+") {
		p.dated = true
	}
	if err := p.pass(ctx, to); err != nil {
		return err
	}
	now = p.clock.Now()
	if p.local(me, now) == text {
		return nil
	}
	return p.tell(me, now)
}

// fruitless is how many ticks in a row may say nothing, though something was
// due, before the time passes without looking.
const fruitless = 5

// pass lets the time pass, from one due time to the next.
func (p *Platform) pass(ctx context.Context, to time.Time) error {
	ticks, empty := 0, 0
	for empty < fruitless {
		now := p.clock.Now()
		due, ok, err := p.people.next(ctx, now)
		if err != nil {
			return err
		}
		if ok && ticks > 0 && !due.After(now) {
			due = now.Add(time.Minute) // as in a bot that looks once a minute
		}
		if !ok || due.After(to) {
			break
		}
		if due.After(now) {
			p.clock.set(due)
		}
		before := p.count()
		if err := p.bot.Tick(ctx); err != nil {
			return err
		}
		if err := p.settle(ctx); err != nil {
			return err
		}
		if ticks++; p.count() == before {
			empty++
		} else {
			empty = 0
		}
	}
	if ticks == 0 || to.After(p.clock.Now()) {
		p.clock.set(to)
	}
	return nil
}

// zone is where the person is, as far as one knows.
func (p *Platform) zone(me coach.Person) *time.Location {
	for _, name := range []string{me.TimeZone, p.options.TimeZone} {
		if name == "" {
			continue
		}
		if zone, err := time.LoadLocation(name); err == nil {
			return zone
		}
	}
	return time.UTC
}

func (p *Platform) local(me coach.Person, t time.Time) string {
	return t.In(p.zone(me)).Format(p.words.ClockFormat)
}

// tell shows the time once. A transcript leaves out a time that would be
// another one at the next run of the same lines.
func (p *Platform) tell(me coach.Person, now time.Time) error {
	if p.options.Echo && !p.dated {
		return nil
	}
	text := p.local(me, now)
	p.mu.Lock()
	told := p.told == text
	p.told = text
	p.mu.Unlock()
	if told {
		return nil
	}
	return p.face.moment(text)
}
