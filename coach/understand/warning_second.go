package understand

import (
	"iter"
	"math"
	"slices"
)

// The second look at danger: patterns know words, the model knows messages, and
// they mend each other. Both are asked about the words that matter and not only
// about all of them together: the sentence that holds a sign, the strongest
// sentence of a message about something else, and what is left without the words
// that are known to be harmless.

// crisis is the label of messages about danger.
const crisis Label = "crisis"

// What the label crisis may add to the patterns, and take from them. A lower
// confidence asks more people in the middle of ordinary answers. What comes of it is
// told by TestHeldSigns and TestWarningsInExamples.
const (
	crisisSure     = 0.45  // from this confidence on, a possible sign without a pattern
	crisisBrief    = 0.6   // the same for a message of few words, as answers are
	briefWords     = 8     // a message of fewer words is brief
	crisisElse     = 0.3   // the same for any message in another language, of which there are fewer examples
	crisisHinted   = 0.35  // the same where the patterns have a hint of one
	crisisRest     = 0.2   // what must be left of it without the harmless words
	crisisTogether = 0.6   // the same for the strongest sentence and the whole together
	crisisHint     = 0.005 // below it, the sentences are not looked at one by one
	fewestWords    = 4     // a shorter sentence, or rest of one, says nothing by itself
	crisisUnlikely = 0.05  // below it, a possible sign that only a pattern saw is none
	crisisForeign  = 5e-5  // the same in other languages, of which the model knows little
	crisisDoubtful = 0.3   // below it, a clear sign in English is asked about first
	othersUnlikely = 0.05  // below it, a sign about somebody else in English is none
)

// net takes the second look. What the model takes for danger becomes a possible
// sign, and a possible sign that it holds for something quite different is
// dropped. A clear one of somebody's own never is, but in English, which the model
// knows best, it is asked about first where the model does not see it at all.
func (r *Reader) net(w *work, out *Reading, seen *sight) {
	g := out.Guesses
	i := slices.IndexFunc(g, func(g Guess) bool { return g.Label == crisis })
	if i < 0 {
		return
	}
	whole, need := g[i].Confidence, crisisSure
	switch {
	case out.Language != "en" && out.Language != "":
		need = crisisElse
	case len(w.spans) < briefWords:
		need = crisisBrief
	}
	if out.Warning.Level >= Possible {
		sure := whole
		if sure < crisisDoubtful {
			sure = max(sure, together(whole, r.inSentences(w, seen.signs)))
		}
		out.doubt(sure, out.Language == "en" || out.Language == "" && seen.english)
		return
	}
	calm := len(seen.harmless) > 0
	switch {
	case calm && (i == 0 || whole >= need) && r.left(w, seen.harmless) < crisisRest:
		// What the model goes by is an idiom, or is said not to be so: its guess comes last.
		copy(g[i:], g[i+1:])
		g[len(g)-1] = Guess{Label: crisis}
	case whole >= need || seen.hinted && !seen.denied && whole >= crisisHinted ||
		whole >= crisisHint && together(whole, r.strongest(w, seen.harmless)) >= crisisTogether:
		out.Warning = Warning{Level: Possible, Guess: whole < r.model.thresholds.Sure}
	}
}

// left is the confidence of what is left without the harmless words.
func (r *Reader) left(w *work, harmless []stretch) float64 {
	spans := w.without(w.spans, harmless)
	if len(spans) < fewestWords {
		return 0
	}
	return r.crisisOf(w, spans)
}

// doubt lowers a sign of the patterns of which the model is so sure.
func (out *Reading) doubt(sure float64, english bool) {
	switch {
	case out.Warning.Level == Clear && out.Warning.Other && out.Language == "en" && sure < othersUnlikely:
		out.Warning = Warning{}
	case out.Warning.Level == Clear:
		if english && sure < crisisDoubtful {
			out.Warning.Level = Possible
		}
	case sure < crisisUnlikely && english || sure < crisisForeign:
		out.Warning = Warning{}
	}
}

// inSentences is the highest confidence of the sentences that hold one of the
// places.
func (r *Reader) inSentences(w *work, places []stretch) (most float64) {
	for spans := range w.sentences() {
		if len(w.without(spans, places)) < len(spans) {
			most = max(most, r.crisisOf(w, spans))
		}
	}
	return most
}

// strongest is the highest confidence of a sentence of several, without its
// harmless words.
func (r *Reader) strongest(w *work, harmless []stretch) (most float64) {
	for spans := range w.sentences() {
		if len(spans) < fewestWords || len(spans) == len(w.spans) {
			continue
		}
		most = max(most, r.crisisOf(w, w.without(spans, harmless)))
	}
	return most
}

// together is the confidence between two: the odds are as far from one as from
// the other.
func together(p, q float64) float64 {
	a, b := math.Sqrt(p*q), math.Sqrt((1-p)*(1-q))
	if a == 0 {
		return 0
	}
	return a / (a + b)
}

// crisisOf is the confidence in danger of some of the tokens.
func (r *Reader) crisisOf(w *work, spans []span) float64 {
	whole := w.spans
	w.spans = spans
	r.model.score(w)
	w.spans = whole
	softmax(w.scores, float64(r.model.temperature))
	return w.scores[slices.Index(r.model.labels, crisis)]
}

// sentences cuts the tokens where a sentence ends.
func (f *folded) sentences() iter.Seq[[]span] {
	spans := f.spans
	return func(yield func([]span) bool) {
		start := 0
		for i := 1; i <= len(spans); i++ {
			if i == len(spans) || f.ends(i-1) {
				if !yield(spans[start:i]) {
					return
				}
				start = i
			}
		}
	}
}

// without are the spans outside of some places.
func (f *folded) without(spans []span, places []stretch) []span {
	if len(places) == 0 {
		return spans
	}
	var out []span
	for _, s := range spans {
		if !slices.ContainsFunc(places, stretch{s.from, s.to}.overlaps) {
			out = append(out, s)
		}
	}
	return out
}
