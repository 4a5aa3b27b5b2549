package understand

import (
	"bytes"
	"unicode/utf8"
)

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
