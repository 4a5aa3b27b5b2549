package understand

import "time"

// dateKind is the shape of a date in words.
type dateKind uint8

const (
	noDate     dateKind = iota
	dayOff              // a days from today
	monthOff            // a months from today
	minuteOff           // a minutes from now
	weekdayIn           // weekday a; b is one of the modes below, or 2 and more: that many weeks on
	calendar            // day a (0: the first) of month b in year c (0: the nearest)
	dayOfMonth          // the next day a of a month
	weekStart           // Monday of the week a weeks on
	monthStart          // first of the month a months on
	weekendIn           // Saturday of the week a weeks on
	monthEnd            // last day of the month
	yearStart           // first of January a years on
)

// Modes of a weekday.
const (
	upcoming = 0  // Tuesday: the next one, never today
	nextWeek = 1  // next Tuesday: the one in the next week, which begins on Monday
	passed   = -1 // last Tuesday
)

// date is a date in words, still without a calendar.
type date struct {
	kind    dateKind
	a, b, c int
	clock   Clock
	timed   bool
}

// ParseDate reads a date that somebody typed: "next Tuesday at 3", "2 March",
// "in two weeks", "tomorrow", "2026-03-02", "the 14th". The text may hold other
// words; the first date counts. A bare length of time ("two weeks") is no date.
func ParseDate(text string) (When, bool) {
	var f folded
	f.fold(text)
	if _, i, j := f.findDate(); j > i {
		return When{Text: f.written(i, j)}, true
	}
	return When{}, false
}

// On places w on the calendar and clock of now, which must be in the person's
// own zone. Without a time of day, t is the beginning of that day and hasClock
// is false. A day without a year is the one nearest, at most 90 days back; a
// weekday is the coming one, or the last one if w is Past. ok is false when the words name no date.
func (w When) On(now time.Time) (t time.Time, hasClock, ok bool) {
	var f folded
	f.fold(w.Text)
	d, i, j := f.findDate()
	if j <= i {
		return time.Time{}, false, false
	}
	if w.Past && d.kind == weekdayIn && d.b == upcoming {
		d.b = passed
	}
	t = d.on(now)
	if (d.kind == calendar || d.kind == dayOfMonth) && d.a > 0 && t.Day() != d.a {
		return time.Time{}, false, false // 31 February is no day
	}
	return t, d.timed || d.kind == minuteOff, true
}

// findDate finds the first date in the text, which takes tokens i to j-1.
func (f *folded) findDate() (d date, i, j int) {
	for i := range f.spans {
		if d, n := f.date(i); n > 0 {
			j := i + n
			if i > 0 && d.kind != minuteOff && !d.timed {
				// "at 3 on Tuesday", "10am tomorrow"
				for back := min(i, 4); back > 0; back-- {
					if c, k := f.clock(i-back, false); k > 0 && (k == back || k == back-1 && f.joins(i-1)) {
						d.clock, d.timed = c, true
						return d, i - back, j
					}
				}
			}
			return d, i, j
		}
	}
	return date{}, 0, 0
}

// joins says whether token i may stand between a date and its time.
func (f *folded) joins(i int) bool {
	switch f.at(i) {
	case "on", "the", "this", "am", "den", "le", "el", "il", "of", "by", "from", "around", "about", "at", "a":
		return true
	}
	return false
}

// date reads a date at token i, with the time of day that follows it, and says
// how many tokens they took.
func (f *folded) date(i int) (date, int) {
	d, n := f.day(i)
	if n == 0 || d.kind == minuteOff {
		return d, n
	}
	// What follows may narrow it down: "next week Tuesday", "tomorrow morning at 10".
	if m := f.means(i + n); d.kind == weekStart && m.sense == weekdayOf {
		d.kind, d.a, d.b = weekdayIn, m.val, d.a
		n++
	} else if d.kind == weekStart && f.at(i+n) == "on" && f.means(i+n+1).sense == weekdayOf {
		d.kind, d.a, d.b = weekdayIn, f.means(i+n+1).val, d.a
		n += 2
	} else if d.kind == weekdayIn && (m.sense == nextOne || m.sense == thisOne) && f.means(i+n+1).val == week {
		if m.sense == nextOne {
			d.b = nextWeek
		}
		n += 2
	} else if d.kind == weekdayIn && f.at(i+n) == "week" { // Tuesday week
		d.b = 101
		n++
	} else if k, unit, l := f.length(i + n); l > 0 && d.kind == weekdayIn && unit == week && f.means(i+n+l).sense == agoWord { // Monday two weeks back
		d.b, d.c = nextWeek, -k-1
		n += l + 1
	} else if d.kind == weekdayIn {
		// "Tuesday 4 June", "le mardi 4 juin", "Friday the 13th": the number decides.
		k := 0
		for f.joins(i + n + k) {
			k++
		}
		if e, l := f.day(i + n + k); l > 0 && (e.kind == calendar || e.kind == dayOfMonth) {
			d, n = e, n+k+l
		}
	}
	if f.means(i+n).sense == dayPart && d.kind != calendar && f.means(i+n).val != 12 {
		n++
	}
	k := 0
	for k < 2 && f.joins(i+n+k) && f.at(i+n+k) != "at" {
		k++
	}
	c, l := f.clock(i+n+k, false)
	if l == 0 && f.gap(i+n+k) == "." && f.at(i+n+k+2) != "euro" && f.at(i+n+k+2) != "eur" {
		if c, l = f.clock(i+n+k, true); l != 2 { // "tomorrow 8.15"
			l = 0
		}
	}
	if l > 0 {
		d.clock, d.timed = c, true
		n += k + l
	}
	return d, n
}
