package coach

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
	"golang.org/x/text/unicode/norm"
)

// fold brings a text to the form in which choices are compared: lower case, no
// accents, letters, digits and single spaces only.
func fold(s string) string {
	if len(s) > 2000 {
		s = s[:2000]
	}
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if !ascii {
		s = norm.NFKD.String(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’':
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(unicode.ToLower(r))
		default:
			space = true
		}
	}
	return b.String()
}

// distance is the edit distance of two texts, or more than limit when it is
// plainly beyond it.
func distance(a, b string, limit int) int {
	if d := len(a) - len(b); d > limit || -d > limit {
		return limit + 1
	}
	if a == b {
		return 0
	}
	if limit == 0 {
		return 1
	}
	return levenshtein.ComputeDistance(a, b)
}

// clip cuts a text to n characters, at a space where there is one near.
func clip(s string, n int) (string, bool) {
	if utf8.RuneCountInString(s) <= n {
		return s, false
	}
	i, count := 0, 0
	for i = range s {
		if count == n {
			break
		}
		count++
	}
	cut := s[:i]
	if sp := strings.LastIndexByte(cut, ' '); sp > len(cut)-40 && sp > 0 {
		cut = cut[:sp]
	}
	return cut, true
}

// capital makes the first letter upper case.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 || unicode.IsUpper(r) {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// properName is a name as it stands in a sentence: people type "siemens" and
// read "Siemens". "the nurse from Tuesday" is no name.
func properName(s string) string {
	switch firstWord(s) {
	case "the", "a", "an", "my", "our", "your", "this", "that", "some", "someone", "one":
		return s
	}
	return capital(s)
}

// markup are the characters that could be taken for formatting.
const markup = "\\`*_[]<>#|~&"

// escape makes a person's words safe inside Markdown: they show as typed.
func escape(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
	if !strings.ContainsAny(s, markup) && !startsBlock(s) {
		return s
	}
	var b strings.Builder
	if startsBlock(s) {
		b.WriteByte('\\')
	}
	for _, r := range s {
		if r < utf8.RuneSelf && strings.IndexByte(markup, byte(r)) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// startsBlock is true for "- x" and "+ x", which would begin a list.
func startsBlock(s string) bool {
	return strings.HasPrefix(s, "- ") || strings.HasPrefix(s, "+ ")
}

func itoa(n int) string { return strconv.Itoa(n) }

// sortedKeys are the keys of a map in order.
func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
