package graph

import (
	"fmt"
	"strings"
)

// Mermaid writes the graph as a Mermaid flowchart.
func (g *Graph) Mermaid() string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %q\n---\nflowchart TD\n", g.Title)
	ids := map[*Node]string{}
	for i, n := range g.Nodes {
		// A name of the writer's own could be a word of the language, such as end.
		ids[n] = fmt.Sprintf("n%d", i)
		label := escaped(n.Title)
		if n.Kind != Sign {
			label = "<b>" + label + "</b>"
		}
		for _, t := range n.Text {
			label += "<br/>" + escaped(t)
		}
		for _, s := range n.Small {
			label += "<br/><i>" + escaped(s) + "</i>"
		}
		shape := [2]string{"[", "]"}
		if n.Kind == Sign {
			shape = [2]string{"([", "])"}
		}
		fmt.Fprintf(&b, "    %s%s\"%s\"%s\n", ids[n], shape[0], label, shape[1])
	}
	for _, e := range g.Edges {
		arrow := "-->"
		switch {
		case e.Kind == When || e.Kind == Later:
			arrow = "-.->"
		case e.Both:
			arrow = "<-->"
		}
		from, to := e.From, e.To
		if e.Back {
			from, to = to, from
		}
		if label := escaped(strings.Join(append([]string{e.Label}, e.Small...), "\n")); label != "" {
			arrow += "|\"" + label + "\"|"
		}
		fmt.Fprintf(&b, "    %s %s %s\n", ids[from], arrow, ids[to])
	}
	b.WriteString("    classDef entry fill:#e7f5ec,stroke:#2f855a,stroke-width:2px\n    classDef sign fill:#eef2f7,stroke:#cbd5e0\n")
	for _, n := range g.Nodes {
		switch n.Kind {
		case Entry:
			fmt.Fprintf(&b, "    class %s entry\n", ids[n])
		case Sign:
			fmt.Fprintf(&b, "    class %s sign\n", ids[n])
		}
	}
	return b.String()
}

// escaped is a text in which nothing means anything to Mermaid: it takes such
// characters by their numbers.
var escaped = strings.NewReplacer(`"`, "#quot;", "<", "#lt;", ">", "#gt;", "#", "#35;", "`", "#96;", "*", "#42;", "_", "#95;", "\n", "<br/>").Replace
