package markup

import (
	"strconv"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// block is what has lines of its own: a paragraph, a heading, a fence.
type block struct {
	gap   string // between it and the block before
	first string // begins its first line: "- ", "> "
	rest  string // begins its other lines
	fence string // what opens it, where it is a fence; its lines are then raw
	lines []string
	atoms []atom
}

// atom is what is never divided: a word, a moment, a link.
type atom struct {
	text  string
	marks []string // the formatting that is open around it, outermost first
	space bool     // there is a space before it
	line  bool     // there is a new line before it
}

// quote begins each line of a quotation.
const quote = "> "

// parser is made once, which takes longer than most texts; it keeps nothing of what
// it reads.
var parser = sync.OnceValue(goldmark.DefaultParser)

// reader makes blocks of a tree.
type reader struct {
	source []byte
	out    []block
}

func blocks(markdown string) []block {
	r := &reader{source: []byte(clean(markdown))}
	r.blocks(parser().Parse(text.NewReader(r.source)), "", "", "")
	return r.out
}

// clean takes out what would hide or turn text round: a pasted mail may hold
// anything.
func clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < ' ' || r == 0x7F || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, s)
}

// blocks reads what stands under a node. gap stands before the first of it.
func (r *reader) blocks(parent ast.Node, gap, first, rest string) {
	between := "\n\n"
	if strings.HasPrefix(rest, quote) {
		between = "\n" + quote + "\n" // Discord ends a quotation at a line without it
	}
	if list, ok := parent.Parent().(*ast.List); ok && list.IsTight {
		between = "\n"
	}
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if n != parent.FirstChild() {
			gap, first = between, rest
		} else if gap == "" {
			gap = "\n\n"
		}
		r.block(n, gap, first, rest)
	}
}

func (r *reader) block(n ast.Node, gap, first, rest string) {
	switch n := n.(type) {
	case *ast.FencedCodeBlock:
		r.fence(n, string(n.Language(r.source)), gap, first, rest)
	case *ast.CodeBlock:
		r.fence(n, "", gap, first, rest)
	case *ast.Blockquote:
		if rest == "" { // Discord has no quotation in a quotation, and none in a list
			first, rest = quote, quote
		}
		r.blocks(n, gap, first, rest)
	case *ast.List:
		r.list(n, gap, first, rest)
	case *ast.ThematicBreak:
		r.add(block{gap: gap, first: first, rest: rest, atoms: []atom{{text: "⸻"}}})
	case *ast.HTMLBlock:
		words := strings.TrimSpace(string(n.Lines().Value(r.source)))
		r.add(block{gap: gap, first: first, rest: rest, atoms: split1(words, nil, true)})
	case *ast.Heading:
		mark := strings.Repeat("#", n.Level) + " "
		if n.Level > 3 { // Discord has three
			r.add(block{gap: gap, first: first, rest: rest, atoms: r.inline(n, []string{"**"})})
			return
		}
		r.add(block{gap: gap, first: first + mark, rest: rest, atoms: r.inline(n, nil)})
	default:
		if n.Type() == ast.TypeBlock && n.FirstChild() != nil && n.FirstChild().Type() == ast.TypeBlock {
			r.blocks(n, gap, first, rest)
			return
		}
		r.add(block{gap: gap, first: first, rest: rest, atoms: r.inline(n, nil)})
	}
}

func (r *reader) add(b block) {
	if len(b.atoms) == 0 && b.fence == "" && strings.TrimSpace(b.first) == "" {
		return
	}
	r.out = append(r.out, b)
}

// fence is text to copy, as it stands.
func (r *reader) fence(n ast.Node, language, gap, first, rest string) {
	b := block{gap: gap, first: first, rest: rest, fence: "```" + language}
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		words := strings.TrimRight(string(line.Value(r.source)), "\n")
		b.lines = append(b.lines, unfence(words))
	}
	r.add(b)
}

func (r *reader) list(n *ast.List, gap, first, rest string) {
	number := n.Start
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		mark := "- "
		if n.IsOrdered() {
			mark = strconv.Itoa(number) + ". "
			number++
		}
		if item != n.FirstChild() {
			gap, first = "\n", rest
		}
		if item.FirstChild() == nil { // "1." alone, for instance
			r.add(block{gap: gap, first: first + strings.TrimRight(mark, " "), rest: rest})
			continue
		}
		r.blocks(item, gap, first+mark, rest+strings.Repeat(" ", len(mark)))
	}
}

// run is text of one formatting, before it is divided.
type run struct {
	words strings.Builder
	atoms []atom
	begun bool // something stands before it in its line
}

// inline are the atoms of a block.
func (r *reader) inline(n ast.Node, marks []string) []atom {
	var w run
	r.walk(&w, n, marks)
	w.flush(marks)
	return w.atoms
}

// flush divides what was gathered: neighbouring texts first come together, so that
// what has a meaning across them is seen.
func (w *run) flush(marks []string) {
	if w.words.Len() == 0 {
		return
	}
	list := split1(w.words.String(), marks, !w.begun)
	w.words.Reset()
	w.atoms = append(w.atoms, list...)
	w.begun = true
}

// whole adds what is never divided.
func (w *run) whole(text string, marks []string) {
	space := strings.HasSuffix(w.words.String(), " ")
	line := strings.HasSuffix(w.words.String(), "\n")
	w.flush(marks)
	w.atoms = append(w.atoms, atom{text: text, marks: marks, space: space, line: line})
	w.begun = true
}

func (r *reader) walk(w *run, parent ast.Node, marks []string) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			w.words.Write(util.UnescapePunctuations(n.Segment.Value(r.source)))
			switch {
			case n.HardLineBreak(), n.SoftLineBreak() && quoted(n):
				w.words.WriteByte('\n')
			case n.SoftLineBreak():
				w.words.WriteByte(' ')
			}
		case *ast.String:
			w.words.Write(n.Value)
		case *ast.RawHTML:
			w.words.Write(n.Segments.Value(r.source))
		case *ast.Emphasis:
			mark := "*"
			if n.Level > 1 {
				mark = "**"
			}
			w.carry(marks)
			inner := append(marks[:len(marks):len(marks)], mark)
			r.walk(w, n, inner)
			w.carry(inner)
		case *ast.CodeSpan:
			w.whole(code(r.plain(n)), marks)
		case *ast.AutoLink:
			if shown := link("", string(n.URL(r.source))); shown != "" {
				w.whole(shown, marks)
			} else {
				w.words.Write(n.Label(r.source))
			}
		case *ast.Link:
			if shown := link(r.plain(n), string(n.Destination)); shown != "" {
				w.whole(shown, marks)
			} else {
				r.walk(w, n, marks)
			}
		default:
			r.walk(w, n, marks)
		}
	}
}

// carry divides what was gathered under one formatting, and keeps the space at its
// end for the next.
func (w *run) carry(marks []string) {
	words := w.words.String()
	end := ""
	if strings.HasSuffix(words, " ") || strings.HasSuffix(words, "\n") {
		end = words[len(words)-1:]
	}
	w.flush(marks)
	w.words.WriteString(end)
}

// plain are the words inside a node, without formatting.
func (r *reader) plain(parent ast.Node) string {
	var b strings.Builder
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			words := n.Segment.Value(r.source)
			if _, code := parent.(*ast.CodeSpan); !code {
				words = util.UnescapePunctuations(words)
			}
			b.Write(words)
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		default:
			b.WriteString(r.plain(n))
		}
	}
	return strings.ReplaceAll(b.String(), "\n", " ")
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
