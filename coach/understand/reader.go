package understand

import (
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
	out.net(harmless)
	if len(out.Guesses) > 0 {
		out.Details = w.details(out.Guesses[0].Label)
	}
	out.Outcome = r.outcome(w, out.Guesses)
	r.mixed(w, &out)
	return out
}

// outcome says how far the guesses may be trusted.
func (r *Reader) outcome(w *work, g Guesses) Outcome {
	out := r.model.Outcome(g)
	if len(w.spans) == 0 {
		return None
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

// crisisSure is the confidence in the label crisis that counts as a possible sign
// where no pattern saw one. It is low, since a false question is better than a
// miss: with three hands left out in turn, the model alone finds 159 of their 224
// messages of danger at 0.6, and asks about 6 of 3,003 others; at 0.9 it finds 98
// and asks about 1. Most of these messages the patterns find by themselves.
const crisisSure = 0.6

// net is the second look at danger: patterns and model mend each other. What the
// model is sure of becomes a possible sign; where the words that it goes by are
// an idiom, or are said not to be so, its guess comes last.
func (out *Reading) net(harmless bool) {
	g := out.Guesses
	if out.Warning.Level >= Possible || len(g) == 0 || g[0].Label != crisis {
		return
	}
	switch {
	case harmless:
		copy(g, g[1:])
		g[len(g)-1] = Guess{Label: crisis}
	case g[0].Confidence >= crisisSure:
		out.Warning = Warning{Level: Possible}
	}
}

// outOfScope is the label of what is none of the coach's business.
const outOfScope Label = "out_of_scope"
