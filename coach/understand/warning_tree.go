package understand

import (
	"slices"
	"strings"
)

// step is the node after n by an atom.
func (c *compiler) step(n int32, a atom) int32 {
	key := [2]int32{n, int32(a)}
	to, ok := c.edges[key]
	if !ok {
		to = int32(len(c.nodes))
		c.nodes = append(c.nodes, node{})
		c.edges[key] = to
	}
	return to
}

// gapAfter is the node that waits for g tokens after n. Behind a gap it is one
// that waits for both.
func (c *compiler) gapAfter(n int32, g int8) int32 {
	if before, ok := c.before[n]; ok {
		n, g = before, g+c.nodes[n].waits
	}
	key := [2]int32{n, -int32(g)}
	to, ok := c.edges[key]
	if !ok {
		to = int32(len(c.nodes))
		c.nodes = append(c.nodes, node{waits: g})
		c.edges[key] = to
		c.before[to] = n
	}
	return to
}

// atom is the number of a set of words.
func (c *compiler) atom(words []string) atom {
	words = slices.Clone(words)
	slices.Sort(words)
	words = slices.Compact(words)
	name := strings.Join(words, "|")
	if a, ok := c.atoms[name]; ok {
		c.speak(words)
		return a
	}
	a := atom(len(c.atoms) + 1)
	c.atoms[name] = a
	for int(a) >= len(c.negates) {
		c.negates = append(c.negates, 0)
	}
	for _, w := range words {
		if w == "." {
			c.ends = append(c.ends, a)
			continue
		}
		w, typos := strings.CutPrefix(w, "~")
		w, prefix := strings.CutSuffix(w, "*")
		parts := c.tokensOf(w)
		if len(parts) != 1 {
			c.fail("%q is more than one word", w)
			continue
		}
		w = parts[0]
		at := c.spelling.add(w)
		if n := &c.spelling.nodes[at]; prefix {
			n.begin = append(n.begin, a)
		} else {
			n.exact = append(n.exact, a)
			if !c.hasty[w] {
				n.langs |= 1 << c.lang
			}
		}
		if typos && !c.keyed[w] {
			c.keyed[w] = true
			c.spelling.nodes[at].key = true
			c.keys[w[0]] = append(c.keys[w[0]], key{word: w, typos: len(w) >= 5})
		}
	}
	return a
}

// speak says that words are of the present language, too.
func (c *compiler) speak(words []string) {
	for _, w := range words {
		if w = strings.TrimPrefix(w, "~"); w != "." && !strings.HasSuffix(w, "*") && !c.hasty[w] {
			c.spelling.nodes[c.spelling.add(c.tokensOf(w)[0])].langs |= 1 << c.lang
		}
	}
}

// finish makes the tree fast to walk.
func (c *compiler) finish() {
	c.roots = make([]int32, len(c.atoms)+1)
	for k, to := range c.edges {
		from, a := k[0], k[1]
		switch {
		case a < 0:
			c.nodes[from].gaps = append(c.nodes[from].gaps, to)
		case from == 1:
			c.roots[a] = to
		default:
			c.nodes[from].edges = append(c.nodes[from].edges, edge{atom(a), to})
		}
	}
	for i := range c.nodes {
		slices.SortFunc(c.nodes[i].edges, func(a, b edge) int { return int(a.atom - b.atom) })
		slices.Sort(c.nodes[i].gaps)
	}
	for i := range c.keys {
		for k := range c.keys[i] {
			c.keys[i][k].atoms, _ = c.spelling.word(nil, []byte(c.keys[i][k].word))
		}
	}
	s := c.signs
	s.pool.New = func() any { return &hearing{signs: s, seen: make([]uint32, len(s.roots))} }
}
