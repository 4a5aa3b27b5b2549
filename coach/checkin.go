package coach

import (
	"slices"
	"strings"
	"time"
)

// after is the first check-in later than now.
func (ci *CheckIn) after(now time.Time, loc *time.Location) time.Time {
	minute, ok := clockOf(ci.At)
	if !ok {
		return time.Time{}
	}
	y, m, d := now.In(loc).Date()
	for i := range 9 {
		at := localTime(y, m, d+i, minute/60, minute%60, loc)
		// A day that the zone leaves out altogether has no check-in.
		if at.After(now) && ci.on(at.Weekday()) && at.Day() == time.Date(y, m, d+i, 12, 0, 0, 0, time.UTC).Day() {
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
	return slices.Contains(strings.Fields(ci.Days), strings.ToLower(day.String()))
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
	t.p.Silent = time.Time{}
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
