package graph

import (
	"fmt"
	"strings"

	"bounceback/coach/page"
)

// drawing is a conversation while it is drawn.
type drawing struct {
	*Graph
	page    *page.Page
	nodes   map[string]*Node
	order   map[string]int // of the steps: an arrow to a later one points forward
	entered map[string][]string
	signs   int
}

// forward numbers the steps so that as many arrows as possible point to a
// higher number: each step behind all that lead to it, but for those that one
// only gets to from it.
func forward(p *page.Page) map[string]int {
	order := map[string]int{}
	seen := map[string]bool{}
	n := len(p.Steps)
	var visit func(s *page.Step)
	visit = func(s *page.Step) {
		if seen[s.Slug] {
			return
		}
		seen[s.Slug] = true
		for _, to := range s.Leads() {
			if next := p.Step(to.Step); to.Page == p.Name && next != nil {
				visit(next)
			}
		}
		n--
		order[s.Slug] = n
	}
	for _, s := range p.Steps {
		visit(s)
	}
	return order
}

// ways draws the arrows of a step.
func (d *drawing) ways(s *page.Step) {
	from := d.nodes[s.Slug]
	for _, r := range s.Routes {
		d.way(from, r.To, &Edge{Kind: When, Label: "when " + r.When.String()})
	}
	for _, b := range s.Blocks {
		d.promises(from, b.Do)
	}
	for _, c := range s.Choices {
		d.way(from, c.To, &Edge{Kind: Choice, Label: c.Label, Small: calls(c.Effects)})
		d.promises(from, c.Effects)
	}
	if a := s.Answer; a != nil {
		label := "their words"
		if a.Keep != "" {
			label = "their words, kept as " + a.Keep
		}
		d.way(from, a.To, &Edge{Kind: Words, Label: label, Small: calls(a.Effects)})
		d.promises(from, a.Effects)
	}
	if !s.Waits() && s.Next != (page.Target{}) {
		d.way(from, s.Next, &Edge{Kind: On})
	}
}

// promises draws what opens by itself later.
func (d *drawing) promises(from *Node, effects []page.Call) {
	for _, c := range effects {
		if strings.HasPrefix(c.Pattern, "promise ") {
			_, when, _ := strings.Cut(strings.TrimPrefix(c.String(), "promise "), " ")
			d.way(from, c.Target, &Edge{Kind: Later, Label: when})
		}
	}
}

// way draws one arrow: to the step, or to a signpost where that is on another
// page or further up.
func (d *drawing) way(from *Node, to page.Target, e *Edge) {
	e.From = from
	if to.Page == d.page.Name && d.order[to.Step] > d.order[from.ID] {
		e.To = d.nodes[to.Step]
		d.Edges = append(d.Edges, e)
		return
	}
	d.sign(e, d.signText(to))
	d.Edges = append(d.Edges, e)
}

// sign lets an arrow end at a signpost of its own.
func (d *drawing) sign(e *Edge, text string) {
	d.signs++
	e.To = &Node{ID: fmt.Sprintf("sign%d", d.signs), Kind: Sign, Title: text}
	d.Nodes = append(d.Nodes, e.To)
}

// A step that so many arrows lead to gets only those from right above it; the
// others, which would run down the whole picture, end at signposts.
const crowd = 5

// thin replaces long arrows to a crowded step.
func (d *drawing) thin() {
	level, into := levels(d.Graph), map[*Node]int{}
	for _, e := range d.Edges {
		into[e.To]++
	}
	for _, e := range d.Edges {
		if into[e.To] >= crowd && level[e.To] > level[e.From]+1 {
			d.sign(e, "↓ "+e.To.Title)
		}
	}
}

func (d *drawing) signText(to page.Target) string {
	if to.Page == d.page.Name {
		return "↑ " + d.page.Step(to.Step).Heading
	}
	if to.Step == "" {
		return "→ " + to.Page
	}
	return "→ " + to.Page + "#" + to.Step
}
