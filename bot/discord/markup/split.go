package markup

import (
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/rivo/uniseg"
)

// units is the length of a text in UTF-16 units.
func units(s string) (n int) {
	for _, r := range s {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

// String is the whole block.
func (b block) String() string {
	if b.fence != "" {
		return b.fenced(b.lines)
	}
	return b.write(b.atoms)
}

// fenced is some lines of a fence, in a fence of their own.
func (b block) fenced(lines []string) string {
	var w strings.Builder
	w.WriteString(b.first + b.fence + "\n")
	for _, line := range lines {
		w.WriteString(b.rest + line + "\n")
	}
	w.WriteString(b.rest + "```")
	return w.String()
}

// write is some atoms of a block, with all formatting closed at the end.
func (b block) write(atoms []atom) string {
	var w strings.Builder
	w.WriteString(b.first)
	var open []string
	for i, a := range atoms {
		same := 0
		for same < len(open) && same < len(a.marks) && open[same] == a.marks[same] {
			same++
		}
		for k := len(open) - 1; k >= same; k-- {
			w.WriteString(open[k])
		}
		switch {
		case i == 0:
		case a.line:
			w.WriteString("\n" + b.rest)
		case a.space:
			w.WriteByte(' ')
		}
		for _, mark := range a.marks[same:] {
			w.WriteString(mark)
		}
		open = a.marks
		w.WriteString(a.text)
	}
	for _, mark := range slices.Backward(open) {
		w.WriteString(mark)
	}
	return w.String()
}

// split puts blocks into texts of at most limit units: where it must cut, between
// blocks; in a longer one between sentences; else between words, and in a longer
// word between what a reader takes for characters.
func split(list []block, limit int) (texts []string) {
	var now strings.Builder
	size := 0
	put := func(gap, s string) {
		if size > 0 {
			now.WriteString(gap)
			size += units(gap)
		}
		now.WriteString(s)
		size += units(s)
	}
	next := func() {
		if size > 0 {
			texts = append(texts, now.String())
		}
		now.Reset()
		size = 0
	}
	for _, b := range list {
		s := b.String()
		if size+units(b.gap)+units(s) > limit {
			next()
		}
		for units(s) > limit {
			var piece string
			piece, b = b.cut(limit)
			put("", piece)
			next()
			s = b.String()
		}
		put(b.gap, s)
	}
	next()
	return texts
}

// cut takes as much from a block as fits, and at least something.
func (b block) cut(limit int) (piece string, left block) {
	if b.fence != "" {
		return b.cutFence(limit)
	}
	fits, sentence := 0, 0
	for i := 1; i <= len(b.atoms); i++ {
		if i < len(b.atoms) && !b.atoms[i].space && !b.atoms[i].line {
			continue // between the two there is no gap
		}
		if units(b.write(b.atoms[:i])) > limit {
			break
		}
		fits = i
		if i < len(b.atoms) && (b.atoms[i].line || endsSentence(b.atoms[i-1].text)) {
			sentence = i
		}
	}
	switch {
	case sentence > fits/2:
		fits = sentence
	case fits == 0:
		return b.cutWord(limit)
	}
	left = b
	left.first, left.atoms = b.rest, b.atoms[fits:]
	return b.write(b.atoms[:fits]), left
}

func endsSentence(word string) bool {
	word = strings.TrimRight(word, `”’"')*_\`)
	return strings.HasSuffix(word, ".") || strings.HasSuffix(word, "?") || strings.HasSuffix(word, "!") || strings.HasSuffix(word, "…")
}

// cutWord cuts what has no space for longer than a message. Its formatting goes:
// such a word is no prose.
func (b block) cutWord(limit int) (piece string, left block) {
	whole := ""
	n := 0
	for n < len(b.atoms) && (n == 0 || !b.atoms[n].space && !b.atoms[n].line) {
		whole += b.atoms[n].text
		n++
	}
	head, tail := cutAt(whole, limit-units(b.first))
	left = b
	left.first = b.rest
	left.atoms = append([]atom{{text: tail}}, b.atoms[n:]...)
	return b.first + head, left
}

// cutAt cuts a text between two characters as a reader sees them, never behind the
// backslash of one.
func cutAt(s string, limit int) (head, tail string) {
	end, size := 0, 0
	escaped := false
	for rest, state := s, -1; rest != ""; {
		var c string
		c, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if size += units(c); size > limit && end > 0 {
			break
		}
		if escaped = c == `\` && !escaped; !escaped {
			end = len(s) - len(rest)
		}
	}
	return s[:end], s[end:]
}

// cutFence takes as many lines as fit.
func (b block) cutFence(limit int) (piece string, left block) {
	n := 0
	for n < len(b.lines) && units(b.fenced(b.lines[:n+1])) <= limit {
		n++
	}
	left = b
	left.first = b.rest
	if n == 0 { // a line that is longer than a message
		room := limit - units(b.fenced([]string{""}))
		head, tail := cutAt(b.lines[0], room)
		left.lines = append([]string{tail}, b.lines[1:]...)
		return b.fenced([]string{head}), left
	}
	left.lines = b.lines[n:]
	return b.fenced(b.lines[:n]), left
}
