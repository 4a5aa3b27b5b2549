package page

import (
	"strings"
)

// parseText splits a text at its {words}, so that nothing has to be parsed when
// it is said. wrong hears of each pair of braces that is no word.
func parseText(s string, wrong func(braces string)) Text {
	var t Text
	literal := func(part string) {
		if strings.Contains(part, "}") {
			wrong("}")
		}
		if part != "" {
			t = append(t, Piece{Literal: part})
		}
	}
	for {
		from := strings.IndexByte(s, '{')
		if from < 0 {
			literal(s)
			return t
		}
		to := strings.IndexByte(s[from:], '}')
		if to < 0 {
			wrong("{")
			literal(s)
			return t
		}
		to += from + 1
		hole, ok := parseHole(s[from+1 : to-1])
		if !ok {
			wrong(s[from:to])
			literal(s[:from])
			s = s[to:]
			continue
		}
		// Only a name is said or left out in the middle of a sentence.
		before := s[:from]
		if hole.Word == "name" && strings.HasSuffix(before, ", ") {
			before, hole.Comma = before[:len(before)-2], true
		}
		literal(before)
		t = append(t, hole)
		s = s[to:]
	}
}

// parseHole reads what stands between braces: "company", "wins: win|wins".
func parseHole(s string) (Piece, bool) {
	name, forms, counted := strings.Cut(s, ":")
	if !isWord(name) {
		return Piece{}, false
	}
	if !counted {
		return Piece{Word: name}, true
	}
	one, many, ok := strings.Cut(strings.TrimLeft(forms, " "), "|")
	if !ok || one == "" || many == "" || strings.Contains(many, "|") {
		return Piece{}, false
	}
	return Piece{Word: name, One: one, Many: many}, true
}

// isWord tells whether s can be the name of a word: small letters and "_".
func isWord(s string) bool {
	for i := 0; i < len(s); i++ {
		if (s[i] < 'a' || s[i] > 'z') && s[i] != '_' {
			return false
		}
	}
	return s != ""
}
