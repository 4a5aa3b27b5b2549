package understand

import (
	"bytes"
	"unicode/utf8"
)

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
		h.tokens[i+k] = token{from: from, to: t.from + int32(end), comma: t.comma && k == 0, quoted: t.quoted}
		from = t.from + int32(end)
	}
	return true
}

// undisguise reads digits and signs as letters (k1ll, mys3lf) and stars as any
// letter (su*cide).
func (h *hearing) undisguise(word []byte) bool {
	letter, sign, star := false, false, false
	for _, c := range word {
		switch {
		case c == '*':
			star = true
		case c >= 'a':
			letter = true
		case leet(c, 'i') != c:
			sign = true
		}
	}
	if !letter {
		return false
	}
	if star {
		return h.starred(word)
	}
	if !sign {
		return false
	}
	for _, one := range [...]byte{'i', 'l'} {
		h.joined = h.joined[:0]
		for _, c := range word {
			h.joined = append(h.joined, leet(c, one))
		}
		var ok bool
		if h.atoms, ok = h.signs.spelling.word(h.atoms, h.joined); ok {
			return true
		}
	}
	return false
}

// leet is the letter that a digit or sign stands for; 1 is read as told.
func leet(c, one byte) byte {
	switch c {
	case '0':
		return 'o'
	case '1', '!':
		return one
	case '3':
		return 'e'
	case '4', '@':
		return 'a'
	case '5', '$':
		return 's'
	case '7':
		return 't'
	}
	return c
}

// starred compares a word with stars with the key words.
func (h *hearing) starred(word []byte) bool {
	for _, k := range h.signs.keys[word[0]] {
		if fits(word, k.word) {
			h.atoms = append(h.atoms, k.atoms...)
			return true
		}
	}
	return false
}

// fits says whether key has the letters of word, with one or more for each row of
// stars and as many as there are stars at least.
func fits(word []byte, key string) bool {
	stars := bytes.IndexByte(word, '*')
	last := bytes.LastIndexByte(word, '*')
	tail := word[last+1:]
	if len(key) < len(word) || len(key) > len(word)+3 || key[:stars] != string(word[:stars]) || key[len(key)-len(tail):] != string(tail) {
		return false
	}
	// What stands between two rows of stars must be in the key, in its place or later.
	at := stars
	for _, c := range word[stars:last] {
		if c == '*' {
			at++
			continue
		}
		for at < len(key) && key[at] != c {
			at++
		}
		at++
	}
	return at <= len(key)-len(tail)
}

// unstretch tries a word with double letters with one of each: kiill.
func (h *hearing) unstretch(word []byte) bool {
	var doubles [3]int
	n := 0
	for i := 1; i < len(word) && n < len(doubles); i++ {
		if word[i] == word[i-1] && word[i] < utf8.RuneSelf {
			doubles[n] = i
			n++
		}
	}
	for set := 1; set < 1<<n; set++ {
		h.joined = h.joined[:0]
		for i, c := range word {
			drop := false
			for d := range n {
				drop = drop || doubles[d] == i && set&(1<<d) != 0
			}
			if !drop {
				h.joined = append(h.joined, c)
			}
		}
		var ok bool
		if h.atoms, ok = h.signs.spelling.word(h.atoms, h.joined); ok {
			return true
		}
	}
	return false
}

// correct forgives one slip in a key word: a letter too many, too few, wrong or
// swapped with its neighbour. The first letter must be right.
func (h *hearing) correct(word []byte) bool {
	for _, k := range h.signs.keys[word[0]] {
		if k.typos && slip(word, k.word) {
			h.atoms = append(h.atoms, k.atoms...)
			return true
		}
	}
	return false
}

// slip says whether a is b with one slip.
func slip(a []byte, b string) bool {
	if len(a)-len(b) > 2 || len(b)-len(a) > 2 { // one letter may have two bytes
		return false
	}
	i, j := 0, 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	for j < len(a)-i && j < len(b)-i && a[len(a)-1-j] == b[len(b)-1-j] {
		j++
	}
	a, b = a[i:len(a)-j], b[i:len(b)-j]
	return utf8.RuneCount(a) <= 1 && utf8.RuneCountInString(b) <= 1 || len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
}
