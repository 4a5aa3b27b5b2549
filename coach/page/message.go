package page

import (
	"fmt"
	"unicode/utf8"
)

// The effects that keep a word without an answer: for sure, and perhaps.
const (
	setWord   = "set WORD VALUE"
	quoteWord = "quote WORD"
)

// keeps tells the effects that keep a word.
func (c Call) keeps() bool { return c.Pattern == setWord || c.Pattern == quoteWord }

// vocabulary are all words that somebody keeps or knows.
func (l *loader) vocabulary(s *shelf) words {
	known := words{}
	add := func(more ...string) {
		for _, w := range more {
			known[w] = true
		}
	}
	add(l.v.Words...)
	for _, d := range s.pages {
		add(d.kept...)
		for _, step := range d.page.Steps {
			eachCall(step, func(c Call) {
				if c.keeps() {
					add(c.Args[0])
				}
			})
		}
	}
	if s.commands != nil {
		for _, c := range s.commands.list {
			for _, o := range c.Options {
				add(o.Name)
			}
		}
	}
	return known
}

// messages checks what a page says: its length, and the names of words.
func (l *loader) messages(d *draft, known words) {
	file := d.page.File
	word := func(name string, line int) {
		if name != "" && !known[name] {
			near := nearest(name, sorted(known))
			if near != "" {
				near = "{" + near + "}"
			}
			l.wrong(file, line, fmt.Sprintf("nobody keeps or knows the word {%s}", name), orElse(near, "Keep it with `keep "+name+"`, or take it from the list in docs/pages.md."))
		}
	}
	for _, m := range d.said {
		for i, variant := range m.say.Variants {
			line := m.lines[i]
			for _, p := range variant {
				word(p.Word, line)
			}
			if n := length(variant); n > l.v.MaxMessage {
				l.wrong(file, line, fmt.Sprintf("a message of %d characters", n), fmt.Sprintf("Platforms show at most %d: make two of it, or shorten it.", l.v.MaxMessage))
			}
		}
	}
	for _, step := range d.page.Steps {
		eachCall(step, func(c Call) {
			i := place(c.Pattern, "WORD")
			if i < 0 || c.keeps() || known[c.Args[i]] {
				return
			}
			l.wrong(file, c.Line, fmt.Sprintf("`%s`: nobody keeps or knows the word %s", c, c.Args[i]), orElse(nearest(c.Args[i], sorted(known)), "Keep it with `keep "+c.Args[i]+"`, or take it from the list in docs/pages.md."))
		})
		for _, b := range step.Blocks {
			if b.List != nil {
				for _, p := range b.List.Item {
					word(p.Word, b.List.Line)
				}
			}
			if b.Table == nil {
				continue
			}
			for _, r := range b.Table.Rows {
				word(r.Word, b.Table.Line)
				for _, p := range r.Label {
					word(p.Word, b.Table.Line)
				}
			}
		}
	}
}

// length of a message in characters, with its braces as they stand.
func length(t Text) int {
	n := 0
	for _, p := range t {
		n += utf8.RuneCountInString(p.Literal)
		if p.Word != "" {
			n += len(p.Word) + len("{}") + utf8.RuneCountInString(p.One+p.Many)
		}
	}
	return n
}
