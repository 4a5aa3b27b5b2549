package console

import (
	"strconv"
	"strings"
	"unicode"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// page lays Markdown out for a terminal.
type page struct {
	width  int  // columns; 0: lines are not wrapped
	styled bool // with escape sequences for bold, italic and faint

	source []byte
	lines  []string
}

// render is Markdown as lines of text, without an empty one at either end.
func render(markdown string, width int, styled bool) []string {
	p := &page{width: width, styled: styled, source: []byte(clean(markdown))}
	root := goldmark.DefaultParser().Parse(text.NewReader(p.source))
	p.blocks(root, "", "")
	return p.lines
}

// clean takes out what could steer the terminal: a pasted mail may hold
// anything. Tabs become spaces, for their width is not known.
func clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\t", "    ")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		if r != '\n' && (unicode.IsControl(r) || strings.ContainsRune("\u202A\u202B\u202D\u202E\u2066\u2067\u2068\u2069", r)) {
			return -1
		}
		return r
	}, s)
}

// blocks writes the blocks under a node. The first line gets the prefix first,
// all others rest.
func (p *page) blocks(parent ast.Node, first, rest string) {
	tight := false
	if list, ok := parent.Parent().(*ast.List); ok {
		tight = list.IsTight
	}
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if n != parent.FirstChild() {
			first = rest
			if !tight {
				p.lines = append(p.lines, strings.TrimRight(rest, " "))
			}
		}
		p.block(n, first, rest)
	}
}

func (p *page) block(n ast.Node, first, rest string) {
	switch n := n.(type) {
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		p.code(n, first, rest)
	case *ast.Blockquote:
		bar := "> "
		if p.styled {
			bar = p.style("│ ", lipgloss.NewStyle().Faint(true))
		}
		p.blocks(n, first+bar, rest+bar)
	case *ast.List:
		p.list(n, first, rest)
	case *ast.ThematicBreak:
		p.lines = append(p.lines, first+"---")
	case *ast.HTMLBlock:
		p.write(string(n.Lines().Value(p.source)), first, rest)
	default:
		if n.Type() == ast.TypeBlock && n.FirstChild() != nil && n.FirstChild().Type() == ast.TypeBlock {
			p.blocks(n, first, rest)
			return
		}
		look := lipgloss.NewStyle()
		if _, heading := n.(*ast.Heading); heading {
			look = look.Bold(true)
		}
		var b strings.Builder
		p.inline(&b, n, look)
		p.write(b.String(), first, rest)
	}
}

// code is text to copy: as it stands, further in, wrapped only where it would
// leave the window.
func (p *page) code(n ast.Node, first, rest string) {
	const in = "    "
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		p.write(strings.TrimRight(string(line.Value(p.source)), "\n"), first+in, rest+in)
		first = rest
	}
}

func (p *page) list(n *ast.List, first, rest string) {
	number := n.Start
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		mark := "- "
		if p.styled {
			mark = "• "
		}
		if n.IsOrdered() {
			mark = strconv.Itoa(number) + string(n.Marker) + " "
			number++
		}
		if item != n.FirstChild() {
			first = rest
			if !n.IsTight {
				p.lines = append(p.lines, strings.TrimRight(rest, " "))
			}
		}
		if item.FirstChild() == nil { // "1." alone, for instance
			p.lines = append(p.lines, strings.TrimRight(first+mark, " "))
			continue
		}
		p.blocks(item, first+mark, rest+strings.Repeat(" ", ansi.StringWidth(mark)))
	}
}

// inline writes the text of a block with its emphasis. A person's own words
// come with backslashes before all that could be formatting; they go here.
func (p *page) inline(b *strings.Builder, parent ast.Node, look lipgloss.Style) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			b.WriteString(p.style(string(util.UnescapePunctuations(n.Segment.Value(p.source))), look))
			switch {
			case n.HardLineBreak():
				b.WriteByte('\n')
			case n.SoftLineBreak() && quoted(n):
				b.WriteByte('\n')
			case n.SoftLineBreak():
				b.WriteByte(' ')
			}
		case *ast.String:
			b.WriteString(p.style(string(n.Value), look))
		case *ast.Emphasis:
			if n.Level > 1 {
				p.inline(b, n, look.Bold(true))
			} else {
				p.inline(b, n, look.Italic(true))
			}
		case *ast.CodeSpan:
			var code strings.Builder
			for c := n.FirstChild(); c != nil; c = c.NextSibling() {
				if t, ok := c.(*ast.Text); ok {
					code.Write(t.Segment.Value(p.source))
				}
			}
			b.WriteString(p.style(strings.ReplaceAll(code.String(), "\n", " "), look.Bold(true)))
		case *ast.AutoLink:
			b.WriteString(p.style(string(n.Label(p.source)), look.Underline(true)))
		case *ast.Link:
			p.link(b, n, look)
		case *ast.RawHTML:
			b.WriteString(string(n.Segments.Value(p.source)))
		default:
			p.inline(b, n, look)
		}
	}
}

// quoted tells whether a text stands in a quotation. There a line is a line, as
// in a list of numbers to call; elsewhere the lines of a page are its writer's.
func quoted(n ast.Node) bool {
	for ; n != nil; n = n.Parent() {
		if _, ok := n.(*ast.Blockquote); ok {
			return true
		}
	}
	return false
}

// link shows where it leads, unless its words say so already.
func (p *page) link(b *strings.Builder, n *ast.Link, look lipgloss.Style) {
	var label strings.Builder
	p.inline(&label, n, look.Underline(true))
	b.WriteString(label.String())
	to := clean(string(n.Destination))
	_, place, ok := strings.Cut(to, "://")
	if said := ansi.Strip(label.String()); ok && said != to && said != strings.TrimSuffix(place, "/") {
		b.WriteString(p.style(" ("+to+")", look))
	}
}

func (p *page) style(s string, look lipgloss.Style) string {
	if !p.styled || s == "" {
		return s
	}
	// Inline, since a style fills lines up to the same width otherwise.
	return look.Inline(true).Render(s)
}

// write wraps a text and puts the prefixes before its lines.
func (p *page) write(s, first, rest string) {
	for _, line := range wrap(s, p.width-ansi.StringWidth(rest), p.width > 0) {
		p.lines = append(p.lines, strings.TrimRight(first+line, " "))
		first = rest
	}
}

// narrowest is the column count below which wrapping does more harm than good.
const narrowest = 8

func wrap(s string, width int, on bool) []string {
	if on {
		s = lipgloss.Wrap(s, max(width, narrowest), "")
	}
	return strings.Split(s, "\n")
}
