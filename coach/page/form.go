package page

import (
	"fmt"
	"strings"
)

// forms checks the tables of forms.md, and that what pages name from them is
// there.
func (l *loader) forms(m *atlas) {
	f := m.shelf.forms
	if f == nil {
		if len(l.v.Forms) > 0 {
			l.wrong(m.lang, 0, "the page forms.md is missing", "Write it, with the tables that docs/pages.md lists.")
		}
		return
	}
	for _, name := range l.v.Forms {
		if f.tables[name] == nil {
			l.wrong(f.file, 0, fmt.Sprintf("the table “%s” is missing", name), "Add “## "+title(name)+"” and below it a table of codes and words.")
		}
	}
	l.promised(m, f, "promise", "what comes, as in “Friday: how you are”")
	l.promised(m, f, "reason", "why it comes, as in “because you said I may ask”")
	for _, name := range m.names {
		d := m.pages[name]
		for _, s := range d.page.Steps {
			eachCall(s, func(c Call) { l.coded(d, c, f) })
		}
	}
}

// coded checks a word that can only be one of a table's codes: `set stage cv`.
func (l *loader) coded(d *draft, c Call, f *formFile) {
	word, value := place(c.Pattern, "WORD"), place(c.Pattern, "VALUE")
	if word < 0 || value < 0 {
		return
	}
	table := f.tables[c.Args[word]]
	if table == nil || table[c.Args[value]] != "" {
		return
	}
	codes := sorted(table)
	l.wrong(d.page.File, c.Line, fmt.Sprintf("“%s” is no code of the table “%s” in forms.md", c.Args[value], c.Args[word]), orElse(nearest(c.Args[value], codes), "There are: "+strings.Join(codes, ", ")+"."))
}

// promised checks that each step that a promise opens has words in a table for
// the list of what will come.
func (l *loader) promised(m *atlas, f *formFile, name, says string) {
	table := f.tables[name]
	if table == nil {
		return
	}
	told := map[string]bool{}
	m.eachLink(func(d *draft, k link) {
		if !k.promise || m.step(k.to) == nil || d.source > f.source {
			return // an operator's page may do without: its title is shown
		}
		at := m.place(k.to)
		code := at.Page + "#" + at.Step
		if table[code] == "" && !told[code] {
			told[code] = true
			l.wrong(f.file, f.lines[name], fmt.Sprintf("the promised step %s has no words", code), "Add a line “| "+code+" | … |” to the table “"+name+"”: "+says+".")
		}
	})
	for _, code := range sorted(table) {
		at, _, _ := strings.Cut(code, " ") // behind it: the word that the line has in it
		named, step, _ := strings.Cut(at, "#")
		d := m.pages[named]
		if d != nil && (d.source > f.source || m.unread(named)) {
			continue
		}
		if step == "" || m.step(Target{Page: named, Step: step}) == nil {
			l.wrong(f.file, f.lines[name+" "+code], fmt.Sprintf("there is no step %s", code), "Write page#step as the promise names it, or take the line away.")
		}
	}
}
