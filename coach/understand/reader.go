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
// where no pattern matched. Of 58 signs and 86 harmless messages that were written
// to sound like signs, neither seen by patterns and model before, the patterns
// alone saw 47 and asked about 3; with 0.9 it was 51 and 5, with 0.8 53 and 6,
// with 0.5 54 and 13. With 0.8 "I rested on purpose" was asked about, too.
const crisisSure = 0.9

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
