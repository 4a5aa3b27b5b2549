package coach

import "time"

// rules say when something may be sent to a person. Each rule only ever moves a
// time on, so that looking later never finds an earlier time.
type rules struct {
	c     *Coach
	p     *Person
	now   time.Time
	loc   *time.Location
	taken []time.Time // when dates will be sent: their days are full
}

func (c *Coach) rules(p *Person, now time.Time) *rules {
	return &rules{c: c, p: p, now: now, loc: c.zones.load(p.TimeZone)}
}

// dated is when a nudge of a day that the person named is sent: at its time.
func (r *rules) dated(d coming) time.Time {
	at := later(d.wish, r.now)
	if !manners[d.Kind].always {
		at = later(at, r.p.Rest)
	}
	return r.fresh(d, at)
}

// fresh gives a time up that has become too late for its kind.
func (r *rules) fresh(d coming, at time.Time) time.Time {
	if stale := manners[d.Kind].stale; stale > 0 && at.Sub(d.wish) > stale {
		return time.Time{}
	}
	return at
}

// checkIn is when the person's own check-in is sent: at their hour. One that is
// too late is left out, and so are some when several had no answer.
func (r *rules) checkIn(ci *CheckIn) time.Time {
	at := ci.Next
	if stale := manners[kindCheckIn].stale; r.now.Sub(at) > stale {
		at = ci.after(r.now.Add(-stale), r.loc)
	}
	if r.p.Rest.After(at) {
		at = ci.after(r.p.Rest, r.loc)
	}
	for range 64 {
		if at.IsZero() || r.daysSince(r.lastOf(kindCheckIn), at) >= r.pause() {
			break
		}
		at = ci.after(at, r.loc)
	}
	if at.IsZero() {
		return at
	}
	at = later(at.Add(r.p.spread()), r.now)
	at = later(at, r.lastSent().Add(busy))
	return r.talking(at)
}

// other is when anything else is sent. A look back that cannot come in its own
// week is left out until the next: it would find the new week empty.
func (r *rules) other(d coming) time.Time {
	if manners[d.Kind].care {
		return r.fresh(d, r.p.quiet().out(r.talking(later(d.wish, r.now)), r.loc, false))
	}
	at := r.soonest(d)
	for d.Kind == kindLookBack && weekOf(at.In(r.loc)) > weekOf(d.wish.In(r.loc)) {
		d.wish = d.wish.In(r.loc).AddDate(0, 0, 7)
		at = r.soonest(d)
	}
	return at
}

// soonest is when nothing stands against it.
func (r *rules) soonest(d coming) time.Time {
	at := r.talking(later(d.wish, r.now))
	at = later(at, r.p.Rest)
	if last := r.lastSent(); !last.IsZero() {
		at = later(at, last.Add(between))
	}
	if apart := manners[d.Kind].apart; apart > 0 {
		at = later(at, r.lastOf(d.Kind).Add(apart))
	}
	if r.c.held(d.Page) {
		at = later(at, r.p.Hold)
	}
	for range 64 { // each round that moves it makes a day of it
		moved := r.p.quiet().out(r.unblocked(d, at), r.loc, true)
		if r.full(moved) || r.daysSince(r.lastSent(), moved) < r.pause() {
			moved = r.nextDay(moved)
		}
		if moved.Equal(at) {
			break
		}
		at = moved
	}
	return r.fresh(d, at)
}

// talking waits until a conversation has come to rest.
func (r *rules) talking(at time.Time) time.Time {
	if r.p.Place == nil {
		return at
	}
	return later(at, r.p.Heard.Add(busy))
}

// unblocked moves a time out of the days after a rejection and around an
// interview.
func (r *rules) unblocked(d coming, at time.Time) time.Time {
	p := r.p
	goals := r.c.urges(d.Page)
	if !p.LastNo.IsZero() && (goals || d.promise >= 0 && p.Promises[d.promise].Made.Before(p.LastNo)) {
		at = later(at, p.LastNo.Add(afterNo))
	}
	if p.Weight.Level == "very heavy" && r.c.held(d.Page) || p.Weight.Level == "heavy" && goals {
		at = later(at, p.Weight.At.Add(day))
	}
	if d.Kind != "after" && !p.Interview.IsZero() && at.After(p.Interview.Add(-aroundInterview)) {
		at = later(at, p.Interview.Add(aroundInterview))
	}
	return at
}

// full tells whether enough is sent on that day, or in the week up to it.
func (r *rules) full(at time.Time) bool {
	week := 0
	for _, s := range r.p.Sent {
		if s.Kind == kindCheckIn {
			continue
		}
		switch days := daysBetween(s.At.In(r.loc), at.In(r.loc)); {
		case days == 0:
			return true
		case days > 0 && days < 7:
			week++
		}
	}
	for _, t := range r.taken {
		if !t.IsZero() && daysBetween(t.In(r.loc), at.In(r.loc)) == 0 {
			return true
		}
	}
	return week >= aWeek
}

// nextDay is the beginning of the day after at.
func (r *rules) nextDay(at time.Time) time.Time {
	y, m, d := at.In(r.loc).Date()
	return localTime(y, m, d+1, 0, 0, r.loc)
}

// daysSince counts the days from the last nudge to a time.
func (r *rules) daysSince(last, at time.Time) int {
	if last.IsZero() {
		return pauseAfter[len(pauseAfter)-1]
	}
	return daysBetween(last.In(r.loc), at.In(r.loc))
}

// pause is how many days there must be, after nudges without an answer.
func (r *rules) pause() int { return pauseAfter[min(r.p.Unanswered, len(pauseAfter)-1)] }

// lastSent is when anything was sent unasked last, dates apart.
func (r *rules) lastSent() (at time.Time) {
	for _, s := range r.p.Sent {
		if !manners[s.Kind].dated {
			at = later(at, s.At)
		}
	}
	return at
}

func (r *rules) lastOf(kind string) (at time.Time) {
	for _, s := range r.p.Sent {
		if s.Kind == kind {
			at = later(at, s.At)
		}
	}
	return at
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
