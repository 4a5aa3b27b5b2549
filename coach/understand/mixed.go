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
const clauseSure = 0.97

// wholeShare is the confidence of the whole message from which a clause may speak
// for it. Most messages of several clauses tell one story.
const wholeShare = 0.2

// services are requests to the coach. They are no part of a story, and always give
// way to what is more urgent.
var services = []Label{"settings", "privacy", "progress"}

// crisisClause is the confidence of the whole message from which a clause may be
// taken for danger: "I'm counting. The days." is not about an end because a few
// words of it could be.
const crisisClause = 0.15

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

// part is what one clause is surely about.
type part struct {
	Guess
	spans []span
}

// mixed finds the further matters of the message, most urgent first. The most
// urgent of all goes to the head of the guesses, and each has the details of its
// own part.
func (r *Reader) mixed(w *work, out *Reading) {
	var room [mostClauses][]span
	clauses := w.clauses(room[:0])
	if clauses == nil || len(out.Guesses) == 0 {
		return
	}
	whole := w.spans
	defer func() { w.spans = whole }()
	found := r.parts(w, clauses)
	if out.Guesses.of(crisis) < crisisClause {
		found = slices.DeleteFunc(found, func(p part) bool { return p.Label == crisis })
	}
	top := out.Guesses[0].Label
	head := slices.IndexFunc(found, func(p part) bool { return p.Label == top })
	own := whole // the spans that tell of what comes first
	if head >= 0 {
		own = found[head].spans
	}
	if out.Outcome == Sure {
		found = slices.DeleteFunc(found, func(p part) bool { return near(p.Label, top) })
	}
	if len(found) == 0 {
		return
	}
	i := slices.IndexFunc(found, func(p part) bool {
		if out.Outcome == Sure && urgencyOf(p.Label) >= urgencyOf(top) {
			return false
		}
		return out.Guesses.of(p.Label) >= wholeShare || slices.Contains(services, top)
	})
	switch {
	case i >= 0:
		first := found[i]
		out.Guesses = slices.DeleteFunc(out.Guesses, func(g Guess) bool { return g.Label == first.Label })
		out.Guesses = slices.Insert(out.Guesses, 0, first.Guess)
		found = slices.Delete(found, i, i+1)
		if out.Outcome == Sure && slices.Contains(urgency, top) {
			// What the whole seemed to be about comes next.
			found = append(found, part{Guess{Label: top}, own})
		}
		out.Outcome, own = Sure, first.spans
		found = slices.DeleteFunc(found, func(p part) bool { return near(p.Label, first.Label) })
		slices.SortFunc(found, byUrgency)
	case out.Outcome != Sure:
		return
	}
	for _, p := range found {
		w.spans = p.spans
		out.Also = append(out.Also, Matter{p.Label, w.details(p.Label)})
	}
	if len(out.Also) > 0 {
		w.spans = own
		out.Details = w.details(out.Guesses[0].Label)
	}
}

// parts are the clauses that are surely about something, each matter once, most
// urgent first.
func (r *Reader) parts(w *work, clauses [][]span) []part {
	var found []part
	for _, spans := range clauses {
		w.spans = spans
		r.model.score(w)
		softmax(w.scores, float64(r.model.temperature))
		top := 0
		for i, s := range w.scores {
			if s > w.scores[top] {
				top = i
			}
		}
		g := Guess{r.model.labels[top], w.scores[top]}
		if g.Confidence >= clauseSure && slices.Contains(urgency, g.Label) &&
			!slices.ContainsFunc(found, func(o part) bool { return o.Label == g.Label }) {
			found = append(found, part{g, spans})
		}
	}
	slices.SortFunc(found, byUrgency)
	return found
}

// urgencyOf is the place of a label in urgency; what is not in it comes last.
func urgencyOf(l Label) int {
	if i := slices.Index(urgency, l); i >= 0 {
		return i
	}
	return len(urgency)
}

func byUrgency(a, b part) int { return urgencyOf(a.Label) - urgencyOf(b.Label) }

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
