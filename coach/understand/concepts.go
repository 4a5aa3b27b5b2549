package understand

import (
	"strings"
	"sync"

	_ "embed"
)

//go:embed words/concepts.tsv
var conceptList string

// lexeme is what the group of a word is: 0 for none. starts says that longer
// phrases of the list begin with the word.
type lexeme struct {
	group  uint64
	starts bool
}

// longestPhrase is the most words in a phrase of the list.
const longestPhrase = 5

// groupsOf holds the hashes of the groups of words and phrases that mean nearly
// the same for what a message is about.
var groupsOf = sync.OnceValue(func() map[string]lexeme {
	m := make(map[string]lexeme, 3000)
	for line := range strings.Lines(conceptList) {
		name, words, ok := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
		if !ok || line[0] == '#' {
			continue
		}
		h := mix(hashOf([]byte(name)), prime)
		for w := range strings.SplitSeq(words, "|") {
			key := Fold(w)
			e := m[key]
			if e.group == 0 {
				e.group = h
				m[key] = e
			}
			if first, _, more := strings.Cut(key, " "); more {
				e := m[first]
				e.starts = true
				m[first] = e
			}
		}
	}
	return m
})

// groupsIn yields the group of each phrase, word or number of the text in turn;
// a word of no group yields itself.
func (f *folded) groupsIn(words []uint64, yield func(h uint64, known bool)) {
	m := groupsOf()
	for i := 0; i < len(f.spans); {
		s := f.spans[i]
		e := m[f.words[s.start:s.end]]
		n := 1
		if e.starts {
			for k := min(longestPhrase, len(f.spans)-i); k > 1; k-- {
				if p := m[f.words[s.start:f.spans[i+k-1].end]]; p.group != 0 {
					e, n = p, k
					break
				}
			}
		}
		switch {
		case e.group != 0:
			yield(e.group, true)
		case f.words[s.start] >= '0' && f.words[s.start] <= '9':
			yield(seedNumber, true)
		default:
			yield(words[i], false)
		}
		i += n
	}
}
