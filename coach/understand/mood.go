package understand

import (
	"strconv"
	"strings"
	"sync"

	_ "embed"
)

//go:embed words/moods.tsv
var moodList string

var moodWords = sync.OnceValue(func() phrasebook { return readPhrases(moodList) })

// score is one number of a check-in that may be the mood, and how plainly it
// says so.
type score struct{ value, weight int }

// mood reads the mood that a check-in reports, as a number from 1 to 5. Two
// numbers as plain as one another say nothing, and then no word counts either.
func (f *folded) mood() string {
	best, clash := score{}, false
	for i := 0; i < len(f.spans); {
		s, n := f.scoreAt(i)
		if s.weight > best.weight {
			best, clash = s, false
		} else if s.weight == best.weight && s.weight > 0 && s.value != best.value {
			clash = true
		}
		i += n
	}
	switch {
	case clash:
		return ""
	case best.weight > 0:
		return strconv.Itoa(best.value)
	}
	return f.moodWord()
}

// scoreAt reads a number on the scale at token i and says how many tokens it
// took.
func (f *folded) scoreAt(i int) (score, int) {
	if k := f.stars(i); k > 0 {
		n := 1
		for i+n < len(f.spans) && f.stars(i+n) > 0 {
			n++
		}
		return score{min(k, 5), 2}, n
	}
	v, rest, ok := f.num(i)
	if !ok || rest != "" {
		return score{}, 1
	}
	if i > 0 && strings.HasSuffix(f.gap(i-1), "#") || f.gap(i-1) == "/" {
		return score{}, 1
	}
	n, scale := 1, 0
	for k := i + 1; k < i+4 && k < len(f.spans); k++ {
		w := f.at(k)
		if w == "out" || w == "of" || w == "from" || w == "von" || w == "on" || w == "sur" || w == "de" || w == "over" {
			continue
		}
		if s, r, ok := f.num(k); ok && r == "" && (s == 5 || s == 10) && (k > i+1 || f.gap(i) == "/" || f.gap(i) == " / ") {
			n, scale = k+1-i, s
		}
		break
	}
	if scale == 10 && v <= 10 {
		return score{max(1, (v+1)/2), 3}, n
	}
	if v < 1 || v > 5 || scale == 0 && !f.bareScore(i) {
		return score{}, n
	}
	return score{v, f.scoreWeight(i, scale > 0)}, n
}

// bareScore says whether a number without a scale at token i is one on it, and
// no hour, count or half of "2.5".
func (f *folded) bareScore(i int) bool {
	if g := f.gap(i); i+1 < len(f.spans) && (g == ":" && isDigits(f.at(i+1)) || g == "." && isDigits(f.at(i+1)) || g == "-" && isDigits(f.at(i+1))) || i > 0 && f.gap(i-1) == "." && isDigits(f.at(i-1)) {
		return false
	}
	switch f.means(i + 1).sense {
	case unitOf, amMark, pmMark, hourMark, monthOf:
		return false
	}
	switch f.at(i + 1) {
	case "applications", "application", "jobs", "cvs", "rejections", "no", "nos", "interviews", "times", "coffees", "km", "firms", "companies", "things", "hours", "people", "forms", "to", "minute", "calls":
		return false
	case "and":
		if f.at(i+2) == "a" && f.at(i+3) == "half" {
			return false
		}
	}
	switch f.at(i - 1) {
	case "energy", "sleep", "body", "heart", "wallet", "head", "hours", "applications", "motivation", "stress", "number", "hope", "round", "between", "at", "from", "post", "day", "than", "to":
		return f.at(i-1) == "number" && (f.at(i-2) == "todays" || f.at(i-2) == "my") || f.at(i-1) == "at" && (f.at(i-2) == "im" || f.at(i-2) == "still")
	}
	if isDigits(f.at(i)) {
		return true
	}
	// A number in words is more often a count of something, or "one" of them.
	if f.at(i) == "one" && f.at(i-1) != "is" && f.at(i-1) != "as" && f.at(i-1) != "a" && len(f.spans) > 2 {
		return false
	}
	switch f.at(i + 1) {
	case "points", "today", "point", "tonight":
		return true
	}
	switch f.at(i - 1) {
	case "a", "is", "as", "with", "say", "solid", "calm", "mood", "today", "check", "report", "good", "weak", "strong", "it", "at", "number", "make", "call", "maybe", "write", "put":
		return true
	}
	return len(f.spans) <= 2 || i == 0 && f.gap(i) != " " || i == len(f.spans)-1 && f.gap(i-1) == ", "
}

// scoreWeight says how plainly the number at token i is today's mood: by a scale,
// by what stands before it, by a day that is not today.
func (f *folded) scoreWeight(i int, scaled bool) int {
	w := 3
	switch next := f.at(i + 1); {
	case scaled, next == "today":
		w = 4
	case f.gap(i) == " " && f.spans[min(i+1, len(f.spans)-1)].word && next != "and" && next != "because" && next != "but" && next != "tonight" && next != "maybe" && next != "coach":
		w = 2 // "1 letter written"
	}
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		if _, _, ok := f.num(k); ok && !(f.at(k) == "a") {
			break
		}
		switch f.at(k) {
		case "yesterday":
			return 1
		case "say", "call", "make", "write", "mood", "put", "stimmung":
			return w + 3
		case "today", "morning", "tonight", "heute", "hoy":
			w += 2
		}
		if f.means(k).sense == weekdayOf {
			return 1
		}
	}
	return w
}

// stars counts the stars that begin at token i.
func (f *folded) stars(i int) int {
	n := 0
	for rest := f.raw[f.spans[i].from:]; n < 6 && strings.HasPrefix(rest, "⭐"); rest = rest[len("⭐"):] {
		n++
	}
	return n
}

// moodWord reads a word for a mood in a short message, or where it is told that
// a mood follows. Words for two moods are none.
func (f *folded) moodWord() string {
	found := ""
	for i := 0; i < len(f.spans); {
		m, n := f.phraseAt(moodWords(), i, "checkin")
		if m != "" && f.moodful(i, n) {
			if found != "" && found != m {
				return ""
			}
			found = m
		}
		i += max(n, 1)
	}
	return found
}

// moodful says whether the words at tokens i to i+n-1 tell how somebody is.
func (f *folded) moodful(i, n int) bool {
	switch f.at(i - 1) {
	case "not", "slept", "ate", "went", "than", "as", "no", "how":
		return false
	case "feeling", "feel", "im", "am", "mood", "today", "doing", "report", "is", "was", "stimmung", "today's", "todays", "evening", "say", "otherwise", "been", "morning", "felt", "heute":
		return true
	}
	if len(f.spans) <= 4 || i == 0 && f.gap(i+n-1) != " " {
		return true
	}
	switch f.at(i + n) {
	case "today", "day", "this", "tonight", "mood":
		return true
	}
	return i+n == len(f.spans) && len(f.spans) <= 8 || f.gap(i-1) == ": " || f.gap(i-1) == ", " && i+n >= len(f.spans)
}
