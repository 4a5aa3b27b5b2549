package understand

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDetails measures the details on the examples that tell them. It fails when
// they get worse than they are.
func TestDetails(t *testing.T) {
	pattern := "data/hand[0-6].tsv"
	if os.Getenv("SLOTS") != "" {
		pattern = os.Getenv("SLOTS")
	}
	files, _ := filepath.Glob(pattern)
	type score struct{ said, right, wrong, missed int }
	scores := map[string]*score{}
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		in := bufio.NewScanner(f)
		for in.Scan() {
			row := strings.Split(in.Text(), "\t")
			if len(row) < 3 {
				continue
			}
			var slots map[string]any
			if json.Unmarshal([]byte(row[2]), &slots) != nil {
				t.Fatal(in.Text())
			}
			var w folded
			w.fold(row[1])
			d := w.details(Label(row[0]))
			when := ""
			if d.When != nil {
				when = d.When.Text
			}
			clock := ""
			if d.Clock != nil {
				clock = fmt.Sprintf("%02d:%02d", d.Clock.Hour, d.Clock.Minute)
			}
			count := ""
			if d.Count > 0 {
				count = fmt.Sprint(d.Count)
			}
			for slot, got := range map[string]string{"company": d.Company, "role": d.Role, "stage": d.Stage, "when": when, "contact": d.Contact, "mood": d.Mood, "time": clock, "timezone": d.Zone, "count": count} {
				s := scores[slot]
				if s == nil {
					s = &score{}
					scores[slot] = s
				}
				want := ""
				if v := slots[slot]; v != nil {
					want = fmt.Sprint(v)
				}
				g, x := Fold(got), Fold(want)
				ok := g == x || g != "" && x != "" && (slot == "company" || slot == "role" || slot == "when" || slot == "contact") && (strings.Contains(g, x) || strings.Contains(x, g))
				if slot == "count" && want != "" {
					n, _ := ParseNumber(want, 0, 100000)
					ok = got == fmt.Sprint(n)
				}
				switch {
				case ok && want != "":
					s.said++
					s.right++
				case ok:
				case got != "":
					if want != "" {
						s.said++
					}
					s.wrong++
				default:
					s.said++
					s.missed++
				}
				if !ok && os.Getenv("SLOT") == slot {
					fmt.Printf("%s | got %q want %q | %s\n", row[0], got, want, row[1])
				}
			}
		}
		f.Close()
	}
	for slot, s := range scores {
		t.Logf("%-9s precision %5.1f recall %5.1f (%d)", slot, 100*float64(s.right)/float64(s.right+s.wrong), 100*float64(s.right)/float64(s.said), s.said)
	}
}
