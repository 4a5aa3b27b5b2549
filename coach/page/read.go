package page

import (
	"bytes"
	"fmt"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// draft is a page as it was read, with what only the checker needs.
type draft struct {
	page   *Page
	links  []link
	said   []said
	kept   []string // words that answers are kept under
	source int      // of the sources, which one it came from
	// opensLine is where the page states its facts.
	opensLine int
	// torn is true when something could not be read that may have held a link:
	// then nobody can say what is not linked.
	torn bool
}

// link is a way from a step to another, of whatever kind.
type link struct {
	from    *Step // nil for a command
	to      Target
	line    int
	promise bool // it opens by itself, later
}

// said is a message with the lines on which its variants stand.
type said struct {
	say   *Say
	step  *Step
	lines []int
}

// reader reads one file.
type reader struct {
	v              *Vocabulary
	effects, facts lexicon
	file           string
	src            []byte
	starts         []int // of the lines
	problems       Problems
	*draft

	step   *Step
	ends   bool // the step has said where it goes
	ended  map[*Step]bool
	spoken uint32 // messages of the step so far

	optionLines []int // of commands.md
}

func (r *reader) wrong(line int, cause, remedy string) {
	r.problems = append(r.problems, Problem{File: r.file, Line: line, Cause: cause, Remedy: remedy})
}

// markdown is what the pages are written in: CommonMark with tables.
func markdown() parser.Parser {
	return goldmark.New(goldmark.WithExtensions(extension.Table)).Parser()
}

// blocks parses a file. Lines may end as they do on Windows.
func (r *reader) blocks(md parser.Parser, data []byte) ast.Node {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if bytes.IndexByte(data, '\r') >= 0 {
		data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	}
	if !utf8.Valid(data) {
		r.torn = true
		r.wrong(1+bytes.Count(validPrefix(data), []byte("\n")), "the file is not written in UTF-8", "Save it again with the encoding UTF-8.")
		return nil
	}
	r.src = data
	r.starts = append(r.starts[:0], 0)
	for i, c := range data {
		if c == '\n' {
			r.starts = append(r.starts, i+1)
		}
	}
	return md.Parse(text.NewReader(data))
}

func validPrefix(data []byte) []byte {
	for i := 0; i < len(data); {
		c, n := utf8.DecodeRune(data[i:])
		if c == utf8.RuneError && n == 1 {
			return data[:i]
		}
		i += n
	}
	return data
}

// line is the line on which a node begins, counted from 1.
func (r *reader) line(n ast.Node) int {
	if n.Kind() == extast.KindTable && n.FirstChild() != nil {
		n = n.FirstChild() // the table's own place is that of the text above it
	}
	return sort.SearchInts(r.starts, max(0, n.Pos())+1)
}

// raw is a block as it was written, fences and all.
func (r *reader) raw(n ast.Node) string {
	to := len(r.src)
	if next := n.NextSibling(); next != nil {
		to = r.starts[r.line(next)-1]
	}
	from := r.starts[r.line(n)-1]
	return strings.TrimRight(string(r.src[from:max(from, to)]), " \t\n")
}

// lines are a block's lines without what marks the block.
func (r *reader) lines(n ast.Node) string {
	return strings.TrimSpace(string(n.Lines().Value(r.src)))
}

// readPage reads a conversation.
func (r *reader) readPage(md parser.Parser, name string, data []byte) {
	r.page = &Page{Name: name, File: r.file}
	r.ended = map[*Step]bool{}
	doc := r.blocks(md, data)
	if doc == nil {
		return
	}
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok {
			r.heading(h)
			continue
		}
		if r.step == nil {
			r.preamble(n)
			continue
		}
		r.block(n)
	}
	r.closeStep()
	if r.page.Title == "" {
		r.wrong(1, "the page has no title", "Begin it with a line such as “# "+title(name)+"”.")
	}
	if len(r.page.Steps) == 0 {
		r.wrong(1, "the page has no step", "Add “## Start” and below it what is said first.")
	}
	r.goOn()
}

// title is a title that a page of that name could have.
func title(name string) string {
	s := strings.ReplaceAll(strings.TrimLeft(name, "0123456789-"), "-", " ")
	if s == "" {
		return "My page"
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// heading begins the page or a step.
func (r *reader) heading(h *ast.Heading) {
	line, words := r.line(h), r.lines(h)
	switch {
	case !bytes.HasPrefix(bytes.TrimLeft(r.src[r.starts[line-1]:], " "), []byte("#")):
		r.wrong(line, "dashes or equals signs right below a text make a heading of it", "Put an empty line between the two.")
		if r.step != nil { // it was meant to be said last
			r.speak(words, line)
			r.ended[r.step], r.ends = true, true
		}
	case h.Level == 1 && r.page.Title == "" && r.step == nil && words != "":
		r.page.Title = words
	case h.Level == 1:
		r.wrong(line, "a second title", "A page has one line with a single “#”; a step begins with “##”.")
	case h.Level > 2:
		r.wrong(line, fmt.Sprintf("a heading of level %d", h.Level), "A title begins with “#” and a step with “##”; there are no others.")
	default:
		r.closeStep()
		r.openStep(words, line)
	}
}

func (r *reader) openStep(heading string, line int) {
	r.step = &Step{Slug: slug(heading), Heading: heading, Line: line}
	r.spoken, r.ends = 0, false
	if r.step.Slug == "" {
		r.wrong(line, "a step without a name", "Write a word behind the “##”.")
		return
	}
	if other := r.page.Step(r.step.Slug); other != nil {
		r.wrong(line, fmt.Sprintf("the step #%s stands twice, in line %d too", r.step.Slug, other.Line), "Give one of them another heading.")
		return // it is read for its own mistakes, but nobody can get there
	}
	r.page.Steps = append(r.page.Steps, r.step)
}

// slug is the link name of a heading, as Markdown viewers make it.
func slug(heading string) string {
	var b strings.Builder
	for _, c := range strings.ToLower(heading) {
		switch {
		case c == ' ':
			b.WriteByte('-')
		case c == '-' || c == '_' || unicode.IsLetter(c) || unicode.IsDigit(c):
			b.WriteRune(c)
		}
	}
	return b.String()
}

// goOn lets a step that says nothing about it fall through to the next one.
func (r *reader) goOn() {
	for i, s := range r.page.Steps {
		if !r.ended[s] && !s.Waits() && !leavesAlways(s) && i+1 < len(r.page.Steps) {
			s.Next = Target{Page: r.page.Name, Step: r.page.Steps[i+1].Slug}
		}
	}
}
