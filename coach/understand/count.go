package understand

import "strings"

// countOf reads how many applications, rejections or other things of a search
// the message tells: "rejection number 37", "sent 40 CVs", "5 a week".
func (f *folded) countOf(about Label) int {
	// Of an old goal and a new one, the new one comes last.
	changed := about == "goal" && f.has("much", "scrap", "change", "lower", "instead")
	last := 0
	for i := 0; i < len(f.spans); i++ {
		n, k, ordinal := f.whole(i)
		if k == 0 || n < 1 || n > 5000 || n == 1 && about == "application" { // one is what an application is
			continue
		}
		if j := i + k; f.at(j) == "of" && (f.at(j+1) == "the" || f.at(j+1) == "my") && (about == "ghosted" || about == "rejected") {
			if m, took, _ := f.whole(j + 2); took > 0 && m > n && f.thing(j+2+took, about) {
				return n // "4 of the 5 places"
			}
		}
		if f.counts(i, i+k, n, ordinal, about) && !f.othersCount(i, about) {
			if !changed {
				return n + f.andMore(i+k, about)
			}
			last = n
		}
		i += k - 1
	}
	return last
}

// whole reads a whole number in digits or words at token i: "37", "37th",
// "eighty-three", "four hundred", "200-odd", "x7". k is how many tokens it took.
func (f *folded) whole(i int) (n, k int, ordinal bool) {
	w := f.at(i)
	if len(w) > 1 && w[0] == '#' && isDigits(w[1:]) && len(w) < 5 {
		w = "x" + w[1:] // "rejection #41"
	}
	if len(w) > 1 && w[0] == '+' && isDigits(w[1:]) && len(w) < 5 {
		w = "x" + w[1:] // "+1"
	}
	if len(w) > 1 && w[0] == 'x' && isDigits(w[1:]) && len(w) < 5 {
		for _, c := range w[1:] {
			n = n*10 + int(c-'0')
		}
		return n, 1, false
	}
	n, rest, ok := f.num(i)
	if !ok && w == "a" {
		n, k = f.hundreds(i)
		return n, k, false
	}
	if !ok {
		n = nthWords[w]
		if n < 3 { // "first" and "second" are said of too much
			return 0, 0, false
		}
		return n, 1, true
	}
	switch rest {
	case "th", "rd", "nd", "st":
		return n, 1, true
	case "":
	default:
		return 0, 0, false
	}
	if g := f.gap(i); i+1 < len(f.spans) && isDigits(f.at(i+1)) && (g == "." || g == ":" || g == "/" || g == "-" || g == ",") || i > 0 && isDigits(f.at(i-1)) && f.gap(i-1) != " " {
		return 0, 0, false
	}
	k = 1
	if h, m := f.hundreds(i); m > 0 {
		return h, m, false
	}
	if !isDigits(w) {
		if u, _, ok := f.num(i + 1); ok && n >= 20 && n < 100 && u > 0 && u < 10 && !isDigits(f.at(i+1)) {
			return n + u, 2, false
		}
		if u := nthWords[f.at(i+1)]; n >= 20 && n < 100 && u > 0 && u < 10 && f.gap(i) == "-" {
			return n + u, 2, true
		}
	}
	if f.at(i+1) == "odd" || f.at(i+1) == "plus" {
		k++
	}
	return n, k, false
}

// hundreds reads "a hundred", "four hundred", "two hundred and six".
func (f *folded) hundreds(i int) (n, k int) {
	switch h, rest, ok := f.num(i); {
	case f.at(i+1) == "hundred" && (f.at(i) == "a" || ok && rest == "" && h > 0 && h < 10):
		n, k = 100*max(h, 1), 2
	case f.at(i) == "hundred":
		n, k = 100, 1
	case f.at(i) == "a" && f.at(i-1) == "half" && f.at(i+1) == "dozen":
		return 6, 2
	case f.at(i+1) == "dozen" && (f.at(i) == "a" || ok && rest == "" && h > 0 && h < 10):
		return 12 * max(h, 1), 2
	default:
		return 0, 0
	}
	j := i + k
	if f.at(j) == "and" {
		j++
	}
	u, rest, ok := f.num(j)
	if !ok || rest != "" || u <= 0 || u > 99 || isDigits(f.at(j)) || f.gap(j-1) != " " {
		return n, k
	}
	n, k = n+u, j+1-i
	if v, _, ok := f.num(j + 1); ok && u >= 20 && v > 0 && v < 10 && !isDigits(f.at(j+1)) {
		return n + v, k + 1
	}
	return n, k
}

// counts says whether the number n at tokens i to j-1 counts things of a search.
func (f *folded) counts(i, j, n int, ordinal bool, about Label) bool {
	switch f.means(j).sense {
	case unitOf, amMark, pmMark, hourMark, monthOf:
		return false
	}
	if n == 1 && f.at(i) == "one" && f.at(j) != "application" && f.at(j) != "rejection" && !(about == "goal" && (counted[f.at(j+1)] || f.at(i-1) == "to" && f.pace(j))) {
		return false
	}
	if about == "goal" && n > 200 {
		return false // money
	}
	if f.thing(j, about) || f.sentToEach(i, j, about) {
		return true
	}
	if ordinal && n < 3 {
		return false
	}
	if ordinal {
		if about == "rejected" && f.opens(i) && j < len(f.spans) && strings.ContainsAny(f.gap(j-1), ".!") {
			return true // "Tenth. I got a cake."
		}
		return (about == "rejected" || about == "persistence") && (f.at(j) == "one" && f.means(j+1).sense == thisOne || f.at(j) == "no" || f.at(j) == "go" || f.at(j) == "try" || f.at(j) == "rejection" || f.at(j) == "time" && (f.at(j+1) == "really" || f.means(j+1).sense == thisOne && f.means(j+2).sense == unitOf) || f.means(j).sense == thisOne && (f.at(j+1) == "week" || f.at(j+1) == "month" || f.at(j+1) == "year"))
	}
	switch w := f.at(i - 1); w {
	case "number", "nr", "no", "num", "application", "rejection", "absage", "app":
		if counted[f.at(i-2)] || about == "application" || about == "rejected" || about == "persistence" || about == "ghosted" {
			// A number of a form is long: "number 4471".
			return n < 1000 && (w != "no" || f.gap(i-1) != " " || counted[f.at(i-2)])
		}
	case "makes", "thats":
		return (about == "rejected" || w == "makes" && (about == "application" || about == "ghosted")) && (j >= len(f.spans) || f.gap(j-1) != " " || f.means(j).sense == thisOne || f.at(j) == "now" || f.at(j) == "today" || f.at(j) == "already" || f.at(j) == "so" || f.at(j) == "in" && f.at(j+1) == "total")
	case "total":
		return about == "application"
	case "x":
		return about == "application"
	}
	switch f.at(i)[0] {
	case 'x', '+':
		return about == "application"
	case '#':
		return about == "rejected" || about == "ghosted"
	}
	if f.gap(i-1) == ": " && (j >= len(f.spans) || f.gap(j-1) != " ") && (about == "application" || about == "rejected") && f.hasCounted(i) {
		return true // "applications this week: 6"
	}
	switch about {
	case "goal":
		if f.at(i-1) == "send" && (f.at(j) == "by" || f.at(j) == "before" || f.at(j) == "until") {
			return true
		}
		return f.pace(j) && !f.dropped(j+2) || f.at(i-1) == "to" && f.has("lower", "raise", "down", "reduce", "drop", "up") && (j >= len(f.spans) || f.gap(j-1) != " " || f.at(j) == "and") || f.at(i-1) == "it" && f.at(i-2) == "make" || f.at(i-1) == "in" && f.pace(i-3)
	case "application", "ghosted", "giving_up", "persistence", "offer", "rejected":
		return f.sentNumber(i, j, about)
	case "progress":
		return f.at(i-1) == "hit" || f.at(i-1) == "passed"
	}
	return false
}

// thing says whether token i, or the one after an adjective there, names what
// people count in messages of this kind.
func (f *folded) thing(i int, about Label) bool {
	for k := i; k <= i+2; k++ {
		w := f.at(k)
		if counted[w] || (about == "application" || about == "ghosted" || about == "self_blame") && sentTo[w] || about == "offer" && w == "offers" || (about == "lesson" || about == "interview" || about == "goal") && w == "interviews" {
			return true
		}
		if f.means(k).sense != nothing || !countedAfter[w] && w != "real" && w != "human" && w != "different" && w != "easy" && w != "grad" {
			return false
		}
	}
	return false
}

// pace reads "a week", "per day", "applications a week" at token i.
func (f *folded) pace(i int) bool {
	w := f.at(i)
	return (w == "a" || w == "per" || w == "each" || w == "every") && f.means(i+1).sense == unitOf && f.means(i+1).val >= day
}

// sentNumber reads a number without its noun: "sent 26 since January", "22 sent",
// "two more for the list", "+1", "3 today".
func (f *folded) sentNumber(i, j int, about Label) bool {
	next := f.at(j)
	if next == "in" && f.at(j+1) == "a" && f.at(j+2) == "row" && (about == "rejected" || about == "ghosted") {
		return true
	}
	if f.at(i-1) == "another" && about != "offer" && (next == "today" || next == "gone" || next == "this" || next == "tonight" || next == "sent" || next == "out") {
		return true
	}
	switch next {
	case "i":
		if f.gap(j-1) == " " {
			return f.at(j+1) == "sent" || f.at(j+1) == "applied"
		}
	case "a", "normal", "many", "too":
		return about == "persistence" && f.at(i-1) == "is" && isDigits(f.at(i)) && (next != "a" || f.at(j+1) == "lot")
	case "down":
		return about == "rejected" || about == "persistence"
	case "sent", "out":
		return next != "out" || f.at(j+1) != "of"
	case "more":
		return about == "application" && f.at(j+1) != "week" && f.means(j+1).sense != unitOf && f.at(j+1) != "time"
	case "today", "so", "done":
		return about == "application" || next == "so" && f.at(j+1) == "far" && about == "persistence"
	case "of":
		switch f.at(j + 1) {
		case "them", "these", "those":
			return about == "application" || about == "rejected" && (f.at(i-1) == "got" || f.at(i-1) == "had")
		}
		return false
	case "on", "via", "through":
		return about == "application" && f.at(i-1) == "like" && f.has("applied", "apply", "sent")
	}
	switch f.at(i - 1) {
	case "out":
		return about == "application" && f.at(i-2) == "sent"
	case "did", "managed":
		return about == "application" && (j >= len(f.spans) || f.gap(j-1) != " ")
	case "sent", "posted", "submitted":
		return next != "emails" || about == "ghosted"
	case "on", "at":
		return about == "persistence" && (f.at(i-2) == "im" || f.at(i-2) == "am")
	case "with":
		return about == "persistence" && (j >= len(f.spans) || f.gap(j-1) != " ")
	case "last":
		return about == "ghosted" && f.at(i-2) == "my" && (j >= len(f.spans) || f.gap(j-1) != " ")
	}
	return false
}
