package understand

import "strings"

// momentKind is how much a stretch of text says about a date.
type momentKind uint8

const (
	dated   momentKind = iota // a day of the calendar: "on Friday"
	clocked                   // a time only: "at half past nine"
	bounded                   // no day, but when it ends or begins: "by summer", "since Easter", "after lunch"
	lasting                   // how long: "three weeks", "day 11"
)

// moment is one stretch of text about a time: tokens i to j-1.
type moment struct {
	kind momentKind
	i, j int
	date date
}

// when finds the date that a message about this tells of its own matter. The
// best moment of the text is taken; the first of several as good, or the last
// where a message tells a story that ends in it.
func (f *folded) when(about Label) *When {
	past := about == "rejected" || about == "ghosted" || about == "application" || about == "feedback" || about == "lesson"
	best, found := 0, moment{}
	for i := 0; i < len(f.spans); {
		m := f.moment(i)
		if m.j <= i {
			i++
			continue
		}
		if w := f.worth(m, about); w > best || w == best && w > 0 && (about == "rejected" || about == "win") {
			best, found = w, m
		}
		i = m.j
	}
	if best == 0 && about == "progress" {
		found, best = f.monthAsked()
	}
	if best == 0 {
		return nil
	}
	return &When{Text: f.written(f.lead(found.i), found.j), Past: past}
}

// monthAsked reads a month that stands by itself, in a message that asks for
// figures: "summary of October".
func (f *folded) monthAsked() (moment, int) {
	for i := range f.spans {
		m := f.means(i)
		if m.sense != monthOf || f.at(i) == "may" && f.at(i-1) != "of" && f.at(i-1) != "for" || f.at(i) == "march" && f.at(i+1) == "on" {
			continue
		}
		return moment{kind: dated, i: i, j: i + 1, date: date{kind: calendar, b: m.val}}, 1
	}
	return moment{}, 0
}

// moment reads a time of any kind that begins at token i.
func (f *folded) moment(i int) moment {
	if d, n := f.date(i); n > 0 {
		// "at 3 on Tuesday", "25.11 16:30"
		return moment{dated, f.clockBefore(i, &d), i + n, d}
	}
	if m := f.period(i); m.j > i {
		return m
	}
	if n := f.bound(i); n > 0 {
		return moment{kind: bounded, i: i, j: i + n}
	}
	if c, n := f.clock(i, true); n > 0 && i > 0 && strings.HasSuffix(strings.TrimRight(f.gap(i-1), " "), "@") && c.Hour > 0 && f.afterClock(i+n) {
		return moment{kind: clocked, i: i, j: i + n}
	}
	if w := f.at(i); w == "at" || w == "from" || w == "as" && f.at(i+1) == "of" {
		k := i + 1
		if f.at(k) == "of" {
			k++
		}
		if _, n := f.clock(k, f.at(i) == "at"); n > 0 && f.afterClock(k+n) {
			return moment{kind: clocked, i: i, j: k + n}
		}
		return moment{}
	}
	if _, n := f.clock(i, false); n > 0 {
		if _, k, ok := f.clockEnds(i); ok {
			return moment{kind: clocked, i: i, j: i + k}
		}
		return moment{kind: clocked, i: i, j: i + n}
	}
	if isDigits(f.at(i)) && f.gap(i) == "." && isDigits(f.at(i+1)) {
		if n := f.span(i + 1); n > 0 { // "2.5 weeks"
			return moment{kind: lasting, i: i, j: i + 1 + n}
		}
	}
	if n := f.span(i); n > 0 {
		return moment{kind: lasting, i: i, j: i + n}
	}
	return moment{}
}

// afterClock says whether token i may follow a time: "at three with the boss",
// but not "at three salons" or "at 3 %".
func (f *folded) afterClock(i int) bool {
	if f.gap(i-1) != " " || i >= len(f.spans) {
		return !strings.HasPrefix(f.gap(i-1), "%") && f.gap(i-1) != "/"
	}
	if _, n := f.clock(i-1, false); n > 0 {
		return true
	}
	switch f.at(i) {
	case "sharp", "with", "for", "on", "and", "so", "i", "in", "then", "but", "to", "is", "the", "about", "he", "she", "they", "we", "it", "or", "cet", "gmt", "at", "via", "by", "wish", "help", "pls", "please", "my", "their", "what", "whats", "today", "tomorrow":
		return true
	}
	return isDigits(f.at(i-1)) && f.means(i).sense != unitOf && f.at(i) != "of" && f.at(i) != "different"
}

// clockEnds takes a named zone together with its time: "16:00 CET".
func (f *folded) clockEnds(i int) (Clock, int, bool) {
	c, n := f.clock(i, false)
	if n == 0 || i+n >= len(f.spans) {
		return c, n, false
	}
	s := f.spans[i+n]
	_, ok := namedZone(f.raw[s.from:s.to])
	return c, n + 1, ok && f.gap(i+n-1) == " "
}

// period reads a stretch of time up to now: "the last 30 days", "these 7 days".
func (f *folded) period(i int) moment {
	if s := f.means(i).sense; s != lastOne && f.at(i) != "these" && f.at(i) != "first" {
		return moment{}
	}
	if _, unit, n := f.length(i + 1); n > 1 && unit >= day {
		return moment{kind: bounded, i: i, j: i + 1 + n}
	}
	return moment{}
}

// bound reads what begins or ends a time without naming a day. It says how many
// tokens it took.
func (f *folded) bound(i int) int {
	k := i + 1
	switch w := f.at(i); w {
	case "overnight":
		return 1
	case "end", "beginning", "start", "middle":
		if f.at(i+1) != "of" || !strings.Contains(" on at by since until till from before after the in ", " "+f.at(i-1)+" ") && i > 0 && f.means(i+2).sense != monthOf {
			return 0
		}
		if m := f.means(i + 2); m.sense == monthOf && f.at(i+2) != "may" {
			return 3 // "end of jan"
		}
		return 0
	case "mid", "early", "late":
		if m := f.means(i + 1); m.sense == monthOf && f.at(i+1) != "may" {
			return 2
		}
		return 0
	case "just":
		if f.at(i+1) == "now" {
			return 2
		}
		return 0
	case "ages", "months", "weeks", "years", "days":
		if f.at(i+1) == "ago" {
			return 2
		}
		return 0
	case "next", "this", "last":
		if seasons[f.at(i+1)] && f.at(i+1) != "new" {
			return 2
		}
		return 0
	case "on":
		if w := f.at(i + 1); w == "halloween" || w == "christmas" || w == "easter" || w == "eid" || w == "diwali" {
			return 2
		}
		return 0
	case "since", "until", "till", "til", "by", "before", "after", "over", "during", "in", "for", "from", "bis", "seit", "around":
		for f.at(k) == "the" || f.at(k) == "end" || f.at(k) == "of" || f.at(k) == "beginning" || f.at(k) == "start" || f.at(k) == "last" || f.at(k) == "next" || f.at(k) == "this" || f.at(k) == "early" || f.at(k) == "late" || f.at(k) == "mid" || f.at(k) == "after" {
			k++
		}
		return f.bounds(w, i, k)
	}
	return 0
}

// bounds reads the noun at token k that the word w at token i leads to.
func (f *folded) bounds(w string, i, k int) int {
	switch n := f.at(k); {
	case f.gap(k-1) != " ":
		return 0
	case seasons[n]:
		if n == "new" {
			if f.at(k+1) != "year" {
				return 0
			}
			k++
		}
		return k + 1 - i
	case (n == "lunch" || n == "breakfast" || n == "dinner" || n == "midnight" || n == "noon") && w != "for" && w != "during" && w != "in":
		return k + 1 - i
	case n == "holidays" && (w == "after" || w == "over" || w == "before" || w == "until" || w == "till"):
		return k + 1 - i
	case n == "weekend" && w != "for" && w != "from" && w != "in":
		return k + 1 - i
	case n == "month" || n == "week" || n == "year":
		if f.at(k-1) == "of" || f.at(k-2) == "of" && f.at(k-1) == "the" {
			return k + 1 - i // "until the end of the month"
		}
	case f.means(k).sense == monthOf && k > i+1 && n != "may":
		return k + 1 - i // "until end of September"
	case w == "since" && f.means(k).sense == dayPart:
		return k + 1 - i
	case k > i+1 && f.means(k).sense == weekdayOf && f.weekdayWord(k) && f.means(k-1).sense == nothing: // else a date
		return k + 1 - i
	case w == "until" || w == "by":
		if y, l := f.yearAt(k); l > 0 && y > 2000 {
			return k + 1 - i
		}
	case w == "since" || w == "for":
		if n := f.span(k); n > 0 {
			return k + n - i
		}
	}
	return 0
}

// span reads how long something has lasted: "six weeks", "day 11", "third week".
func (f *folded) span(i int) int {
	w := f.at(i)
	if v, rest, ok := f.num(i + 1); ok && rest == "" && v > 0 && (w == "day" || w == "week" || w == "month") && f.gap(i) == " " {
		return 2
	}
	if (ordinals[w] || w == "sixth" || w == "seventh") && (f.at(i+1) == "week" || f.at(i+1) == "month" || f.at(i+1) == "year") {
		return 2
	}
	if w == "half" && f.at(i+1) == "a" && f.at(i+2) == "year" {
		return 3
	}
	_, unit, n := f.length(i)
	if n == 0 || unit < day || notLasting[f.at(i+n)] && !(f.at(i+n) == "of" && silence[f.at(i+n+1)]) {
		return 0
	}
	if f.means(i).sense == article {
		// "a week", but not "the day", "once a week", "a month's work"
		if n == 2 && (unit == day || w == "the") || f.at(i-1) == "once" || f.at(i-1) == "times" || f.at(i-1) == "twice" {
			return 0
		}
	}
	return n
}

// notLasting are words after a length that make it one of something else.
var notLasting = map[string]bool{
	"notice": true, "contract": true, "experience": true, "old": true, "trial": true, "of": true, "course": true, "shift": true, "a": true, "per": true, "visa": true, "probation": true, "warranty": true,
}

// silence is what a length of time may be one of: "a month of nothing".
var silence = wordSet("nothing silence radio waiting no quiet crickets hearing this it hope emptiness tumbleweed")

// clockBefore takes in a time of day that stands before a date: "10am tomorrow".
func (f *folded) clockBefore(i int, d *date) int {
	if i == 0 || d.kind == minuteOff || d.timed {
		return i
	}
	for back := min(i, 4); back > 0; back-- {
		if c, k := f.clock(i-back, false); k > 0 && (k == back || k == back-1 && f.joins(i-1)) {
			d.clock, d.timed = c, true
			return i - back
		}
	}
	return i
}

// lead takes in the small words before a date: "on Friday", "since the 4th".
func (f *folded) lead(i int) int {
	if g := f.gap(i - 1); i > 0 && g == " " {
		switch f.at(i - 1) {
		case "in":
			if f.means(i).sense == relative {
				return i // "check in yesterday"
			}
			return i - 1
		case "on", "at", "by", "since", "until", "till", "til", "from", "before", "after", "for", "am", "ab", "seit", "bis", "le", "el", "il", "over", "during", "early", "late", "mid":
			return i - 1
		}
	}
	return i
}

// seasons are times of the year that have no day, or one that moves.
var seasons = map[string]bool{
	"spring": true, "summer": true, "autumn": true, "fall": true, "winter": true, "christmas": true, "xmas": true, "halloween": true, "easter": true, "ramadan": true, "eid": true,
	"diwali": true, "new": true, "midsummer": true, "pentecost": true, "weihnachten": true, "ostern": true, "sommer": true, "verano": true, "navidad": true, "noel": true,
}
