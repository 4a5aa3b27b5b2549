package markup

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// style is how a stretch of text looks.
type style = slack.RichTextSectionTextStyle

// page reads the Markdown of the pages. A person's own words come with
// backslashes before all that could be formatting.
type page struct {
	source []byte
}

// richText is Markdown as blocks, one for each paragraph, list and so on.
func richText(markdown string) (blocks []slack.Block) {
	p := &page{source: []byte(clean(markdown))}
	root := goldmark.DefaultParser().Parse(text.NewReader(p.source))
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		blocks = append(blocks, p.block(n)...)
	}
	return blocks
}

// block is one block of the page, as several where it is too long for one.
func (p *page) block(n ast.Node) (blocks []slack.Block) {
	if list, ok := n.(*ast.List); ok {
		if elements, ok := p.list(list, 0); ok {
			if b := slack.NewRichTextBlock("", elements...); len(plain(b)) <= maxBlock {
				return []slack.Block{b}
			}
		}
	}
	var r run
	p.flat(&r, n, "")
	for _, piece := range cut(r.elements, maxBlock) {
		var e slack.RichTextElement
		switch n.(type) {
		case *ast.Blockquote:
			e = &slack.RichTextQuote{Type: slack.RTEQuote, Elements: piece}
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			e = &slack.RichTextPreformatted{Type: slack.RTEPreformatted, Elements: piece}
		default:
			e = slack.NewRichTextSection(piece...)
		}
		blocks = append(blocks, slack.NewRichTextBlock("", e))
	}
	return blocks
}

// deepest is how far in Slack shows a list.
const deepest = 8

// list is a list as Slack has it: the lists within are lists beside it, further
// in. It is false where Slack's list would not show what was typed.
func (p *page) list(n *ast.List, indent int) (lists []slack.RichTextElement, ok bool) {
	if n.IsOrdered() && (n.Marker != '.' || n.Start < 1) {
		return nil, false
	}
	look := slack.RTEListBullet
	if n.IsOrdered() {
		look = slack.RTEListOrdered
	}
	var open *slack.RichTextList
	number := max(n.Start, 1)
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		var r run
		var inner []slack.RichTextElement
		for c := item.FirstChild(); c != nil; c = c.NextSibling() {
			if within, is := c.(*ast.List); is {
				deeper, ok := p.list(within, min(indent+1, deepest))
				if !ok {
					return nil, false
				}
				inner = append(inner, deeper...)
				continue
			}
			if len(inner) > 0 {
				return nil, false // text after a list within an item has no place in Slack's
			}
			if len(r.elements) > 0 {
				r.text("\n", style{})
			}
			p.flat(&r, c, "")
		}
		words := trim(r.elements)
		if len(words) == 0 {
			return nil, false // “1.” alone, for instance
		}
		if open == nil {
			open = slack.NewRichTextList(look, indent)
			open.Offset = number - 1
			lists = append(lists, open)
		}
		open.Elements = append(open.Elements, slack.NewRichTextSection(words...))
		number++
		if len(inner) > 0 {
			lists = append(lists, inner...)
			open = nil
		}
	}
	return lists, true
}

// flat writes any block as text, lists with their marks.
func (p *page) flat(r *run, n ast.Node, indent string) {
	switch n := n.(type) {
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		r.text(strings.TrimRight(string(n.Lines().Value(p.source)), "\n"), style{})
	case *ast.HTMLBlock:
		r.text(strings.TrimRight(string(n.Lines().Value(p.source)), "\n"), style{})
	case *ast.ThematicBreak:
		r.text("---", style{})
	case *ast.Heading:
		p.inline(r, n, style{Bold: true})
	case *ast.List:
		number := n.Start
		for item := n.FirstChild(); item != nil; item = item.NextSibling() {
			mark := "•"
			switch {
			case n.IsOrdered():
				mark = strconv.Itoa(number) + string(n.Marker)
				number++
			case item.FirstChild() == nil:
				mark = string(n.Marker) // a dash alone is no list
			}
			if item != n.FirstChild() {
				r.text("\n", style{})
			}
			r.text(indent+mark+" ", style{})
			p.children(r, item, indent+"   ", "\n")
		}
	default:
		if n.FirstChild() != nil && n.FirstChild().Type() == ast.TypeBlock {
			p.children(r, n, indent, "\n\n")
			return
		}
		p.inline(r, n, style{})
	}
}

func (p *page) children(r *run, parent ast.Node, indent, between string) {
	for c := parent.FirstChild(); c != nil; c = c.NextSibling() {
		if c != parent.FirstChild() {
			r.text(between, style{})
		}
		p.flat(r, c, indent)
	}
}

// inline writes the text of a block with its emphasis.
func (p *page) inline(r *run, parent ast.Node, look style) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			r.text(string(util.UnescapePunctuations(n.Segment.Value(p.source))), look)
			switch {
			case n.HardLineBreak(), n.SoftLineBreak() && quoted(n):
				r.text("\n", look)
			case n.SoftLineBreak():
				r.text(" ", look)
			}
		case *ast.String:
			r.text(string(n.Value), look)
		case *ast.Emphasis:
			inner := look
			if n.Level > 1 {
				inner.Bold = true
			} else {
				inner.Italic = true
			}
			p.inline(r, n, inner)
		case *ast.CodeSpan:
			inner := look
			inner.Code = true
			r.text(strings.ReplaceAll(p.raw(n), "\n", " "), inner)
		case *ast.AutoLink:
			p.link(r, string(n.URL(p.source)), string(n.Label(p.source)), look)
		case *ast.Link:
			var label run
			p.inline(&label, n, style{})
			p.link(r, string(n.Destination), plainElements(label.elements), look)
		case *ast.RawHTML:
			r.text(string(n.Segments.Value(p.source)), look)
		default:
			p.inline(r, n, look)
		}
	}
}

// raw is the text of a code span, in which nothing is unescaped.
func (p *page) raw(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(t.Segment.Value(p.source))
		}
	}
	return b.String()
}

// schemes are what a link may lead to; a link between pages is only its words. A
// link to "time:" and seconds since 1970 is a moment.
var schemes = []string{"http", "https", "mailto", "tel"}

// maxLink is how long an address may be, in bytes.
const maxLink = 3000

func (p *page) link(r *run, to, label string, look style) {
	if seconds, ok := strings.CutPrefix(to, "time:"); ok && label != "" {
		if unix, err := strconv.ParseInt(seconds, 10, 64); err == nil && unix >= 0 {
			r.date(unix, label, look)
			return
		}
	}
	u, err := url.Parse(to)
	if err != nil || !slices.Contains(schemes, u.Scheme) || len(to) > maxLink {
		r.text(label, look)
		return
	}
	if label == to {
		label = ""
	}
	r.link(to, label, look)
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

func itoa(n int) string { return strconv.Itoa(n) }
