package understand

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
)

// table holds the weights of the features that a model knows. A weight has one of
// five levels, so that the weights of 27 labels stand in a word of 64 bits.
type table struct {
	// The rows stand in the order of their hashes. The upper bits of a hash name a
	// bucket; starts says which row a bucket begins with, and has one entry more
	// than there are buckets. The 16 bits after those are the row's mark.
	shift  uint
	starts []uint32
	marks  []byte   // two a row
	rows   []uint64 // width a row
	width  int
}

// Three weights, a triple, take seven bits, and nine triples a word.
const (
	perTriple  = 3
	tripleBits = 7
	perWord    = 9
	inWord     = perTriple * perWord
	// perBucket is about how many rows a bucket has.
	perBucket = 8
)

// worth is what a digit stands for, in units. The outer levels stand far out: few
// weights are large, and those are of the words that say it all.
var worth = [...]int{lowest, -1, 0, 1, most}

const (
	digits = len(worth)
	most   = 3
	lowest = -most
)

// lanesOf are the digits of a triple, 16 bits each, from the lowest up.
var lanesOf = func() (l [1 << tripleBits]uint64) {
	for u := range l {
		for i, x := 0, u; i < perTriple; i, x = i+1, x/digits {
			l[u] |= uint64(worth[x%digits]-lowest) << (16 * i)
		}
	}
	return l
}()

// mostPending is how many rows can be added before a lane runs over.
const mostPending = math.MaxUint16 / (most - lowest)

// widthOf is how many words a row of k weights takes.
func widthOf(k int) int { return (k + inWord - 1) / inWord }

// bucketShift gives how far to shift a hash for the bucket of n rows.
func bucketShift(n int) uint { return uint(64 - bits.Len(uint(n/perBucket))) }

// newTable makes the table of the rows of these hashes, which ascend.
func newTable(hashes []uint64, w *weights) table {
	t := table{shift: bucketShift(len(hashes)), width: widthOf(w.k)}
	t.starts = make([]uint32, 1<<(64-t.shift)+1)
	for r, h := range hashes {
		t.starts[h>>t.shift+1]++
		t.marks = binary.LittleEndian.AppendUint16(t.marks, t.mark(h))
		for part := range slices.Chunk(w.row(r), inWord) {
			t.rows = append(t.rows, wordOf(part, w.unit))
		}
	}
	for b := 1; b < len(t.starts); b++ {
		t.starts[b] += t.starts[b-1]
	}
	return t
}

// len is the number of rows.
func (t *table) len() int { return len(t.marks) / 2 }

// wordOf packs up to inWord weights.
func wordOf(weights []float32, unit float32) (word uint64) {
	for i := len(weights) - 1; i >= 0; i-- {
		at := i / perTriple * tripleBits
		higher := word >> at & (1<<tripleBits - 1)
		word += (higher*uint64(digits) + uint64(digitOf(weights[i]/unit)) - higher) << at
	}
	return word
}

// digitOf is the digit that is worth nearest to v.
func digitOf(v float32) int {
	switch {
	case v >= 2:
		return 4
	case v >= 0.5:
		return 3
	case v > -0.5:
		return 2
	case v > -2:
		return 1
	}
	return 0
}

// mark is what tells the rows of a bucket apart.
func (t *table) mark(h uint64) uint16 { return uint16(h << (64 - t.shift) >> 48) }

// find gives the row of a feature.
func (t *table) find(h uint64) (row int, ok bool) {
	b := h >> t.shift
	mark := t.mark(h)
	for r := int(t.starts[b]); r < int(t.starts[b+1]); r++ {
		if binary.LittleEndian.Uint16(t.marks[2*r:]) == mark {
			return r, true
		}
	}
	return 0, false
}

// sum adds up rows. A lane holds three labels.
type sum struct {
	lanes   []uint64
	pending int
	out     []int // of each label
}

func newSum(width int) sum {
	return sum{lanes: make([]uint64, width*perWord), out: make([]int, width*inWord)}
}

// add adds a row.
func (s *sum) add(t *table, row int) {
	if s.pending == mostPending {
		s.flush()
	}
	s.pending++
	t.addTo(s.lanes, row)
}

// addTo adds a row to lanes.
func (t *table) addTo(lanes []uint64, row int) {
	for _, x := range t.rows[row*t.width:][:t.width] {
		l := lanes[:perWord]
		for i := range l {
			l[i] += lanesOf[x&(1<<tripleBits-1)]
			x >>= tripleBits
		}
		lanes = lanes[perWord:]
	}
}

// addLanes adds what n rows came to.
func (s *sum) addLanes(lanes []uint64, n int) {
	if s.pending+n > mostPending {
		s.flush()
	}
	s.pending += n
	for i, x := range lanes {
		s.lanes[i] += x
	}
}

// flush moves the lanes into the sums.
func (s *sum) flush() {
	for i, x := range s.lanes {
		s.lanes[i] = 0
		for j := range perTriple {
			s.out[i*perTriple+j] += int(x>>(16*j)&0xFFFF) + s.pending*lowest
		}
	}
	s.pending = 0
}

// take adds the sums, times a, to scores, and begins anew.
func (s *sum) take(a float32, scores []float32) {
	s.flush()
	for i := range scores {
		scores[i] += a * float32(s.out[i])
	}
	clear(s.out)
}
