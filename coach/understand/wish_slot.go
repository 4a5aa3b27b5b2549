package understand

import "strings"

// slot reads what a wish is filled with at token i.
func (r *wishReader) slot(i int) int {
	for _, read := range [...]func(int) int{r.hours, r.until, r.length, r.item, r.days, r.hour, r.where} {
		if n := read(i); n > 0 {
			return n
		}
	}
	return 0
}

// hours reads quiet hours: "from 9 to 9", "between 10 pm and 8", "before 10".
func (r *wishReader) hours(i int) int {
	switch r.at(i) {
	case "from", "between":
		from, bareFrom, n := r.anHour(i + 1)
		if n == 0 {
			return 0
		}
		k := i + 1 + n
		switch r.at(k) {
		case "to", "until", "till", "and":
		default:
			return 0
		}
		to, bareTo, m := r.anHour(k + 1)
		if m == 0 {
			return 0
		}
		switch {
		case bareFrom && bareTo && from.Hour > 0 && from.Hour < to.Hour && to.Hour <= 6:
			from.Hour, to.Hour = from.Hour+12, to.Hour+12 // "between 1 and 4" is a siesta
		case bareFrom && to.Hour <= 12:
			from.Hour = evening(from.Hour)
		}
		// A bare end stands for the morning, as it is.
		r.w.From, r.w.To = &from, &to
		return k + 1 + m - i
	case "before", "earlier":
		k := i + 1
		if r.at(k) == "than" {
			k++
		}
		if to, _, n := r.anHour(k); n > 0 {
			r.w.To = &to
			return k + n - i
		}
	case "after", "later":
		k := i + 1
		if r.at(k) == "than" {
			k++
		}
		if from, bare, n := r.anHour(k); n > 0 {
			if bare {
				from.Hour = evening(from.Hour)
			}
			r.w.From = &from
			return k + n - i
		}
	}
	return 0
}

// anHour reads a time of day where one must stand. bare is true for a number
// alone, which it takes as it is.
func (r *wishReader) anHour(i int) (c Clock, bare bool, n int) {
	c, n = r.clock(i, true)
	if h, rest, ok := r.num(i); n == 1 && ok && rest == "" && h <= 24 && len(r.at(i)) != 4 {
		return Clock{Hour: h % 24}, true, 1
	}
	return c, false, n
}

// evening is a bare hour at which a day ends.
func evening(h int) int {
	if h < 12 {
		return h + 12
	}
	return h % 24
}

// until reads the end of a pause or the day that something is moved to:
// "until Monday", "till 3 May", "back on Friday", "to Friday at 10".
func (r *wishReader) until(i int) int {
	switch r.at(i) {
	case "until", "till", "til", "untill", "bis":
	case "back":
		if r.at(i+1) != "on" {
			return 0
		}
		i++
		if n := r.aDay(i + 1); n > 0 {
			r.said["pause"] = true
			return n + 2
		}
		return 0
	case "to", "on", "for":
		if r.at(i) != "to" && !r.said["verb"] && !r.said["drop"] {
			return 0
		}
		if r.habit(i + 1) {
			return 0
		}
		n := r.aDay(i + 1)
		if n == 0 {
			return 0
		}
		return n + 1
	case "this", "today", "tonight", "tomorrow":
		if r.has("remind", "remember") {
			return r.aDay(i)
		}
		if !r.said["pause"] && !r.said["nothing"] {
			return 0
		}
		return r.thisLong(i)
	default:
		if r.has("remind", "remember") && !r.habit(i) {
			return r.aDay(i) // "remind me next Friday"
		}
		if r.said["list"] { // "what will you send me next week?"
			_, n := r.date(i)
			return n
		}
		return 0
	}
	k := i + 1
	for r.at(k) == "the" || r.at(k) == "on" || r.at(k) == "at" || r.at(k) == "im" && r.at(k+1) == "back" {
		if n := r.aDay(k); n > 0 {
			return k + n - i
		}
		k++
	}
	if n := r.aDay(k); n > 0 {
		return k + n - i
	}
	return 0
}

// habit tells "on Mondays", which is a rhythm, from "on Monday".
func (r *wishReader) habit(i int) bool {
	w := r.at(i)
	span := r.at(i+1) == "to" || r.at(i+1) == "till" || r.at(i+1) == "through"
	return r.means(i).sense == weekdayOf && (strings.HasSuffix(w, "days") || span && r.means(i+2).sense == weekdayOf)
}

// aDay reads a date at token i and keeps it.
func (r *wishReader) aDay(i int) int {
	d, n := r.date(i)
	if n == 0 || d.kind == minuteOff {
		return 0
	}
	r.w.Until = &When{Text: r.written(i, i+n)}
	return n
}

// thisLong reads a pause that needs no end: "today", "this week".
func (r *wishReader) thisLong(i int) int {
	switch {
	case r.at(i) == "today", r.at(i) == "tonight":
		r.w.Len = 1
		return 1
	case r.at(i) == "tomorrow":
		r.w.Len = 2
		return 1
	case r.at(i) == "this" && r.at(i+1) == "week":
		r.w.Until = &When{Text: "next week"}
		return 2
	case r.at(i) == "this" && r.at(i+1) == "month":
		r.w.Until = &When{Text: "next month"}
		return 2
	}
	return 0
}

// length reads how long a pause is to be: "for two weeks", "a month".
func (r *wishReader) length(i int) int {
	k := i
	if r.at(k) == "for" {
		k++
	}
	if r.at(k) == "the" && r.at(k+1) == "next" {
		k += 2
	}
	if r.at(k-1) == "once" || r.at(k-1) == "times" || r.at(k-1) == "time" {
		return 0
	}
	n, unit, took := r.folded.length(k)
	if took == 0 || n <= 0 || n > 1000 || r.at(k+took) == "week" {
		return 0
	}
	switch unit {
	case day:
	case week:
		n *= 7
	case fortnight:
		n *= 14
	case month:
		n *= 30
	case year:
		n *= 365
	default:
		return 0
	}
	if !r.said["pause"] && !r.said["nothing"] {
		return 0
	}
	r.w.Len = n
	return k + took - i
}

var places = map[string]int{
	"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
	"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "6th": 6, "7th": 7, "8th": 8, "9th": 9, "10th": 10, "last": -1,
}

// item reads which thing of a list is meant: "drop 2", "the second one",
// "number 3", "all".
func (r *wishReader) item(i int) int {
	k := i
	if r.at(k) == "the" {
		k++
	}
	if n := places[r.at(k)]; n != 0 && r.means(k+1).sense != monthOf {
		if r.at(k+1) != "one" && !r.said["drop"] && !r.said["verb"] {
			return 0
		}
		r.w.Item = n
		k++
		if r.at(k) == "one" {
			k++
		}
		return k - i
	}
	numbered := r.at(k) == "number" || r.at(k) == "no" || r.at(k) == "nr"
	if numbered {
		k++
	}
	if r.said["drop"] && (r.at(k) == "all" || r.at(k) == "everything") {
		r.w.All = true
		for k++; r.at(k) == "of" || r.at(k) == "them" || r.at(k) == "it"; k++ {
		}
		return k - i
	}
	before := r.said["drop"] || r.said["verb"] && (r.at(i-1) == "move" || r.at(i-1) == "shift")
	if n, rest, ok := r.num(k); ok && rest == "" && n >= 1 && n <= 99 && isDigits(r.at(k)) && (numbered || before) && r.gap(k) != ":" && r.w.Item == 0 {
		r.w.Item = n
		return k + 1 - i
	}
	return 0
}

// days reads a rhythm that names a weekday: "on Mondays", "every Friday".
func (r *wishReader) days(i int) int {
	k, every := i, false
	for r.at(k) == "only" || r.at(k) == "on" || r.at(k) == "every" || r.at(k) == "each" || r.at(k) == "just" {
		every = every || r.at(k) != "on"
		k++
	}
	m := r.means(k)
	if m.sense != weekdayOf || !every && !r.habit(k) || r.means(k+1).sense == weekdayOf || r.at(k+1) == "to" || r.at(k+1) == "through" {
		return 0
	}
	if (r.at(k+1) == "and" || r.at(k+1) == "or") && r.means(k+2).sense == weekdayOf {
		r.fault("days", i, k+3) // one day a week is what there is
		return k + 3 - i
	}
	r.w.Days = weekdayNames[m.val]
	return k + 1 - i
}

var weekdayNames = [...]string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

// hour reads the time that is wished for.
func (r *wishReader) hour(i int) int {
	if r.w.Clock != nil {
		return 0
	}
	k := i
	bare := false
	if w := r.at(k); w == "to" || w == "around" || w == "about" || w == "at" {
		k, bare = k+1, true
	}
	c, n := r.clock(k, bare)
	if n == 0 && k > i {
		return 0
	}
	if n == 0 || !r.sound(k) {
		return 0
	}
	r.w.Clock = &c
	return k + n - i
}

// sound tells a time from the end of something that is none, such as the 5:00 of
// "25:00".
func (r *wishReader) sound(i int) bool {
	h, _, ok := r.num(i)
	return !ok || h <= 24 || len(r.at(i)) == 4
}
