package understand

import "slices"

// Features of a text are hashed: a feature is the hash of a word, of two
// neighbouring words, of a few letters … The order of the groups is part of the
// model: each group is weighed by its own length.
const (
	wordGroup = iota
	letterGroup
	conceptGroup
	topicGroup
	groups
)

// prime mixes hashes (the 64-bit golden ratio, made odd).
const prime = 0x9E3779B97F4A7C15

// Seeds keep kinds of features apart.
const (
	seedWord     uint64 = 0xD1B54A32D192ED03
	seedPair     uint64 = 0xABC98388FB8FAC03
	seedTriple   uint64 = 0x8CB92BA72F3D8DD7
	seedSkip     uint64 = 0xC6A4A7935BD1E995
	seedShape    uint64 = 0x9FB21C651E98DF25
	seedLetters  uint64 = 0x2545F4914F6CDD1D
	seedNumber   uint64 = 0x94D049BB133111EB
	seedConcept  uint64 = 0xBF58476D1CE4E5B9
	seedBeside   uint64 = 0xE7037ED1A0B428DB
	seedTogether uint64 = 0x8EBC6AF09C88C6E3
	seedFar      uint64 = 0xA0761D6478BD642F
	seedTail     uint64 = 0x589965CC75374CC3
)

func mix(h, x uint64) uint64 {
	h = (h ^ x) * prime
	return h ^ h>>29
}

func hashOf(b []byte) uint64 {
	h := uint64(len(b))
	for _, c := range b {
		h = mix(h, uint64(c))
	}
	return h
}

// features are the hashes of the features of a text.
type features struct {
	hashes []uint64 // group after group
	ends   [groups]int
	// Of each token: its hash, and the groups it belongs to.
	words   []uint64
	lexemes []lexeme
}

// of fills x with all features of f, reusing its memory.
func (x *features) of(f *folded) {
	x.begin(f)
	x.neighbours()
	x.ends[wordGroup] = len(x.hashes)
	for _, s := range f.spans {
		x.letters(f, s)
	}
	x.ends[letterGroup] = len(x.hashes)
	for list := range groupings {
		x.concepts(f, list)
		x.ends[conceptGroup+list] = len(x.hashes)
	}
}

// begin looks up the tokens of f, and forgets the features of another text.
func (x *features) begin(f *folded) {
	x.hashes, x.words, x.lexemes = x.hashes[:0], x.words[:0], x.lexemes[:0]
	known := groupsOf()
	for _, s := range f.spans {
		h := hashOf(f.text[s.start:s.end])
		x.words = append(x.words, h)
		x.lexemes = append(x.lexemes, known[h])
	}
}

func (x *features) add(h ...uint64) { x.hashes = append(x.hashes, h...) }

// border stands for what is before the first word and behind the last.
const border uint64 = 0x51

// neighbours adds the words, those that stand together, and how many there are.
func (x *features) neighbours() {
	before, before2, before3 := border, border, border
	for _, h := range x.words {
		x.add(
			h^seedWord,
			mix(before^seedPair, h),
			mix(mix(before2^seedTriple, before), h),
			mix(before2^seedSkip, h),
			mix(before3^seedFar, h),
		)
		before3, before2, before = before2, before, h
	}
	x.add(mix(before^seedPair, border), mix(seedShape, uint64(lengthClass(len(x.words)))))
	x.tail()
}

// tailWords is how many words at the end of a text count as its tail, and
// withTail the least words of a text that has one.
const (
	tailWords = 6
	withTail  = 8
)

// tail adds the last words of a longer text and the pairs of them once more: of two
// pieces of news, the last one counts.
func (x *features) tail() {
	if len(x.words) < withTail {
		return
	}
	before := border
	for _, h := range x.words[len(x.words)-tailWords:] {
		x.add(h^seedTail, mix(before^seedTail, h))
		before = h
	}
}

// mostTogether bounds how many groups of a text are paired.
const mostTogether = 12

// concepts adds the groups of words, neighbours among them and pairs that stand
// anywhere in the text.
func (x *features) concepts(f *folded, list int) {
	var met [mostTogether]uint64
	n := 0
	before, before2 := border, border
	for i := 0; i < len(x.words); {
		h, known, size := x.group(f, list, i)
		i += size
		x.add(mix(before^seedBeside, h), mix(mix(before2^seedBeside, before), h))
		before2, before = before, h
		if !known {
			continue
		}
		x.add(h ^ seedConcept)
		if slices.Contains(met[:n], h) {
			continue
		}
		for _, o := range met[:n] {
			x.add(mix(o^h^seedTogether, o+h))
		}
		if n < mostTogether {
			met[n] = h
			n++
		}
	}
	x.add(mix(before^seedBeside, border))
}

// letters adds the runs of 3 to 6 letters of a word and its borders.
func (x *features) letters(f *folded, s span) {
	if !s.word {
		return
	}
	w := f.text[s.start:s.end]
	at := func(i int) uint64 {
		if i < 0 || i >= len(w) {
			return ' '
		}
		return uint64(w[i])
	}
	for i := -1; i < len(w)-1; i++ {
		h := mix(mix(seedLetters, at(i)), at(i+1))
		for n := 2; n < 6 && i+n <= len(w); n++ {
			h = mix(h, at(i+n))
			x.hashes = append(x.hashes, h)
		}
	}
}

// lengthClass groups lengths in words: 1, 2, 3, 4-5, 6-8, 9-14, 15-25, more.
func lengthClass(n int) int {
	for i, most := range [...]int{0, 1, 2, 3, 5, 8, 14, 25, 60} {
		if n <= most {
			return i
		}
	}
	return 9
}
