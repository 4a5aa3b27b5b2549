package understand

// Whom a sign is about, as far as its words and the names beside it tell.

// mine says whether the match itself speaks of the one who writes: "somebody talk
// me out of it", "they pumped my stomach".
func (h *hearing) mine(m found) bool {
	for i := int(m.from); i <= int(m.to); i++ {
		switch h.word(i) {
		case "me", "my", "myself", "im":
			return true
		}
	}
	return false
}

// named says whether token i looks like a person's name: a known one, or a word
// with a capital letter that does not open a sentence.
func (h *hearing) named(i int) bool {
	if i < 1 || h.tokens[i].stop || h.tokens[i].single {
		return false
	}
	return h.tokens[i].capital && !h.tokens[i-1].stop || givenNames()[h.word(i)]
}

// told says whether token i is a known name of which something is told: "Ana is",
// and not "I am Ana".
func (h *hearing) told(i int) bool {
	switch h.word(i + 1) {
	case "is", "was", "has", "keeps", "wants", "says", "said", "wrote", "told", "tried", "might":
		return h.tokens[i-1].stop && givenNames()[h.word(i)]
	}
	return false
}

// word is token i as it was folded.
func (h *hearing) word(i int) string { return string(h.text[h.tokens[i].from:h.tokens[i].to]) }
