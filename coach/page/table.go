package page

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
)

// row is a line of a table.
type row struct {
	cells []string
	line  int
}

// rows are the lines of a table, the header first.
func (r *reader) rows(t *extast.Table) []row {
	var rows []row
	for n := t.FirstChild(); n != nil; n = n.NextSibling() {
		one := row{line: r.line(n)}
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			one.cells = append(one.cells, r.lines(c))
		}
		rows = append(rows, one)
	}
	return rows
}

// chart reads a table inside a step: labels and counts.
func (r *reader) chart(t *extast.Table) {
	c := &Chart{Line: r.line(t)}
	for i, one := range r.rows(t) {
		if len(one.cells) != 2 {
			r.wrong(one.line, "a chart with other than two columns", "Write labels on the left and one {count} on the right.")
			return
		}
		if i == 0 {
			c.Title = one.cells[0]
			continue
		}
		word, ok := strings.CutPrefix(one.cells[1], "{")
		word, closed := strings.CutSuffix(word, "}")
		if !ok || !closed || !isWord(word) {
			r.wrong(one.line, "“"+one.cells[1]+"” is no count", "Write one word in braces, such as {wins}.")
			continue
		}
		c.Rows = append(c.Rows, ChartRow{Label: r.text(one.cells[0], one.line), Word: word})
	}
	r.step.Blocks = append(r.step.Blocks, Block{Table: c})
}

// sections reads a file that is not a conversation: its "##" headings, with
// what stands below each.
func (r *reader) sections(md parser.Parser, data []byte, begin func(heading string, line int), below func(ast.Node)) {
	doc := r.blocks(md, data)
	if doc == nil {
		return
	}
	begun := false
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		h, ok := n.(*ast.Heading)
		switch {
		case ok && h.Level == 2:
			begun = true
			begin(r.lines(h), r.line(h))
		case ok && h.Level > 2:
			r.wrong(r.line(h), "a heading of another level", "A title begins with “#” and a section with “##”; there are no others.")
		case begun && !ok:
			below(n)
		}
	}
}

// readForms reads forms.md: words for codes, a table a section.
func (r *reader) readForms(md parser.Parser, data []byte) (map[string]Table, map[string]int) {
	forms, lines := map[string]Table{}, map[string]int{}
	name := ""
	r.sections(md, data, func(heading string, line int) {
		name = strings.ToLower(heading)
		if forms[name] != nil {
			r.wrong(line, "the table “"+name+"” stands twice", "Put both into one.")
			return
		}
		forms[name], lines[name] = Table{}, line
	}, func(n ast.Node) {
		t, ok := n.(*extast.Table)
		if !ok {
			return // a note for the reviewer
		}
		for i, one := range r.rows(t) {
			switch {
			case i == 0:
			case len(one.cells) != 2 || one.cells[0] == "" || one.cells[1] == "":
				r.wrong(one.line, "a form without its code or its words", "Write both: “| code | words |”.")
			case forms[name][one.cells[0]] != "":
				r.wrong(one.line, "the code “"+one.cells[0]+"” stands twice in “"+name+"”", "Take one of them away.")
			default:
				forms[name][one.cells[0]] = one.cells[1]
				lines[name+" "+one.cells[0]] = one.line
			}
		}
	})
	return forms, lines
}
