package understand

import (
	"strings"
	"sync"

	_ "embed"
)

//go:embed words/stages.tsv
var stageList string

var toldStages = sync.OnceValue(func() phrasebook { return readPhrases(stageList) })

// stageAt reads words for a stage at token i and says how many tokens they took.
func (f *folded) stageAt(i int, about Label) (string, int) {
	if s, n := f.phraseAt(toldStages(), i, about); n > 0 {
		return s, n
	}
	if s, n := f.turnOf(i, about); n > 0 {
		return s, n
	}
	return "", 1
}

// turnOf reads a numbered turn of talks: "second conversation", "4 rounds",
// "round 2".
func (f *folded) turnOf(i int, about Label) (string, int) {
	_, rest, isNumber := f.num(i)
	isNumber = isNumber && rest == ""
	switch w := f.at(i + 1); {
	case (isNumber || ordinals[f.at(i)]) && (w == "round" || w == "rounds") && !f.otherRounds(i+1):
		return "interview", 2
	case about != "win" && ordinals[f.at(i)] && (w == "conversation" || w == "talk" || w == "chat" || w == "meeting" || w == "call" || w == "gesprach" || w == "video" && f.at(i+2) == "call"):
		return "interview", 2
	}
	if _, rest, ok := f.num(i + 1); ok && rest == "" && (f.at(i) == "round" || f.at(i) == "stage") && f.gap(i) == " " {
		return "interview", 2
	}
	return "", 0
}

// otherRounds says whether the round at token i is one of something else: "second
// round of viewings".
func (f *folded) otherRounds(i int) bool {
	if f.at(i+1) != "of" {
		return false
	}
	switch f.at(i + 2) {
	case "interview", "interviews", "talks", "meetings", "tests", "conversations", "calls", "the", "selection", "them", "a", "this":
		return false
	}
	return true
}

var ordinals = map[string]bool{
	"second": true, "third": true, "fourth": true, "fifth": true, "next": true, "2nd": true, "3rd": true, "4th": true, "5th": true, "1st": true, "first": true,
	"technical": true, "tech": true, "interview": true, "another": true, "more": true,
}

// rank orders the stages by how much a word for them says: an offer above a
// final round above a test above any interview.
var rank = map[string]int{"cv": 1, "interview": 2, "screening": 3, "test": 4, "final": 5, "offer": 6}

// stage says how far a process had come, where the message tells so.
func (f *folded) stage(about Label) string {
	found, behind, ahead, talk, met := "", "", "", false, false
	for i := 0; i < len(f.spans); {
		if n := f.roleAt(i); n > 1 {
			i += n // a test engineer is no test
			continue
		}
		s, n := f.stageAt(i, about)
		if s != "" && about == "lesson" && f.habit(i+n-1) && f.has("always", "pattern", "habit", "every", "each", "typical", "usually", "whenever") {
			return "" // who looks for a pattern tells of no single stage
		}
		if n == 1 && f.at(i) == "final" && f.finalOf(i+1) {
			s = ""
		}
		talk = talk || s == "interview" && strings.HasPrefix(f.at(i+n-1), "interview")
		switch {
		case s == "met":
			met = true
		case s == "" || f.unreached(i, s, about) || s != "offer" && f.calledOff(i+n):
		case f.mastered(i):
			behind = further(behind, s, about)
		case about == "win" && f.invitedTo(i):
			ahead = further(ahead, s, about)
		default:
			found = further(found, s, about)
		}
		i += n
	}
	if found == "" && met {
		found = "interview" // "nice to meet you" is said after a trial day, too
	}
	// What they got through is the stage only where no later one is told.
	if found == "" {
		found = behind
	}
	if ahead != "" {
		found = ahead
	}
	switch about {
	case "offer":
		if found != "offer" {
			return ""
		}
	case "application":
		if found != "cv" {
			return ""
		}
	case "interview":
		if found == "offer" || found == "cv" || found == "test" && talk {
			return "interview"
		}
	case "lesson", "feedback":
		if found == "offer" {
			return ""
		}
	case "rejected":
		if found == "offer" && !f.takenBack() {
			return ""
		}
		if found == "" && f.atOnce() {
			return "cv"
		}
	case "win":
		if found == "offer" {
			return ""
		}
	}
	return found
}

// takenBack says whether an offer is told to be gone.
func (f *folded) takenBack() bool {
	for _, p := range [...]string{" contract stage ", " offer stage ", " said yes ", " agreed ", " verbal yes ", " should sign ", " to sign ", " sem efeito ", " was ready "} {
		if strings.Contains(f.words, p) {
			return true
		}
	}
	return f.has("withdrawn", "withdrew", "withdraw", "withdraws", "rescinded", "rescind", "retracted", "revoked", "pulled", "back", "lost", "lose", "cancelled", "canceled", "cancel", "freeze", "frozen", "froze", "signed", "supposed", "stopped", "annulled", "voided", "gone", "dead", "vanished", "became", "unoffered", "un")
}

// atOnce says whether the no came within the hour, which no person who read the
// papers would manage: "11 minutes after I hit submit".
func (f *folded) atOnce() bool {
	for i := range f.spans {
		n, unit, took := f.length(i)
		if took == 0 || unit > hour || n > 59 {
			continue
		}
		if w := f.at(i + took); (w == "after" || w == "later") && f.has("submit", "submitting", "apply", "applying", "send", "sending", "upload", "sent", "click", "clicking", "applied") {
			return true
		}
		if f.at(i-1) == "within" || f.at(i-1) == "in" && f.at(i-2) == "rejected" {
			return unit == minute
		}
	}
	return false
}
