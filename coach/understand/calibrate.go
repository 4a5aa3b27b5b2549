package understand

import (
	"cmp"
	"math"
	"slices"
	"sync"
)

// guessed is what the model said of an example that it had not seen.
type guessed struct {
	scores []float64
	y      int
	part   int // with which it was left out
}

// leftOut leaves out one part after the other and guesses it. The parts are learnt
// side by side.
func (s *trainingSet) leftOut(examples []Example, o Options) (left []guessed) {
	fold, folds := foldsOf(examples, o.Folds)
	parts := make([][]guessed, folds)
	var wg sync.WaitGroup
	for f := range folds {
		wg.Go(func() {
			var in []int
			for i := range examples {
				if fold[i] != f {
					in = append(in, i)
				}
			}
			w := s.learn(in, o)
			out := make([]float32, len(s.labels))
			for i := range examples {
				if fold[i] != f {
					continue
				}
				s.scores(&w, i, out)
				g := guessed{make([]float64, len(out)), s.y[i], f}
				for c, v := range out {
					g.scores[c] = float64(v)
				}
				parts[f] = append(parts[f], g)
			}
		})
	}
	wg.Wait()
	return slices.Concat(parts...)
}

// calibrate sets temperature and thresholds from guesses on left-out parts.
func (m *Model) calibrate(left []guessed) {
	if len(left) == 0 {
		return
	}
	best := math.Inf(1)
	for t := 0.3; t < 3; t *= 1.03 {
		loss := 0.0
		for _, g := range left {
			p := slices.Clone(g.scores)
			softmax(p, t)
			loss -= math.Log(p[g.y] + 1e-9)
		}
		if loss < best {
			best, m.temperature = loss, float32(t)
		}
	}
	m.thresholds = chooseThresholds(left, float64(m.temperature))
}

// sureWrong is the aim of the upper threshold: of no left-out hand may more than
// this share of the messages be sure and wrong. To ask once too often costs a tap;
// to answer a grief that is none costs trust. It goes by the hand that is read
// worst, since nobody knows how the next one writes.
const sureWrong = 0.022

// worthChoices is the aim of the lower threshold: where the right label is among
// the first three less often than this, choices would mostly be beside the point.
const worthChoices = 0.7

// leastUnsure is the least that the lower threshold may be. So few messages are
// that doubtful that the aim alone would set it by chance, and a row of letters
// that nobody typed on purpose is no reason to offer a choice of greetings.
const leastUnsure = 0.3

// chooseThresholds sets both from guesses on left-out parts.
func chooseThresholds(left []guessed, t float64) thresholds {
	type one struct {
		confidence   float64
		right, among bool
		part         int
	}
	all := make([]one, 0, len(left))
	for _, g := range left {
		p := slices.Clone(g.scores)
		softmax(p, t)
		higher := 0
		for _, v := range p {
			if v > p[g.y] {
				higher++
			}
		}
		all = append(all, one{slices.Max(p), higher == 0, higher < 3, g.part})
	}
	slices.SortFunc(all, func(a, b one) int { return cmp.Compare(b.confidence, a.confidence) })
	size, wrong := map[int]int{}, map[int]int{}
	for _, a := range all {
		size[a.part]++
	}
	th := thresholds{Sure: 0.99}
	for _, a := range all {
		if !a.right {
			wrong[a.part]++
		}
		if float64(wrong[a.part]) > sureWrong*float64(size[a.part]) {
			break
		}
		th.Sure = a.confidence
	}
	among := 0
	for i, a := range slices.Backward(all) {
		if a.among {
			among++
		}
		if float64(among) < worthChoices*float64(len(all)-i) {
			th.Unsure = a.confidence
		}
	}
	th.Unsure = min(max(th.Unsure, leastUnsure), th.Sure)
	return th
}

// foldsOf gives each example the part that it is left out with, -1 for extra
// ones, which never are. A hand stays together, since the messages to come are of
// new hands; of a single hand, texts that fold to the same do.
func foldsOf(examples []Example, most int) (fold []int, folds int) {
	number := map[string]int{}
	for _, e := range examples {
		if _, ok := number[e.Hand]; !ok && !e.Extra {
			number[e.Hand] = len(number)
		}
	}
	folds = most
	if len(number) > 1 {
		folds = min(most, len(number))
	}
	fold = make([]int, len(examples))
	for i, e := range examples {
		switch {
		case e.Extra:
			fold[i] = -1
		case len(number) > 1:
			fold[i] = number[e.Hand] % folds
		default:
			fold[i] = int(hashOf([]byte(Fold(e.Text))) >> 33 % uint64(folds))
		}
	}
	return fold, folds
}
