package understand

import (
	"strings"
	"time"
)

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
	if w := f.at(i); w != "" && w[0] >= '0' && w[0] <= '9' {
		if d, n := f.behind(i); n > 0 {
			return d, n
		}
	}
	if m.sense == unitOf && m.val >= day && f.means(i+1).sense == agoWord && f.at(i+1) == "ago" && unitOne[f.at(i)] {
		return distance(-1, m.val), 2 // "month ago", without its article
	}
	switch f.at(i) {
	case "tonight", "tonite", "2night", "tonights":
		return date{kind: dayOff}, 1
	case "day":
		if f.at(i+1) == "after" && f.at(i+2) == "tomorrow" {
			return date{kind: dayOff, a: 2}, 3
		}
		if f.at(i+1) == "before" && f.at(i+2) == "yesterday" {
			return date{kind: dayOff, a: -2}, 3
		}
	case "pasado", "dopo":
		if f.at(i+1) == "manana" || f.at(i+1) == "domani" {
			return date{kind: dayOff, a: 2}, 2
		}
	case "the", "on", "le", "el", "il", "am", "den", "dia", "de", "dnia":
		return f.ordinal(i)
	case "from", "since", "until", "till", "til", "by", "before", "after", "during", "seit", "ab", "bis", "depuis", "desde":
		return f.bounded(i)
	case "for":
		if f.at(i+1) != "may" && f.at(i+1) != "march" && f.means(i+1).sense == monthOf {
			return f.bounded(i)
		}
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

var unitOne = map[string]bool{"day": true, "week": true, "fortnight": true, "month": true, "year": true}

// possessive says whether token i was written with 's: "Friday's call".
func (f *folded) possessive(i int) bool {
	w := strings.ToLower(f.raw[f.spans[i].from:f.spans[i].to])
	return strings.HasSuffix(w, "'s") || strings.HasSuffix(w, "’s")
}

// weekdayWord says whether token i is a weekday for sure: "sun", "sat", "mon",
// "wed" and "mar" are other words too.
func (f *folded) weekdayWord(i int) bool {
	if w := f.at(i); len(w) > 6 && w[len(w)-1] == 's' && w[len(w)-2] == 'y' && !f.possessive(i) || f.at(i-1) == "every" || f.at(i-1) == "each" {
		return false // Tuesdays: a habit, no date
	}
	if w := f.at(i - 2); (w == "every" || w == "each") && (ordinals[f.at(i-1)] || f.at(i-1) == "last" || f.at(i-1) == "other") {
		return false // every second Saturday
	}
	switch f.at(i) {
	case "sun", "sat", "wed", "mon", "quinta", "quarta", "segunda":
		if f.joins(i-1) && f.at(i-1) != "the" || f.means(i-1).sense != nothing && f.means(i-1).sense != article {
			return true
		}
		switch f.at(i - 1) {
		case "applied", "sent", "submitted", "interview", "trial", "round", "shift", "call", "since":
			if i+1 == len(f.spans) || f.gap(i) != " " {
				return true // "applied mon."
			}
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
	case f.at(i+1) == "noon" || f.at(i+1) == "lunchtime" || f.at(i+1) == "weekends":
		return date{}, 0
	case f.at(i+1) == "night" && s == lastOne:
		return date{kind: dayOff, a: -1}, 2
	case m.sense == monthOf && f.at(i+1) != "may":
		return date{kind: calendar, b: m.val}, 2
	}
	return date{}, 0
}

// bounded reads a month, or the 4th of one, after a word that begins or ends a
// time: "from January", "until the 4th".
func (f *folded) bounded(i int) (date, int) {
	if m := f.means(i + 1); m.sense == monthOf && f.at(i+1) != "mar" && (f.at(i+1) != "may" || f.means(i+2).sense == nothing && f.at(i+2) != "i" && f.at(i+2) != "be") {
		if d, n := f.monthFirst(i + 1); n > 0 {
			return d, n + 1
		}
		d := date{kind: calendar, b: m.val}
		if y, n := f.yearAt(i + 2); n > 0 {
			d.c = y
			return d, 3
		}
		return d, 2
	}
	if f.at(i+1) == "the" {
		return f.ordinal(i)
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
	if f.at(k) == "and" && f.at(k+1) == "a" && f.at(k+2) == "half" && n > 0 {
		k += 3 // "three and a half weeks"
	}
	if w := f.at(k); w == "business" || w == "working" || w == "more" || w == "whole" || w == "full" || w == "long" {
		k++
	}
	m := f.means(k)
	if w := f.at(k); w == "h" || w == "hrs" { // also what stands after the hour of a clock
		m = meaning{unitOf, hour}
	}
	if m.sense == unitOf && n > 0 {
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
	if n, unit, took := f.length(k); took > 0 && f.at(k) != "the" {
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

// behind reads "two weeks ago", "a week from today" and "three Fridays ago".
func (f *folded) behind(i int) (date, int) {
	if n, rest, ok := f.num(i); ok && rest == "" && n > 0 && n < 60 && f.means(i+1).sense == weekdayOf && f.means(i+2).sense == agoWord {
		return date{kind: weekdayIn, a: f.means(i + 1).val, b: passed, c: 1 - n}, 3
	}
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
