package page

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// onlyCode are the code spans of a paragraph that has nothing else, or nil.
func (r *reader) onlyCode(n ast.Node) []string {
	var codes []string
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.CodeSpan:
			codes = append(codes, r.words(c))
		case *ast.Text:
			if !c.Segment.IsEmpty() && strings.TrimSpace(string(c.Segment.Value(r.src))) != "" {
				return nil
			}
		default:
			return nil
		}
	}
	return codes
}

// onlyLink is the link that a paragraph consists of, or nil.
func onlyLink(n ast.Node) *ast.Link {
	if n.ChildCount() != 1 {
		return nil
	}
	l, _ := n.FirstChild().(*ast.Link)
	return l
}

// words are the words inside a node, without its formatting.
func (r *reader) words(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			b.Write(c.Segment.Value(r.src))
			if c.SoftLineBreak() {
				b.WriteByte(' ')
			}
		default:
			b.WriteString(r.words(c))
		}
	}
	return b.String()
}

// plain refuses what would show in a message without doing anything there.
func (r *reader) plain(n ast.Node, line int) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.CodeSpan:
			r.wrong(line, fmt.Sprintf("`%s` stands inside a message, where it does nothing", r.words(c)), "An effect has a paragraph of its own; a word to write is set in *stars* or “quotes”.")
		case *ast.Link:
			if _, ok := parseTarget(r.page.Name, string(c.Destination)); ok {
				r.wrong(line, fmt.Sprintf("the link to %s stands inside a message, where nobody can follow it", c.Destination), "Make it a choice, or give it a paragraph of its own.")
			}
		case *ast.Image:
			r.wrong(line, "a picture has no meaning here", "Take it out.")
		case *ast.RawHTML:
			r.wrong(line, "HTML has no meaning here", "Take it out; “<” alone is written \\<.")
		default:
			r.plain(c, line)
		}
	}
}

// target reads the link of a choice. ok is false when it leads to no step.
func (r *reader) target(dest string, line int) (to Target, ok bool) {
	to, ok = parseTarget(r.page.Name, dest)
	if !ok {
		r.torn = true
		r.wrong(line, fmt.Sprintf("the link “%s” leads to no step", dest), "Write #step, page.md or page.md#step.")
	}
	return to, ok
}

// effectLines are effects that a step does when the conversation gets there.
func (r *reader) effectLines(codes []string, line int) {
	var calls []Call
	for _, code := range codes {
		if isAnswer(code) {
			r.wrong(line, fmt.Sprintf("`%s` stands outside an answer", code), "It goes behind a line in italics: “- [*their words*](#next) `"+code+"`”.")
			continue
		}
		if _, ok := strings.CutPrefix(code, "when "); ok {
			r.wrong(line, fmt.Sprintf("`%s` stands without a link", code), "It goes behind a line in italics: “- [*why*](#next) `"+code+"`”.")
			continue
		}
		c, ok := r.call(r.effects, code, line)
		if !ok {
			r.torn = r.torn || strings.Contains(code, "#") || strings.Contains(code, ".md")
			continue
		}
		r.promised(c, line)
		if strings.HasPrefix(c.Pattern, "list ") {
			if len(codes) > 1 {
				r.wrong(line, fmt.Sprintf("`%s` has company", code), "A list has a paragraph of its own, and a quoted block below it.")
			}
			r.step.Blocks = append(r.step.Blocks, Block{List: &List{Call: c, Line: line}})
			return
		}
		calls = append(calls, c)
	}
	if len(calls) > 0 {
		r.step.Blocks = append(r.step.Blocks, Block{Do: calls})
	}
}

// isAnswer tells the effects that take the person's own words.
func isAnswer(code string) bool {
	return code == "hear" || strings.HasPrefix(code, "keep ") || code == "keep"
}

// promised notes the step that a promise opens.
func (r *reader) promised(c Call, line int) {
	if c.Target != (Target{}) {
		r.links = append(r.links, link{from: r.step, to: c.Target, line: line, promise: strings.HasPrefix(c.Pattern, "promise ")})
	}
}
