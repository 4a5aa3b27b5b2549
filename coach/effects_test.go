package coach

import (
	"iter"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"bounceback/coach/page"
)

// tuesday is an ordinary afternoon in Berlin.
var tuesday = time.Date(2026, 3, 3, 14, 0, 0, 0, time.UTC)

// entries is a journal for tests, oldest first.
type entries []Entry

func (entries) Room(ID) *Room { return nil }

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

// effectTest does something on a stage and looks what came of it.
type effectTest struct {
	name string
	do   func(*turn)
	want func(*turn) any
	is   any
}

func TestEffects(t *testing.T) {
	tests := []effectTest{
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
		{"drop it", func(n *turn) {
			n.promiseAt(there(), tuesday.Add(time.Hour))
			n.promiseAt(page.Target{Page: "goal"}, tuesday.Add(day))
			n.set(chosenWord, promiseID(n.p.Promises[0]))
			do(n, "drop it", page.Target{})
		}, func(n *turn) any { return []any{len(n.p.Promises), n.p.Promises[0].Page, n.code("what")} }, []any{1, "goal", "Here"}},
		{"drop it: the check-in", func(n *turn) {
			n.p.CheckIn = &CheckIn{Days: "daily", At: "19:30", Next: tuesday.Add(time.Hour)}
			n.set(chosenWord, checkInID)
			do(n, "drop it", page.Target{})
		}, func(n *turn) any { return n.p.CheckIn == nil }, true},
		{"move it to a day keeps its hour", func(n *turn) {
			n.promiseAt(there(), tuesday.Add(day)) // 15:00 in Berlin
			n.set(chosenWord, promiseID(n.p.Promises[0]))
			n.set("move_date", "2026-03-31")
			do(n, "move it to WORD", page.Target{}, "move_date")
		}, func(n *turn) any { return n.p.Promises[0].Local }, "2026-03-31T15:00"},
		{"move it to a day that is over does nothing", func(n *turn) {
			n.promiseAt(there(), tuesday.Add(day))
			n.set(chosenWord, promiseID(n.p.Promises[0]))
			n.set("move_date", "2026-03-01")
			do(n, "move it to WORD", page.Target{}, "move_date")
		}, func(n *turn) any { return n.p.Promises[0].Due }, tuesday.Add(day)},
		{"take settings", func(n *turn) {
			n.p.Place.Words = map[string]string{"checkin": "weekdays", "time": "08:15", "quiet_from": "21:00", "moods": "keep", "unread_zone": "Atlantis"}
			do(n, "take settings", page.Target{})
		}, func(n *turn) any {
			return []any{n.p.CheckIn.Days, n.p.CheckIn.At, n.p.Quiet.From, n.p.Consent, n.word("asked"), n.word("unread")}
		}, []any{"weekdays", "08:15", "21:00", true, "", "Atlantis"}},
		{"take settings: an hour alone is for every day, and one of the two is left", func(n *turn) {
			n.set("time", "08:15")
			do(n, "take settings", page.Target{})
			n.p.Place.Words = map[string]string{"checkin": "friday"}
			do(n, "take settings", page.Target{})
		}, func(n *turn) any { return []any{n.p.CheckIn.Days, n.p.CheckIn.At} }, []any{"friday", "08:15"}},
		{"take settings: days without an hour ask for it", func(n *turn) {
			n.set("checkin", "friday")
			do(n, "take settings", page.Target{})
		}, func(n *turn) any { return []any{n.p.CheckIn == nil, n.word("asked")} }, []any{true, "check-in"}},
		{"drop", func(n *turn) { n.p.Paused = []Place{{}}; do(n, "drop", page.Target{}) },
			func(n *turn) any { return len(n.p.Paused) }, 0},
		{"export", func(n *turn) { do(n, "export", page.Target{}) },
			func(n *turn) any { return n.out.Events }, []Event{ExportAsked}},
		{"erase", func(n *turn) { do(n, "erase", page.Target{}) },
			func(n *turn) any { return n.out.Events }, []Event{ErasureDone}},
	}
	tests = append(tests, roomEffects()...)
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
