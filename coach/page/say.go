package page

import (
	"fmt"
	"hash/fnv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

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
