package understand

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"
)

//go:embed testdata/warnings/*.tsv
var warningLists embed.FS

// listed is one line of a list: what should be said about a message.
type listed struct{ want, text, at string }

// list reads testdata/warnings/name.
func list(t *testing.T, name string) []listed {
	t.Helper()
	data, err := warningLists.ReadFile("testdata/warnings/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var out []listed
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		want, text, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		if !slices.Contains([]string{"clear", "possible", "other", "weary", "none"}, want) {
			t.Fatalf("%s:%d: no such level: %s", name, n, want)
		}
		out = append(out, listed{want, text, fmt.Sprintf("%s:%d", name, n)})
	}
	return out
}

func TestShippedSigns(t *testing.T) {
	s, err := shippedSigns()
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d patterns, %d nodes, %d atoms", len(s.patterns), len(s.nodes), len(s.roots))
}

// rates counts how a list is read.
type rates struct{ hits, caught, misses, asked, clear int }

func (r *rates) add(l listed) (ok bool) {
	w := warn(l.text)
	fires := w.Level >= Possible
	switch l.want {
	case "clear", "possible", "other":
		r.hits++
		if fires {
			r.caught++
		}
		return fires
	}
	r.misses++
	if fires {
		r.asked++
	}
	if w.Level == Clear {
		r.clear++
	}
	return !fires
}

// TestWarningLists reads the lists of all languages and holds what they must
// reach. Lists named held- were written before the patterns and read only to
// measure; a line of another list that is read wrongly is told.
func TestWarningLists(t *testing.T) {
	files, err := warningLists.ReadDir("testdata/warnings")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		name := path.Base(f.Name())
		var r rates
		for _, l := range list(t, name) {
			if ok := r.add(l); !ok && !strings.HasPrefix(name, "held-") {
				t.Logf("%s: %s is read as %v: %s", l.at, l.want, warn(l.text), l.text)
			}
		}
		t.Logf("%s: %d of %d hits, %d of %d misses asked, %d clear", name, r.caught, r.hits, r.asked, r.misses, r.clear)
		if r.caught*100 < r.hits*50 {
			t.Errorf("%s: only %d of %d signs are seen", name, r.caught, r.hits)
		}
	}
}
