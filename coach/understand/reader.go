package understand

import (
	"sync"

	_ "embed"
)

//go:generate go run ./train -data data -o model.bin

// shipped is the model that train made from data.
//
//go:embed model.bin
var shipped []byte

// shippedModel is loaded once.
var shippedModel = sync.OnceValues(func() (*Model, error) { return Load(shipped) })

// Reader reads messages with the shipped model. It is safe for concurrent use.
type Reader struct {
	model *Model
}

// NewReader makes a Reader of the shipped model. It fails only when the program
// was built from a damaged tree.
func NewReader() (*Reader, error) {
	m, err := shippedModel()
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
	var seen sight
	looked(text, &seen)
	out := Reading{
		Guesses:  r.model.guess(w),
		Warning:  seen.Warning,
		Control:  ControlOf(text),
		Language: w.language(),
	}
	r.net(w, &out, &seen)
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

// outOfScope is the label of what is none of the coach's business.
const outOfScope Label = "out_of_scope"

// outsideDoubt is the confidence in it from which another label is not sure. It
// costs one or two sure messages in a hundred, and keeps a quarter more of the
// wishes that are none of ours from starting a conversation.
const outsideDoubt = 0.05
