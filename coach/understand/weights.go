package understand

import (
	"math"
	"slices"
)

// weights of the rows and labels, whole numbers of unit, and the biases.
type weights struct {
	rows []float32 // step of each row; k of them from from on are the weights
	k    int
	step int
	from int
	unit float32
	bias []float32
}

// row are the weights of one row.
func (w *weights) row(r int) []float32 { return w.rows[r*w.step+w.from:][:w.k] }

// len is the number of rows.
func (w *weights) len() int { return len(w.rows) / max(w.step, 1) }

// cutWeights is the share of the weights that lie beyond the outer levels.
const cutWeights = 0.005

// unitOf gives the unit in which the weights are to be kept. Numbers that are not
// negative stand in the order of their bits, so two counts find the one that only a
// share of cutWeights is above: of the upper halves of the bits, and of the lower ones.
func (w *weights) unitOf() float32 {
	var upper, lower [1 << 16]int
	each := func(do func(bits uint32)) {
		for r := range w.len() {
			for _, v := range w.row(r) {
				do(math.Float32bits(max(v, -v)))
			}
		}
	}
	each(func(bits uint32) { upper[bits>>16]++ })
	above := int(float64(w.len()*w.k) * cutWeights)
	high := len(upper) - 1
	for ; high > 0 && upper[high] <= above; high-- {
		above -= upper[high]
	}
	each(func(bits uint32) {
		if int(bits>>16) == high {
			lower[bits&0xFFFF]++
		}
	})
	low := len(lower) - 1
	for ; low > 0 && lower[low] <= above; low-- {
		above -= lower[low]
	}
	return max(math.Float32frombits(uint32(high<<16|low)), 1e-6) / most
}

// rounded is the nearest weight that can be kept.
func (w *weights) rounded(v float32) float32 {
	return float32(worth[digitOf(v/w.unit)]) * w.unit
}

// round writes the weights of a row as they are kept behind the others.
func (w *weights) round(all []float32) {
	for c, v := range all[:w.k] {
		all[2*w.k+c] = w.rounded(v)
	}
}

// dropSmallest makes zero of the rows with the smallest weights, so that no more
// than most are left, and says which.
func (w *weights) dropSmallest(most int) []bool {
	sums := make([]float32, w.len())
	for r := range sums {
		for _, v := range w.row(r) {
			sums[r] += max(v, -v)
		}
	}
	dropped := make([]bool, len(sums))
	if len(sums) <= most {
		return dropped
	}
	sorted := slices.Sorted(slices.Values(sums))
	least := sorted[len(sorted)-most]
	for r, v := range sums {
		if dropped[r] = v < least; dropped[r] {
			clear(w.row(r))
		}
	}
	return dropped
}
