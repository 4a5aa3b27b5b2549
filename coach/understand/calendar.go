package understand

import (
	"strings"
	"time"
)

// dayNumber reads token i as a day of a month: 2, 2nd, 14th.
func (f *folded) dayNumber(i int) (d int, ordinal, ok bool) {
	n, rest, ok := f.num(i)
	if !ok || n < 1 || n > 31 {
		return 0, false, false
	}
	switch rest {
	case "":
		return n, false, true
	case "st", "nd", "rd", "th", "er", "o", "a":
		return n, true, true
	}
	return 0, false, false
}

// yearAt reads an optional year at token i.
func (f *folded) yearAt(i int) (y, n int) {
	if y, rest, ok := f.num(i); ok && rest == "" && y >= 1990 && y < 2100 {
		return y, 1
	}
	return 0, 0
}

// monthFirst reads "March 2nd", "June 14 2026", but not "may" by itself.
func (f *folded) monthFirst(i int) (date, int) {
	k := i + 1
	if f.at(k) == "the" {
		k++
	}
	d, ordinal, ok := f.dayNumber(k)
	if !ok || f.gap(k) == ":" || !isDigits(f.at(k)) && !ordinal || f.means(k+1).sense == pmMark || f.means(k+1).sense == amMark {
		if ok = f.at(i) != "may" && f.at(i) != "mar" && f.at(i) != "jan" && len(f.spans) == 1; ok {
			return date{kind: calendar, b: f.means(i).val}, 1
		}
		return date{}, 0
	}
	if (f.at(i) == "may" || f.at(i) == "mar") && f.means(k+1).sense != nothing && !ordinal {
		return date{}, 0 // "you may 2 days later"
	}
	y, n := f.yearAt(k + 1)
	return date{kind: calendar, a: d, b: f.means(i).val, c: y}, k + 1 + n - i
}

// ordinal reads "the 14th", "on 2 March", "el día 3", "am 14. Juni".
func (f *folded) ordinal(i int) (date, int) {
	k := i + 1
	for f.at(k) == "the" || f.at(k) == "dia" || f.at(k) == "le" {
		k++
	}
	if d, n := f.figures(k); n > 0 {
		return d, k + n - i
	}
	d, ord, ok := f.dayNumber(k)
	if !ok {
		d, ord = nthWords[f.at(k)], true
		ok = d > 0 && f.at(k-1) == "the" && f.endsHere(k) && (f.at(i) != "the" || f.at(i-1) == "on" || f.at(i-1) == "from")
	}
	if !ok || !ord && f.at(k-1) != "dia" && !(f.at(i) == "am" && f.gap(k) != "" && f.gap(k)[0] == '.') && !f.bareDay(i, k) {
		return date{}, 0
	}
	if off, n := f.ofMonth(k + 1); n > 0 {
		return date{kind: dayOfMonth, a: d, b: off, c: 1}, k + 1 + n - i
	}
	if f.gap(k) != " " {
		return date{kind: dayOfMonth, a: d}, k + 1 - i
	}
	switch f.at(k + 1) {
	case "round", "interview", "time", "go", "try", "rejection", "no", "one", "floor", "stage", "application", "job", "year", "week", "day", "attempt", "month", "party", "person", "place", "company", "email", "street", "avenue", "choice":
		return date{}, 0
	}
	return date{kind: dayOfMonth, a: d}, k + 1 - i
}

// nthWords are the days that people write out: "on the first".
var nthWords = map[string]int{
	"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "fifteenth": 15, "twentieth": 20,
}

// endsHere says whether token k is followed by the end of its part of the
// sentence, so that it can be no number of something.
func (f *folded) endsHere(k int) bool {
	if g := f.gap(k); g != " " {
		return true
	}
	switch f.at(k + 1) {
	case "of", "at", "in", "and", "i", "we", "they", "with", "for", "or", "but":
		return true
	}
	return false
}

// bareDay reads a day without an ending, "on the 23", "before the 30", "On 12 I
// go". It must be the end of its part of the sentence.
func (f *folded) bareDay(i, k int) bool {
	if !isDigits(f.at(k)) || !f.endsHere(k) || f.gap(k) == ":" || f.gap(k) == "." && k+1 < len(f.spans) && isDigits(f.at(k+1)) || f.gap(k) == "/" || f.gap(k) == "-" || strings.HasPrefix(f.gap(k), "%") {
		return false
	}
	switch f.at(k + 1) {
	case "of", "and", "or", "with", "for", "in":
		return false
	}
	switch f.at(k - 1) {
	case "the":
		w := f.at(i)
		if w == "the" {
			w = f.at(i - 1)
		}
		return w == "on" || w == "before" || w == "until" || w == "till" || w == "by" || w == "since" || w == "from"
	case "on":
		return f.at(k+1) == "i" || f.at(k+1) == "at"
	}
	return false
}

// ofMonth reads "of last month", "of this month": how many months on.
func (f *folded) ofMonth(i int) (off, n int) {
	if f.at(i) != "of" || f.means(i+2).sense != unitOf || f.means(i+2).val != month {
		return 0, 0
	}
	switch f.means(i + 1).sense {
	case lastOne:
		return -1, 3
	case thisOne:
		return 0, 3
	case nextOne:
		return 1, 3
	}
	return 0, 0
}

// hinted says whether what stands before or after two numbers tells that they
// are day and month: "on 18/6", "the date is 22/11", "25.11 16:30".
func (f *folded) hinted(i int) bool {
	switch f.at(i - 1) {
	case "on", "am", "until", "till", "by", "from", "since", "applied", "sent", "dated", "del", "du", "dia", "vom":
		return true
	case "is":
		return f.at(i-2) == "date"
	}
	if f.at(i+1) == "" || len(f.at(i+1)) < 2 && f.at(i+2) != "at" {
		return false
	}
	_, n := f.clock(i+2, f.at(i+2) == "at")
	return n > 1
}

// figures reads "2 March", "2nd of March 2026", "2026-03-02", "2.3.2026", "2/3".
func (f *folded) figures(i int) (date, int) {
	n, rest, ok := f.num(i)
	if !ok || !f.spans[i].word {
		return date{}, 0
	}
	if n >= 1990 && n < 2100 && rest == "" && f.gap(i) == "-" && f.gap(i+1) == "-" {
		m, _, ok1 := f.num(i + 1)
		d, tail, ok2 := f.num(i + 2)
		if ok1 && ok2 && m >= 1 && m <= 12 && d >= 1 && d <= 31 && (tail == "" || tail[0] == 't') {
			return date{kind: calendar, a: d, b: m, c: n}, 3
		}
	}
	d, _, ok := f.dayNumber(i)
	if !ok {
		return date{}, 0
	}
	k := i + 1
	if f.at(k) == "of" || f.at(k) == "de" || f.at(k) == "day" && f.at(k+1) == "of" {
		k++
		if f.at(k) == "of" {
			k++
		}
	}
	if m := f.means(k); m.sense == monthOf && !(f.at(k) == "may" && f.means(k+1).sense == nothing && f.at(k+1) != "" && k == i+1 && !isDigits(f.at(i)) && rest == "") {
		y, l := f.yearAt(k + 1)
		return date{kind: calendar, a: d, b: m.val, c: y}, k + 1 + l - i
	}
	g := f.gap(i)
	if (g == "." || g == "/" || g == "-") && rest == "" {
		m, tail, ok := f.num(i + 1)
		if !ok || tail != "" || !isDigits(f.at(i+1)) {
			return date{}, 0
		}
		y, l := f.yearAt(i + 2)
		if l == 0 && f.gap(i+1) == g {
			if yy, r, ok := f.num(i + 2); ok && r == "" && len(f.at(i+2)) == 2 && isDigits(f.at(i+2)) {
				y, l = 2000+yy, 1
			}
		}
		if l > 0 && f.gap(i+1) != g {
			y, l = 0, 0
		}
		if m > 12 && d <= 12 && g == "/" && m <= 31 { // 3/14: the American order
			d, m = m, d
		}
		// Without a year, 2/3 and 4.5 may be anything: a mark, a version, money.
		dotted := g == "." && i+2 <= len(f.spans) && len(f.raw) > int(f.spans[i+1].to) && f.raw[f.spans[i+1].to] == '.' && f.joins(i-1)
		alone := len(f.spans) == 2 && g != "-" && f.at(i + 1)[0] <= '1' && (g != "/" || len(f.at(i+1)) == 2)
		if m >= 1 && m <= 12 && (l > 0 || dotted || alone || g != "-" && f.hinted(i)) {
			return date{kind: calendar, a: d, b: m, c: y}, 2 + l
		}
	}
	return date{}, 0
}

// on places d on the calendar of now.
func (d date) on(now time.Time) time.Time {
	if d.kind == minuteOff {
		return now.Add(time.Duration(d.a) * time.Minute)
	}
	y, m, day := now.Date()
	at := func(y int, m time.Month, day int) time.Time {
		return time.Date(y, m, day, d.clock.Hour, d.clock.Minute, 0, 0, now.Location())
	}
	// Days since Monday: the week begins there.
	since := (int(now.Weekday()) + 6) % 7
	switch d.kind {
	case dayOff:
		return at(y, m, day+d.a)
	case monthOff:
		// The 31st and a month is the last day of a short month, never the first of the one after.
		last := time.Date(y, m+time.Month(d.a)+1, 0, 0, 0, 0, 0, time.UTC).Day()
		return at(y, m+time.Month(d.a), min(day, last))
	case weekStart:
		return at(y, m, day-since+7*d.a)
	case weekendIn:
		return at(y, m, day-since+5+7*d.a)
	case monthStart:
		return at(y, m+time.Month(d.a), 1)
	case monthEnd:
		return at(y, m+1, 0)
	case yearStart:
		return at(y+d.a, 1, 1)
	case weekdayIn:
		return at(y, m, day+d.toWeekday(since)+7*d.c)
	case dayOfMonth:
		if d.c != 0 { // "the 6th of last month"
			return at(y, m+time.Month(d.b), d.a)
		}
		// The coming one, in a month that has such a day.
		for k := 0; k < 12; k++ {
			if t := at(y, m+time.Month(k), d.a); t.Day() == d.a && !t.Before(time.Date(y, m, day, 0, 0, 0, 0, now.Location())) {
				return t
			}
		}
		return at(y, m, d.a)
	}
	return d.nearest(now, at)
}

// toWeekday is how many days it is to weekday d.a, seen from a day that is since
// days after Monday.
func (d date) toWeekday(since int) int {
	to := (d.a+6)%7 - since // within this week
	switch {
	case d.b == 0 && to <= 0:
		return to + 7
	case d.b == 0:
		return to
	case d.b == 101: // Tuesday week: a week after the coming one
		if to <= 0 {
			to += 7
		}
		return to + 7
	case d.b == passed && to >= 0:
		return to - 7
	case d.b == passed:
		return to
	}
	return to + 7*d.b
}

// nearest places a day of a month without a year: the coming one, unless it was
// in the last 90 days.
func (d date) nearest(now time.Time, at func(int, time.Month, int) time.Time) time.Time {
	day := max(d.a, 1)
	if d.c != 0 {
		return at(d.c, time.Month(d.b), day)
	}
	y := now.Year()
	for _, c := range [...]int{y - 1, y, y + 1} {
		if t := at(c, time.Month(d.b), day); t.After(now.AddDate(0, 0, -90)) {
			return t
		}
	}
	return at(y+1, time.Month(d.b), day)
}
