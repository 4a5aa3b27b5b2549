package understand

import (
	"math"
	"slices"
	"sync"
)

// Model names what a text is about. It is a linear model over hashed words and
// runs of letters, with a softmax above it. A Model does not change and is safe
// for concurrent use.
type Model struct {
	labels []Label
	bias   []float32
	// table holds the weights; scale is what a level of them is worth.
	table table
	scale float32
	// temperature divides the scores, so that confidences come true.
	temperature float32
	thresholds  thresholds
	source      string // hash of what it was trained from

	pool sync.Pool
}

// thresholds decide the Outcome.
type thresholds struct {
	Sure   float64 `json:"sure"`
	Unsure float64 `json:"unsure"`
}

// work is the memory of one guess.
type work struct {
	folded
	found  features
	tokens []letterSum // of each token of the whole text, once it is needed
	lanes  []uint64    // of those sums
	sum    sum
	sums   []float32 // of each label
	scores []float64
}

// Labels are the labels that the model knows, in the order of training.
func (m *Model) Labels() []Label { return slices.Clone(m.labels) }

// Guess gives every label with the calibrated confidence that it is the one,
// best first. Equal confidences stand in the order of the labels' names.
func (m *Model) Guess(text string) Guesses {
	w := m.work()
	defer m.pool.Put(w)
	w.fold(text)
	return m.guess(w)
}

// Outcome says how far guesses of this model may be trusted: Sure where few of
// the like were wrong, Unsure where one of the first three should be offered,
// None where it is likely something else altogether. Both thresholds come from
// texts that were left out of the training in turn.
func (m *Model) Outcome(g Guesses) Outcome {
	switch {
	case len(g) == 0:
		return None
	case g[0].Confidence >= m.thresholds.Sure:
		return Sure
	case g[0].Confidence >= m.thresholds.Unsure:
		return Unsure
	}
	return None
}

func (m *Model) work() *work {
	if w, ok := m.pool.Get().(*work); ok {
		w.tokens, w.lanes = w.tokens[:0], w.lanes[:0]
		return w
	}
	return &work{
		sum:    newSum(m.table.width),
		sums:   make([]float32, len(m.labels)),
		scores: make([]float64, len(m.labels)),
	}
}

// guess reads the folded text of w.
func (m *Model) guess(w *work) Guesses {
	m.score(w)
	softmax(w.scores, float64(m.temperature))
	out := make(Guesses, len(m.labels))
	for i, l := range m.labels {
		out[i] = Guess{l, w.scores[i]}
	}
	slices.SortFunc(out, func(a, b Guess) int {
		switch {
		case a.Confidence > b.Confidence:
			return -1
		case a.Confidence < b.Confidence:
			return 1
		case a.Label < b.Label:
			return -1
		}
		return 1
	})
	return out
}

// score fills w.scores from the weights of the features of w.spans, group after
// group.
func (m *Model) score(w *work) {
	copy(w.sums, m.bias)
	x := &w.found
	x.begin(&w.folded)
	x.neighbours()
	m.take(w, m.add(w))
	n := 0
	for _, s := range w.spans {
		n += m.addLetters(w, s)
	}
	m.take(w, n)
	for list := range groupings {
		x.concepts(&w.folded, list)
		m.take(w, m.add(w))
	}
	for i, s := range w.sums {
		w.scores[i] = float64(s)
	}
}

// add adds the rows of the features found, and says how many features they were.
func (m *Model) add(w *work) int {
	n := len(w.found.hashes)
	for _, h := range w.found.hashes {
		if row, ok := m.table.find(h); ok {
			w.sum.add(&m.table, row)
		}
	}
	w.found.hashes = w.found.hashes[:0]
	return n
}

// take ends a group of n features.
func (m *Model) take(w *work, n int) {
	if n > 0 {
		w.sum.take(m.scale/float32(math.Sqrt(float64(n))), w.sums)
	}
}

// letterSum is what the letters of a token are worth: a sum of so many rows, found
// for so many features.
type letterSum struct {
	rows, features int
	known          bool
}

// addLetters adds the letters of a token and says how many features they were. They
// are looked up once for the whole text and all its clauses.
func (m *Model) addLetters(w *work, s span) int {
	size, no := len(w.sum.lanes), int(s.no)
	for no >= len(w.tokens) {
		w.tokens = append(w.tokens, letterSum{})
		w.lanes = append(w.lanes, make([]uint64, size)...)
	}
	t, lanes := &w.tokens[no], w.lanes[no*size:][:size]
	if !t.known {
		t.known = true
		w.found.letters(&w.folded, s)
		t.features = len(w.found.hashes)
		for _, h := range w.found.hashes {
			if row, ok := m.table.find(h); ok {
				m.table.addTo(lanes, row)
				t.rows++
			}
		}
		w.found.hashes = w.found.hashes[:0]
	}
	w.sum.addLanes(lanes, t.rows)
	return t.features
}

// softmax turns scores into confidences that add up to 1.
func softmax(s []float64, temperature float64) {
	if len(s) == 0 {
		return
	}
	top := slices.Max(s)
	sum := 0.0
	for i := range s {
		s[i] = math.Exp((s[i] - top) / temperature)
		sum += s[i]
	}
	for i := range s {
		s[i] /= sum
	}
}
