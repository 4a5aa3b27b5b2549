package coach

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"bounceback/coach/understand"
)

// matchLabel is the number of the label that text means, or -1. open says that
// free words are an answer too, so only clear matches count; typed says that a
// number is one.
func matchLabel(labels []string, text string, control understand.Control, open, typed bool) int {
	said := fold(text)
	if said == "" {
		return -1
	}
	folded := make([]string, len(labels))
	for i, l := range labels {
		folded[i] = fold(l)
	}
	for i, l := range folded {
		first, rest, _ := strings.Cut(l, " ")
		if l == said || isNumber(first) && (first == said || rest == said) || isSmall(first) && rest == said && !isSmall(said) {
			return i
		}
	}
	if n, ok := number(text); ok && !typed {
		if n >= 1 && n <= len(labels) {
			return n - 1
		}
		return -1
	}
	if !open {
		if i := partly(folded, said); i >= 0 {
			return i
		}
	}
	if i := matchControl(folded, control); i >= 0 {
		return i
	}
	if i := nearest(folded, said); i >= 0 {
		return i
	}
	if open || len(strings.Fields(said)) > 12 {
		return -1
	}
	return named(folded, said)
}

// matchAsked is the number of the label that is asked for, or -1: "can I get a
// copy" means "A copy of everything".
func matchAsked(labels []string, text string) int {
	words := strings.Fields(fold(text))
	asked := false
	for len(words) > 1 && strings.Contains(askingWords, " "+words[0]+" ") {
		words, asked = words[1:], true
	}
	if !asked {
		return -1
	}
	folded := make([]string, len(labels))
	for i, l := range labels {
		folded[i] = fold(l)
	}
	return partly(folded, strings.Join(words, " "))
}

const askingWords = " please can could may would i id ill d like want wanna to get give show tell take have see need let lets us me go choose pick yes ok then "

// partly finds the one label in which the words stand as they were said: "leave
// it" for "Leave it at that". Small words alone say nothing.
func partly(labels []string, said string) int {
	if !slices.ContainsFunc(strings.Fields(said), func(w string) bool { return !isSmall(w) }) {
		return -1
	}
	found := -1
	for i, l := range labels {
		if !strings.Contains(" "+l+" ", " "+said+" ") && !mostOf(l, said) {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}

// mostOf tells whether all that was said, two words at least, stands in the
// label: "ask them back" for "Ask them one thing back".
func mostOf(label, said string) bool {
	meant := 0
	for _, w := range strings.Fields(said) {
		if !slices.Contains(strings.Fields(label), w) {
			return false
		}
		if !isSmall(w) {
			meant++
		}
	}
	return meant > 1
}

func isSmall(w string) bool { return strings.Contains(smallWords, " "+w+" ") }

// smallWords stand in labels of any meaning.
const smallWords = " i me my you your it its he she we they them their this that what a an the to of in on at for from with and or but not no yes so do did is am are was be been have has had can now later one again "

// matchControl finds the choice for a plain yes, no or skip.
func matchControl(labels []string, control understand.Control) int {
	var firsts []string
	switch control {
	case understand.YesWord:
		firsts = []string{"yes", "ok", "okay", "sure", "keep"}
	case understand.NoWord:
		firsts = []string{"no", "nothing", "dont", "never"}
	case understand.SkipWord:
		if i := passes(labels); i >= 0 {
			return i
		}
		firsts = []string{"skip"}
	case understand.Cancel:
		for i, l := range labels {
			if l == "not now" {
				return i
			}
		}
		return -1
	default:
		return -1
	}
	for _, first := range firsts {
		for i, l := range labels {
			if firstWord(l) == first {
				return i
			}
		}
	}
	if control == understand.NoWord {
		return declines(labels)
	}
	return -1
}

// declines finds the choice that a plain no means where none begins with it.
func declines(labels []string) int {
	for _, no := range [...]string{"thats enough", "thats all", "leave it", "leave it be", "leave it at that", "not now"} {
		if i := slices.Index(labels, no); i >= 0 {
			return i
		}
	}
	return -1
}

// passes finds the choice that "I don't know" means.
func passes(labels []string) int {
	for _, pass := range [...]string{"i cant think of one", "ive no words", "leave it open", "nobody comes to mind", "rather not say", "id rather not say"} {
		if i := slices.Index(labels, pass); i >= 0 {
			return i
		}
	}
	return -1
}

// nearest allows for a typo in words of four letters, and two in long ones.
func nearest(labels []string, said string) int {
	found, best := -1, 3
	for i, l := range labels {
		if digits(l) != digits(said) {
			continue // another number is no typo
		}
		allowed := 0
		switch n := len(l); {
		case n >= 9:
			allowed = 2
		case n >= 4:
			allowed = 1
		}
		if d := distance(l, said, allowed); d <= allowed {
			if d == best {
				return -1 // two are as near
			}
			if d < best {
				found, best = i, d
			}
		}
	}
	return found
}

// named finds the one label whose words all stand in the text.
func named(labels []string, said string) int {
	found := -1
	padded := " " + said + " "
	for i, l := range labels {
		if len(l) < 3 || !strings.Contains(padded, " "+l+" ") || negated(padded, l) {
			continue
		}
		switch {
		case found < 0, strings.Contains(l, labels[found]):
			found = i // "very heavy" rather than "heavy"
		case !strings.Contains(labels[found], l):
			return -1
		}
	}
	return found
}

// negated is true for "not sad" where the label is "sad".
func negated(padded, label string) bool {
	for _, not := range [...]string{"not", "no", "never", "dont", "don t", "isnt", "isn t", "without"} {
		if strings.Contains(padded, " "+not+" "+label+" ") || strings.Contains(padded, " "+not+" really "+label+" ") {
			return true
		}
	}
	return false
}

// number reads "2", "2.", "#2", "2)".
func number(text string) (int, bool) {
	s := strings.Trim(strings.TrimSpace(text), "#.)([] ")
	if len(s) == 0 || len(s) > 2 {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 0
}

// digits are those of a text, without all else.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

func isNumber(s string) bool {
	_, err := strconv.Atoi(s)
	return err == nil
}

func firstWord(s string) string {
	w, _, _ := strings.Cut(s, " ")
	return w
}

// hasWords tells whether there is a letter or digit in it.
func hasWords(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}
