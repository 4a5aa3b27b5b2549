package understand

import (
	"os"
	"path/filepath"
	"testing"
)

// TestFewFalseMatters: the examples each have one label, so that a further
// matter is mostly a mistake.
func TestFewFalseMatters(t *testing.T) {
	r, err := NewReader()
	if err != nil {
		t.Fatal(err)
	}
	n, also, moved := 0, 0, 0
	files, _ := filepath.Glob("data/hand*.tsv")
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := ReadExamples(f, name)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range rows {
			n++
			got := r.Read(e.Text)
			if len(got.Also) > 0 {
				also++
				if got.Guesses[0].Label != e.Label {
					moved++
				}
			}
		}
	}
	t.Logf("%d messages: %d with a further matter, %d of them with another first", n, also, moved)
	if also*25 > n || moved*100 > n {
		t.Errorf("of %d messages %d have a further matter, %d another first", n, also, moved)
	}
}
