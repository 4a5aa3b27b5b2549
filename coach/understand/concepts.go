package understand

import (
	"strings"
	"sync"

	_ "embed"
)

//go:embed words/concepts.tsv
var conceptList string

//go:embed words/topics.tsv
var topicList string

// lexeme is what the groups of a word are in the two groupings: 0 for none.
// starts says that longer phrases of a grouping begin with the word.
type lexeme struct {
	group  [groupings]uint64
	starts [groupings]bool
}

// groupings is the number of lists: the coarse one and the finer one.
const groupings = 2

// longestPhrase is the most words in a phrase of the lists.
const longestPhrase = 5

// groupsOf holds the hashes of the groups of words and phrases that mean nearly
// the same for what a message is about, by the hashes of the words and phrases.
var groupsOf = sync.OnceValue(func() map[uint64]lexeme {
	m := make(map[uint64]lexeme, 6000)
	for list, text := range [groupings]string{conceptList, topicList} {
		for line := range strings.Lines(text) {
			name, words, ok := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
			if !ok || line[0] == '#' {
				continue
			}
			h := mix(hashOf([]byte(name)), prime+uint64(list))
			for w := range strings.SplitSeq(words, "|") {
				phrase := Fold(w)
				key := hashOf([]byte(phrase))
				e := m[key]
				if e.group[list] == 0 {
					e.group[list] = h
					m[key] = e
				}
				if first, _, more := strings.Cut(phrase, " "); more {
					key := hashOf([]byte(first))
					e := m[key]
					e.starts[list] = true
					m[key] = e
				}
			}
		}
	}
	return m
})

// group gives, for one grouping, the group of the phrase, word or number that
// begins with token i, and how many tokens that is; a word of no group is itself.
func (x *features) group(f *folded, list, i int) (h uint64, known bool, size int) {
	s, e := f.spans[i], &x.lexemes[i]
	if e.starts[list] {
		for k := min(longestPhrase, len(f.spans)-i); k > 1; k-- {
			p := groupsOf()[hashOf(f.text[s.start:f.spans[i+k-1].end])]
			if p.group[list] != 0 {
				return p.group[list], true, k
			}
		}
	}
	switch c := f.text[s.start]; {
	case e.group[list] != 0:
		return e.group[list], true, 1
	case c >= '0' && c <= '9':
		return seedNumber, true, 1
	}
	return x.words[i], false, 1
}
