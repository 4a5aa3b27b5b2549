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
// the same for what a message is about.
var groupsOf = sync.OnceValue(func() map[string]lexeme {
	m := make(map[string]lexeme, 6000)
	for list, text := range [groupings]string{conceptList, topicList} {
		for line := range strings.Lines(text) {
			name, words, ok := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
			if !ok || line[0] == '#' {
				continue
			}
			h := mix(hashOf([]byte(name)), prime+uint64(list))
			for w := range strings.SplitSeq(words, "|") {
				key := Fold(w)
				e := m[key]
				if e.group[list] == 0 {
					e.group[list] = h
					m[key] = e
				}
				if first, _, more := strings.Cut(key, " "); more {
					e := m[first]
					e.starts[list] = true
					m[first] = e
				}
			}
		}
	}
	return m
})

// groupsIn yields, for one grouping, the group of each phrase, word or number of
// the text in turn; a word of no group yields itself.
func (f *folded) groupsIn(list int, words []uint64, yield func(h uint64, known bool)) {
	m := groupsOf()
	for i := 0; i < len(f.spans); {
		s := f.spans[i]
		e := m[f.words[s.start:s.end]]
		n, group := 1, e.group[list]
		if e.starts[list] {
			for k := min(longestPhrase, len(f.spans)-i); k > 1; k-- {
				if p := m[f.words[s.start:f.spans[i+k-1].end]]; p.group[list] != 0 {
					group, n = p.group[list], k
					break
				}
			}
		}
		switch {
		case group != 0:
			yield(group, true)
		case f.words[s.start] >= '0' && f.words[s.start] <= '9':
			yield(seedNumber, true)
		default:
			yield(words[i], false)
		}
		i += n
	}
}
