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
	if d.kind == calendar && d.a > 0 && t.Day() != d.a {
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
	if c, l := f.clock(i+n+k, false); l > 0 {
		d.clock, d.timed = c, true
		n += k + l
	}
	return d, n
}

// day reads a date without its time of day.
func (f *folded) day(i int) (date, int) {
	m := f.means(i)
	switch m.sense {
	case relative:
		return date{kind: dayOff, a: m.val}, 1
	case weekdayOf:
		if !f.weekdayWord(i) {
			return date{}, 0
		}
		return date{kind: weekdayIn, a: m.val}, 1
	case nextOne, thisOne, lastOne:
		return f.dayAfter(i, m.sense)
	case beforeUnit:
		return f.ahead(i)
	case monthOf:
		return f.monthFirst(i)
	case article, few, number:
		if d, n := f.behind(i); n > 0 {
			return d, n
		}
	}
	switch f.at(i) {
	case "tonight", "tonite", "2night":
		return date{kind: dayOff}, 1
	case "day":
		if f.at(i+1) == "after" && f.at(i+2) == "tomorrow" {
			return date{kind: dayOff, a: 2}, 3
		}
		if f.at(i+1) == "before" && f.at(i+2) == "yesterday" {
			return date{kind: dayOff, a: -2}, 3
		}
	case "pasado":
		if f.at(i+1) == "manana" {
			return date{kind: dayOff, a: 2}, 2
		}
	case "the", "on", "le", "el", "il", "am", "den", "dia", "de", "dnia":
		return f.ordinal(i)
	case "end":
		if f.at(i+1) == "of" {
			k := 2
			for f.at(i+k) == "the" || f.at(i+k) == "this" {
				k++
			}
			switch f.at(i + k) {
			case "month":
				return date{kind: monthEnd}, k + 1
			case "week":
				return date{kind: weekdayIn, a: int(time.Friday)}, k + 1
			}
		}
	}
	return f.figures(i)
}

// weekdayWord says whether token i is a weekday for sure: "sun", "sat", "mon",
// "wed" and "mar" are other words too.
func (f *folded) weekdayWord(i int) bool {
	if w := f.at(i); len(w) > 6 && w[len(w)-1] == 's' && w[len(w)-2] == 'y' || f.at(i-1) == "every" || f.at(i-1) == "each" {
		return false // Tuesdays: a habit, no date
	}
	switch f.at(i) {
	case "sun", "sat", "wed", "mon", "quinta", "quarta", "segunda":
		if f.joins(i-1) && f.at(i-1) != "the" || f.means(i-1).sense != nothing && f.means(i-1).sense != article {
			return true
		}
		_, n := f.clock(i+1, false)
		return n > 0 || len(f.spans) == 1
	}
	return true
}

// dayAfter reads what follows next, this and last.
func (f *folded) dayAfter(i int, s sense) (date, int) {
	step := map[sense]int{nextOne: 1, lastOne: -1}[s]
	m := f.means(i + 1)
	switch {
	case m.sense == weekdayOf && s == thisOne:
		return date{kind: weekdayIn, a: m.val}, 2
	case m.sense == weekdayOf && s == nextOne:
		return date{kind: weekdayIn, a: m.val, b: nextWeek}, 2
	case m.sense == weekdayOf:
		return date{kind: weekdayIn, a: m.val, b: passed}, 2
	case m.sense == unitOf && m.val == week:
		return date{kind: weekStart, a: step}, 2
	case m.sense == unitOf && m.val == month:
		return date{kind: monthStart, a: step}, 2
	case m.sense == unitOf && m.val == year && s != thisOne:
		return date{kind: yearStart, a: step}, 2
	case f.at(i+1) == "weekend":
		return date{kind: weekendIn, a: step}, 2
	case m.sense == dayPart && s == thisOne:
		return date{kind: dayOff}, 2
	case f.at(i+1) == "night" && s == lastOne:
		return date{kind: dayOff, a: -1}, 2
	case m.sense == monthOf && f.at(i+1) != "may":
		return date{kind: calendar, b: m.val}, 2
	}
	return date{}, 0
}

// length reads "two weeks", "a couple of days", "a fortnight".
func (f *folded) length(i int) (n, unit, took int) {
	k := i
	switch m := f.means(k); m.sense {
	case number, few:
		n, k = m.val, k+1
	case article:
		n, k = 1, k+1
		if m := f.means(k); m.sense == few && m.val > 0 {
			n, k = m.val, k+1
		} else if f.at(k) == "half" && f.means(k+1).val == hour && f.means(k+1).sense == unitOf {
			return 30, minute, k + 2 - i
		}
	default:
		v, rest, ok := f.num(k)
		if !ok || v == 0 && rest == "" {
			return 0, 0, 0
		}
		if rest != "" {
			if u, ok := meanings()[rest]; ok && u.sense == unitOf {
				return v, u.val, 1
			}
			return 0, 0, 0
		}
		n, k = v, k+1
	}
	if f.at(k) == "of" {
		k++
	}
	if m := f.means(k); m.sense == unitOf && n > 0 {
		return n, m.val, k + 1 - i
	}
	return 0, 0, 0
}

// distance is the date n units from now.
func distance(n, unit int) date {
	switch unit {
	case minute:
		return date{kind: minuteOff, a: n}
	case hour:
		return date{kind: minuteOff, a: n * 60}
	case day:
		return date{kind: dayOff, a: n}
	case week:
		return date{kind: dayOff, a: n * 7}
	case fortnight:
		return date{kind: dayOff, a: n * 14}
	case month:
		return date{kind: monthOff, a: n}
	}
	return date{kind: monthOff, a: n * 12}
}

// ahead reads "in two weeks", "in March", "in the morning".
func (f *folded) ahead(i int) (date, int) {
	k := i + 1
	for f.at(k) == "about" || f.at(k) == "like" || f.at(k) == "around" || f.at(k) == "exactly" {
		k++
	}
	if f.at(k) == "half" && f.means(k+1).sense == article && f.at(k+2) == "hour" {
		return date{kind: minuteOff, a: 30}, k + 3 - i
	}
	if n, unit, took := f.length(k); took > 0 {
		return distance(n, unit), k + took - i
	}
	if m := f.means(i + 1); m.sense == monthOf {
		d := date{kind: calendar, b: m.val}
		if y, rest, ok := f.num(i + 2); ok && rest == "" && y > 1990 && y < 2100 {
			d.c = y
			return d, 3
		}
		return d, 2
	}
	return date{}, 0
}

// behind reads "two weeks ago" and "a week from today", and "2 March".
func (f *folded) behind(i int) (date, int) {
	if n, unit, took := f.length(i); took > 0 {
		switch {
		case f.means(i+took).sense == agoWord:
			d := distance(-n, unit)
			return d, took + 1
		case f.at(i+took) == "from" && (f.at(i+took+1) == "now" || f.at(i+took+1) == "today"):
			return distance(n, unit), took + 2
		case f.at(i+took) == "from" && f.at(i+took+1) == "tomorrow" && unit <= fortnight && unit >= day:
			d := distance(n, unit)
			d.a++
			return d, took + 2
		}
	}
	return date{}, 0
}
