package slack

import (
	"cmp"
	"context"
	"strings"
	"sync"

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
func (p *ears) meet(id coach.ID) {
	if !p.met.first(id) {
		return
	}
	team, user, _ := strings.Cut(strings.TrimPrefix(string(id), Name+":"), "/")
	u := User{team, user}
	begun := p.later(func(ctx context.Context) {
		w, err := p.workspace(ctx, u.Team)
		if err != nil {
			p.met.forget(id)
			return
		}
		who, err := w.User(ctx, u.ID)
		if err != nil {
			p.log.WarnContext(ctx, "a profile could not be looked at", "err", err)
			p.met.forget(id)
			return
		}
		p.follow(u, "", cmp.Or(who.Profile.DisplayName, who.Profile.RealName, who.RealName), who.TZ)
	})
	if !begun {
		p.met.forget(id)
	}
}

// profileChanged follows a change. Whom the coach does not know stays unknown.
func (p *ears) profileChanged(e socket.Event, u User) {
	if e.Profile.Bot || e.Profile.Deleted {
		_ = e.Ack(nil)
		return
	}
	p.heard(p.ctx, p.profile(p.from(e, u), e.Profile.Name, e.Profile.TimeZone))
}

func (p *ears) follow(u User, event, name, zone string) {
	p.heard(p.ctx, p.profile(bot.Heard{Event: event, From: u.Person(), To: u.Address()}, name, zone))
}

func (p *ears) profile(h bot.Heard, name, zone string) bot.Heard {
	first, _, _ := strings.Cut(strings.TrimSpace(name), " ") // as people are called
	h.Heard = coach.Heard{ProfileOnly: true, Name: first, TimeZone: zone}
	return h
}
