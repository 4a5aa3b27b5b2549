package page

import (
	"fmt"
)

// unasked are the steps that a conversation can go to from s without waiting
// for an answer.
func unasked(s *Step) []Target {
	var to []Target
	for _, r := range s.Routes {
		to = append(to, r.To)
	}
	if !s.Waits() && s.Next != (Target{}) {
		to = append(to, s.Next)
	}
	return to
}

// waysOut checks that each step that waits has a choice that leads out of the
// conversation: at once, or after one more question.
func (l *loader) waysOut(m *atlas) {
	for _, name := range m.names {
		d := m.pages[name]
		for _, s := range d.page.Steps {
			if s.Waits() && !leavesAlways(s) && !m.leaves(s, 1) {
				l.wrong(d.page.File, s.Line, fmt.Sprintf("the step #%s waits and has no way out", s.Slug), "Add a choice that ends the talk, such as “- [Not now](later.md)”.")
			}
		}
	}
}

// leaves tells whether a choice of a step ends the conversation, after at most
// some more questions. A link that leads nowhere, told elsewhere, may have been
// the way out.
func (m *atlas) leaves(s *Step, more int) bool {
	for _, c := range s.Choices {
		next := m.asks(c.To)
		if next == nil || more > 0 && m.leaves(next, more-1) {
			return true
		}
	}
	return false
}

// asks is the next step that waits when a conversation goes to a step, nil
// when it ends before.
func (m *atlas) asks(to Target) *Step {
	seen := map[*Step]bool{}
	for s := m.step(to); s != nil; s = m.step(to) {
		switch {
		case seen[s]:
			return s // a ring never ends
		case leavesAlways(s):
			to = s.Routes[len(s.Routes)-1].To
		case s.Waits():
			return s
		case s.Next == (Target{}):
			return nil
		default:
			to = s.Next
		}
		seen[s] = true
	}
	return nil
}

// rings finds walks over steps that come back to where they were and never
// wait: nobody could leave them.
func (l *loader) rings(m *atlas) {
	told := map[*Step]bool{}
	for _, name := range m.names {
		for _, s := range m.pages[name].page.Steps {
			if told[s] {
				continue
			}
			ring := m.ring(Target{Page: name, Step: s.Slug})
			if ring == nil {
				continue
			}
			way := ""
			for _, at := range ring {
				told[m.step(at)] = true
				way += at.link(name) + " → "
			}
			l.wrong(m.pages[name].page.File, s.Line, "a ring of steps that never waits for an answer: "+way+"#"+s.Slug, "Let one of them ask something, or end there.")
		}
	}
}

// ring is the shortest walk from a step back to it that never waits, or nil.
func (m *atlas) ring(from Target) []Target {
	start := m.step(from)
	before := map[*Step]Target{}
	queue := []Target{from}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, to := range unasked(m.step(at)) {
			s := m.step(to)
			if s == nil {
				continue
			}
			if s == start {
				ring := []Target{at}
				for m.step(ring[0]) != start {
					ring = append([]Target{before[m.step(ring[0])]}, ring...)
				}
				return ring
			}
			if _, ok := before[s]; !ok {
				before[s] = at
				queue = append(queue, m.place(to))
			}
		}
	}
	return nil
}

// reach tells of steps that nothing leads to. A step counts as reached when
// another page leads there, reached or not: each page answers for itself.
func (l *loader) reach(m *atlas) {
	if m.torn() {
		return // a link that could not be read may lead there
	}
	opened := map[*Step]bool{}
	pages := map[string]bool{}
	open := func(from *draft, to Target) {
		d := m.pages[to.Page]
		if d == nil || from == d {
			return
		}
		pages[to.Page] = true
		s := m.step(to)
		if s == nil { // mistyped, and told elsewhere
			s = d.page.Step(nearestStep(d.page, to.Step))
		}
		opened[s] = true
	}
	m.eachLink(func(d *draft, k link) { open(d, k.to) })
	for _, d := range m.replaced {
		for _, k := range d.links {
			if k.to.Page == d.page.Name && m.pages[k.to.Page].source > d.source {
				continue // what the old page led to in itself is gone with it
			}
			open(d, k.to)
		}
	}
	for _, at := range l.v.Moments {
		open(nil, at)
	}
	for _, name := range m.names {
		d := m.pages[name]
		if len(d.page.OpensFor) == 0 && !pages[name] {
			l.wrong(d.page.File, 1, "nothing opens this page", "Link it from another page, or say for which topic it opens.")
			continue
		}
		l.unreached(m, d, opened)
	}
}

// unreached tells of the steps of a page that neither its first step nor one
// that is opened from outside leads to.
func (l *loader) unreached(m *atlas, d *draft, opened map[*Step]bool) {
	reached := map[*Step]bool{}
	var queue []*Step
	visit := func(s *Step) {
		if s != nil && !reached[s] {
			reached[s] = true
			queue = append(queue, s)
		}
	}
	for i, s := range d.page.Steps {
		if i == 0 || opened[s] {
			visit(s)
		}
	}
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		for _, to := range s.Leads() {
			if to.Page != d.page.Name {
				continue
			}
			if m.step(to) == nil {
				to.Step = nearestStep(d.page, to.Step)
			}
			visit(m.step(to))
		}
	}
	for _, s := range d.page.Steps {
		if !reached[s] {
			l.wrong(d.page.File, s.Line, fmt.Sprintf("nothing leads to the step #%s", s.Slug), "Link it from another step, or take it away.")
		}
	}
}
