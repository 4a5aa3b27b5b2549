package page

import (
	"fmt"
	"slices"
	"strings"
)

// words is a set of words.
type words map[string]bool

func (w words) with(more ...string) words {
	if !slices.ContainsFunc(more, func(m string) bool { return !w[m] }) {
		return w
	}
	all := make(words, len(w)+len(more))
	for k := range w {
		all[k] = true
	}
	for _, m := range more {
		all[m] = true
	}
	return all
}

func (w words) without(less string) words {
	if !w[less] {
		return w
	}
	rest := make(words, len(w))
	for k := range w {
		if k != less {
			rest[k] = true
		}
	}
	return rest
}

// common are the words in both, and whether that is less than w.
func (w words) common(other words) (both words, less bool) {
	for k := range w {
		if !other[k] {
			less = true
			break
		}
	}
	if !less {
		return w, false
	}
	both = words{}
	for k := range w {
		if other[k] {
			both[k] = true
		}
	}
	return both, true
}

// knowing follows all ways through the pages and notes for each step the words
// that are known there whichever way one came.
type knowing struct {
	*atlas
	gives map[string][]string
	at    map[*Step]words
	queue []*Step
}

// surelyKnown checks that each message has a variant that can be said whatever
// is known: else the coach would be silent there. Words that are not in the
// vocabulary are told elsewhere.
func (l *loader) surelyKnown(m *atlas, vocabulary words) {
	k := &knowing{atlas: m, gives: l.v.Gives, at: map[*Step]words{}}
	for _, to := range l.openings(m) {
		k.come(to, nil)
	}
	for len(k.queue) > 0 {
		s := k.queue[0]
		k.queue = k.queue[1:]
		k.leave(s, nil)
	}
	missable := words{}
	for w := range vocabulary {
		missable[w] = slices.Contains(l.v.Optional, w) || !slices.Contains(l.v.Words, w)
	}
	for _, name := range m.names {
		d := m.pages[name]
		lines := map[*Say]int{}
		for _, s := range d.said {
			lines[s.say] = s.lines[len(s.lines)-1]
		}
		for _, s := range d.page.Steps {
			if k.at[s] == nil {
				continue // nothing leads there, which is told elsewhere
			}
			k.leave(s, func(say *Say, known words) {
				if w := needs(say, known, missable); w != "" {
					l.wrong(d.page.File, lines[say], fmt.Sprintf("each variant of this message needs a word that may be missing, such as {%s}", w), "Add a variant without it, or ask for it before.")
				}
			})
		}
	}
}

// needs is a word without which no variant can be said, "" if there is none.
func needs(say *Say, known, missable words) string {
	missing := ""
	for _, variant := range say.Variants {
		i := slices.IndexFunc(variant, func(p Piece) bool {
			return p.Word != "" && !p.Comma && missable[p.Word] && !known[p.Word]
		})
		if i < 0 {
			return ""
		}
		missing = variant[i].Word
	}
	return missing
}

// openings are the steps that open without a conversation before them: there
// nothing is known for sure.
func (l *loader) openings(m *atlas) []Target {
	list := slices.Clone(l.v.Moments)
	for _, name := range m.names {
		if len(m.pages[name].page.OpensFor) > 0 {
			list = append(list, Target{Page: name})
		}
	}
	m.eachLink(func(_ *draft, k link) {
		if k.promise || k.from == nil {
			list = append(list, k.to)
		}
	})
	return list
}

// come notes that a step is reached with these words known.
func (k *knowing) come(to Target, known words) {
	s := k.step(to)
	if s == nil {
		return
	}
	if known == nil {
		known = words{}
	}
	before, ok := k.at[s]
	if !ok {
		k.at[s] = known
		k.queue = append(k.queue, s)
		return
	}
	if both, less := before.common(known); less {
		k.at[s] = both
		k.queue = append(k.queue, s)
	}
}

// leave follows the ways out of a step. With hear, it tells what is known at
// each message instead.
func (k *knowing) leave(s *Step, hear func(*Say, words)) {
	known := k.at[s]
	come := k.come
	if hear != nil {
		come = func(Target, words) {}
	}
	for _, r := range s.Routes {
		yes, no := known.with(k.given(r.When)...), known
		if r.When.Not {
			yes, no = known, known.with(k.given(r.When)...)
		}
		come(r.To, yes)
		known = no
	}
	if leavesAlways(s) {
		return
	}
	for _, b := range s.Blocks {
		known = k.after(known, b.Do)
		if b.Say != nil && hear != nil {
			hear(b.Say, known)
		}
	}
	for _, c := range s.Choices {
		come(c.To, k.after(known, c.Effects))
	}
	if a := s.Answer; a != nil {
		if a.Keep != "" {
			come(a.To, k.after(known.with(a.Keep), a.Effects))
		} else {
			come(a.To, k.after(known, a.Effects))
		}
	}
	if !s.Waits() && s.Next != (Target{}) {
		come(s.Next, known)
	}
}

// given are the words that are known where a fact holds.
func (k *knowing) given(c Call) []string {
	given := k.gives[c.Pattern]
	if i := place(c.Pattern, "WORD"); i >= 0 {
		given = append(slices.Clone(given), c.Args[i])
	}
	return given
}

// after is what is known after effects.
func (k *knowing) after(known words, effects []Call) words {
	for _, c := range effects {
		known = known.with(k.gives[c.Pattern]...)
		switch c.Pattern {
		case setWord:
			known = known.with(c.Args[0])
		case "clear WORD", "forget WORD":
			known = known.without(c.Args[0])
		}
	}
	return known
}

// place is the number of an argument of a pattern, -1 if it has none of that
// kind.
func place(pattern, kind string) int {
	n := 0
	for _, part := range strings.Fields(pattern) {
		if part == kind {
			return n
		}
		if isPlace(part) {
			n++
		}
	}
	return -1
}
