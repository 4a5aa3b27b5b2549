package understand

import (
	"math"
	"math/rand/v2"
	"slices"
	"sync"
)

// Example is one text of which the label is known.
type Example struct {
	Label Label
	Text  string
	// Hand says who wrote it. Where examples come from several hands, confidences
	// are calibrated on hands that were left out, as those to come will be.
	Hand string
	// Extra marks an example that is learnt from and not calibrated on: one that
	// was written because reading was weak there, and not as messages come.
	Extra bool
}

// Options of training. The zero value is good for some thousands of short texts.
type Options struct {
	Epochs int     `json:"epochs"` // 0 is 20
	Rate   float64 `json:"rate"`   // 0 is 0.1
	Decay  float64 `json:"decay"`  // pull of weights towards zero; 0 is 5e-4
	Smooth float64 `json:"smooth"` // share of the label that is spread over all; 0 is 0.01
	Rare   int     `json:"rare"`   // features of fewer examples are dropped; 0 is 2
	Folds  int     `json:"folds"`  // for calibration; 0 is 5, 1 is none
	// Most is how many features are kept, those of the largest weights; 0 is
	// 1,450,000. With up to 27 labels each takes about six bytes of a written model.
	Most int `json:"most"`
	// Balance takes back how far a label is favoured for having many examples: 1
	// is wholly, 0 is 0.75. What examples there are says what was hard to learn, and
	// not what people write.
	Balance float64 `json:"balance"`
}

func (o Options) withDefaults() Options {
	set := func(p *float64, v float64) {
		if *p == 0 {
			*p = v
		}
	}
	set(&o.Rate, 0.1)
	set(&o.Decay, 5e-4)
	set(&o.Smooth, 0.01)
	set(&o.Balance, 0.75)
	if o.Epochs == 0 {
		o.Epochs = 20
	}
	o.Epochs = max(o.Epochs, 2) // the second half is learnt otherwise
	if o.Rare == 0 {
		o.Rare = 2
	}
	if o.Folds == 0 {
		o.Folds = 5
	}
	if o.Most == 0 {
		o.Most = 1_450_000
	}
	return o
}

// Train learns from examples, of any labels, with the default options. The same
// examples in the same order give the same model. Without examples the model
// knows no label and guesses nothing.
func Train(examples []Example) *Model { return Options{}.Train(examples) }

// Train learns from examples.
func (o Options) Train(examples []Example) *Model {
	o = o.withDefaults()
	set := newTrainingSet(examples, o.Rare)
	all := make([]int, len(examples))
	for i := range all {
		all[i] = i
	}
	var left []guessed
	var wg sync.WaitGroup
	if o.Folds > 1 && len(examples) >= 10*o.Folds {
		wg.Go(func() { left = set.leftOut(examples, o) })
	}
	m := set.pack(set.learn(all, o))
	wg.Wait()
	m.temperature = 1
	m.thresholds = thresholds{Sure: 0.6, Unsure: 0.15}
	m.source = Source(examples, o)
	m.calibrate(left)
	return m
}

// trainingSet holds examples as rows of features.
type trainingSet struct {
	labels []Label
	hashes []uint64      // of each row, ascending
	y      []int         // label of each example
	x      [][]int32     // rows of each example, group after group
	ends   [][groups]int // where each group ends in x
	count  [][groups]int
}

func newTrainingSet(examples []Example, rare int) *trainingSet {
	s := &trainingSet{}
	seen := map[uint64]int32{} // in how many examples; then the row
	index := map[Label]int{}
	for _, e := range examples {
		index[e.Label] = 0
	}
	for l := range index {
		s.labels = append(s.labels, l)
	}
	slices.Sort(s.labels)
	for i, l := range s.labels {
		index[l] = i
	}
	var f folded
	var found features
	here := map[uint64]bool{}
	for _, e := range examples {
		f.fold(e.Text)
		clear(here)
		found.of(&f)
		for _, h := range found.hashes {
			here[h] = true
		}
		for h := range here {
			seen[h]++
		}
	}
	for h, n := range seen {
		if int(n) >= rare {
			s.hashes = append(s.hashes, h)
		}
	}
	slices.Sort(s.hashes)
	clear(seen)
	for i, h := range s.hashes {
		seen[h] = int32(i)
	}
	for _, e := range examples {
		f.fold(e.Text)
		found.of(&f)
		s.y = append(s.y, index[e.Label])
		var x []int32
		var ends, count [groups]int
		from := 0
		for g, end := range found.ends {
			for _, h := range found.hashes[from:end] {
				if r, ok := seen[h]; ok {
					x = append(x, r)
				}
			}
			ends[g], count[g], from = len(x), end-from, end
		}
		s.x, s.ends = append(s.x, x), append(s.ends, ends)
		s.count = append(s.count, count)
	}
	return s
}

// norms of the groups of example i.
func (s *trainingSet) norms(i int) (a [groups]float32) {
	for g := range groups {
		if n := s.count[i][g]; n > 0 {
			a[g] = float32(1 / math.Sqrt(float64(n)))
		}
	}
	return a
}

// scores of example i.
func (s *trainingSet) scores(w *weights, i int, out []float32) {
	copy(out, w.bias)
	norm := s.norms(i)
	g := 0
	for j, r := range s.x[i] {
		for j >= s.ends[i][g] {
			g++
		}
		a := norm[g]
		for c, v := range w.row(int(r)) {
			out[c] += a * v
		}
	}
}

// learn fits weights to the examples numbered in which, by stochastic gradient
// descent with a step of its own for each weight. The second half of the passes
// goes by the rounded weights of those rows that are kept: so the errors of that
// are learnt away where they matter.
func (s *trainingSet) learn(which []int, o Options) weights {
	k := len(s.labels)
	// What is needed of a row stands together, since memory is what takes the time: its
	// weights, their sums of squared gradients, and the weights as they are kept.
	w := weights{rows: make([]float32, 3*k*len(s.hashes)), k: k, step: 3 * k, bias: make([]float32, k)}
	pastBias := make([]float32, k)
	out := make([]float32, k)
	var dropped []bool // rows
	order := slices.Clone(which)
	rnd := rand.New(rand.NewPCG(1, 2))
	for epoch := range o.Epochs {
		rnd.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		rate := float32(o.Rate * (1 - float64(epoch)/float64(o.Epochs)))
		if epoch >= o.Epochs/2 {
			w.from = 0
			if dropped == nil {
				dropped = w.dropSmallest(o.Most)
			}
			w.unit = w.unitOf()
			for r := range s.hashes {
				w.round(w.rows[3*k*r:][:3*k])
			}
			w.from = 2 * k
		}
		for _, i := range order {
			s.scores(&w, i, out)
			gradient(out, s.y[i], float32(o.Smooth))
			norm := s.norms(i)
			group := 0
			for j, r := range s.x[i] {
				for j >= s.ends[i][group] {
					group++
				}
				if dropped != nil && dropped[r] {
					continue
				}
				a := norm[group]
				all := w.rows[3*k*int(r):][:3*k]
				row, sq := all[:k], all[k:][:k]
				for c, g := range out {
					g = g*a + float32(o.Decay)*row[c]
					sq[c] += g * g
					row[c] -= rate * g / (float32(math.Sqrt(float64(sq[c]))) + 1e-4)
				}
				if dropped != nil {
					w.round(all)
				}
			}
			for c, g := range out {
				pastBias[c] += g * g
				w.bias[c] -= rate * g / (float32(math.Sqrt(float64(pastBias[c]))) + 1e-2)
			}
		}
	}
	s.balance(w.bias, which, o.Balance)
	return w
}

// balance takes from each bias a share of what the number of examples of its
// label put there.
func (s *trainingSet) balance(bias []float32, which []int, share float64) {
	n := make([]float64, len(bias))
	for _, i := range which {
		n[s.y[i]]++
	}
	mean := float64(len(which)) / float64(max(len(bias), 1))
	for c := range bias {
		bias[c] -= float32(share * math.Log((n[c]+1)/(mean+1)))
	}
}

// gradient turns scores into the gradient of the smoothed cross entropy.
func gradient(out []float32, y int, smooth float32) {
	top := slices.Max(out)
	var sum float32
	for c := range out {
		out[c] = float32(math.Exp(float64(out[c] - top)))
		sum += out[c]
	}
	each := smooth / float32(len(out))
	for c := range out {
		out[c] = out[c]/sum - each
	}
	out[y] -= 1 - smooth
}

// pack makes the compact model, of the rows that say something.
func (s *trainingSet) pack(w weights) *Model {
	var hashes []uint64
	kept := weights{k: w.k, step: w.k, unit: w.unit}
	for r, h := range s.hashes {
		row := w.row(r)
		if slices.ContainsFunc(row, func(v float32) bool { return digitOf(v/w.unit) != digitOf(0) }) {
			hashes, kept.rows = append(hashes, h), append(kept.rows, row...)
		}
	}
	return &Model{labels: s.labels, bias: w.bias, scale: w.unit, table: newTable(hashes, &kept)}
}
