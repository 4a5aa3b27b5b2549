package page

import (
	"bytes"
	"fmt"
	"hash/fnv"
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
		if !r.ended[s] && !s.Waits() && i+1 < len(r.page.Steps) {
			s.Next = Target{Page: r.page.Name, Step: r.page.Steps[i+1].Slug}
		}
	}
}

// block reads what stands below the heading of a step.
func (r *reader) block(n ast.Node) {
	if _, below := n.(*ast.List); !below && r.afterEnd(n) {
		return
	}
	switch n := n.(type) {
	case *ast.Paragraph:
		r.paragraph(n)
	case *ast.List:
		r.list(n)
	case *ast.ThematicBreak:
		r.ended[r.step], r.ends = true, true
	case *ast.FencedCodeBlock:
		r.quote(n, "a fenced block")
	case *ast.Blockquote:
		r.quote(n, "a quoted block")
	case *extast.Table:
		r.chart(n)
	default:
		r.meaningless(n)
	}
}

// afterEnd refuses what stands where the step has gone already, and what would
// be said before a choice although it stands below it.
func (r *reader) afterEnd(n ast.Node) bool {
	s := r.step
	switch {
	case r.ends:
		r.wrong(r.line(n), "this is never reached: the step has ended above", "Move it up, or take the “---” or the link above away.")
	case s.Waits() && n.Kind() == ast.KindThematicBreak:
		r.wrong(r.line(n), "the step waits for an answer, so “---” is never reached", "Take the “---” away.")
	case s.Waits():
		r.wrong(r.line(n), "this stands below the choices", "Put the choices last: all of a step is said before it waits.")
	default:
		return false
	}
	return true
}

// meaningless refuses what the format gives no meaning.
func (r *reader) meaningless(n ast.Node) {
	what := map[ast.NodeKind]string{
		ast.KindHTMLBlock:               "HTML",
		ast.KindCodeBlock:               "an indented line, which Markdown takes for code,",
		ast.KindLinkReferenceDefinition: "a link reference",
	}[n.Kind()]
	if what == "" {
		what = "Markdown of the kind " + n.Kind().String()
	}
	r.wrong(r.line(n), what+" has no meaning here", "Write a paragraph, a choice, an effect, a table or a quoted or fenced block. Notes go above the first “##”.")
}

// paragraph is a message, a variant of one, effects, or a link that is followed.
func (r *reader) paragraph(n *ast.Paragraph) {
	line := r.line(n)
	if codes := r.onlyCode(n); codes != nil {
		r.effectLines(codes, line)
		return
	}
	if l := onlyLink(n); l != nil {
		if to, ok := r.target(string(l.Destination), line); ok {
			r.step.Next = to
			r.links = append(r.links, link{from: r.step, to: to, line: line})
		}
		r.ended[r.step], r.ends = true, true
		return
	}
	r.plain(n, line)
	words := r.lines(n)
	if rest, ok := strings.CutPrefix(words, "Or:"); ok {
		r.variant(strings.TrimSpace(rest), line)
		return
	}
	r.speak(words, line)
}

// speak begins a message. Its number in the step is part of its ID, so that the
// turn of its variants outlives changes elsewhere.
func (r *reader) speak(words string, line int) {
	h := fnv.New32a()
	fmt.Fprintf(h, "%s#%s/%d", r.page.Name, r.step.Slug, r.spoken)
	r.spoken++
	say := &Say{Variants: []Text{r.text(words, line)}, ID: h.Sum32(), Line: line}
	r.step.Blocks = append(r.step.Blocks, Block{Say: say})
	r.said = append(r.said, said{say: say, step: r.step, lines: []int{line}})
}

func (r *reader) variant(words string, line int) {
	say := r.lastSay()
	switch {
	case say == nil:
		r.wrong(line, "“Or:” has no message before it that it could stand for", "Put it right behind the message that it is a variant of.")
	case words == "":
		r.wrong(line, "“Or:” says nothing", "Write the variant on the same line.")
	default:
		say.Variants = append(say.Variants, r.text(words, line))
		last := &r.said[len(r.said)-1]
		last.lines = append(last.lines, line)
	}
}

// lastSay is the message that the last block of the step is, or nil.
func (r *reader) lastSay() *Say {
	if k := len(r.step.Blocks); k > 0 {
		return r.step.Blocks[k-1].Say
	}
	return nil
}

func (r *reader) text(words string, line int) Text {
	return parseText(words, func(braces string) {
		r.wrong(line, fmt.Sprintf("“%s” is no word to fill in", braces), "Braces hold a word in small letters, {company}, or a counted one, {wins: win|wins}.")
	})
}

// quote adds a fenced or quoted block to the message or the list before it.
func (r *reader) quote(n ast.Node, what string) {
	line, words := r.line(n), r.raw(n)
	if k := len(r.step.Blocks); k > 0 {
		if l := r.step.Blocks[k-1].List; l != nil && l.Item == nil && n.Kind() == ast.KindBlockquote {
			l.Item = r.text(words, line)
			return
		}
	}
	say := r.lastSay()
	if say == nil {
		r.wrong(line, what+" has no message before it that it could belong to", "Write a message above it.")
		return
	}
	k := len(say.Variants) - 1
	say.Variants[k] = append(say.Variants[k], r.text("\n\n"+words, line)...)
}
