package slack

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxName is how long a name may be, in characters.
const maxName = 40

// calledBy is what to call somebody with such a profile, empty if it does not say.
// People call one another by the first name here, so mostly it is the first word of
// what stands there; “Dr. Müller” alone stays as it is, and a name in Chinese or Korean
// letters, where the family comes first, stays whole. A directory's “Haddad, Amina” is
// turned round. Where a language has the family first in Latin letters, as Vietnamese
// does, nothing shows it; they can say themselves how they want to be called.
func calledBy(display, real string) string {
	if name := firstName(display); name != "" && !(isHandle(display) && firstName(real) != "") {
		return name
	}
	return firstName(real)
}

// isHandle tells a name that was made for a machine, such as amina.haddad or a_h92.
func isHandle(name string) bool {
	return !strings.Contains(strings.TrimSpace(name), " ") && strings.ContainsAny(name, "._@0123456789")
}

func firstName(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsSymbol(r) && r != '|' || r == '\u200d' || r == '\ufe0f' { // an emoji
			return ' '
		}
		return r
	}, name)
	if at := strings.IndexAny(name, "([{|/–—•·"); at >= 0 {
		name = name[:at] // what follows is a pronoun, a team, a place
	}
	if family, given, ok := strings.Cut(name, ","); ok {
		if given = strings.TrimSpace(given); given == "" || isDegree(given) {
			name = family
		} else {
			name = given + " " + family
		}
	}
	var words []string
	for _, word := range strings.Fields(name) {
		// What stands around a word belongs to no name, and what has no letter is none.
		word = strings.TrimFunc(word, func(r rune) bool { return r != '.' && !unicode.In(r, unicode.L, unicode.M, unicode.N) })
		if strings.ContainsFunc(word, unicode.IsLetter) {
			words = append(words, word)
		}
	}
	first := 0
	for first < len(words) && isTitle(words[first]) {
		first++
	}
	switch left := words[first:]; {
	case len(words) == 0:
		return ""
	case len(left) == 0, first > 0 && len(left) == 1, strings.ContainsFunc(name, familyFirst):
		name = strings.Join(words, " ")
	case slices.Contains(halves, strings.ToLower(left[0])) && len(left) > 1:
		name = left[0] + " " + left[1]
	default:
		name = left[0]
	}
	return cut(name, maxName)
}

// familyFirst tells letters of languages in which the family's name comes first.
func familyFirst(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana)
}

// halves are words that are no name without the next one.
var halves = []string{"abd", "abdul", "abdel", "abu", "عبد", "أبو"}

// titles are those without a full stop at the end.
var titles = []string{"dr", "prof", "mr", "mrs", "ms", "miss", "mx", "herr", "frau", "sir", "pan", "pani", "señor", "señora"}

// isTitle tells a title, or an initial, with which nobody is called.
func isTitle(word string) bool {
	return slices.Contains(titles, strings.ToLower(word)) || strings.HasSuffix(word, ".") && utf8.RuneCountInString(word) < 12
}

// isDegree tells “PhD” from a given name: it is short and has two capitals.
func isDegree(word string) bool {
	capitals := 0
	for _, r := range word {
		if unicode.IsUpper(r) {
			capitals++
		}
	}
	return capitals > 1 && utf8.RuneCountInString(word) <= 4
}
