package coach

import (
	"slices"
	"testing"
	"time"

	"bounceback/coach/page"
	"bounceback/coach/understand"
)

func TestFacts(t *testing.T) {
	berlinSunday := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		fact  string
		args  []string
		to    page.Target
		yes   func(*turn)
		noToo bool // also true on a fresh person
	}{
		{fact: "always", yes: func(*turn) {}, noToo: true},
		{fact: "known WORD", args: []string{"company"}, yes: func(n *turn) { n.set("company", "Bosch") }},
		{fact: "WORD is VALUE", args: []string{"stage", "final"}, yes: func(n *turn) { n.set("stage", "final") }},
		{fact: "heavy", yes: func(n *turn) { n.weigh("very heavy") }},
		{fact: "very heavy", yes: func(n *turn) { n.weigh("very heavy") }},
		{fact: "light", yes: func(n *turn) { n.weigh("light") }},
		{fact: "two heavy", yes: func(n *turn) { n.weigh("heavy"); n.weigh("heavy") }},
		{fact: "human stage", yes: func(n *turn) { n.set("stage", "interview") }},
		{fact: "same day", yes: func(n *turn) { n.record(Rejection) }},
		{fact: "any KIND", args: []string{"win"}, yes: func(n *turn) { n.record(Win) }},
		{fact: "several KIND", args: []string{"win"}, yes: func(n *turn) {
			for range 3 {
				n.record(Win)
			}
		}},
		{fact: "many KIND", args: []string{"rejection"}, yes: func(n *turn) {
			for range 10 {
				n.record(Rejection)
			}
		}},
		{fact: "refused NAME", args: []string{"network"}, yes: func(n *turn) { n.refuse("network"); n.refuse("network") }},
		{fact: "consent", yes: func(n *turn) { n.p.Consent = true }},
		{fact: "hold", yes: func(n *turn) { n.p.Hold = tuesday.Add(time.Hour) }},
		{fact: "silent", yes: func(n *turn) { n.p.Silent = tuesday }},
		{fact: "stopped", yes: func(n *turn) { n.p.Stopped = true }},
		{fact: "resting", yes: func(n *turn) { n.p.Rest = tuesday.Add(time.Hour) }},
		{fact: "quiet now", yes: func(n *turn) { n.p.Rest = tuesday.Add(time.Hour) }},
		{fact: "check-in set", yes: func(n *turn) { n.p.CheckIn = &CheckIn{} }},
		{fact: "promises", yes: func(n *turn) { n.promiseAt(there(), tuesday) }},
		{fact: "ahead WORD", args: []string{"when"}, yes: func(n *turn) { n.set("when", "2026-03-04") }},
		{fact: "over WORD", args: []string{"when"}, yes: func(n *turn) { n.set("when", "2026-03-02T23:00") }},
		{fact: "promised TARGET", to: there(), yes: func(n *turn) { n.promiseAt(there(), tuesday) }},
		{fact: "this week KIND", args: []string{"win"}, yes: func(n *turn) { n.record(Win) }},
		{fact: "quiet week", yes: func(n *turn) { n.p.Tally.WeekOf = weekOf(berlinSunday) }, noToo: true},
		{fact: "new", yes: func(n *turn) { n.p.Met = time.Time{} }},
		{fact: "weary", yes: func(n *turn) { n.h.Reading.Warning.Level = understand.Weary }},
		{fact: "set aside", yes: func(n *turn) { n.p.Paused = []Place{{}} }},
		{fact: "in a room", yes: func(n *turn) { n.h.Room = &lobby }},
		{fact: "manages", yes: func(n *turn) { n.h.Manages = true }},
		{fact: "given", yes: func(n *turn) { n.h.Args = map[string]string{"time": "9"} }},
		{fact: "room on", yes: func(n *turn) { inLobby(n); n.findRoom() }},
		{fact: "sharing", yes: inLobby},
	}
	covered := map[string]bool{}
	for _, tt := range tests {
		covered[tt.fact] = true
		t.Run(tt.fact, func(t *testing.T) {
			fresh, n := stage(t), stage(t)
			tt.yes(n)
			call := page.Call{Pattern: tt.fact, Args: tt.args, Target: tt.to}
			if !n.holds(call) {
				t.Error("does not hold when it should")
			}
			if fresh.holds(call) != tt.noToo {
				t.Error("wrong for somebody new")
			}
			call.Not = true
			if n.holds(call) {
				t.Error(`"not" does not turn it round`)
			}
		})
	}
	for _, f := range Vocabulary().Facts {
		if !covered[f] {
			t.Errorf("no test for the fact %q", f)
		}
	}
}

func TestHeavyPassesAfterADay(t *testing.T) {
	n := stage(t)
	n.weigh("very heavy")
	later := n.c.newTurn(n.p, Heard{}, n.j, tuesday.Add(25*time.Hour))
	if later.heavy() {
		t.Error("heavy still counts after a day")
	}
}

func TestHeavyInARowPassesInTwoWeeks(t *testing.T) {
	n := stage(t)
	n.weigh("heavy")
	later := n.c.newTurn(n.p, Heard{}, n.j, tuesday.Add(longAway+time.Hour))
	if later.p.Weight != (Weight{}) {
		t.Errorf("still known: %+v", later.p.Weight)
	}
}

func TestMoodsGoAfterNinetyDays(t *testing.T) {
	n := stage(t)
	n.p.Consent = true
	day := func(d int) time.Time { return tuesday.AddDate(0, 0, d) }
	var kept entries
	for i, d := range []int{0, 10, 40} {
		m := n.c.newTurn(n.p, Heard{}, kept, day(d))
		m.set("mood", "2")
		m.record(Mood)
		m.record(Win) // other lines stay
		kept = append(kept, m.out.Entries...)
		if len(kept) != 2*(i+1) {
			t.Fatalf("%d lines after %d days", len(kept), d)
		}
	}
	m := n.c.newTurn(n.p, Heard{}, kept, day(105))
	if got := m.out.Undone; !slices.Equal(got, []uint64{kept[2].Seq, kept[0].Seq}) {
		t.Errorf("taken out: %v", got)
	}
	if !m.p.MoodSince.Equal(day(40)) || m.count("wins") != 3 || m.p.Tally.Total["mood"] != 1 {
		t.Errorf("left: %+v, oldest mood %v", m.p.Tally.Total, m.p.MoodSince)
	}
}
