package understand

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"
)

// Line is one message in the window for measuring: what `bounceback understand`
// prints as a line of JSON.
type Line struct {
	Text     string            `json:"text"`
	Outcome  Outcome           `json:"outcome"`
	Guesses  Guesses           `json:"guesses"`
	Also     []Label           `json:"also,omitempty"`
	Details  map[string]string `json:"details"`
	Warning  string            `json:"warning"`
	Other    bool              `json:"warning_about_other,omitempty"`
	Control  Control           `json:"control,omitempty"`
	Language string            `json:"language"`
}

// LineOf puts a reading of text in the form of a Line.
func LineOf(text string, r Reading) Line {
	var also []Label
	for _, m := range r.Also {
		also = append(also, m.Label)
	}
	return Line{text, r.Outcome, r.Guesses, also, r.Details.Words(), r.Warning.Level.String(), r.Warning.Other, r.Control, r.Language}
}

// Words are the details that were said, by name.
func (d Details) Words() map[string]string {
	m := map[string]string{}
	put := func(name, value string) {
		if value != "" {
			m[name] = value
		}
	}
	put("company", d.Company)
	put("role", d.Role)
	put("stage", d.Stage)
	put("contact", d.Contact)
	put("city", d.City)
	put("country", d.Country)
	put("zone", d.Zone)
	put("mood", d.Mood)
	if d.Count > 0 {
		m["count"] = fmt.Sprint(d.Count)
	}
	if d.Clock != nil {
		m["clock"] = fmt.Sprintf("%02d:%02d", d.Clock.Hour, d.Clock.Minute)
	}
	if d.When != nil {
		m["when"] = d.When.Text
	}
	return m
}

// WriteLine writes text as one line of JSON.
func (r *Reader) WriteLine(w io.Writer, text string) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(LineOf(text, r.Read(text))); err != nil {
		return fmt.Errorf("understand: write reading: %w", err)
	}
	return nil
}

// Report measures r on examples and writes what it finds: accuracy, precision
// and recall of each label, the confusions that cost most and what other
// thresholds would do. A confusion costs its number times the confidence that
// went with it: to be sure and wrong is worse than to ask.
func Report(w io.Writer, r *Reader, rows []Example) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	n := max(len(rows), 1)
	share := func(a, of int) string { return fmt.Sprintf("%.1f %%", 100*float64(a)/float64(max(of, 1))) }
	type pair struct{ is, said Label }
	is, said, right := map[Label]int{}, map[Label]int{}, map[Label]int{}
	cost, confused := map[pair]float64{}, map[pair]int{}
	var first, third, sure, sureWrong, none, outside, started int
	tops := make([]top, 0, len(rows))
	for _, e := range rows {
		got := r.Read(e.Text)
		if len(got.Guesses) == 0 {
			continue
		}
		g := got.Guesses
		is[e.Label]++
		said[g[0].Label]++
		ok := g[0].Label == e.Label
		tops = append(tops, top{g[0].Confidence, ok})
		if ok {
			first++
			right[e.Label]++
		} else {
			p := pair{e.Label, g[0].Label}
			confused[p]++
			cost[p] += g[0].Confidence
		}
		if slices.ContainsFunc(g[:min(3, len(g))], func(g Guess) bool { return g.Label == e.Label }) {
			third++
		}
		switch got.Outcome {
		case Sure:
			sure++
			if !ok {
				sureWrong++
			}
		case None:
			none++
		}
		if e.Label == outOfScope {
			outside++
			if got.Outcome == Sure && !ok {
				started++
			}
		}
	}
	fmt.Fprintf(t, "messages\t%d\t\n", len(rows))
	fmt.Fprintf(t, "accuracy, first guess right\t%s\t\n", share(first, n))
	fmt.Fprintf(t, "accuracy, among the first three\t%s\t\n", share(third, n))
	fmt.Fprintf(t, "sure\t%s\t\n", share(sure, n))
	fmt.Fprintf(t, "sure and wrong\t%s\t\n", share(sureWrong, n))
	fmt.Fprintf(t, "no idea\t%s\t\n", share(none, n))
	if outside > 0 {
		fmt.Fprintf(t, "out of scope, no conversation started\t%s\t\n", share(outside-started, outside))
	}
	fmt.Fprintf(t, "\nEach label:\nlabel\tmessages\tprecision\trecall\t\n")
	for _, l := range slices.Sorted(maps.Keys(is)) {
		fmt.Fprintf(t, "%s\t%d\t%s\t%s\t\n", l, is[l], share(right[l], said[l]), share(right[l], is[l]))
	}
	fmt.Fprintf(t, "\nThe confusions that cost most:\nis\tread as\ttimes\tcost\t\n")
	worst := slices.SortedFunc(maps.Keys(cost), func(a, b pair) int {
		switch {
		case cost[a] > cost[b]:
			return -1
		case cost[a] < cost[b] || a.is > b.is || a.is == b.is && a.said > b.said:
			return 1
		}
		return -1
	})
	for _, p := range worst[:min(len(worst), 10)] {
		fmt.Fprintf(t, "%s\t%s\t%d\t%.1f\t\n", p.is, p.said, confused[p], cost[p])
	}
	tradeOff(t, r, tops)
	if err := t.Flush(); err != nil {
		return fmt.Errorf("understand: report: %w", err)
	}
	return nil
}

// top is how sure a first guess was, and whether rightly.
type top struct {
	confidence float64
	right      bool
}

// tradeOff prints what thresholds from 0.1 to 0.95 would do.
func tradeOff(w io.Writer, r *Reader, tops []top) {
	fmt.Fprintf(w, "\nWhat a threshold would do:\nthreshold\tat or above\tof them wrong\twrong of all\t\n")
	row := func(at float64, note string) {
		if note != "" {
			note += "\t"
		}
		above, wrong := 0, 0
		for _, t := range tops {
			if t.confidence >= at {
				above++
				if !t.right {
					wrong++
				}
			}
		}
		n := float64(max(len(tops), 1))
		fmt.Fprintf(w, "%.2f\t%.1f %%\t%.1f %%\t%.1f %%\t%s\n", at, 100*float64(above)/n, 100*float64(wrong)/float64(max(above, 1)), 100*float64(wrong)/n, note)
	}
	for at := 10; at < 100; at += 5 {
		row(float64(at)/100, "")
	}
	row(r.model.thresholds.Sure, "is sure")
	row(r.model.thresholds.Unsure, "is unsure")
}
