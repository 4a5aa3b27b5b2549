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
		w := weights{rows: make([]float32, len(hashes)*k), k: k, step: k, unit: 0.25}
		for i := range w.rows {
			w.rows[i] = w.rounded(float32(rnd.NormFloat64()))
		}
		table := newTable(hashes, &w)
		got, want := make([]float32, k), make([]float32, k)
		s := newSum(table.width)
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
				want[c] += w.row(i)[c]
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

// TestMost keeps the features of the largest weights only.
func TestMost(t *testing.T) {
	var examples []Example
	for _, word := range []string{"red apples", "green pears", "yellow plums", "blue berries"} {
		for _, label := range []Label{"buy", "sell"} {
			for _, end := range []string{"today", "now", "please"} {
				examples = append(examples, Example{Label: label, Text: string(label) + " " + word + " " + end})
			}
		}
	}
	all := Options{Folds: 1}.Train(examples)
	few := Options{Folds: 1, Most: 60}.Train(examples)
	if n := few.table.len(); n > 60 || n < 30 || all.table.len() < 100 {
		t.Errorf("%d features are kept of %d, with 60 at most", n, all.table.len())
	}
	for text, want := range map[string]Label{"buy red plums": "buy", "sell blue pears today": "sell"} {
		if g := few.Guess(text); g[0].Label != want {
			t.Errorf("%q is read as %v", text, g)
		}
	}
}

// TestUnit: but for one in two hundred, no weight lies beyond the outer levels.
func TestUnit(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 3))
	w := weights{rows: make([]float32, 30_000), k: 1, step: 3, from: 1}
	var sizes []float32
	for i := range w.rows {
		if w.rows[i] = float32(rnd.NormFloat64()); i%3 == w.from {
			sizes = append(sizes, max(w.rows[i], -w.rows[i]))
		}
	}
	slices.Sort(sizes)
	if got, want := w.unitOf()*most, sizes[len(sizes)-1-len(sizes)/200]; got != want {
		t.Errorf("the outer level is %v, not %v", got, want)
	}
	if got := (&weights{k: 2, step: 2}).unitOf(); !(got > 0) {
		t.Errorf("without weights it is %v", got)
	}
}
