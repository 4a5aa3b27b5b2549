package understand

// spelling is a tree of the bytes of all words in the patterns. Node 0 is none,
// node 1 the root.
type spelling struct {
	first [256]int32 // the children of the root
	nodes []letterNode
}

type letterNode struct {
	char         byte
	child, next  int32
	langs        uint32 // in which the word that ends here is known
	key          bool   // it is a key word
	exact, begin []atom // of the word that ends here; of words that begin so
}

// add returns the node of a word.
func (l *spelling) add(word string) int32 {
	if len(l.nodes) == 0 {
		l.nodes = make([]letterNode, 2)
	}
	at := int32(1)
	for i := range len(word) {
		c := word[i]
		to := l.step(at, c)
		if to == 0 {
			to = int32(len(l.nodes))
			l.nodes = append(l.nodes, letterNode{char: c, next: l.nodes[at].child})
			l.nodes[at].child = to
			if at == 1 {
				l.first[c] = to
			}
		}
		at = to
	}
	return at
}

// step goes on from a node by one byte; 0 is nowhere.
func (l *spelling) step(at int32, c byte) int32 {
	if at == 1 {
		return l.first[c]
	}
	for n := l.nodes[at].child; n != 0; n = l.nodes[n].next {
		if l.nodes[n].char == c {
			return n
		}
	}
	return 0
}

// word appends the atoms of a word and says whether there are any.
func (l *spelling) word(out []atom, word []byte) ([]atom, bool) {
	at, before := int32(1), len(out)
	for _, c := range word {
		if at = l.step(at, c); at == 0 {
			return out, len(out) > before
		}
		out = append(out, l.nodes[at].begin...)
	}
	out = append(out, l.nodes[at].exact...)
	return out, len(out) > before
}

// cut splits a text that is written without blanks into words of one language,
// longest first, and appends where they end. It is false where that fails, or
// where no key word is among them: "miserable" is not mis era ble.
func (l *spelling) cut(ends []int, word []byte, from int, langs uint32, key bool) ([]int, bool) {
	if from == len(word) {
		return ends, key
	}
	if len(ends) >= 12 {
		return ends, false
	}
	var room [24]struct{ end, node int32 }
	found := room[:0]
	at := int32(1)
	for i := from; i < len(word); i++ {
		if at = l.step(at, word[i]); at == 0 {
			break
		}
		if l.nodes[at].langs&langs != 0 && len(found) < len(room) {
			found = append(found, struct{ end, node int32 }{int32(i + 1), at})
		}
	}
	for i := len(found) - 1; i >= 0; i-- {
		n, end := &l.nodes[found[i].node], int(found[i].end)
		if out, ok := l.cut(append(ends, end), word, end, langs&n.langs, key || n.key); ok {
			return out, true
		}
	}
	return ends, false
}

// lookUp finds the atoms of each token. Words that nobody knows are tried as
// disguised, stretched, mistyped or joined ones.
func (h *hearing) lookUp() {
	s := h.signs
	h.join()
	for i := 0; i < len(h.tokens); i++ {
		t := &h.tokens[i]
		t.first = int32(len(h.atoms))
		if t.stop {
			h.atoms = append(h.atoms, s.ends...)
			t.after = int32(len(h.atoms))
			continue
		}
		word := h.text[t.from:t.to]
		var known bool
		if h.atoms, known = s.spelling.word(h.atoms, word); !known && !t.single && len(word) >= 3 {
			known = h.undisguise(word) || h.unstretch(word) || len(word) >= 5 && h.correct(word)
		}
		t.after = int32(len(h.atoms))
		if !known && len(word) >= 6 && h.split(i) {
			i-- // its parts are known
		}
	}
}

// join makes one word of four or more letters that stand alone: k i l l.
func (h *hearing) join() {
	for i := 0; i < len(h.tokens); i++ {
		if !h.tokens[i].single {
			continue
		}
		j := i
		for j < len(h.tokens) && h.tokens[j].single && j-i < longestSign {
			j++
		}
		if j-i < 4 {
			i = j - 1
			continue
		}
		t := h.tokens[i]
		t.single = false
		from := len(h.text)
		for k := i; k < j; k++ {
			h.text = append(h.text, h.text[h.tokens[k].from:h.tokens[k].to]...)
		}
		t.from, t.to = int32(from), int32(len(h.text))
		t.raw.to = h.tokens[j-1].raw.to
		h.tokens[i] = t
		h.tokens = append(h.tokens[:i+1], h.tokens[j:]...)
	}
}

// split puts known words in the place of token i, where it is made of such.
func (h *hearing) split(i int) bool {
	var room [16]int
	t := h.tokens[i]
	ends, ok := h.signs.spelling.cut(room[:0], h.text[t.from:t.to], 0, ^uint32(0), false)
	if !ok || len(ends) < 2 || len(ends)*2 > int(t.to-t.from) {
		return false
	}
	for range len(ends) - 1 {
		h.tokens = append(h.tokens, token{})
	}
	copy(h.tokens[i+len(ends):], h.tokens[i+1:])
	from := t.from
	for k, end := range ends {
		h.tokens[i+k] = token{from: from, to: t.from + int32(end), comma: t.comma && k == 0, quoted: t.quoted, raw: t.raw}
		from = t.from + int32(end)
	}
	return true
}
