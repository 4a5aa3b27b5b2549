package understand

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// longestExample bounds a line of examples, in bytes.
const longestExample = 64 << 20

// measuring are the hands of this tree that confidences are calibrated on: those
// whose misreadings nobody looked at to write more examples. Calibrated on the
// others, which the examples follow by now, the model would be too sure of itself.
var measuring = []string{"hand0", "hand1", "hand7"}

// ReadFolder reads all examples of the folder data of this package. Each file is
// a hand.
func ReadFolder(dir fs.FS) ([]Example, error) {
	files, err := fs.Glob(dir, "*.tsv")
	if err != nil {
		return nil, fmt.Errorf("understand: read examples: %w", err)
	}
	var all []Example
	for _, name := range files {
		b, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, fmt.Errorf("understand: read examples: %w", err)
		}
		e, err := ReadExamples(bytes.NewReader(b), strings.TrimSuffix(name, ".tsv"))
		if err != nil {
			return nil, err
		}
		for i := range e {
			e[i].Extra = !slices.Contains(measuring, e[i].Hand)
		}
		all = append(all, e...)
	}
	if len(all) == 0 {
		return nil, errors.New("understand: read examples: there are no lines in *.tsv")
	}
	return all, nil
}

// ReadExamples reads lines of label, text and, after a second tab, anything. The
// lines are of one hand. Where labels are given, no others may stand there.
func ReadExamples(r io.Reader, hand string, labels ...Label) ([]Example, error) {
	var out []Example
	in, n := bufio.NewScanner(r), 1
	in.Buffer(nil, longestExample)
	wrong := func(format string, args ...any) error {
		return fmt.Errorf("understand: read examples: %s:%d: "+format, append([]any{hand, n}, args...)...)
	}
	for ; in.Scan(); n++ {
		line := strings.ToValidUTF8(strings.TrimPrefix(in.Text(), "\uFEFF"), "\uFFFD")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) < 2 || f[0] == "" || strings.TrimSpace(f[1]) == "" {
			return nil, wrong("a line is a label, a tab, a text")
		}
		if len(labels) > 0 && !slices.Contains(labels, Label(f[0])) {
			return nil, wrong("there is no label %q; they are %v", f[0], labels)
		}
		out = append(out, Example{Label: Label(f[0]), Text: f[1], Hand: hand})
	}
	if err := in.Err(); err != nil {
		return nil, wrong("%w", err)
	}
	return out, nil
}

// recipe changes whenever features or training change in a way that the options
// do not show, so that a shipped model of before counts as stale.
const recipe = "7"

// Source identifies what a model is trained from: examples, options and recipe.
func Source(examples []Example, o Options) string {
	h := sha256.New()
	b, _ := json.Marshal(o.withDefaults())
	fmt.Fprintf(h, "%s\n%s\n", recipe, b)
	for _, e := range examples {
		fmt.Fprintf(h, "%s\t%s\t%s\t%t\n", e.Label, e.Text, e.Hand, e.Extra)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
