package graph

import (
	"fmt"
	"slices"
	"strings"

	"bounceback/coach/page"
)

// A page that more than a quarter of the pages lead to, and at least six, is
// named and not joined: so many arrows to one box say less than a sentence.
const (
	share = 4
	least = 6
)

// Pages draws how the pages lead to one another. The pages stand in the order of
// the strategies; those that very many lead to are only named.
func Pages(b *page.Book) *Graph {
	g := &Graph{
		Title: fmt.Sprintf("%d pages", len(b.Pages)),
		Key:   "green: what they write or a command opens it, as noted below · the rest is reached from other pages",
	}
	links := map[string][]string{}
	into := map[string]int{}
	for _, name := range names(b) {
		for _, s := range b.Pages[name].Steps {
			for _, to := range s.Leads() {
				if to.Page != name && !slices.Contains(links[name], to.Page) {
					links[name] = append(links[name], to.Page)
					into[to.Page]++
				}
			}
		}
	}
	var apart []string
	for _, name := range names(b) {
		if into[name] >= least && into[name]*share > len(b.Pages) {
			apart = append(apart, name)
		}
		p := b.Pages[name]
		n := &Node{ID: name, Kind: Step, Title: name, Text: []string{p.Title}}
		if opened := opens(b, p); opened != "" {
			n.Kind, n.Small = Entry, []string{opened}
		}
		g.Nodes = append(g.Nodes, n)
	}
	if len(apart) > 0 {
		g.Note = "many pages also lead to " + strings.Join(apart, ", ")
	}
	g.arrows(links, apart)
	return g
}

// arrows joins the pages. An arrow against the order of the pages is laid out
// like one with it and points the other way; where two pages lead to each other,
// one arrow points at both.
func (g *Graph) arrows(links map[string][]string, apart []string) {
	for i, n := range g.Nodes {
		for _, to := range g.Nodes[i+1:] {
			there := slices.Contains(links[n.ID], to.ID) && !slices.Contains(apart, to.ID)
			back := slices.Contains(links[to.ID], n.ID) && !slices.Contains(apart, n.ID)
			if there || back {
				g.Edges = append(g.Edges, &Edge{From: n, To: to, Kind: On, Back: !there, Both: there && back})
			}
		}
	}
}

// opens says what opens a page by itself.
func opens(b *page.Book, p *page.Page) string {
	list := slices.Clone(p.OpensFor)
	for _, c := range b.Commands {
		if c.Opens.Page == p.Name {
			list = append(list, "/"+c.Name)
		}
	}
	return strings.Join(list, ", ")
}
