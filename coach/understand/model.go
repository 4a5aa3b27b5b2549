package understand

import (
	"encoding/binary"
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
	// scale turns the summed bytes of each group into scores.
	scale [groups]float32
	// temperature divides the scores, so that confidences come true.
	temperature float32
	thresholds  thresholds
	source      string // hash of what it was trained from

	// table finds the row of a feature: open addressing, entries of 32 bits, 0
	// for free, else a fingerprint of 12 bits above a row number, plus 1. rows
	// holds the weights, stride bytes a row, each a byte with 128 for zero.
	table  []byte
	rows   []byte
	stride int

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
	hashes []uint64
	lanes  []uint64 // sums of a group, four labels a word, 16 bits each
	sums   []int32  // per group and label
	count  [groups]int
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
		return w
	}
	return &work{
		lanes:  make([]uint64, m.stride/4),
		sums:   make([]int32, groups*m.stride),
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

// score fills w.scores from the weights of the text's features.
func (m *Model) score(w *work) {
	clear(w.sums)
	clear(w.lanes)
	w.count = [groups]int{}
	group, pending := 0, 0
	w.hashes = w.features(w.hashes, func(g int, h uint64) {
		w.count[g]++
		row, ok := m.find(h)
		if !ok {
			return
		}
		if g != group || pending == 256 {
			m.flush(w, group, pending)
			group, pending = g, 0
		}
		pending++
		b := m.rows[row*m.stride:][:m.stride]
		lanes := w.lanes[:len(b)/4]
		for i := 0; i+8 <= len(b); i += 8 {
			x := binary.LittleEndian.Uint64(b[i:])
			lanes[i/4] += x & 0x00FF00FF00FF00FF
			lanes[i/4+1] += x >> 8 & 0x00FF00FF00FF00FF
		}
	})
	m.flush(w, group, pending)
	for i := range w.scores {
		s := m.bias[i]
		for g := range groups {
			if n := w.count[g]; n > 0 {
				s += m.scale[g] * float32(w.sums[g*m.stride+i]) / float32(math.Sqrt(float64(n)))
			}
		}
		w.scores[i] = float64(s)
	}
}

// flush adds the lanes, which hold n rows, to the sums of group.
func (m *Model) flush(w *work, group, n int) {
	sums := w.sums[group*m.stride:][:m.stride]
	for i := range w.lanes {
		x := w.lanes[i]
		w.lanes[i] = 0
		at := i / 2 * 8
		at += i % 2
		for k := range 4 {
			sums[at+2*k] += int32(x>>(16*k)&0xFFFF) - int32(128*n)
		}
	}
}

// find gives the row of a feature.
func (m *Model) find(h uint64) (row int, ok bool) {
	size := uint64(len(m.table) / 4)
	if size == 0 {
		return 0, false
	}
	mark := uint32(h>>52) << 20
	for at := h & (size - 1); ; at = (at + 1) & (size - 1) {
		e := binary.LittleEndian.Uint32(m.table[at*4:])
		if e == 0 {
			return 0, false
		}
		if e&0xFFF00000 == mark {
			return int(e&0xFFFFF) - 1, true
		}
	}
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
