package understand

import "strings"

// saying is what a phrase of running text says.
type saying struct {
	means  string // "-" where it only looks as if it said something
	labels string // "any,", or the labels in whose messages it says so, with a comma after each
}

// phrasebook finds the longest of many phrases at a token.
type phrasebook struct {
	phrases map[string][]saying
	longest map[string]int // tokens in the longest phrase that begins with this one
}

// readPhrases reads a list of three columns: what phrases say, in messages of
// which labels, and the phrases with | between.
func readPhrases(list string) phrasebook {
	b := phrasebook{make(map[string][]saying, 500), make(map[string]int, 300)}
	for line := range strings.Lines(list) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 3 || line[0] == '#' {
			continue
		}
		for p := range strings.SplitSeq(f[2], "|") {
			key := strings.TrimSuffix(Fold(p), " ")
			b.phrases[key] = append(b.phrases[key], saying{f[0], f[1] + ","})
			first, _, _ := strings.Cut(key, " ")
			b.longest[first] = max(b.longest[first], 1+strings.Count(key, " "))
		}
	}
	return b
}

// phraseAt reads the longest phrase of the book at token i and says how many
// tokens it took. What only looks like a phrase is taken too, and says "".
func (f *folded) phraseAt(b phrasebook, i int, about Label) (means string, n int) {
	for n := min(b.longest[f.at(i)], len(f.spans)-i); n > 0; n-- {
		if n > 1 && !f.unbroken(i, n) {
			continue // "two offers, help me" is no offer of help
		}
		for _, s := range b.phrases[f.words[f.spans[i].start:f.spans[i+n-1].end]] {
			switch {
			case s.labels != "any," && !strings.Contains(s.labels, string(about)+","):
			case s.means == "-":
				return "", n
			default:
				return s.means, n
			}
		}
	}
	return "", 0
}

// unbroken says whether tokens i to i+n-1 stand in one part of a sentence.
func (f *folded) unbroken(i, n int) bool {
	for k := i; k < i+n-1; k++ {
		if !f.sameBreath(k) {
			return false
		}
	}
	return true
}
