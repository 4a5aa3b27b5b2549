package understand

import "slices"

// A message may hold several matters: "Bosch said no and I want to stop your
// reminders". Each clause of a message of several is read by itself; what is
// sure there and not what the whole is about is told too.

// mostClauses and longestMixed bound the work: a long post is one story.
const (
	mostClauses  = 6
	longestMixed = 90 // tokens
)

// clauseSure is the confidence that a clause needs. It is higher than for a
// message: a clause out of its context misleads.
const clauseSure = 0.8

// urgency orders what is answered first when a message holds several matters.
// Labels that are no matter of their own are not in it.
var urgency = []Label{
	"crisis", "giving_up", "rejected", "ghosted", "self_blame", "feeling_low", "self_care", "offer", "interview", "win",
	"privacy", "settings", "feedback", "lesson", "application", "network", "goal", "persistence", "progress", "checkin",
}

// clauses cuts the tokens where a sentence ends or a new one is joined on.
func (f *folded) clauses(out [][]span) [][]span {
	if len(f.spans) > longestMixed {
		return nil
	}
	start := 0
	cut := func(end int) {
		if end-start >= 3 {
			out = append(out, f.spans[start:end])
		}
		start = end
	}
	for i := 1; i < len(f.spans) && len(out) < mostClauses; i++ {
		if f.ends(i - 1) {
			cut(i)
		} else if joinWords[f.at(i)] && beginWords[f.at(i+1)] {
			cut(i)
			start = i + 1
		}
	}
	if len(out) < mostClauses {
		cut(len(f.spans))
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// ends says whether a sentence ends after token i.
func (f *folded) ends(i int) bool {
	for _, c := range []byte(f.gap(i)) {
		switch c {
		case '.', '!', '?', ';', '\n':
			return true
		}
	}
	return !f.spans[i].word && (f.at(i) == "!" || f.at(i) == "?")
}

var joinWords = map[string]bool{"and": true, "but": true, "also": true, "plus": true, "btw": true, "so": true}

var beginWords = map[string]bool{
	"i": true, "im": true, "ive": true, "id": true, "my": true, "they": true, "can": true, "could": true, "please": true, "pls": true, "want": true, "stop": true,
	"what": true, "how": true, "now": true, "the": true, "he": true, "she": true, "it": true, "need": true, "also": true, "tomorrow": true, "do": true, "you": true, "remind": true, "delete": true, "show": true, "who": true,
}

// mixed finds the further matters of the message, most urgent first. The most
// urgent of all goes to the head of the guesses.
func (r *Reader) mixed(w *work, out *Reading) {
	var room [mostClauses][]span
	parts := w.clauses(room[:0])
	if parts == nil || len(out.Guesses) == 0 {
		return
	}
	whole := w.spans
	var found []Guess
	for _, part := range parts {
		w.spans = part
		r.model.score(w)
		softmax(w.scores, float64(r.model.temperature))
		top := 0
		for i, s := range w.scores {
			if s > w.scores[top] {
				top = i
			}
		}
		g := Guess{r.model.labels[top], w.scores[top]}
		if g.Confidence >= clauseSure && slices.Contains(urgency, g.Label) && !slices.ContainsFunc(found, func(o Guess) bool { return o.Label == g.Label }) {
			found = append(found, g)
		}
	}
	w.spans = whole
	top := out.Guesses[0].Label
	found = slices.DeleteFunc(found, func(g Guess) bool { return near(g.Label, top) })
	if len(found) == 0 {
		return
	}
	rank := func(l Label) int {
		if i := slices.Index(urgency, l); i >= 0 {
			return i
		}
		return len(urgency)
	}
	slices.SortFunc(found, func(a, b Guess) int { return rank(a.Label) - rank(b.Label) })
	if first := found[0]; rank(first.Label) < rank(top) {
		// What the whole seemed to be about comes next, where it is a matter at all.
		out.Guesses = slices.DeleteFunc(out.Guesses, func(g Guess) bool { return g.Label == first.Label })
		out.Guesses = slices.Insert(out.Guesses, 0, first)
		found = found[1:]
		if out.Outcome == Sure && slices.Contains(urgency, top) {
			found = append(found, Guess{Label: top})
		}
		out.Outcome = Sure
		slices.SortFunc(found, func(a, b Guess) int { return rank(a.Label) - rank(b.Label) })
	}
	for _, g := range found {
		out.Also = append(out.Also, g.Label)
	}
}

// near says whether two labels are one matter in a story: somebody who tells of
// a rejection is low, too, and went to an interview before it.
func near(a, b Label) bool {
	if a == b {
		return true
	}
	for _, g := range [...][]Label{
		{"rejected", "ghosted", "feeling_low", "self_blame", "interview", "application", "feedback", "lesson", "giving_up", "win"},
		{"offer", "win", "interview", "application", "network"},
		{"crisis", "feeling_low", "self_blame", "giving_up", "self_care"},
		{"feeling_low", "self_care", "checkin", "persistence", "self_blame", "giving_up"},
		{"goal", "application", "progress", "persistence"},
	} {
		if slices.Contains(g, a) && slices.Contains(g, b) {
			return true
		}
	}
	return false
}
