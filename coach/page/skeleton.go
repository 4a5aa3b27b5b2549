package page

import (
	"fmt"
	"slices"
	"strings"
)

// sameSkeleton checks that the pages of a language are those in English in
// other words: the same steps, which lead to the same places and do the same.
func (l *loader) sameSkeleton(own, base *shelf) {
	for _, name := range sorted(own.pages) {
		d, english := own.pages[name], base.pages[name]
		if english == nil {
			l.wrong(d.page.File, 0, "there is no English page of that name", "Write it in English first, or look at the name of this one.")
			delete(own.pages, name) // nothing leads there
			continue
		}
		if !d.torn && !english.torn {
			l.samePage(d, english)
		}
	}
	if own.commands != nil && base.commands != nil {
		l.sameCommands(own.commands, base.commands)
	}
	if own.forms != nil && base.forms != nil {
		l.sameForms(own.forms, base.forms)
	}
}

func (l *loader) samePage(d, english *draft) {
	file := d.page.File
	if a, b := facts(d.page), facts(english.page); a != b {
		l.wrong(file, max(1, d.opensLine), fmt.Sprintf("the page states other facts than in English: %s", a), "There it is: "+b+".")
	}
	for _, s := range english.page.Steps {
		if d.page.Step(s.Slug) == nil {
			l.wrong(file, 0, fmt.Sprintf("the step #%s is missing, which is there in English", s.Slug), "Add “## "+s.Heading+"”: headings stay in English, because links lead to them.")
		}
	}
	for _, s := range d.page.Steps {
		other := english.page.Step(s.Slug)
		if other == nil {
			l.wrong(file, s.Line, fmt.Sprintf("there is no step #%s in English", s.Slug), orElse(hashed(nearestStep(english.page, s.Slug)), "Headings stay in English, because links lead to them."))
			continue
		}
		l.sameStep(file, s, other, d.page.Name)
	}
}

// facts are what a page states about itself, but for the words of a language.
func facts(p *Page) string {
	return fmt.Sprintf("Strategy %d, opens for %s", p.Strategy, orNothing(strings.Join(p.OpensFor, ", ")))
}

func orNothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}

// sameStep compares what two steps do and where they lead.
func (l *loader) sameStep(file string, s, english *Step, pageName string) {
	for i, part := range []string{"`when` lines", "choices", "answer", "effects", "way on"} {
		a, b := bones(s, pageName)[i], bones(english, pageName)[i]
		if slices.Equal(a, b) {
			continue
		}
		l.wrong(file, s.Line, fmt.Sprintf("the step #%s has other %s than in English: %s", s.Slug, part, orNothing(strings.Join(a, ", "))), "There it is: "+orNothing(strings.Join(b, ", "))+".")
	}
}

// bones are the parts of a step that are the same in all languages.
func bones(s *Step, pageName string) [5][]string {
	var b [5][]string
	to := func(t Target, calls ...Call) string {
		return strings.TrimSpace(t.link(pageName) + " " + joined(calls))
	}
	for _, r := range s.Routes {
		b[0] = append(b[0], to(r.To, r.When))
	}
	for _, c := range s.Choices {
		b[1] = append(b[1], to(c.To, c.Effects...))
	}
	if a := s.Answer; a != nil {
		b[2] = append(b[2], strings.TrimSpace(to(a.To)+" "+a.Keep+" "+joined(a.Effects)))
	}
	for _, block := range s.Blocks {
		switch {
		case block.Do != nil:
			b[3] = append(b[3], joined(block.Do))
		case block.List != nil:
			b[3] = append(b[3], joined([]Call{block.List.Call}))
		case block.Table != nil:
			for _, r := range block.Table.Rows {
				b[3] = append(b[3], "{"+r.Word+"}")
			}
		}
	}
	if s.Next != (Target{}) {
		b[4] = append(b[4], to(s.Next))
	}
	return b
}

func joined(calls []Call) string {
	list := make([]string, len(calls))
	for i, c := range calls {
		list[i] = "`" + c.String() + "`"
	}
	return strings.Join(list, " ")
}

// String is the call as a page writer writes it.
func (c Call) String() string {
	parts := strings.Fields(c.Pattern)
	n := 0
	for i, part := range parts {
		if isPlace(part) {
			parts[i] = c.Args[n]
			n++
		}
	}
	s := strings.Join(parts, " ")
	if c.Not {
		return "not " + s
	}
	return s
}

func (l *loader) sameCommands(own, english *commandFile) {
	for _, e := range english.list {
		i := slices.IndexFunc(own.list, func(c Command) bool { return c.Name == e.Name })
		if i < 0 {
			l.wrong(own.page.File, 0, fmt.Sprintf("the command “%s” is missing, which is there in English", e.Name), "Add it: its name and its options stay in English.")
			continue
		}
		if c := own.list[i]; c.Opens != e.Opens || c.Manages != e.Manages || !slices.EqualFunc(c.Options, e.Options, func(a, b Option) bool {
			return a.Name == b.Name && a.Kind == b.Kind && a.Required == b.Required
		}) {
			l.wrong(own.page.File, c.Line, fmt.Sprintf("the command “%s” opens another page or has other options than in English", e.Name), "Only its descriptions are translated.")
		}
	}
	for _, c := range own.list {
		if !slices.ContainsFunc(english.list, func(e Command) bool { return c.Name == e.Name }) {
			l.wrong(own.page.File, c.Line, fmt.Sprintf("there is no command “%s” in English", c.Name), "The names of commands are the same in all languages.")
		}
	}
}

func (l *loader) sameForms(own, english *formFile) {
	for _, name := range sorted(english.tables) {
		if own.tables[name] == nil {
			continue // told with the tables that are missing
		}
		for _, code := range sorted(english.tables[name]) {
			if own.tables[name][code] == "" {
				l.wrong(own.file, own.lines[name], fmt.Sprintf("the code “%s” is missing in “%s”", code, name), "Add it: the English page has it.")
			}
		}
	}
}
