package page

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// lexicon is a closed list of patterns, split once.
type lexicon struct {
	name     string // what they are called: "effect", "fact"
	patterns []pattern
}

type pattern struct {
	text  string
	parts []string // lower case stands for itself, upper case is a place
}

func newLexicon(name string, patterns []string) lexicon {
	l := lexicon{name: name}
	for _, p := range patterns {
		l.patterns = append(l.patterns, pattern{text: p, parts: strings.Fields(p)})
	}
	return l
}

// isPlace tells a place such as WORD from a word that stands for itself.
func isPlace(part string) bool { return part[0] >= 'A' && part[0] <= 'Z' }

// takesRest tells the places that take all words to the end.
func takesRest(part string) bool { return part == "VALUE" || part == "LEVEL" }

// fits tells whether words have the shape of the pattern, and how many of them
// stand for themselves: of several patterns that fit, the plainest is meant.
func (p pattern) fits(words []string) (plain int, ok bool) {
	for i, part := range p.parts {
		switch {
		case i >= len(words):
			return 0, false
		case !isPlace(part) && part != words[i]:
			return 0, false
		case !isPlace(part):
			plain++
		case takesRest(part) && i == len(p.parts)-1:
			return plain, true
		}
	}
	return plain, len(words) == len(p.parts)
}

// call reads an effect or a fact. ok is false when it is none; the reader has
// told why.
func (r *reader) call(l lexicon, text string, line int) (c Call, ok bool) {
	words := strings.Fields(text)
	if l.name == "fact" && len(words) > 1 && words[0] == "not" {
		c.Not, words = true, words[1:]
	}
	found, best := pattern{}, -1
	for _, p := range l.patterns {
		if plain, ok := p.fits(words); ok && plain > best {
			found, best = p, plain
		}
	}
	if best < 0 {
		r.unknownCall(l, text, words, line)
		return c, false
	}
	c.Pattern, c.Line = found.text, line
	for i, part := range found.parts {
		if !isPlace(part) {
			continue
		}
		arg := words[i]
		if takesRest(part) {
			arg = strings.Join(words[i:], " ")
		}
		if why, remedy := r.argument(part, arg, found, &c); why != "" {
			r.wrong(line, fmt.Sprintf("`%s`: %s", text, why), remedy)
			return c, false
		}
		c.Args = append(c.Args, arg)
	}
	return c, true
}

// unknownCall says what is wrong with a call that no pattern fits.
func (r *reader) unknownCall(l lexicon, text string, words []string, line int) {
	var first, forms []string
	for _, p := range l.patterns {
		if len(words) > 0 && p.parts[0] == words[0] {
			forms = append(forms, "`"+p.text+"`")
		}
		if !isPlace(p.parts[0]) {
			first = append(first, p.parts[0])
		}
	}
	if len(forms) > 0 {
		r.wrong(line, fmt.Sprintf("`%s` is not how this %s is written", text, l.name), "It is "+strings.Join(forms, " or ")+".")
		return
	}
	remedy := fmt.Sprintf("docs/pages.md lists all %ss.", l.name)
	if len(words) > 0 {
		if n := nearest(words[0], first); n != "" {
			for _, p := range l.patterns {
				if p.parts[0] == n {
					remedy = "Did you mean `" + p.text + "`?"
					break
				}
			}
		}
	}
	r.wrong(line, fmt.Sprintf("there is no %s `%s`", l.name, text), remedy)
}

// argument says why an argument does not fit its place, "" when it does.
func (r *reader) argument(place, arg string, p pattern, c *Call) (why, remedy string) {
	switch place {
	case "TARGET":
		to, ok := parseTarget(r.page.Name, arg)
		if !ok {
			return fmt.Sprintf("“%s” is no step", arg), "Write #step, page.md or page.md#step."
		}
		c.Target = to
	case "N":
		if n, err := strconv.Atoi(arg); err != nil || n < 1 || n > 1000 {
			return fmt.Sprintf("“%s” is no number", arg), "Write a number from 1 to 1000, in figures."
		}
	case "UNIT":
		if !slices.Contains(units, strings.TrimSuffix(arg, "s")) {
			return fmt.Sprintf("“%s” is no span of time", arg), "Write hours, days or weeks."
		}
	case "LEVEL":
		return among("level", arg, r.v.Levels)
	case "KIND":
		kinds := r.v.Kinds
		if p.parts[0] == "list" {
			kinds = append(slices.Clone(kinds), r.v.Lists...)
		}
		return among("kind of journal line", arg, kinds)
	case "WORD", "NAME":
		if !isWord(arg) {
			return fmt.Sprintf("“%s” is no name", arg), "A name has small letters and _ only."
		}
		if p.parts[0] == "remember" || p.parts[0] == "forget" {
			return among("setting", arg, r.v.Settings)
		}
	}
	return "", ""
}

var units = []string{"hour", "day", "week"}

func among(what, arg string, list []string) (why, remedy string) {
	if slices.Contains(list, arg) {
		return "", ""
	}
	return fmt.Sprintf("“%s” is no %s", arg, what), orElse(nearest(arg, list), "There are: "+strings.Join(list, ", ")+".")
}

// parseTarget reads a link: "#step" of the page, "page.md" or "page.md#step".
func parseTarget(pageName, link string) (Target, bool) {
	file, step, hash := strings.Cut(link, "#")
	if hash && (step == "" || strings.ContainsAny(step, "#/ ")) {
		return Target{}, false
	}
	if file == "" {
		return Target{Page: pageName, Step: step}, hash
	}
	name, ok := strings.CutSuffix(file, ".md")
	return Target{Page: name, Step: step}, ok && isSlug(name)
}

// isSlug tells whether s can be the name of a page.
func isSlug(s string) bool {
	for i := 0; i < len(s); i++ {
		if (s[i] < 'a' || s[i] > 'z') && (s[i] < '0' || s[i] > '9') && s[i] != '-' {
			return false
		}
	}
	return s != ""
}

// link writes a target as a page writer would, seen from a page.
func (t Target) link(from string) string {
	s := ""
	if t.Page != from {
		s = t.Page + ".md"
	}
	if t.Step != "" {
		s += "#" + t.Step
	}
	return s
}
