package understand

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// magic begins a model file; the digit is its version.
const magic = "understand2\n"

// header is the readable part of a model file.
type header struct {
	Labels      []Label         `json:"labels"`
	Bias        []float32       `json:"bias"`
	Scale       [groups]float32 `json:"scale"`
	Temperature float32         `json:"temperature"`
	Thresholds  thresholds      `json:"thresholds"`
	Source      string          `json:"source"`
	Table       int             `json:"table"`
	Rows        int             `json:"rows"`
}

// Write writes the model: a line of JSON, the table, the weights.
func (m *Model) Write(w io.Writer) error {
	rows := restride(m.rows, m.stride, len(m.labels))
	h, err := json.Marshal(header{m.labels, m.bias, m.scale, m.temperature, m.thresholds, m.source, len(m.table), len(rows)})
	if err != nil {
		return fmt.Errorf("understand: write model: %w", err)
	}
	for _, b := range [][]byte{[]byte(magic), h, {'\n'}, m.table, rows} {
		if _, err := w.Write(b); err != nil {
			return fmt.Errorf("understand: write model: %w", err)
		}
	}
	return nil
}

// strideOf is how many bytes a row of k weights takes in memory, where eight are
// read at a time. In a file a row takes k: the program is smaller by what that
// saves, and spreading the rows takes some milliseconds.
func strideOf(k int) int { return (k + 7) / 8 * 8 }

// restride copies rows of from bytes to rows of to bytes, cut or filled with zeros.
func restride(rows []byte, from, to int) []byte {
	if from == 0 {
		return nil
	}
	out := make([]byte, len(rows)/from*to)
	for i, at := 0, 0; i < len(out); i, at = i+to, at+from {
		copy(out[i:i+to], rows[at:at+from])
	}
	return out
}

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
	switch {
	case h.Table < 0 || h.Rows < 0 || h.Table+h.Rows != len(rest),
		h.Table%4 != 0 || h.Table/4&(h.Table/4-1) != 0,
		len(h.Bias) != k || k > 0 && h.Rows%k != 0 || !(h.Temperature > 0):
		return nil, errors.New("understand: load model: the parts do not fit together")
	}
	m := &Model{
		labels: h.Labels, bias: h.Bias, scale: h.Scale, temperature: h.Temperature, thresholds: h.Thresholds,
		source: h.Source, table: rest[:h.Table:h.Table], rows: restride(rest[h.Table:], k, strideOf(k)), stride: strideOf(k),
	}
	// A damaged table must not send find round for ever or out of the rows.
	free := false
	for i := 0; i < len(m.table); i += 4 {
		e := int(binary.LittleEndian.Uint32(m.table[i:]) & 0xFFFFF)
		free = free || e == 0
		if e*m.stride > len(m.rows) {
			return nil, errors.New("understand: load model: the parts do not fit together")
		}
	}
	if len(m.table) > 0 && !free {
		return nil, errors.New("understand: load model: the parts do not fit together")
	}
	return m, nil
}
