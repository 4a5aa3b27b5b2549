package understand

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
)

// magic begins a model file; the digit is its version.
const magic = "understand3\n"

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

// Write writes the model: a line of JSON, how many rows each bucket has, their
// marks, their weights.
func (m *Model) Write(w io.Writer) error {
	t := &m.table
	h, err := json.Marshal(header{m.labels, m.bias, m.scale, m.temperature, m.thresholds, m.source, len(t.marks) / 2})
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
	b = append(b, t.rows...)
	if _, err := w.Write(b); err != nil {
		return fmt.Errorf("understand: write model: %w", err)
	}
	return nil
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
	t := table{shift: bucketShift(h.Rows), stride: strideOf(k)}
	buckets := 1 << (64 - t.shift)
	if len(rest) != buckets+h.Rows*(2+t.stride) {
		return nil, errParts
	}
	t.starts = make([]uint32, buckets+1)
	for i, n := range rest[:buckets] {
		t.starts[i+1] = t.starts[i] + uint32(n)
	}
	if int(t.starts[buckets]) != h.Rows {
		return nil, errParts
	}
	t.marks, t.rows = rest[buckets:][:2*h.Rows], rest[buckets+2*h.Rows:]
	return &Model{
		labels: h.Labels, bias: h.Bias, scale: h.Scale, temperature: h.Temperature, thresholds: h.Thresholds,
		source: h.Source, table: t,
	}, nil
}
