package understand

import (
	"slices"

	_ "embed"
)

//go:generate go run ./train -data data -o model.bin

// shipped is the model that train made from data.
//
//go:embed model.bin
var shipped []byte

// Reader reads messages with the shipped model. It is safe for concurrent use.
type Reader struct {
	model *Model
}

// NewReader makes a Reader of the shipped model. It fails only when the program
// was built from a damaged tree.
func NewReader() (*Reader, error) {
	m, err := Load(shipped)
	if err != nil {
		return nil, err
	}
	if _, err := shippedSigns(); err != nil {
		return nil, err
	}
	return ReaderOf(m), nil
}

// ReaderOf makes a Reader of another model, such as one trained without the
// messages that it is to be measured on.
func ReaderOf(m *Model) *Reader {
	// The word lists are read now, so that the first message is no slower than others.
	shippedSigns()
	world()
	meanings()
	controls()
	trades()
	toldStages()
	moodWords()
	givenNames()
	groupsOf()
	frequent()
	return &Reader{model: m}
}

// Labels are what a message can be about.
func (r *Reader) Labels() []Label { return r.model.Labels() }

// Read says everything that one message says. It takes any text: of a very long
// one, what it is about is read from its beginning and its end.
func (r *Reader) Read(text string) Reading {
	w := r.model.work()
	defer r.model.pool.Put(w)
	w.fold(text)
	warning, harmless := looked(text)
	out := Reading{
		Guesses:  r.model.guess(w),
		Warning:  warning,
		Control:  ControlOf(text),
		Language: w.language(),
	}
	out.net(harmless, len(w.spans))
	if len(out.Guesses) > 0 {
		out.Details = w.details(out.Guesses[0].Label)
	}
	out.Outcome = r.outcome(w, out.Guesses)
	r.mixed(w, &out)
	if out.Outcome == Sure && out.Guesses[0].Label == crisis && out.Warning.Level < Possible {
		out.Warning = Warning{Level: Possible} // one part of a mixed message is about danger
	}
	return out
}

// outcome says how far the guesses may be trusted.
func (r *Reader) outcome(w *work, g Guesses) Outcome {
	out := r.model.Outcome(g)
	if len(w.spans) == 0 {
		return None
	}
	// A wish that is none of the coach's business is told best by a small doubt: it
	// may look much like one of ours, but hardly one of ours looks like it.
	if out == Sure && g[0].Label != outOfScope && g.of(outOfScope) >= outsideDoubt {
		out = Unsure
	}
	// Where hardly anything but "outside" is likely, choices would all be beside
	// the point.
	if out == Unsure && g[0].Label == outOfScope && g[1].Confidence+g[2].Confidence < r.model.thresholds.Sure/2 {
		return None
	}
	return out
}

// crisis is the label of messages about danger.
const crisis Label = "crisis"

// What the label crisis may add to the patterns, and take from them. A lower
// confidence asks people in the middle of ordinary answers; short messages, of
// which the model knows few words, are taken for danger too easily. What comes of
// it is told by TestHeldSigns and TestWarningsInExamples.
const (
	crisisSure     = 0.45  // from this confidence on, a possible sign without a pattern
	crisisBrief    = 0.6   // the same for a message of few words, of which hardly any is known
	briefWords     = 8     // a message of fewer words is brief
	crisisUnlikely = 0.02  // below it, a possible sign that only a pattern saw is none
	crisisForeign  = 0.002 // the same in other languages, of which the model knows little
	crisisDoubtful = 0.1   // below it, a clear sign in English is asked about first
	othersUnlikely = 0.05  // below it, a sign about somebody else in English is none
)

// net is the second look at danger: patterns and model mend each other. What the
// model takes for danger becomes a possible sign, and a possible sign that it
// holds for something quite different is dropped. A clear one of somebody's own
// never is, but in English, which the model knows best, it is asked about first
// where the model does not see it at all. Where the words that it goes by are an
// idiom, or are said not to be so, its guess comes last.
func (out *Reading) net(harmless bool, words int) {
	g := out.Guesses
	i := slices.IndexFunc(g, func(g Guess) bool { return g.Label == crisis })
	if i < 0 {
		return
	}
	sure, need := g[i].Confidence, crisisSure
	english := out.Language == "en" || out.Language == ""
	if words < briefWords {
		need = crisisBrief
	}
	switch {
	case out.Warning.Level == Clear && out.Warning.Other && out.Language == "en" && sure < othersUnlikely:
		out.Warning = Warning{}
	case out.Warning.Level == Clear:
		if english && sure < crisisDoubtful {
			out.Warning.Level = Possible
		}
	case out.Warning.Level == Possible:
		if sure < crisisUnlikely && english || sure < crisisForeign {
			out.Warning = Warning{}
		}
	case harmless && i == 0:
		copy(g, g[1:])
		g[len(g)-1] = Guess{Label: crisis}
	case !harmless && sure >= need:
		out.Warning = Warning{Level: Possible}
	}
}

// outOfScope is the label of what is none of the coach's business.
const outOfScope Label = "out_of_scope"

// outsideDoubt is the confidence in it from which another label is not sure. It
// costs one or two sure messages in a hundred, and keeps a quarter more of the
// wishes that are none of ours from starting a conversation.
const outsideDoubt = 0.05
