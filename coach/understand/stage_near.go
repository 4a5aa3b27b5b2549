package understand

import "strings"

// What stands before the words for a stage tells whether somebody was there, got
// through it, or only hoped for it.

// further is the stage of two that lies further on, b being told after a. Tests
// come before or after talks, as the employer likes, so there the order of telling
// decides where it ended; elsewhere a word for a test or a call says more.
func further(a, b string, about Label) string {
	if (about == "rejected" || about == "ghosted") && talks[a] && talks[b] {
		return b
	}
	if rank[b] > rank[a] {
		return b
	}
	return a
}

var talks = map[string]bool{"screening": true, "test": true, "interview": true}

// stageLead goes back over the small words before a stage at token i, "to the",
// "for my second", within the part of the sentence.
func (f *folded) stageLead(i int) int {
	k := i - 1
	for k >= 0 && k >= i-4 && f.sameBreath(k) && stageArticles[f.at(k)] {
		k--
	}
	return k
}

// sameBreath says whether token k and the next stand in one part of a sentence.
func (f *folded) sameBreath(k int) bool { return !strings.ContainsAny(f.gap(k), ",.!?;:\n") }

var stageArticles = map[string]bool{
	"the": true, "a": true, "an": true, "my": true, "their": true, "your": true, "any": true, "that": true, "this": true, "his": true, "her": true,
	"second": true, "third": true, "first": true, "next": true, "final": true, "last": true, "2nd": true, "3rd": true, "online": true, "actual": true, "real": true, "proper": true, "even": true, "one": true, "single": true, "personal": true, "me": true, "us": true, "of": true,
}

// unreached says whether a stage at token i was only promised, hoped for or
// missed: "promised a second round", "didn't make it to the final".
func (f *folded) unreached(i int, stage string, about Label) bool {
	k := f.stageLead(i)
	switch about {
	case "rejected", "ghosted", "feedback", "lesson":
	default:
		return false
	}
	if stage == "offer" {
		return false // who waits for the paper was told yes
	}
	if f.at(i-1) == "even" && f.at(i-2) == "not" || f.at(i-1) == "the" && f.at(i-2) == "even" && f.at(i-3) == "not" {
		return true
	}
	if k < 0 || !f.sameBreath(k) {
		return false
	}
	switch f.at(k) {
	case "promised", "promise", "promises", "awaiting", "await", "hoped", "hoping", "announced":
		return true
	case "for":
		return f.at(k-1) == "waiting" || f.at(k-1) == "hoping" || f.at(k-1) == "hoped" || f.at(k-1) == "hope" || f.denied(k)
	case "to", "into":
		return f.denied(k)
	}
	return false
}

// calledOff says whether what follows a stage, from token j on, tells that it did
// not take place.
func (f *folded) calledOff(j int) bool {
	for k := j; k <= j+2 && k < len(f.spans) && f.sameBreath(k-1); k++ {
		switch f.at(k) {
		case "cancelled", "canceled", "postponed":
			return true
		case "called":
			return f.at(k+1) == "off"
		}
	}
	return false
}

// denied says whether the words before token k, which leads to a stage, tell that
// they were not let there: "didn't make it to", "not invited for".
func (f *folded) denied(k int) bool {
	let := false
	for j := k - 1; j >= 0 && j >= k-5 && f.sameBreath(j); j-- {
		switch f.at(j) {
		case "make", "made", "get", "got", "advance", "advanced", "progress", "progressed", "selected", "invited", "invite", "inviting", "shortlisted", "chosen", "forward", "through", "proceed", "come", "came", "reach", "moved", "move", "moving", "taken":
			let = true
		case "not", "didnt", "dont", "wont", "wasnt", "never", "cant", "couldnt", "havent", "doesnt", "isnt", "werent":
			return let
		}
	}
	return false
}

// mastered says whether a stage at token i is one that they got through: "passed
// the phone screen".
func (f *folded) mastered(i int) bool {
	k := f.stageLead(i)
	if k < 0 || !f.sameBreath(k) {
		return false
	}
	switch f.at(k) {
	case "passed", "cleared", "aced", "survived", "nailed", "smashed", "pass":
	case "past", "through", "beyond":
		switch f.at(k - 1) {
		case "made", "make", "got", "get", "it", "me", "us", "came", "was", "im", "am", "went", "go", "sailed", "breezed", "right", "all", "far":
		default:
			return false
		}
	default:
		return false
	}
	for j := k - 1; j >= 0 && j >= k-4; j-- {
		switch f.at(j) {
		case "not", "didnt", "never", "cant", "couldnt", "havent", "dont", "wont":
			return false // "didn't get past the phone screen"
		}
	}
	return true
}

// invitedTo says whether a stage at token i is the one that comes next.
func (f *folded) invitedTo(i int) bool {
	for k := i - 1; k >= 0 && k >= i-5 && f.sameBreath(k); k-- {
		switch f.at(k) {
		case "next", "invited", "invite", "invites", "invitation", "moving", "moved", "onto", "proceed", "advance", "advanced", "progress", "progressed", "selected", "now":
			return true
		}
	}
	return false
}

// finalOf says whether the word at token i makes "final" before it say nothing of
// a process: "final notice", "final version". After the final itself comes a small
// word, a date or the end of its part.
func (f *folded) finalOf(i int) bool {
	return i < len(f.spans) && f.gap(i-1) == " " && f.means(i).sense == nothing && !afterFinal[f.at(i)] && !f.capital(i)
}

var afterFinal = wordSet("with w at for was is are and or but on in by to from as i we they he she it you so after before because that which who has had took went there here came ended lasts lasted then when where were did does wasnt isnt if not now again too also since until over vs against per via go goes going done coming would will could can nearly almost felt feels thats this ran fell sank broke killed cost left got")

// habit says whether the word for a stage at token i is of many times: "third
// rounds always go bad", "never in interviews". "My last three interviews" is a
// phrase of its own.
func (f *folded) habit(i int) bool {
	switch f.at(i) {
	case "interviews", "rounds", "screens", "screenings", "tests", "assessments", "trials", "panels", "exams", "calls", "days", "shifts", "lessons", "evenings":
		for k := i - 1; k >= 0 && k >= i-3; k-- {
			switch f.at(k) {
			case "last", "the", "these", "both", "those":
				return false
			}
		}
		return true
	}
	return false
}
