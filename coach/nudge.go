package coach

import (
	"slices"
	"time"

	"bounceback/coach/page"
)

// Nudge is something that the coach begins: a promise that has come due, the
// person's own check-in, or the one line with which it goes quiet.
type Nudge struct {
	// Page and Step are what it opens.
	Page, Step string
	// Kind is the manner in which it comes, for counts: "check-in", "goodbye", or
	// one of the manners in forms.md.
	Kind string
}

// The kinds of nudges that are no promises.
const (
	kindCheckIn = "check-in"
	kindGoodbye = "goodbye"
)

// kindLookBack is the one promise that belongs to a week.
const kindLookBack = "look-back"

// Sent is a nudge that was sent, kept for as long as the rules look back.
type Sent struct {
	At   time.Time `json:"at"`
	Kind string    `json:"kind"`
}

// coming is what may be sent, with the time at which it can be.
type coming struct {
	Nudge
	promise int       // its place in Person.Promises, -1 for none
	wish    time.Time // when it was promised for
	due     time.Time // when it can be sent, never before now
}

// NextNudge says what the person should hear from us next and when, never
// before now. It is pure. ok is false when nothing is due ever: stopped, gone
// quiet, or nothing promised.
func (c *Coach) NextNudge(p *Person, now time.Time) (n Nudge, due time.Time, ok bool) {
	next := c.upcoming(p, now)
	if len(next) == 0 {
		return Nudge{}, time.Time{}, false
	}
	return next[0].Nudge, next[0].due, true
}

// Nudge begins what NextNudge said. When that is no longer so, because they
// stopped or it was moved, the turn is empty.
func (c *Coach) Nudge(p *Person, n Nudge, j Journal, now time.Time) Turn {
	t := c.newTurn(p, Heard{}, j, now)
	next := c.upcoming(p, now)
	if len(next) == 0 || next[0].Nudge != n || next[0].due.After(now) {
		return t.out
	}
	first := next[0]
	late := now.Sub(c.kept(p, first)) > lateAfter
	words := t.takeDue(first)
	place, paused := p.Place, slices.Clone(p.Paused)
	t.setAside(true)
	t.open(page.Target{Page: n.Page, Step: n.Step}, words)
	if len(t.out.Messages) == 0 {
		// A page chose to wait for a better day: what is open stays open.
		p.Place, p.Paused = place, paused
		return t.finish()
	}
	t.sent(n.Kind)
	if late && first.promise >= 0 {
		t.before(atLate)
	}
	return t.finish()
}

// sameReminder is true for a second promise about the same date that is due by
// today, too, such as after the program was down: one line is enough.
func (t *turn) sameReminder(kept, x Promise) bool {
	return kept.On != "" && x.On == kept.On && x.Page == kept.Page && x.Step == kept.Step &&
		x.Words[x.On] == kept.Words[kept.On] && daysBetween(t.now.In(t.loc), x.Due.In(t.loc)) <= 0
}

// takeDue takes what is being sent off the list and returns its words.
func (t *turn) takeDue(d coming) map[string]string {
	p := t.p
	switch {
	case d.promise >= 0:
		kept := p.Promises[d.promise]
		p.Promises = slices.Delete(p.Promises, d.promise, d.promise+1)
		p.Promises = slices.DeleteFunc(p.Promises, func(x Promise) bool { return t.sameReminder(kept, x) })
		return kept.Words
	case d.Kind == kindGoodbye:
		p.Silent = t.now
	}
	if p.CheckIn != nil && d.Kind == kindCheckIn {
		p.CheckIn.Next = p.CheckIn.after(t.now, t.loc)
	}
	return nil
}

// sent notes that a nudge goes out. A date that somebody asked for needs no
// answer, and so does not count as unanswered.
func (t *turn) sent(kind string) {
	t.p.Sent = append(t.p.Sent, Sent{At: t.now, Kind: kind})
	if n := len(t.p.Sent); n > mostSent {
		t.p.Sent = slices.Clone(t.p.Sent[n-mostSent:])
	}
	if !manners[kind].dated {
		t.p.Unanswered++
	}
}

// before says a step before the answer's first message.
func (t *turn) before(to page.Target) {
	said := t.out.Messages
	t.out.Messages = nil
	t.visit(to)
	t.out.Messages = append(t.out.Messages, said...)
}

// upcoming lists what will come, soonest first, at the time it can be sent.
func (c *Coach) upcoming(p *Person, now time.Time) []coming {
	if p.Stopped {
		return nil
	}
	list := c.wished(p)
	r := c.rules(p, now)
	for i := range list {
		if manners[list[i].Kind].dated {
			list[i].due = r.dated(list[i])
			r.taken = append(r.taken, list[i].due)
		}
	}
	for i := range list {
		switch k := list[i].Kind; {
		case k == kindCheckIn:
			list[i].due = r.checkIn(p.CheckIn)
		case !manners[k].dated:
			list[i].due = r.other(list[i])
		}
	}
	if p.Unanswered >= mostUnanswered || !p.Silent.IsZero() {
		list = c.quieten(p, list)
	}
	list = slices.DeleteFunc(list, func(x coming) bool { return x.due.IsZero() })
	slices.SortStableFunc(list, func(a, b coming) int { return a.due.Compare(b.due) })
	return list
}

// quieten is what is left when several nudges in a row had no answer: the dates
// that they asked for, a line that was agreed on a dark day, and once, in place of the next of all others, a line that
// says so.
func (c *Coach) quieten(p *Person, list []coming) []coming {
	var first coming
	kept := list[:0:0]
	for _, x := range list {
		if k := manners[x.Kind]; k.dated || k.care {
			kept = append(kept, x)
		} else if !x.due.IsZero() && (first.due.IsZero() || x.due.Before(first.due)) {
			first = x
		}
	}
	if p.Silent.IsZero() && !first.due.IsZero() {
		kept = append(kept, coming{
			Nudge:   Nudge{Page: atGoodbye.Page, Step: atGoodbye.Step, Kind: kindGoodbye},
			promise: -1, wish: first.wish, due: first.due,
		})
	}
	return kept
}

// wished lists what was promised, with the time that it was promised for.
func (c *Coach) wished(p *Person) []coming {
	loc := c.zones.load(p.TimeZone)
	list := make([]coming, 0, len(p.Promises)+1)
	for i, promise := range p.Promises {
		list = append(list, coming{
			Nudge:   Nudge{Page: promise.Page, Step: promise.Step, Kind: c.manner(promise)},
			promise: i, wish: promise.at(loc).Add(p.spread()),
		})
	}
	if p.CheckIn != nil && !p.CheckIn.Next.IsZero() {
		list = append(list, coming{
			Nudge:   Nudge{Page: atCheckIn.Page, Step: atCheckIn.Step, Kind: kindCheckIn},
			promise: -1, wish: p.CheckIn.Next,
		})
	}
	return list
}

// kept is when a promise could have been sent, had the program been there.
func (c *Coach) kept(p *Person, d coming) time.Time {
	r := c.rules(p, d.wish)
	switch {
	case manners[d.Kind].dated:
		return r.dated(d)
	case d.promise >= 0:
		return r.other(d)
	}
	return d.due
}

// at is when a promise was made for: a local time moves along with the person.
func (p Promise) at(loc *time.Location) time.Time {
	if at, _, ok := parseStamp(p.Local, time.UTC); ok {
		y, m, d := at.Date()
		return localTime(y, m, d, at.Hour(), at.Minute(), loc)
	}
	return p.Due
}

// held are the strategies that rest after a crisis signal.
func (c *Coach) held(name string) bool {
	pg := c.books[English].Pages[name]
	return pg != nil && pg.Strategy >= 2 && pg.Strategy != 8
}

// urges are the strategies that speak of goals, of progress and of going on:
// they wait for the end of a heavy day, and of the second after a rejection.
func (c *Coach) urges(name string) bool {
	pg := c.books[English].Pages[name]
	return pg != nil && (pg.Strategy == 4 || pg.Strategy == 7 || pg.Strategy == 9)
}

// manner is the kind of a promise, from forms.md.
func (c *Coach) manner(p Promise) string {
	kind := c.books[English].Forms["manner"][p.Page+"#"+p.Step]
	switch _, ok := manners[kind]; {
	case ok:
		return kind
	case p.On != "":
		return "date"
	}
	return "ask"
}
