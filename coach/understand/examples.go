package understand

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// longestExample bounds a line of examples, in bytes.
const longestExample = 64 << 20

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
		out = append(out, Example{Label(f[0]), f[1], hand})
	}
	if err := in.Err(); err != nil {
		return nil, wrong("%w", err)
	}
	return out, nil
}

// recipe changes whenever features or training change in a way that the options
// do not show, so that a shipped model of before counts as stale.
const recipe = "1"

// Source identifies what a model is trained from: examples, options and recipe.
func Source(examples []Example, o Options) string {
	h := sha256.New()
	b, _ := json.Marshal(o.withDefaults())
	fmt.Fprintf(h, "%s\n%s\n", recipe, b)
	for _, e := range examples {
		fmt.Fprintf(h, "%s\t%s\t%s\n", e.Label, e.Text, e.Hand)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
