package understand

import "slices"

// The patterns form one tree over atoms, so that all of them run at once. An
// atom is a set of words; a token may be in several.

type atom int32

// node is a place in the tree. A gap node waits for some tokens.
type node struct {
	edges   []edge  // by atom
	gaps    []int32 // the nodes that wait
	waits   int8    // for so many tokens, in such a node
	accepts []int32
}

type edge struct {
	atom atom
	to   int32
}

// state is a pattern half matched.
type state struct {
	node    int32
	from    int32
	waits   int8
	negated uint32 // languages in which a passed word negates
}

// found is a match: tokens from to to, both included.
type found struct {
	pattern  int32
	from, to int32
	negated  uint32
}

// mostStates and mostFound bound the work on texts that are made to cost.
const (
	mostStates = 400
	mostFound  = 2000
)

// match finds all patterns in the tokens of h.
func (s *signs) match(h *hearing) {
	h.active = h.active[:0]
	for i := range h.tokens {
		t := &h.tokens[i]
		atoms := h.atoms[t.first:t.after]
		h.turn++
		if h.turn == 0 { // after four billion tokens
			clear(h.seen)
			h.turn = 1
		}
		var negated uint32
		for _, a := range atoms {
			h.seen[a] = h.turn
			negated |= s.negates[a]
		}
		h.next = h.next[:0]
		for _, st := range h.active {
			s.follow(h, st, atoms, i)
			if st.waits > 0 && !t.stop {
				st.waits--
				st.negated |= negated
				h.push(st)
			}
		}
		for _, a := range atoms {
			if to := s.roots[a]; to != 0 {
				s.enter(h, state{node: to, from: int32(i)}, i)
			}
		}
		h.active, h.next = h.next, h.active
	}
}

// follow goes on from a state by token i, along the edges or the atoms, whichever
// are fewer.
func (s *signs) follow(h *hearing, st state, atoms []atom, i int) {
	edges := s.nodes[st.node].edges
	if len(edges) <= 4*len(atoms) {
		for _, e := range edges {
			if h.seen[e.atom] == h.turn {
				s.enter(h, state{node: e.to, from: st.from, negated: st.negated}, i)
			}
		}
		return
	}
	for _, a := range atoms {
		at, ok := slices.BinarySearchFunc(edges, a, func(e edge, a atom) int { return int(e.atom - a) })
		if ok {
			s.enter(h, state{node: edges[at].to, from: st.from, negated: st.negated}, i)
		}
	}
}

// enter reaches a node with token i.
func (s *signs) enter(h *hearing, st state, i int) {
	n := &s.nodes[st.node]
	for _, p := range n.accepts {
		if len(h.found) < mostFound {
			h.found = append(h.found, found{p, st.from, int32(i), st.negated})
		}
	}
	if len(n.edges) > 0 {
		h.push(st)
	}
	for _, g := range n.gaps {
		st.node, st.waits = g, s.nodes[g].waits
		h.push(st)
	}
}

func (h *hearing) push(st state) {
	if len(h.next) < mostStates {
		h.next = append(h.next, st)
	}
}

// is says whether token i is in an atom.
func (h *hearing) is(i int, a atom) bool {
	if i < 0 || i >= len(h.tokens) || a == 0 {
		return false
	}
	t := h.tokens[i]
	return slices.Contains(h.atoms[t.first:t.after], a)
}
