package main

import (
	"fmt"
	"hash/fnv"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"bounceback/coach/understand"
)

// held says whether an example belongs to the part that no choice of features,
// options or own examples has ever looked at: all of one hand and a tenth of
// each other, by the folded text, so that a recurring message is on one side.
func held(e understand.Example) bool {
	h := fnv.New32a()
	io.WriteString(h, understand.Fold(e.Text))
	return e.Hand == "hand7" || strings.HasPrefix(e.Hand, "hand") && h.Sum32()%10 == 3
}

// tally counts how guesses turned out.
type tally struct{ n, first, third, sure, wrong, outside, started, signs, seen, asked int }

func (t *tally) add(r understand.Reading, label understand.Label, sure float64) {
	g := r.Guesses
	t.n++
	asked := r.Warning.Level >= understand.Possible
	switch {
	case label == "crisis":
		t.signs++
		if asked {
			t.seen++
		}
	case asked:
		t.asked++
	}
	if g[0].Label == label {
		t.first++
	}
	if slices.ContainsFunc(g[:3], func(g understand.Guess) bool { return g.Label == label }) {
		t.third++
	}
	isSure := g[0].Confidence >= sure
	if isSure {
		t.sure++
		if g[0].Label != label {
			t.wrong++
		}
	}
	if label == "out_of_scope" {
		t.outside++
		if isSure && g[0].Label != label {
			t.started++
		}
	}
}

func (t tally) String() string {
	p := func(a, b int) float64 { return 100 * float64(a) / float64(max(b, 1)) }
	return fmt.Sprintf("%5d  first %5.1f  third %5.1f  sure %5.1f  sure+wrong %4.1f  outside kept out %5.1f  signs seen %5.1f of %d  others asked about %4.1f",
		t.n, p(t.first, t.n), p(t.third, t.n), p(t.sure, t.n), p(t.wrong, t.n), p(t.outside-t.started, t.outside),
		p(t.seen, t.signs), t.signs, p(t.asked, t.n-t.signs))
}

// crossCheck trains without each of the hands in turn, or without one file only, and
// reads its messages.
func crossCheck(data, only string, o understand.Options, out io.Writer) error {
	all, err := understand.ReadFolder(os.DirFS(data))
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, held)
	o.Folds = 1
	hands := map[string]bool{}
	for _, e := range all {
		if only == e.Hand || only == "" && strings.HasPrefix(e.Hand, "hand") {
			hands[e.Hand] = true
		}
	}
	if len(hands) == 0 {
		return fmt.Errorf("there is no hand %q", only)
	}
	var sum tally
	type pair struct{ is, said understand.Label }
	confused := map[pair]int{}
	type score struct {
		confidence float64
		right      bool
	}
	var scores []score
	for _, hand := range slices.Sorted(maps.Keys(hands)) {
		in := slices.DeleteFunc(slices.Clone(all), func(e understand.Example) bool { return e.Hand == hand })
		known := map[string]bool{}
		for _, e := range in {
			known[understand.Fold(e.Text)] = true
		}
		reader := understand.ReaderOf(o.Train(in))
		var t tally
		for _, e := range all {
			if e.Hand != hand || known[understand.Fold(e.Text)] {
				continue
			}
			r := reader.Read(e.Text)
			t.add(r, e.Label, 0.6)
			sum.add(r, e.Label, 0.6)
			g := r.Guesses
			scores = append(scores, score{g[0].Confidence, g[0].Label == e.Label})
			if g[0].Label != e.Label {
				confused[pair{e.Label, g[0].Label}]++
			}
		}
		fmt.Fprintln(out, hand, t)
	}
	fmt.Fprintln(out, "all  ", sum)
	slices.SortFunc(scores, func(a, b score) int { return int(1e9 * (b.confidence - a.confidence)) })
	wrong := 0
	for i, s := range scores {
		if !s.right {
			wrong++
		}
		if wrong*1000 >= 25*len(scores) {
			fmt.Fprintf(out, "sure and wrong 2.5 %% at %.3f: sure %.1f %%\n", s.confidence, 100*float64(i)/float64(len(scores)))
			break
		}
	}
	pairs := slices.SortedFunc(maps.Keys(confused), func(a, b pair) int { return confused[b] - confused[a] })
	for _, p := range pairs[:min(len(pairs), 25)] {
		fmt.Fprintf(out, "%4d %s read as %s\n", confused[p], p.is, p.said)
	}
	return nil
}

// reportHeld trains without the held-out part and reports on it.
func reportHeld(data string, o understand.Options, out io.Writer) error {
	all, err := understand.ReadFolder(os.DirFS(data))
	if err != nil {
		return err
	}
	known := map[string]bool{}
	var in, rest []understand.Example
	for _, e := range all {
		if !held(e) {
			in = append(in, e)
			known[understand.Fold(e.Text)] = true
		}
	}
	for _, e := range all {
		if held(e) && !known[understand.Fold(e.Text)] {
			rest = append(rest, e)
		}
	}
	return understand.Report(out, understand.ReaderOf(o.Train(in)), rest)
}
