package slack

import (
	"cmp"
	"context"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"bounceback/bot"
	"bounceback/bot/slack/socket"
	"bounceback/coach"
)

// maxMet bounds the memory of whose profile was looked at in this run. When it is
// full it begins anew, and profiles are looked at once more.
const maxMet = 10_000

// met is whose profile was looked at in this run.
type met struct {
	mu  sync.Mutex
	who map[coach.ID]struct{}
}

// first is true once for each person.
func (m *met) first(id coach.ID) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.who[id]; ok {
		return false
	}
	if m.who == nil || len(m.who) >= maxMet {
		m.who = map[coach.ID]struct{}{}
	}
	m.who[id] = struct{}{}
	return true
}

func (m *met) forget(id coach.ID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.who, id)
}

// meet looks at the profile of somebody who was not heard in this run yet. Their
// message does not wait for it: name and time zone come right behind.
func (p *ears) meet(u User) {
	id := u.Person()
	if !p.met.first(id) {
		return
	}
	begun := p.rest.give(func(ctx context.Context) {
		if name, zone, ok := p.lookAt(ctx, u); ok {
			p.heard(p.ctx, profile(bot.Heard{From: id, To: u.Address()}, name, zone))
		}
	})
	if !begun {
		p.met.forget(id)
	}
}

// profileWithin is how long settings wait for the profile: a form that was sent has to be
// acknowledged within three seconds.
const profileWithin = 2 * time.Second

// withProfile hands over what somebody sets, together with their profile if that was
// not looked at in this run: an hour means nothing without a clock, and they were told
// that it is that of the profile. It is false if there is nothing to wait for.
func (p *ears) withProfile(u User, h bot.Heard) bool {
	if h.Heard.Command != "settings" || !p.met.first(u.Person()) {
		return false
	}
	begun := p.forms.give(func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, profileWithin)
		defer cancel()
		h.Heard.Name, h.Heard.TimeZone, _ = p.lookAt(ctx, u)
		p.heard(p.ctx, h)
	})
	if !begun {
		p.met.forget(u.Person())
	}
	return begun
}

// lookAt is what a profile says; if it cannot be read, it is read another time.
func (p *ears) lookAt(ctx context.Context, u User) (name, zone string, ok bool) {
	w, err := p.workspace(ctx, u.Team)
	if err == nil {
		var who *slack.User
		if who, err = w.User(ctx, u.ID); err == nil {
			return calledBy(who.Profile.DisplayName, cmp.Or(who.Profile.RealName, who.RealName)), who.TZ, true
		}
	}
	p.log.WarnContext(ctx, "a profile could not be looked at", "err", err)
	p.met.forget(u.Person())
	return "", "", false
}

// profileChanged follows a change. Whom the coach does not know stays unknown.
func (p *ears) profileChanged(e socket.Event, u User) {
	if e.Profile.Bot || e.Profile.Deleted {
		_ = e.Ack(nil)
		return
	}
	p.heard(p.ctx, profile(p.from(e, u), calledBy(e.Profile.Name, e.Profile.RealName), e.Profile.TimeZone))
}

func profile(h bot.Heard, name, zone string) bot.Heard {
	h.Heard = coach.Heard{ProfileOnly: true, Name: name, TimeZone: zone}
	return h
}
