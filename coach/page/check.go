package page

import (
	"fmt"
	"slices"
)

// check looks at all pages together.
func (l *loader) check(all *shelf) {
	m := newAtlas(all)
	l.links(m)
	l.topics(all)
	l.moments(m)
	l.commands(all)
	l.forms(m)
	known := l.vocabulary(all)
	for _, name := range m.names {
		l.messages(m.pages[name], known)
	}
	l.waysOut(m)
	l.rings(m)
	l.reach(m)
	l.surelyKnown(m, known)
}

// atlas finds steps.
type atlas struct {
	*shelf
	names []string // of the pages, in order
}

func newAtlas(s *shelf) *atlas { return &atlas{shelf: s, names: sorted(s.pages)} }

// step is where a target leads, nil where there is no such step.
func (m *atlas) step(to Target) *Step {
	d := m.pages[to.Page]
	if d == nil || len(d.page.Steps) == 0 {
		return nil
	}
	if to.Step == "" {
		return d.page.Steps[0]
	}
	return d.page.Step(to.Step)
}

// place is a step's own target, with its name spelled out.
func (m *atlas) place(to Target) Target {
	if s := m.step(to); s != nil {
		to.Step = s.Slug
	}
	return to
}

// unread tells a page that could not be read at all: what leads there is not to
// blame.
func (m *atlas) unread(name string) bool {
	d := m.pages[name]
	return d != nil && len(d.page.Steps) == 0
}

// torn tells whether a link somewhere could not be read.
func (m *atlas) torn() bool {
	for _, d := range m.pages {
		if d.torn {
			return true
		}
	}
	return m.shelf.commands != nil && m.shelf.commands.torn
}

// eachLink walks the links of all pages and commands, in order.
func (m *atlas) eachLink(f func(d *draft, k link)) {
	for _, name := range m.names {
		for _, k := range m.pages[name].links {
			f(m.pages[name], k)
		}
	}
	if c := m.shelf.commands; c != nil {
		for _, k := range c.links {
			f(c.draft, k)
		}
	}
}

// links tells of links that lead nowhere.
func (l *loader) links(m *atlas) {
	m.eachLink(func(d *draft, k link) {
		to := m.pages[k.to.Page]
		switch {
		case to == nil:
			l.wrong(d.page.File, k.line, fmt.Sprintf("there is no page %s.md", k.to.Page), orElse(nearestPage(k.to.Page, m.names), "Look at the spelling, or write that page."))
		case m.step(k.to) != nil || m.unread(k.to.Page):
		case to.source > d.source:
			// The page was replaced by one that lacks a step; its place is there.
			l.wrong(to.page.File, 0, fmt.Sprintf("the step #%s is missing, to which %s leads", k.to.Step, d.page.File), "Add “## "+title(k.to.Step)+"”: the page that this one replaces has it.")
		default:
			l.wrong(d.page.File, k.line, fmt.Sprintf("there is no step #%s in %s", k.to.Step, to.page.File), orElse(hashed(nearestStep(to.page, k.to.Step)), "Look at the spelling, or add “## "+title(k.to.Step)+"” there."))
		}
	})
}

func nearestPage(name string, names []string) string {
	if n := nearest(name, names); n != "" {
		return n + ".md"
	}
	return ""
}

func nearestStep(p *Page, slug string) string {
	slugs := make([]string, len(p.Steps))
	for i, s := range p.Steps {
		slugs[i] = s.Slug
	}
	return nearest(slug, slugs)
}

func hashed(slug string) string {
	if slug == "" {
		return ""
	}
	return "#" + slug
}

// topics checks that each topic opens exactly one page.
func (l *loader) topics(s *shelf) {
	opened := map[string]*draft{}
	names := sorted(s.pages)
	slices.SortStableFunc(names, func(a, b string) int { return s.pages[a].source - s.pages[b].source })
	for _, name := range names {
		d := s.pages[name]
		for _, topic := range d.page.OpensFor {
			if other := opened[topic]; other != nil {
				l.wrong(d.page.File, d.opensLine, fmt.Sprintf("the topic “%s” opens two pages, this one and %s", topic, other.page.File), "Take it away from one of them: to use another page, replace the one that opens now.")
				continue
			}
			opened[topic] = d
		}
	}
	for _, topic := range l.v.Intents {
		if opened[topic] != nil || (&atlas{shelf: s}).torn() {
			continue
		}
		file, cause := s.lang, fmt.Sprintf("no page opens for the topic “%s”", topic)
		for _, old := range s.replaced {
			if slices.Contains(old.page.OpensFor, topic) {
				file = old.page.File
			}
		}
		l.wrong(file, 0, cause, "Add it to the facts of the page that it should open: “Opens for: "+topic+".”")
	}
}

// moments checks that the steps exist that the coach opens by itself.
func (l *loader) moments(m *atlas) {
	missing := map[string]bool{}
	for _, at := range l.v.Moments {
		d := m.pages[at.Page]
		switch {
		case d == nil && !missing[at.Page]:
			missing[at.Page] = true
			l.wrong(m.lang, 0, fmt.Sprintf("the page %s.md is missing, which the coach opens by itself", at.Page), "docs/pages.md says when; write that page.")
		case d != nil && m.step(at) == nil && !m.unread(at.Page):
			l.wrong(d.page.File, 0, fmt.Sprintf("the step #%s is missing, which the coach opens by itself", at.Step), "docs/pages.md says when; add “## "+title(at.Step)+"”.")
		}
	}
}

// commands checks the kinds of options, which may be tables of forms.md.
func (l *loader) commands(s *shelf) {
	if s.commands == nil {
		return
	}
	kinds := []string{"number", "words"}
	if s.forms != nil {
		kinds = append(kinds, sorted(s.forms.tables)...)
	}
	i := 0
	for _, c := range s.commands.list {
		for _, o := range c.Options {
			if !slices.Contains(kinds, o.Kind) {
				l.wrong(s.commands.page.File, s.commands.optionLines[i], fmt.Sprintf("there is no kind of option “%s”", o.Kind), orElse(nearest(o.Kind, kinds), "Write words, number or the name of a table in forms.md."))
			}
			i++
		}
	}
}

// eachCall walks the effects and facts of a step.
func eachCall(s *Step, f func(Call)) {
	all := func(calls []Call) {
		for _, c := range calls {
			f(c)
		}
	}
	for _, r := range s.Routes {
		f(r.When)
	}
	for _, b := range s.Blocks {
		all(b.Do)
	}
	for _, c := range s.Choices {
		all(c.Effects)
	}
	if s.Answer != nil {
		all(s.Answer.Effects)
	}
}
