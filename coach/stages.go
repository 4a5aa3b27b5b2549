package coach

import "slices"

// stageOrder are the stages at which a firm has answered, from the first to the
// last.
var stageOrder = [...]string{"test", "screening", "interview", "final", "offer"}

// furthest is the furthest stage that they have told of, "" where it was no more
// than sending something.
func (t *turn) furthest() string {
	total := t.p.Tally.Total
	told := func(stage string) bool {
		return slices.ContainsFunc([]Kind{Interview, Rejection, Ghosting}, func(k Kind) bool { return total[string(k)+"/"+stage] > 0 })
	}
	for i := len(stageOrder) - 1; i >= 0; i-- {
		switch stage := stageOrder[i]; {
		case told(stage),
			stage == "offer" && total[string(Offer)] > 0,
			stage == "interview" && total[string(Interview)] > 0:
			return stage
		}
	}
	return ""
}

// reached counts how often they got to one of these stages at least: as logged
// at the time, or as the noes and silences after it show, whichever is more.
// Who had an offer came through all of them.
func (t *turn) reached(logged int, stages ...string) int {
	total := t.p.Tally.Total
	shown := max(total[string(Offer)], total[string(Rejection)+"/offer"])
	for _, stage := range stages {
		shown += total[string(Rejection)+"/"+stage] + total[string(Ghosting)+"/"+stage]
	}
	return max(logged, shown)
}

// talks and lastRounds are the counts behind the words of that name.
func (t *turn) talks() int {
	return t.reached(t.p.Tally.Total[string(Interview)], "screening", "interview", "final")
}

func (t *turn) lastRounds() int {
	return t.reached(t.p.Tally.Total[string(Interview)+"/final"], "final")
}
