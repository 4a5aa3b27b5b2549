package understand

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

// features calls yield with the group and hash of each feature of f. scratch is
// reused memory for the hashes of the words; it is returned, grown if needed.
func (f *folded) features(scratch []uint64, yield func(group int, h uint64)) []uint64 {
	words := scratch[:0]
	for _, s := range f.spans {
		words = append(words, hashOf(f.text[s.start:s.end]))
	}
	const edge = 0x51
	before, before2, before3 := uint64(edge), uint64(edge), uint64(edge)
	for _, h := range words {
		yield(wordGroup, h^seedWord)
		yield(wordGroup, mix(before^seedPair, h))
		yield(wordGroup, mix(mix(before2^seedTriple, before), h))
		yield(wordGroup, mix(before2^seedSkip, h))
		yield(wordGroup, mix(before3^seedFar, h))
		before3, before2, before = before2, before, h
	}
	yield(wordGroup, mix(before^seedPair, edge))
	yield(wordGroup, mix(seedShape, uint64(lengthClass(len(words)))))
	for _, s := range f.spans {
		if s.word {
			letters(f.text[s.start:s.end], yield)
		}
	}
	for list := range groupings {
		f.concepts(list, words, yield)
	}
	return words
}

// mostTogether bounds how many groups of a text are paired.
const mostTogether = 12

// concepts yields the groups of words, neighbours among them and pairs that
// stand anywhere in the text.
func (f *folded) concepts(list int, words []uint64, yield func(group int, h uint64)) {
	var met [mostTogether]uint64
	n := 0
	const edge = 0x51
	before, before2 := uint64(edge), uint64(edge)
	f.groupsIn(list, words, func(h uint64, known bool) {
		yield(conceptGroup+list, mix(before^seedBeside, h))
		yield(conceptGroup+list, mix(mix(before2^seedBeside, before), h))
		before2, before = before, h
		if !known {
			return
		}
		yield(conceptGroup+list, h^seedConcept)
		for _, o := range met[:n] {
			if o == h {
				return
			}
		}
		for _, o := range met[:n] {
			yield(conceptGroup+list, mix(o^h^seedTogether, o+h))
		}
		if n < mostTogether {
			met[n] = h
			n++
		}
	})
	yield(conceptGroup+list, mix(before^seedBeside, edge))
}

// letters yields the runs of 3 to 6 letters of a word and its borders.
func letters(w []byte, yield func(group int, h uint64)) {
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
			yield(letterGroup, h)
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
