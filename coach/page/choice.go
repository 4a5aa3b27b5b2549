package page

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

// list reads the ways out of a step, one a list item.
func (r *reader) list(l *ast.List) {
	if r.ends {
		r.wrong(r.line(l), "this is never reached: the step has ended above", "Move it up, or take the “---” or the link above away.")
		return
	}
	if l.IsOrdered() {
		r.torn = true
		r.wrong(r.line(l), "a numbered list", "Begin each choice with “- ”; the coach numbers them.")
		return
	}
	for item := l.FirstChild(); item != nil; item = item.NextSibling() {
		r.item(item)
	}
}

// way is a list item as it was read: a link with what stands behind it.
type way struct {
	label   string
	italic  bool
	to      Target
	line    int
	whens   []Call
	answers []string // keep and hear, as they were written
	effects []Call
}

// item reads one list item and adds what it is to the step.
func (r *reader) item(item ast.Node) {
	body := item.FirstChild()
	if body == nil || body.NextSibling() != nil || body.Kind() != ast.KindTextBlock && body.Kind() != ast.KindParagraph {
		r.notAWay(r.line(item))
		return
	}
	w := way{line: r.line(body)}
	l, ok := body.FirstChild().(*ast.Link)
	if !ok {
		r.notAWay(w.line)
		return
	}
	r.label(l, &w)
	to, leads := r.target(string(l.Destination), w.line)
	if leads {
		w.to = to
		r.links = append(r.links, link{from: r.step, to: to, line: w.line})
	}
	if !r.behind(l.NextSibling(), &w) || !leads {
		r.torn = true
		return
	}
	switch {
	case len(w.whens) > 0:
		r.addRoute(w)
	case len(w.answers) > 0:
		r.addAnswer(w)
	default:
		r.addChoice(w)
	}
}

func (r *reader) notAWay(line int) {
	r.torn = true
	r.wrong(line, "a list item that is no choice", "A choice is one line: “- [what they say](#step)”, with effects in code marks behind it.")
}

// label reads the words of the link. In italics they describe; else they are
// shown as they stand, so they can have no formatting.
func (r *reader) label(l *ast.Link, w *way) {
	w.label = strings.TrimSpace(r.words(l))
	if e, ok := l.FirstChild().(*ast.Emphasis); ok && l.ChildCount() == 1 && e.Level == 1 {
		w.italic = true
		return
	}
	for c := l.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Kind() != ast.KindText {
			r.wrong(w.line, fmt.Sprintf("the label “%s” has formatting in it", w.label), "A label is plain words; only the whole of it can be in italics.")
			return
		}
	}
}

// behind reads the code marks behind a link. It is false when something was
// wrong there.
func (r *reader) behind(n ast.Node, w *way) bool {
	good := true
	for ; n != nil; n = n.NextSibling() {
		code, isCode := n.(*ast.CodeSpan)
		if !isCode {
			if t, ok := n.(*ast.Text); !ok || strings.TrimSpace(string(t.Segment.Value(r.src))) != "" {
				r.wrong(w.line, "something that is no effect stands behind the link", "Set effects in code marks, `like this`, and say nothing else there.")
				return false
			}
			continue
		}
		said := r.words(code)
		fact, isWhen := strings.CutPrefix(said, "when ")
		switch {
		case isWhen:
			c, ok := r.call(r.facts, fact, w.line)
			w.whens, good = append(w.whens, c), good && ok
		case isAnswer(said):
			c, ok := r.call(r.effects, said, w.line)
			if ok && len(c.Args) > 0 {
				r.kept = append(r.kept, c.Args[0])
			}
			w.answers, good = append(w.answers, said), good && ok
		default:
			c, ok := r.call(r.effects, said, w.line)
			if ok && strings.HasPrefix(c.Pattern, "list ") {
				r.wrong(w.line, fmt.Sprintf("`%s` stands behind a choice", said), "A list has a paragraph of its own, in the step that the choice leads to.")
				ok = false
			}
			if ok {
				r.promised(c, w.line)
			}
			w.effects, good = append(w.effects, c), good && ok
		}
	}
	return good
}

// addRoute adds a way that is taken unasked.
func (r *reader) addRoute(w way) {
	switch {
	case !w.italic:
		r.wrong(w.line, "a way that is taken unasked looks like a choice", "Set its label in italics: “- [*"+w.label+"*](…)”.")
	case len(w.whens) > 1:
		r.wrong(w.line, "two facts in one line", "Write a line for each: the first that holds is taken.")
	case len(w.answers) > 0 || len(w.effects) > 0:
		r.wrong(w.line, "a way that is taken unasked does nothing else", "Move the effects to the step that it leads to.")
	case len(r.step.Blocks) > 0 || r.step.Waits():
		r.wrong(w.line, "a fact is asked before the step speaks, and stands below what it says", "Move the line up, right below the heading.")
	case r.always():
		r.wrong(w.line, "this is never reached: the line with `when always` is taken before it", "Move `when always` down, or take this line away.")
	default:
		r.step.Routes = append(r.step.Routes, Route{When: w.whens[0], To: w.to, Line: w.line})
	}
}

// always tells whether the step is left before it speaks, whatever holds.
func (r *reader) always() bool { return leavesAlways(r.step) }

func leavesAlways(s *Step) bool {
	k := len(s.Routes)
	return k > 0 && s.Routes[k-1].When.Pattern == "always" && !s.Routes[k-1].When.Not
}

// addAnswer adds the line that takes the person's own words.
func (r *reader) addAnswer(w way) {
	switch {
	case !w.italic:
		r.wrong(w.line, fmt.Sprintf("`%s` stands outside an answer", w.answers[0]), "Set the label in italics, “- [*their words*](…)”, or take it away: a choice has no words of theirs.")
	case len(w.answers) > 1 || r.step.Answer != nil:
		r.wrong(w.line, "a second answer in one step", "A step takes their words once: keep one `keep` or `hear`.")
	default:
		a := &Answer{To: w.to, Effects: w.effects, Line: w.line}
		if word, ok := strings.CutPrefix(w.answers[0], "keep "); ok {
			a.Keep = strings.TrimSpace(word)
		}
		r.step.Answer = a
	}
}

// addChoice adds a choice that can be tapped.
func (r *reader) addChoice(w way) {
	s := r.step
	switch n := utf8.RuneCountInString(w.label); {
	case w.italic:
		r.wrong(w.line, "a line in italics that neither takes words nor asks a fact", "Add `keep WORD`, `hear` or `when FACT`, or take the stars away.")
		return
	case n == 0:
		r.wrong(w.line, "a choice without a label", "Write between the brackets what they would say.")
	case n > r.v.MaxLabel:
		r.wrong(w.line, fmt.Sprintf("a label of %d characters", n), fmt.Sprintf("Buttons show at most %d: shorten it.", r.v.MaxLabel))
	case strings.ContainsAny(w.label, "{}"):
		r.wrong(w.line, "a label with braces", "A label is shown as it stands: words are filled in only in messages.")
	}
	for i := range s.Choices {
		if strings.EqualFold(s.Choices[i].Label, w.label) {
			r.wrong(w.line, fmt.Sprintf("the label “%s” stands twice in this step, in line %d too", w.label, s.Choices[i].Line), "Give one of them other words, so that they can be told apart.")
		}
	}
	key := choiceKey(s, w.to)
	if n := len(r.page.Name + "/" + s.Slug + "/" + key); n > r.v.MaxKey {
		r.wrong(w.line, fmt.Sprintf("the names of the page, this step and that of the choice have %d characters together", n), fmt.Sprintf("Platforms send back at most %d: shorten the headings.", r.v.MaxKey))
	}
	s.Choices = append(s.Choices, Choice{Label: w.label, Key: key, To: w.to, Effects: w.effects, Line: w.line})
	if len(s.Choices) == r.v.MaxChoices+1 {
		r.wrong(w.line, fmt.Sprintf("more than %d choices in one step", r.v.MaxChoices), "Put what belongs together into a step of its own.")
	}
}

// choiceKey names a choice by where it leads, so that other wording or another
// order leaves it as it is; a number tells choices of the same target apart.
func choiceKey(s *Step, to Target) string {
	key, same := to.Page, 0
	if to.Step != "" {
		key += "." + to.Step
	}
	for i := range s.Choices {
		if s.Choices[i].To == to {
			same++
		}
	}
	if same > 0 {
		key += "." + strconv.Itoa(same+1)
	}
	return key
}
