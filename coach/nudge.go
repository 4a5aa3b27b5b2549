package coach

import (
	"slices"
	"strings"
	"time"

	"bounceback/coach/page"
)

// busy is how long after a message nothing else begins a conversation.
const busy = 30 * time.Minute

// Nudge is something that the coach begins: a promise that has come due, or the
// person's own check-in.
type Nudge struct {
	// Page and Step are what it opens.
	Page, Step string
	// Promised is false for the person's own check-in.
	Promised bool
}

// DefaultQuiet is when nothing but the person's own check-in is sent; all of
// Sunday is quiet, too.
func DefaultQuiet() Hours { return Hours{From: "20:00", To: "09:00"} }

func (p *Person) quiet() Hours {
	if p.Quiet != nil {
		return *p.Quiet
	}
	return DefaultQuiet()
}

// NextNudge says what the person should hear from us next and when, never
// before now. It is pure. ok is false when nothing is due ever: stopped, or
// nothing promised.
func (c *Coach) NextNudge(p *Person, now time.Time) (n Nudge, due time.Time, ok bool) {
	next := c.upcoming(p, now)
	if len(next) == 0 {
		return Nudge{}, time.Time{}, false
	}
	first := next[0]
	return Nudge{Page: first.Page, Step: first.Step, Promised: !first.own}, first.Due, true
}

// Nudge begins what NextNudge said. When that is no longer so, because they
// stopped or it was moved, the turn is empty.
func (c *Coach) Nudge(p *Person, n Nudge, j Journal, now time.Time) Turn {
	t := c.newTurn(p, Heard{}, j, now)
	next, due, ok := c.NextNudge(p, now)
	if !ok || next != n || due.After(now) {
		return t.out
	}
	var words map[string]string
	if n.Promised {
		i := first(p.Promises, n)
		kept := p.Promises[i]
		words = kept.Words
		p.Promises = slices.Delete(p.Promises, i, i+1)
		p.Promises = slices.DeleteFunc(p.Promises, func(x Promise) bool { return t.sameReminder(kept, x) })
	} else {
		p.CheckIn.Next = p.CheckIn.after(now, t.loc)
	}
	place, paused := p.Place, slices.Clone(p.Paused)
	t.setAside(true)
	t.open(page.Target{Page: n.Page, Step: n.Step}, words)
	if len(t.out.Messages) == 0 {
		// A page chose to wait for a better day: what is open stays open.
		p.Place, p.Paused = place, paused
	}
	return t.finish()
}

// sameReminder is true for a second promise of today about the same date, such
// as one that a quiet Sunday has moved onto the day itself.
func (t *turn) sameReminder(kept, x Promise) bool {
	return kept.On != "" && x.On == kept.On && x.Page == kept.Page && x.Step == kept.Step &&
		x.Words[x.On] == kept.Words[kept.On] && daysBetween(t.now.In(t.loc), x.Due.In(t.loc)) <= 0
}

// first is the number of the promise of a nudge that is due first: there may be
// one for each firm.
func first(promises []Promise, n Nudge) int {
	found := -1
	for i, p := range promises {
		if p.Page == n.Page && p.Step == n.Step && (found < 0 || p.Due.Before(promises[found].Due)) {
			found = i
		}
	}
	return found
}

// coming is a promise or check-in at the time it can be kept.
type coming struct {
	Promise
	own bool
}

// upcoming lists what will come, soonest first, at the time it can be sent.
func (c *Coach) upcoming(p *Person, now time.Time) []coming {
	if p.Stopped {
		return nil
	}
	loc := c.zones.load(p.TimeZone)
	earliest := now
	if quietUntil := p.Heard.Add(busy); p.Place != nil && quietUntil.After(earliest) {
		earliest = quietUntil
	}
	if p.Rest.After(earliest) {
		if p.Rest.Equal(forever) {
			return nil
		}
		earliest = p.Rest
	}
	var list []coming
	for _, promise := range p.Promises {
		if promise.On == "" && c.held(promise.Page) {
			if p.Hold.After(now) {
				continue
			}
			if free := c.free(p, promise.Page); promise.Due.Before(free) {
				promise.Due = free
			}
		}
		if promise.Due.Before(earliest) {
			promise.Due = earliest
		}
		promise.Due = p.quiet().out(promise.Due, loc, c.quietOnSunday(promise.Page))
		list = append(list, coming{Promise: promise})
	}
	if p.CheckIn != nil && !p.CheckIn.Next.IsZero() {
		due := p.CheckIn.Next
		if due.Before(earliest) {
			due = earliest
			if p.Rest.After(now) {
				due = p.CheckIn.after(p.Rest, loc)
			}
		}
		list = append(list, coming{own: true, Promise: Promise{Page: atCheckIn.Page, Step: atCheckIn.Step, Due: due}})
	}
	slices.SortStableFunc(list, func(a, b coming) int { return a.Due.Compare(b.Due) })
	return list
}

// afterNo is how long after a rejection nothing of goals or persistence begins
// by itself.
const afterNo = 48 * time.Hour

// free is when a strategy may begin by itself again: the day after a very heavy
// day, which is for comfort and care only; goals and persistence also wait for
// the end of a heavy day, and of the second day after a rejection.
func (c *Coach) free(p *Person, name string) time.Time {
	var at time.Time
	goals := c.books[English].Pages[name].Strategy
	wait := goals == 7 || goals == 9
	if p.Weight.Level == "very heavy" || p.Weight.Level == "heavy" && wait {
		at = p.Weight.At.Add(24 * time.Hour)
	}
	if no := p.LastNo.Add(afterNo); wait && !p.LastNo.IsZero() && no.After(at) {
		at = no
	}
	return at
}

// held are the strategies that rest on a very heavy day and after a crisis
// signal.
func (c *Coach) held(name string) bool {
	pg := c.books[English].Pages[name]
	return pg != nil && pg.Strategy >= 2 && pg.Strategy != 8
}

func (t *turn) upcoming() []Promise {
	var list []Promise
	for _, c := range t.c.upcoming(t.p, t.now) {
		list = append(list, c.Promise)
	}
	return list
}

// quietOnSunday is false for what was agreed on a very dark day: "tomorrow" is
// tomorrow then, whatever day that is.
func (c *Coach) quietOnSunday(name string) bool {
	pg := c.books[English].Pages[name]
	return name != atClear.Page && (pg == nil || pg.Strategy != 8)
}

// out moves a time out of the quiet hours and, where it is quiet, off Sunday: to
// the first minute that is not quiet.
func (h Hours) out(at time.Time, loc *time.Location, sunday bool) time.Time {
	from, okFrom := clockOf(h.From)
	to, okTo := clockOf(h.To)
	if !okFrom || !okTo {
		return at
	}
	for range 3 { // a night, then perhaps a Sunday, then its night
		local := at.In(loc)
		minute := local.Hour()*60 + local.Minute()
		y, m, d := local.Date()
		switch {
		case sunday && local.Weekday() == time.Sunday:
			at = localTime(y, m, d+1, to/60, to%60, loc)
		case from > to && minute >= from:
			at = localTime(y, m, d+1, to/60, to%60, loc)
		case from > to && minute < to, from < to && minute >= from && minute < to:
			at = localTime(y, m, d, to/60, to%60, loc)
		default:
			return at
		}
	}
	return at
}

// clockOf is a kept time of day in minutes after midnight.
func clockOf(s string) (int, bool) {
	at, err := time.Parse("15:04", s)
	return at.Hour()*60 + at.Minute(), err == nil
}

// after is the first check-in later than now.
func (ci *CheckIn) after(now time.Time, loc *time.Location) time.Time {
	minute, ok := clockOf(ci.At)
	if !ok {
		return time.Time{}
	}
	y, m, d := now.In(loc).Date()
	for i := range 9 {
		at := localTime(y, m, d+i, minute/60, minute%60, loc)
		if at.After(now) && ci.on(at.Weekday()) {
			return at
		}
	}
	return time.Time{}
}

// on tells whether the check-in is on that weekday.
func (ci *CheckIn) on(day time.Weekday) bool {
	switch ci.Days {
	case "daily":
		return true
	case "weekdays":
		return day != time.Saturday && day != time.Sunday
	}
	return strings.EqualFold(ci.Days, day.String())
}

// schedule sets one half of the person's own check-in. It begins when both
// halves are there.
func (t *turn) schedule(name, value string) {
	ci := t.p.CheckIn
	if ci == nil {
		ci = &CheckIn{}
		t.p.CheckIn = ci
	}
	if name == "checkin_days" {
		ci.Days = value
	} else {
		ci.At = value
	}
	t.reschedule()
	if ci.Days == "" && ci.At == "" {
		t.p.CheckIn = nil
	}
}

// reschedule computes the next check-in anew, after a change of hour or zone.
func (t *turn) reschedule() {
	if ci := t.p.CheckIn; ci != nil {
		ci.Next = ci.after(t.now, t.loc)
	}
}
