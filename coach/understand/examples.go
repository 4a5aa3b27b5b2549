package understand

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// ReadExamples reads lines of label, text and, after a second tab, anything. The
// lines are of one hand.
func ReadExamples(r io.Reader, hand string) ([]Example, error) {
	var out []Example
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<20)
	for n := 1; in.Scan(); n++ {
		if strings.TrimSpace(in.Text()) == "" || strings.HasPrefix(in.Text(), "#") {
			continue
		}
		f := strings.Split(in.Text(), "\t")
		if len(f) < 2 || f[0] == "" || strings.TrimSpace(f[1]) == "" {
			return nil, fmt.Errorf("understand: read examples: %s:%d: a line is a label, a tab, a text", hand, n)
		}
		out = append(out, Example{Label(f[0]), f[1], hand})
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("understand: read examples: %s: %w", hand, err)
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
