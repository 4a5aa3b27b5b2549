package understand

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestTable packs weights of any number of labels and adds them up again, more
// often than a lane holds.
func TestTable(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 7))
	for _, k := range []int{1, 2, 3, 25, 27, 28, 150} {
		hashes := make([]uint64, 3000)
		for i := range hashes {
			hashes[i] = rnd.Uint64()
		}
		slices.Sort(hashes)
		w := weights{w: make([]float32, len(hashes)*k), unit: 0.25}
		for i := range w.w {
			w.w[i] = w.rounded(float32(rnd.NormFloat64()))
		}
		table := newTable(hashes, w, k)
		got, want := make([]float32, k), make([]float32, k)
		s := newSum(table.stride)
		missing := 0
		for n := range 2*mostPending + 5 {
			i := n % len(hashes)
			row, ok := table.find(hashes[i])
			if !ok || row != i {
				missing++ // two marks of a bucket may be the same
				continue
			}
			s.add(&table, row)
			for c := range k {
				want[c] += w.w[i*k+c]
			}
		}
		s.take(w.unit, got)
		if !slices.Equal(got, want) {
			t.Errorf("%d labels: sums differ", k)
		}
		if missing > 20 {
			t.Errorf("%d labels: %d rows not found", k, missing)
		}
		strange := 0
		for range 10_000 {
			if _, ok := table.find(rnd.Uint64()); ok {
				strange++
			}
		}
		if strange > 20 {
			t.Errorf("%d labels: %d of 10000 unknown features found", k, strange)
		}
	}
}

// TestRounded keeps a weight as the nearest level.
func TestRounded(t *testing.T) {
	w := weights{unit: 2}
	for v, want := range map[float32]float32{-100: -6, -4.1: -6, -3.9: -2, -1.1: -2, -0.9: 0, 0: 0, 0.9: 0, 1: 2, 3.9: 2, 4: 6, 9: 6} {
		if got := w.rounded(v); got != want {
			t.Errorf("%v is kept as %v, not %v", v, got, want)
		}
	}
}
