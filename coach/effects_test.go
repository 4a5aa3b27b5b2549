package coach

import (
	"iter"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"bounceback/coach/page"
	"bounceback/coach/understand"
)

// tuesday is an ordinary afternoon in Berlin.
var tuesday = time.Date(2026, 3, 3, 14, 0, 0, 0, time.UTC)

// entries is a journal for tests, oldest first.
type entries []Entry

func (e entries) Newest() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for i := len(e) - 1; i >= 0; i-- {
			if !yield(e[i]) {
				return
			}
		}
	}
}

// stage is a small book with one page "here" of steps "start" and "then", for
// effects and facts that need a place.
func stage(t *testing.T) *turn {
	t.Helper()
	step := func(slug string) *page.Step {
		return &page.Step{Slug: slug, Choices: []page.Choice{{Label: "Go on", Key: "x"}}}
	}
	book := &page.Book{Language: English, Pages: map[string]*page.Page{
		"here": {Name: "here", Title: "Here", Steps: []*page.Step{step("start"), step("then")}},
		"goal": {Name: "goal", Title: "A goal", Strategy: 7, Steps: []*page.Step{step("start")}},
	}, Forms: map[string]page.Table{
		"kind":  {"win": "a win", "win win": "your win: {win}", "rejection": "a no", "rejection company": "the no from {company}"},
		"stage": {"final": "the last round"},
	}}
	c := &Coach{
		books:   map[string]*page.Book{English: book},
		effects: effectTable(), facts: factTable(), zones: newZones(),
	}
	p := &Person{Version: PersonVersion, TimeZone: "Europe/Berlin", Met: tuesday.Add(-time.Hour), Heard: tuesday}
	p.Place = &Place{Page: "here", Step: "start", Since: tuesday}
	return c.newTurn(p, Heard{}, entries{}, tuesday)
}

// do does one effect by its pattern.
func do(tn *turn, pattern string, to page.Target, args ...string) {
	tn.do([]page.Call{{Pattern: pattern, Args: args, Target: to}})
}

func there() page.Target { return page.Target{Page: "here", Step: "then"} }

func TestEffects(t *testing.T) {
	tests := []struct {
		name string
		do   func(*turn)
		want func(*turn) any
		is   any
	}{
		{"set", func(n *turn) { do(n, "set WORD VALUE", page.Target{}, "stage", "final") },
			func(n *turn) any { return n.word("stage") }, "the last round"},
		{"clear", func(n *turn) { n.set("win", "x"); do(n, "clear WORD", page.Target{}, "win") },
			func(n *turn) any { return n.word("win") }, ""},
		{"record keeps the words of its kind only", func(n *turn) {
			n.set("company", "Bosch")
			n.set("win", "x")
			do(n, "record KIND", page.Target{}, "rejection")
		}, func(n *turn) any { return n.out.Entries[0].Words }, map[string]string{"company": "Bosch"}},
		{"record counts", func(n *turn) { do(n, "record KIND", page.Target{}, "win") },
			func(n *turn) any { return []int{n.count("wins"), n.count("week_wins"), n.count("weeks")} }, []int{1, 1, 1}},
		{"record a mood without consent", func(n *turn) { n.set("mood", "2"); do(n, "record KIND", page.Target{}, "mood") },
			func(n *turn) any { return len(n.out.Entries) }, 0},
		{"record a mood with consent", func(n *turn) {
			do(n, "consent on", page.Target{})
			n.set("mood", "2")
			do(n, "record KIND", page.Target{}, "mood")
		}, func(n *turn) any { return len(n.out.Entries) }, 1},
		{"consent off takes moods out", func(n *turn) {
			n.p.Consent = true
			n.set("mood", "2")
			n.record(Mood)
			do(n, "consent off", page.Target{})
		}, func(n *turn) any { return []int{len(n.out.Entries), n.count("weeks")} }, []int{0, 0}},
		{"undo", func(n *turn) {
			n.set("win", "called")
			n.record(Win)
			do(n, "undo", page.Target{})
		}, func(n *turn) any { return []any{len(n.out.Entries), n.count("wins"), n.word("logged")} }, []any{0, 0, "your win: called"}},
		{"undo forgets what was remembered with the line", func(n *turn) {
			n.set("plan", "call Ana")
			do(n, "remember WORD", page.Target{}, "plan")
			n.record(Plan)
			do(n, "undo", page.Target{})
		}, func(n *turn) any { return n.p.Kept["plan"] }, ""},
		{"quote the message that opened the page", func(n *turn) {
			n.brought, n.h.Text = true, " I passed B2 "
			do(n, "quote WORD", page.Target{}, "win")
		}, func(n *turn) any { return n.code("win") }, "I passed B2"},
		{"quote nothing from a message that only announces", func(n *turn) {
			n.brought, n.h.Text = true, "I have good news!"
			do(n, "quote WORD", page.Target{}, "win")
		}, func(n *turn) any { return n.code("win") }, ""},
		{"quote nothing from the words of a choice", func(n *turn) {
			n.h.Text = "Note who it was"
			do(n, "quote WORD", page.Target{}, "win")
		}, func(n *turn) any { return n.code("win") }, ""},
		{"recall what is known of the same firm", func(n *turn) {
			n.j = entries{
				{At: tuesday.Add(-time.Hour), Kind: Rejection, Words: map[string]string{"company": "Bosch", "stage": "test", "when": "2026-03-01"}},
				{At: tuesday, Kind: Rejection, Words: map[string]string{"company": "Siemens", "stage": "final"}},
			}
			n.set("company", "bosch")
			do(n, "recall KIND", page.Target{}, "rejection")
		}, func(n *turn) any { return []string{n.code("company"), n.code("stage"), n.code("when")} }, []string{"bosch", "test", ""}},
		{"recall nothing where no firm is named", func(n *turn) {
			n.j = entries{{At: tuesday, Kind: Rejection, Words: map[string]string{"company": "Siemens"}}}
			do(n, "recall KIND", page.Target{}, "rejection")
		}, func(n *turn) any { return n.code("company") }, ""},
		{"recall last", func(n *turn) {
			n.j = entries{
				{At: tuesday, Kind: Rejection, Words: map[string]string{"company": "Siemens"}},
				{At: tuesday, Kind: Win, Words: map[string]string{"win": "x"}},
			}
			do(n, "recall last KIND", page.Target{}, "rejection")
		}, func(n *turn) any { return n.code("company") }, "Siemens"},
		{"recall last, but not what is long ago", func(n *turn) {
			n.j = entries{{At: tuesday.Add(-recallFor - time.Hour), Kind: Rejection, Words: map[string]string{"company": "Siemens"}}}
			do(n, "recall last KIND", page.Target{}, "rejection")
		}, func(n *turn) any { return n.code("company") }, ""},
		{"undo with nothing logged", func(n *turn) { do(n, "undo", page.Target{}) },
			func(n *turn) any { return n.word("logged") }, ""},
		{"withdraw hits the page's own line only", func(n *turn) {
			n.set("company", "Bosch")
			n.record(Rejection)
			own := n.p.Place.Logged
			n.set("win", "called")
			n.record(Win) // in a digression
			n.p.Place.Logged = own
			do(n, "withdraw", page.Target{})
		}, func(n *turn) any { return []int{n.count("rejections"), n.count("wins"), len(n.out.Entries)} }, []int{0, 1, 1}},
		{"withdraw with nothing written here", func(n *turn) {
			n.p.Last, n.j = []uint64{4}, entries{{Seq: 4, Kind: Win}}
			do(n, "withdraw", page.Target{})
		}, func(n *turn) any { return len(n.out.Undone) }, 0},
		{"remember", func(n *turn) { n.set("why", "my children"); do(n, "remember WORD", page.Target{}, "why") },
			func(n *turn) any { return n.p.Kept["why"] }, "my children"},
		{"forget", func(n *turn) { n.p.Name = "Amina"; do(n, "forget WORD", page.Target{}, "name") },
			func(n *turn) any { return n.p.Name }, ""},
		{"remember the check-in", func(n *turn) {
			n.set("checkin_days", "daily")
			n.set("checkin_at", "19:30")
			do(n, "remember WORD", page.Target{}, "checkin_days")
			do(n, "remember WORD", page.Target{}, "checkin_at")
		}, func(n *turn) any { return n.p.CheckIn.Next.UTC().Format(time.RFC3339) }, "2026-03-03T18:30:00Z"},
		{"a new zone moves the check-in", func(n *turn) {
			n.p.CheckIn = &CheckIn{Days: "daily", At: "19:30"}
			n.set("zone", "Europe/Lisbon")
			do(n, "remember WORD", page.Target{}, "zone")
		}, func(n *turn) any { return n.p.CheckIn.Next.UTC().Format(time.RFC3339) }, "2026-03-03T19:30:00Z"},
		{"check-in off", func(n *turn) { n.p.CheckIn = &CheckIn{}; do(n, "checkin off", page.Target{}) },
			func(n *turn) any { return n.p.CheckIn == nil }, true},
		{"promise in", func(n *turn) { do(n, "promise TARGET in N UNIT", there(), "#then", "2", "days") },
			func(n *turn) any { return n.p.Promises[0].Due }, tuesday.Add(48 * time.Hour)},
		{"promise twice", func(n *turn) {
			do(n, "promise TARGET in N UNIT", there(), "#then", "2", "days")
			do(n, "promise TARGET in N UNIT", there(), "#then", "1", "week")
		}, func(n *turn) any { return len(n.p.Promises) }, 1},
		{"promise on a day that is over", func(n *turn) {
			n.set("when", "2026-03-02")
			do(n, "promise TARGET on WORD", there(), "#then", "when")
		}, func(n *turn) any { return len(n.p.Promises) }, 0},
		{"promise on a day that has begun", func(n *turn) {
			n.set("when", "2026-03-03")
			do(n, "promise TARGET on WORD", there(), "#then", "when")
		}, func(n *turn) any { return n.p.Promises[0].Due }, tuesday.Add(time.Hour)},
		{"promise about two firms", func(n *turn) {
			n.set("company", "Bosch")
			do(n, "promise TARGET in N UNIT", there(), "#then", "2", "days")
			n.set("company", "Aldi")
			do(n, "promise TARGET in N UNIT", there(), "#then", "1", "days")
			do(n, "promise TARGET in N UNIT", there(), "#then", "3", "days")
		}, func(n *turn) any { return []string{n.p.Promises[0].Words["company"], n.p.Promises[1].Words["company"]} }, []string{"Bosch", "Aldi"}},
		{"promise for two dates, each twice", func(n *turn) {
			for _, day := range []string{"2026-05-14", "2026-06-20"} {
				n.set("end_date", day)
				do(n, "promise TARGET N days before WORD", there(), "#then", "14", "end_date")
				do(n, "promise TARGET on WORD", there(), "#then", "end_date")
				do(n, "promise TARGET on WORD", there(), "#then", "end_date") // the same again
			}
		}, func(n *turn) any { return len(n.p.Promises) }, 4},
		{"unpromise for one date", func(n *turn) {
			for _, day := range []string{"2026-05-14", "2026-06-20"} {
				n.set("end_date", day)
				do(n, "promise TARGET N days before WORD", there(), "#then", "14", "end_date")
				do(n, "promise TARGET on WORD", there(), "#then", "end_date")
			}
			n.set("end_date", "2026-05-14")
			do(n, "unpromise TARGET", there(), "#then")
		}, func(n *turn) any {
			return []string{n.p.Promises[0].Words["end_date"], n.p.Promises[1].Words["end_date"]}
		}, []string{"2026-06-20", "2026-06-20"}},
		{"unpromise about one firm", func(n *turn) {
			n.set("company", "Bosch")
			n.promiseAt(there(), tuesday)
			n.set("company", "Aldi")
			n.promiseAt(there(), tuesday)
			do(n, "unpromise TARGET", there(), "#then")
		}, func(n *turn) any { return n.p.Promises[0].Words["company"] }, "Bosch"},
		{"promise on", func(n *turn) { n.set("when", "2026-03-10"); do(n, "promise TARGET on WORD", there(), "#then", "when") },
			func(n *turn) any { return n.p.Promises[0].Due.UTC().Format(time.RFC3339) }, "2026-03-10T08:30:00Z"},
		{"promise on, with a time", func(n *turn) {
			n.set("when", "2026-03-10T15:00")
			do(n, "promise TARGET on WORD", there(), "#then", "when")
		}, func(n *turn) any { return n.p.Promises[0].Due.UTC().Format(time.RFC3339) }, "2026-03-10T14:00:00Z"},
		{"promise before", func(n *turn) {
			n.set("when", "2026-03-10T15:00")
			do(n, "promise TARGET N days before WORD", there(), "#then", "1", "when")
		}, func(n *turn) any { return n.p.Promises[0].Due.UTC().Format(time.RFC3339) }, "2026-03-09T08:30:00Z"},
		{"promise after", func(n *turn) {
			n.set("when", "2026-03-10")
			do(n, "promise TARGET N days after WORD", there(), "#then", "1", "when")
		}, func(n *turn) any { return n.p.Promises[0].Due.UTC().Format(time.RFC3339) }, "2026-03-11T08:30:00Z"},
		{"promise on nothing", func(n *turn) { do(n, "promise TARGET on WORD", there(), "#then", "when") },
			func(n *turn) any { return len(n.p.Promises) }, 0},
		{"unpromise", func(n *turn) { n.promiseAt(there(), tuesday); do(n, "unpromise TARGET", there(), "#then") },
			func(n *turn) any { return len(n.p.Promises) }, 0},
		{"unpromise all", func(n *turn) { n.promiseAt(there(), tuesday); do(n, "unpromise all", page.Target{}) },
			func(n *turn) any { return len(n.p.Promises) }, 0},
		{"refuse twice", func(n *turn) {
			do(n, "refuse NAME", page.Target{}, "network")
			do(n, "refuse NAME", page.Target{}, "network")
		}, func(n *turn) any { return n.refused("network") }, true},
		{"accept", func(n *turn) {
			n.refuse("network")
			n.refuse("network")
			do(n, "accept NAME", page.Target{}, "network")
		}, func(n *turn) any { return n.refused("network") }, false},
		{"weigh", func(n *turn) { do(n, "weigh LEVEL", page.Target{}, "very heavy") },
			func(n *turn) any { return n.heavy() }, true},
		{"weigh unsaid", func(n *turn) { n.weigh("heavy"); do(n, "weigh LEVEL", page.Target{}, "unsaid") },
			func(n *turn) any { return []any{n.heavy(), n.p.Weight.Run} }, []any{false, 1}},
		{"promise in the evening", func(n *turn) {
			n.set("when", "2026-03-05T15:00")
			do(n, "promise TARGET in the evening of WORD", there(), "#then", "when")
		}, func(n *turn) any { return n.p.Promises[0].Due.UTC().Format(time.RFC3339) }, "2026-03-05T17:30:00Z"},
		{"promise in the evening of a late talk", func(n *turn) {
			n.set("when", "2026-03-05T17:00")
			do(n, "promise TARGET in the evening of WORD", there(), "#then", "when")
		}, func(n *turn) any { return n.p.Promises[0].Due.UTC().Format(time.RFC3339) }, "2026-03-05T18:00:00Z"},
		{"hold", func(n *turn) { do(n, "hold", page.Target{}) },
			func(n *turn) any { return n.p.Hold }, tuesday.Add(holdFor)},
		{"release of a hold upon a hold", func(n *turn) {
			n.p.Hold = tuesday.Add(72 * time.Hour)
			do(n, "hold", page.Target{})
			do(n, "hold", page.Target{})
			do(n, "release", page.Target{})
		}, func(n *turn) any { return n.p.Hold.Equal(tuesday.Add(72 * time.Hour)) }, true},
		{"release of the conversation's own hold", func(n *turn) { do(n, "hold", page.Target{}); do(n, "release", page.Target{}) },
			func(n *turn) any { return n.p.Hold.IsZero() }, true},
		{"release", func(n *turn) { n.p.Hold = tuesday; do(n, "release", page.Target{}) },
			func(n *turn) any { return n.p.Hold.IsZero() }, true},
		{"stop", func(n *turn) {
			n.promiseAt(there(), tuesday)
			n.p.CheckIn = &CheckIn{}
			do(n, "stop nudges", page.Target{})
		}, func(n *turn) any { return []any{n.p.Stopped, len(n.p.Promises), n.p.CheckIn == nil} }, []any{true, 0, true}},
		{"resume", func(n *turn) { n.p.Stopped, n.p.Rest = true, forever; do(n, "resume nudges", page.Target{}) },
			func(n *turn) any { return []any{n.p.Stopped, n.p.Rest.IsZero()} }, []any{false, true}},
		{"rest days", func(n *turn) { do(n, "rest N UNIT", page.Target{}, "3", "days") },
			func(n *turn) any { return n.p.Rest }, tuesday.Add(72 * time.Hour)},
		{"rest until", func(n *turn) { n.set("when", "2026-03-09"); do(n, "rest until WORD", page.Target{}, "when") },
			func(n *turn) any { return n.p.Rest.Format(stampDay) }, "2026-03-09"},
		{"rest", func(n *turn) { do(n, "rest", page.Target{}) },
			func(n *turn) any { return n.p.Rest.Equal(forever) }, true},
		{"go back", func(n *turn) {
			n.p.Paused = []Place{{Page: "here", Step: "then", Since: tuesday}}
			do(n, "go back", page.Target{})
		}, func(n *turn) any { return []any{n.p.Place.Step, n.jump, len(n.p.Paused)} }, []any{"then", true, 0}},
		{"go anyway", func(n *turn) {
			n.weigh("very heavy")
			n.set("after_gently", "goal#start")
			do(n, "go anyway", page.Target{})
		}, func(n *turn) any { return n.p.Place.Page }, "goal"},
		{"drop", func(n *turn) { n.p.Paused = []Place{{}}; do(n, "drop", page.Target{}) },
			func(n *turn) any { return len(n.p.Paused) }, 0},
		{"export", func(n *turn) { do(n, "export", page.Target{}) },
			func(n *turn) any { return n.out.Events }, []Event{ExportAsked}},
		{"erase", func(n *turn) { do(n, "erase", page.Target{}) },
			func(n *turn) any { return n.out.Events }, []Event{ErasureDone}},
	}
	// The first three are not done by a step, but by an answer or a list.
	done := map[string]bool{"keep WORD": true, "hear": true, "list KIND": true}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := stage(t)
			for pattern, f := range n.c.effects {
				n.c.effects[pattern] = func(n *turn, c page.Call) {
					done[pattern] = true
					f(n, c)
				}
			}
			tt.do(n)
			if got := tt.want(n); !reflect.DeepEqual(got, tt.is) {
				t.Errorf("got %#v, want %#v", got, tt.is)
			}
		})
	}
	for _, pattern := range Vocabulary().Effects {
		if !done[pattern] {
			t.Errorf("no test for the effect %q", pattern)
		}
	}
}

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

func TestQuietHours(t *testing.T) {
	berlin := newZones().load("Europe/Berlin")
	tests := []struct{ at, want string }{
		{"Tue 2026-03-03 14:00", "Tue 2026-03-03 14:00"},
		{"Tue 2026-03-03 19:59", "Tue 2026-03-03 19:59"},
		{"Tue 2026-03-03 20:00", "Wed 2026-03-04 09:00"},
		{"Wed 2026-03-04 03:00", "Wed 2026-03-04 09:00"},
		{"Sat 2026-03-07 21:00", "Mon 2026-03-09 09:00"},
		{"Sun 2026-03-08 12:00", "Mon 2026-03-09 09:00"},
		{"Sun 2026-03-29 01:30", "Mon 2026-03-30 09:00"}, // the clocks go forward
	}
	const layout = "Mon 2006-01-02 15:04"
	for _, tt := range tests {
		at, err := time.ParseInLocation(layout, tt.at, berlin)
		if err != nil {
			t.Fatal(err)
		}
		if got := DefaultQuiet().out(at, berlin, true).Format(layout); got != tt.want {
			t.Errorf("%s moves to %s, want %s", tt.at, got, tt.want)
		}
	}
}

func TestLocalTime(t *testing.T) {
	tests := []struct {
		zone string
		in   [5]int
		want string
	}{
		{"Europe/Berlin", [5]int{2026, 3, 2, 9, 0}, "2026-03-02T08:00:00Z"},
		{"Europe/Berlin", [5]int{2026, 3, 29, 2, 30}, "2026-03-29T01:00:00Z"},       // gap: 03:00 is the first minute
		{"Europe/Berlin", [5]int{2026, 10, 25, 2, 30}, "2026-10-25T00:30:00Z"},      // doubled: the first
		{"America/Santiago", [5]int{2026, 9, 6, 0, 15}, "2026-09-06T04:00:00Z"},     // gap at midnight
		{"Australia/Lord_Howe", [5]int{2026, 10, 4, 2, 10}, "2026-10-03T15:30:00Z"}, // gap of half an hour
		{"Pacific/Apia", [5]int{2011, 12, 30, 12, 0}, "2011-12-30T10:00:00Z"},       // a day that never was
	}
	for _, tt := range tests {
		loc := newZones().load(tt.zone)
		got := localTime(tt.in[0], time.Month(tt.in[1]), tt.in[2], tt.in[3], tt.in[4], loc)
		if s := got.UTC().Format(time.RFC3339); s != tt.want {
			t.Errorf("%v in %s is %s (%s), want %s", tt.in, tt.zone, s, got, tt.want)
		}
	}
}

func TestNextNudge(t *testing.T) {
	n := stage(t)
	n.p.Place = nil
	ask := func() (Nudge, time.Time, bool) { return n.c.NextNudge(n.p, tuesday) }
	if _, _, ok := ask(); ok {
		t.Error("something is due though nothing was promised")
	}
	n.promiseAt(page.Target{Page: "goal", Step: "start"}, tuesday.Add(time.Hour))
	n.promiseAt(there(), tuesday.Add(30*time.Hour)) // 20:00 UTC, in the quiet hours
	nudge, due, ok := ask()
	if !ok || nudge.Page != "goal" || !due.Equal(tuesday.Add(time.Hour)) {
		t.Errorf("next is %v at %v", nudge, due)
	}
	n.p.Hold = tuesday.Add(holdFor)
	nudge, due, ok = ask()
	if !ok || nudge.Step != "then" || due.UTC().Format(time.RFC3339) != "2026-03-05T08:00:00Z" {
		t.Errorf("while goals rest, next is %v at %v", nudge, due)
	}
	n.p.Promises[0].On = "end_date"
	if nudge, due, ok = ask(); !ok || nudge.Page != "goal" || !due.Equal(tuesday.Add(time.Hour)) {
		t.Errorf("a date that was promised is held back: next is %v at %v", nudge, due)
	}
	n.p.Hold, n.p.Promises[0].On = time.Time{}, ""
	n.weigh("heavy")
	nudge, due, ok = ask()
	if !ok || nudge.Page != "goal" || due.UTC().Format(time.RFC3339) != "2026-03-04T14:00:00Z" {
		t.Errorf("on a heavy day, next is %v at %v", nudge, due)
	}
	n.p.Weight, n.p.LastNo = Weight{}, tuesday
	nudge, due, ok = ask()
	if !ok || nudge.Step != "then" {
		t.Errorf("within two days of a no, next is %v at %v", nudge, due)
	}
	n.p.LastNo = time.Time{}
	n.weigh("very heavy")
	nudge, due, ok = ask()
	if !ok || nudge.Page != "goal" || due.UTC().Format(time.RFC3339) != "2026-03-04T14:00:00Z" {
		t.Errorf("on a very heavy day, next is %v at %v", nudge, due)
	}
	n.p.Stopped = true
	if _, _, ok := ask(); ok {
		t.Error("something is due after stop")
	}
	n.p.Stopped, n.p.Rest = false, forever
	if _, _, ok := ask(); ok {
		t.Error("something is due while resting")
	}
}

func TestTheEarlierPromiseOfTwoComesFirst(t *testing.T) {
	n := stage(t)
	n.set("company", "Bosch")
	n.promiseAt(there(), tuesday.Add(2*time.Hour))
	n.set("company", "Aldi")
	n.promiseAt(there(), tuesday.Add(time.Hour))
	n.p.Place = nil
	nudge, due, _ := n.c.NextNudge(n.p, tuesday)
	n.c.Nudge(n.p, nudge, n.j, due)
	if len(n.p.Promises) != 1 || n.p.Promises[0].Words["company"] != "Bosch" {
		t.Errorf("left: %+v", n.p.Promises)
	}
}

func TestEscapedWordsShowAsTyped(t *testing.T) {
	for _, words := range []string{"*bold* _it_ `code`", "[x](http://y)", "<!channel> & <@U1>", "# title", "- item", `back\slash`, "a\nb"} {
		got := escape(words)
		for _, bad := range []string{"\n", " *bold", "<@U1>"} {
			if strings.Contains(strings.ReplaceAll(got, `\`+bad, ""), bad) && bad == "\n" {
				t.Errorf("%q becomes %q", words, got)
			}
		}
		plain := strings.NewReplacer(`\\`, `\`, `\`, "").Replace(got)
		if plain != strings.Join(strings.Fields(words), " ") {
			t.Errorf("%q becomes %q, which reads %q", words, got, plain)
		}
	}
}

func TestKindWordsAreSortedOut(t *testing.T) {
	for kind, words := range kindWords {
		if len(words) == 0 || slices.Contains(words, "") {
			t.Errorf("kind %s keeps %q", kind, words)
		}
	}
}
