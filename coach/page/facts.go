package page

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// The facts that a page states about itself.
const (
	strategy = "Strategy"
	opensFor = "Opens for"
	called   = "Called"
)

// preamble reads what stands above the first step. It is for the reviewer, but
// for the one paragraph that states facts.
func (r *reader) preamble(n ast.Node) {
	if n.Kind() != ast.KindParagraph {
		return
	}
	words := strings.Join(strings.Fields(r.lines(n)), " ")
	for _, key := range []string{strategy, opensFor, called} {
		if strings.HasPrefix(words, key+":") {
			r.stated(words, r.line(n))
			return
		}
	}
}

// stated reads "Strategy: 3. Opens for: lesson, goal. Called: something to
// learn from it."
func (r *reader) stated(words string, line int) {
	for _, part := range strings.Split(words+" ", ". ") {
		part = strings.TrimSuffix(strings.TrimSpace(part), ".")
		if part == "" {
			continue
		}
		key, value, _ := strings.Cut(part, ":")
		value = strings.TrimSpace(value)
		switch {
		case value == "":
			r.wrong(line, fmt.Sprintf("“%s” is no fact about a page", part), "The facts are Strategy, Opens for and Called, each with a colon and a full stop.")
		case key == strategy:
			n, err := strconv.Atoi(value)
			if err != nil || n < 1 || n > 9 {
				r.wrong(line, fmt.Sprintf("there is no strategy “%s”", value), "The strategies are numbered 1 to 9.")
			}
			r.page.Strategy = n
		case key == opensFor:
			r.opens(value, line)
		case key == called:
			r.page.Called = value
		default:
			r.wrong(line, fmt.Sprintf("“%s” is no fact about a page", key), orElse(nearest(key, []string{strategy, opensFor, called}), "The facts are Strategy, Opens for and Called."))
		}
	}
	if len(r.page.OpensFor) > 0 && r.page.Called == "" {
		r.wrong(line, "the page opens for a topic and has no name for it", "Add what a person would call it: “Called: a no I got.”")
	}
}

// opens reads the topics that the page opens for.
func (r *reader) opens(list string, line int) {
	for _, intent := range strings.Split(list, ",") {
		intent = strings.TrimSpace(intent)
		if !slices.Contains(r.v.Intents, intent) {
			r.wrong(line, fmt.Sprintf("there is no topic “%s”", intent), orElse(nearest(intent, r.v.Intents), "There are: "+strings.Join(r.v.Intents, ", ")+"."))
			continue
		}
		r.page.OpensFor = append(r.page.OpensFor, intent)
	}
	r.opensLine = line
}

// closeStep looks at a step as a whole, when the next one begins.
func (r *reader) closeStep() {
	s := r.step
	if s == nil {
		return
	}
	for i := range s.Blocks {
		if l := s.Blocks[i].List; l != nil && l.Item == nil {
			r.wrong(l.Line, fmt.Sprintf("`list %s` has no quoted block below it", l.Call.Args[0]), "Write what is said for each line: “> {date}: …”.")
		}
	}
	switch speaks := len(s.Blocks) > 0 || s.Waits(); {
	case leavesAlways(s) && (speaks || r.ends):
		r.wrong(s.Line, "the step is left before it speaks: `when always` holds", "Take `when always` away, or what stands below it.")
	case len(s.Routes) == 0 && !speaks && !r.ends:
		r.wrong(s.Line, fmt.Sprintf("the step #%s is empty", s.Slug), "Say something there, or take the heading away.")
	}
}
