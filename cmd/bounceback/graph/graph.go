// Package graph draws the coach's conversations, so that a person who reviews
// one can see it as a whole.
//
// A [Graph] is made of a book: [Conversation] shows the steps of one page,
// [Pages] how all pages hang together. [Graph.Mermaid] writes it as text that
// many Markdown viewers draw; [Graph.SVG] and [Graph.PNG] draw it here.
//
// The layout is this package's own, because what there is in Go costs every
// start of the program: the Graphviz that comes as WebAssembly is compiled when
// the program begins (30 MB, and half a second the first time), d2 makes the
// program 29 MB larger, and a JavaScript engine for dagre 11 MB. It needs
// less than they do, too: a way back, and one to another page, is drawn as a
// signpost instead of an arrow across the picture.
package graph

import (
	"slices"
	"strings"

	"bounceback/coach/page"
)

// Kind tells how a node or an arrow looks.
type Kind int

// The kinds of nodes, and of arrows.
const (
	Step   Kind = iota // a step of the page, or a page
	Entry              // where the conversation begins
	Sign               // a signpost: the way goes on elsewhere
	Choice             // they tap it
	Words              // they write something
	When               // taken unasked
	On                 // goes on by itself
	Later              // promised for another time
)

// Graph is a picture before it is laid out.
type Graph struct {
	Title string
	Note  string // about what is drawn
	Key   string // how to read it
	Nodes []*Node
	Edges []*Edge
}

// Node is a box.
type Node struct {
	ID    string
	Kind  Kind
	Title string
	Text  []string // what is said there, a paragraph each
	Small []string // what is done there, and who else leads there
}

// Edge is an arrow. There is no way round in a circle over edges, so that a
// picture can have From above To.
type Edge struct {
	From, To *Node
	Kind     Kind
	Label    string
	Small    []string
	Back     bool // it points at From
	Both     bool // it points at both
}

// maxSaid bounds what a box shows of a message, in characters.
const maxSaid = 90

const key = "green: it begins here · dashed: taken unasked, or at another time · → on another page · ↑ ↓ further up or down"

// Conversation draws the steps of a page.
func Conversation(b *page.Book, p *page.Page) *Graph {
	d := &drawing{Graph: &Graph{Title: p.Title, Note: about(b, p), Key: key}, page: p, nodes: map[string]*Node{}, entered: entrances(b, p)}
	for i, s := range p.Steps {
		n := &Node{ID: s.Slug, Kind: Step, Title: s.Heading, Text: saidIn(s), Small: doneIn(s)}
		if i == 0 {
			n.Kind = Entry
		}
		if from := d.entered[s.Slug]; len(from) > 0 {
			n.Small = append(n.Small, "also from "+enumerate(from))
		}
		d.nodes[s.Slug] = n
		d.Nodes = append(d.Nodes, n)
	}
	d.order = forward(p)
	for _, s := range p.Steps {
		d.ways(s)
	}
	d.thin()
	return d.Graph
}

// about says what opens the page.
func about(b *page.Book, p *page.Page) string {
	var parts []string
	if len(p.OpensFor) > 0 {
		parts = append(parts, "opens for "+strings.Join(p.OpensFor, ", "))
	}
	for _, c := range b.Commands {
		if c.Opens.Page == p.Name {
			parts = append(parts, "/"+c.Name)
		}
	}
	return strings.Join(append([]string{p.File}, parts...), " · ")
}

// entrances are the pages that lead to each step, by the step's name.
func entrances(b *page.Book, p *page.Page) map[string][]string {
	from := map[string][]string{}
	for _, name := range names(b) {
		if name == p.Name {
			continue
		}
		for _, s := range b.Pages[name].Steps {
			for _, to := range s.Leads() {
				if to.Page != p.Name {
					continue
				}
				slug := to.Step
				if slug == "" {
					slug = p.Steps[0].Slug
				}
				if !slices.Contains(from[slug], name) {
					from[slug] = append(from[slug], name)
				}
			}
		}
	}
	return from
}

func names(b *page.Book) []string {
	list := make([]string, 0, len(b.Pages))
	for name := range b.Pages {
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}

// enumerate lists the first few.
func enumerate(list []string) string {
	if len(list) > 4 {
		return strings.Join(list[:4], ", ") + " …"
	}
	return strings.Join(list, ", ")
}

// saidIn is what a step says first, as much as a box can hold.
func saidIn(s *page.Step) []string {
	for _, b := range s.Blocks {
		switch {
		case b.Say != nil:
			return []string{shorten(plain(b.Say.Variants[0]), maxSaid)}
		case b.List != nil:
			return []string{"(a list of " + b.List.Call.Args[0] + ")"}
		case b.Table != nil:
			return []string{"(a chart)"}
		}
	}
	return nil
}

// doneIn are the effects of a step.
func doneIn(s *page.Step) []string {
	var list []string
	for _, b := range s.Blocks {
		list = append(list, calls(b.Do)...)
	}
	return list
}

func calls(list []page.Call) []string {
	var said []string
	for _, c := range list {
		said = append(said, c.String())
	}
	return said
}

// plain is a text with its words in braces, on one line.
func plain(t page.Text) string {
	var b strings.Builder
	for _, p := range t {
		switch {
		case p.Word == "":
			b.WriteString(p.Literal)
		case p.Comma:
			b.WriteString(", {" + p.Word + "}")
		default:
			b.WriteString("{" + p.Word + "}")
		}
	}
	text, _, _ := strings.Cut(b.String(), "\n\n")
	return strings.Join(strings.Fields(strings.NewReplacer("*", "", "> ", "").Replace(text)), " ")
}

// shorten cuts a text at a space.
func shorten(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	cut := string(r[:n])
	if i := strings.LastIndexByte(cut, ' '); i > n/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,.;:") + " …"
}
