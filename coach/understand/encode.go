package understand

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/klauspost/compress/huff0"
)

// magic begins a model file; the digit is its version.
const magic = "understand4\n"

// header is the readable part of a model file.
type header struct {
	Labels      []Label    `json:"labels"`
	Bias        []float32  `json:"bias"`
	Scale       float32    `json:"scale"`
	Temperature float32    `json:"temperature"`
	Thresholds  thresholds `json:"thresholds"`
	Source      string     `json:"source"`
	Rows        int        `json:"rows"`
}

// perBlock is how many rows are packed together.
const perBlock = 1 << 17

// Write writes the model: a line of JSON, how many rows each bucket has, their
// marks, and their weights. Those are packed, since most of them are alike: block
// after block of rows, and of each block the first triples of all rows, the second
// ones … each as its length, 32 bits, and the triples as packed by package huff0, or
// one byte a row where packing gains nothing.
func (m *Model) Write(w io.Writer) error {
	t := &m.table
	h, err := json.Marshal(header{m.labels, m.bias, m.scale, m.temperature, m.thresholds, m.source, t.len()})
	if err != nil {
		return fmt.Errorf("understand: write model: %w", err)
	}
	b := append([]byte(magic), h...)
	b = append(b, '\n')
	for i := range len(t.starts) - 1 {
		n := t.starts[i+1] - t.starts[i]
		if n > math.MaxUint8 {
			return fmt.Errorf("understand: write model: %d rows in a bucket", n)
		}
		b = append(b, byte(n))
	}
	b = append(b, t.marks...)
	for block := range slices.Chunk(t.rows, max(perBlock*t.width, 1)) {
		for c := range t.width * perWord {
			if b, err = appendColumn(b, block, t.width, c); err != nil {
				return fmt.Errorf("understand: write model: %w", err)
			}
		}
	}
	if _, err := w.Write(b); err != nil {
		return fmt.Errorf("understand: write model: %w", err)
	}
	return nil
}

// appendColumn packs one triple of each row of a block. Only how often each occurs is
// made use of: what repetitions there are would not be worth the time.
func appendColumn(b []byte, block []uint64, width, column int) ([]byte, error) {
	triples := make([]byte, 0, len(block)/width)
	for at := column / perWord; at < len(block); at += width {
		triples = append(triples, byte(block[at]>>(column%perWord*tripleBits)&(1<<tripleBits-1)))
	}
	packed, _, err := huff0.Compress4X(triples, &huff0.Scratch{Reuse: huff0.ReusePolicyNone})
	switch {
	case errors.Is(err, huff0.ErrIncompressible) || errors.Is(err, huff0.ErrUseRLE):
		packed = triples
	case err != nil:
		return nil, err
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(len(packed)))
	return append(b, packed...), nil
}

// errParts is what a damaged model fails with.
var errParts = errors.New("understand: load model: the parts do not fit together")

// Load reads what Write wrote. The model keeps data, which must not change.
func Load(data []byte) (*Model, error) {
	rest, ok := bytes.CutPrefix(data, []byte(magic))
	if !ok {
		return nil, errors.New("understand: load model: not a model, or of another version")
	}
	line, rest, _ := bytes.Cut(rest, []byte("\n"))
	var h header
	if err := json.Unmarshal(line, &h); err != nil {
		return nil, fmt.Errorf("understand: load model: %w", err)
	}
	k := len(h.Labels)
	if h.Rows < 0 || h.Rows > len(rest) || len(h.Bias) != k || !(h.Temperature > 0) {
		return nil, errParts
	}
	t := table{shift: bucketShift(h.Rows), width: widthOf(k)}
	buckets := 1 << (64 - t.shift)
	if len(rest) < buckets+2*h.Rows {
		return nil, errParts
	}
	t.starts = make([]uint32, buckets+1)
	for i, n := range rest[:buckets] {
		t.starts[i+1] = t.starts[i] + uint32(n)
	}
	if int(t.starts[buckets]) != h.Rows {
		return nil, errParts
	}
	t.marks = rest[buckets:][:2*h.Rows]
	if err := t.unpack(rest[buckets+2*h.Rows:]); err != nil {
		return nil, err
	}
	return &Model{
		labels: h.Labels, bias: h.Bias, scale: h.Scale, temperature: h.Temperature, thresholds: h.Thresholds,
		source: h.Source, table: t,
	}, nil
}

// unpack reads the rows, block by block side by side.
func (t *table) unpack(data []byte) error {
	t.rows = make([]uint64, t.len()*t.width)
	var wg sync.WaitGroup
	var failed atomic.Bool
	for block := range slices.Chunk(t.rows, max(perBlock*t.width, 1)) {
		columns := make([][]byte, t.width*perWord)
		for c := range columns {
			if len(data) < 4 || uint64(binary.LittleEndian.Uint32(data)) > uint64(len(data)-4) {
				failed.Store(true)
				break
			}
			n := 4 + int(binary.LittleEndian.Uint32(data))
			columns[c], data = data[4:n], data[n:]
		}
		wg.Go(func() {
			for c, packed := range columns {
				if !unpackColumn(block, packed, t.width, c) {
					failed.Store(true)
				}
			}
		})
	}
	wg.Wait()
	if failed.Load() || len(data) > 0 {
		return errParts
	}
	return nil
}

// unpackColumn puts one triple into each row of a block, and says whether there was
// one for each.
func unpackColumn(block []uint64, triples []byte, width, column int) bool {
	rows := len(block) / width
	if len(triples) < rows {
		table, packed, err := huff0.ReadTable(triples, nil)
		if err != nil {
			return false
		}
		if triples, err = table.Decoder().Decompress4X(make([]byte, 0, rows), packed); err != nil {
			return false
		}
	}
	if len(triples) != rows {
		return false
	}
	for r, x := range triples {
		block[r*width+column/perWord] |= uint64(x&(1<<tripleBits-1)) << (column % perWord * tripleBits)
	}
	return true
}
