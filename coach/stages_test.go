package coach

import (
	"testing"

	"bounceback/coach/page"
)

func TestHowFarTheyCame(t *testing.T) {
	tests := []struct {
		name                string
		log                 func(n *turn)
		furthest            string
		talks, last, weekly int
	}{
		{"nothing", func(*turn) {}, "", 0, 0, 0},
		{"a win is no stage", func(n *turn) { n.record(Win) }, "", 0, 0, 0},
		{"only sent", func(n *turn) { n.record(Application) }, "", 0, 0, 1},
		{"several sent in one line", func(n *turn) { n.set("count", "5"); n.record(Application) }, "", 0, 0, 5},
		{"the noes show the talks", func(n *turn) {
			n.set("stage", "screening")
			n.record(Rejection)
			n.set("stage", "final")
			n.record(Ghosting)
		}, "final", 2, 1, 0},
		{"a talk and the no after it are one talk", func(n *turn) {
			n.set("stage", "interview")
			n.record(Interview)
			n.record(Rejection)
		}, "interview", 1, 0, 0},
		{"an offer came through all of them", func(n *turn) { n.record(Offer) }, "offer", 1, 1, 0},
		{"an offer taken back", func(n *turn) { n.record(Offer); n.set("stage", "offer"); n.record(Rejection) }, "offer", 1, 1, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := stage(t)
			tt.log(n)
			if got := n.furthest(); got != tt.furthest {
				t.Errorf("furthest is %q, want %q", got, tt.furthest)
			}
			if n.count("talks") != tt.talks || n.count("last_rounds") != tt.last {
				t.Errorf("%d talks and %d last rounds, want %d and %d", n.count("talks"), n.count("last_rounds"), tt.talks, tt.last)
			}
			if got := n.count("week_applications"); got != tt.weekly {
				t.Errorf("%d applications this week, want %d", got, tt.weekly)
			}
		})
	}
}

// TestSeveralInOneLineAreTakenBackTogether holds undo against the count.
func TestSeveralInOneLineAreTakenBackTogether(t *testing.T) {
	n := stage(t)
	n.record(Application)
	n.set("count", "4")
	n.record(Application)
	n.undo()
	if got := n.count("applications"); got != 1 {
		t.Errorf("%d applications are left, want 1", got)
	}
}

func TestAChartLeavesEmptyRowsOut(t *testing.T) {
	n := stage(t)
	n.record(Win)
	row := func(label, word string) page.ChartRow {
		return page.ChartRow{Label: page.Text{{Literal: label}}, Word: word}
	}
	n.draw(&page.Chart{Rows: []page.ChartRow{row("Offers", "offers")}})
	if len(n.out.Messages) != 0 {
		t.Errorf("a chart of nothing is shown: %v", n.out.Messages)
	}
	n.draw(&page.Chart{Rows: []page.ChartRow{row("Offers", "offers"), row("Good things", "wins")}})
	if len(n.out.Messages) != 1 || n.out.Messages[0].Figure.Alt != "Good things: 1" {
		t.Errorf("the chart is %v", n.out.Messages)
	}
}

func TestAListLeavesOutWhatIsNotKnown(t *testing.T) {
	n := stage(t)
	n.set("role", "nurse") // of the open conversation, not of the line
	n.j = entries{
		{At: tuesday, Kind: Application, Words: map[string]string{"company": "Bosch"}},
		{At: tuesday, Kind: Application, Words: map[string]string{"role": "baker"}}, // passed over: nowhere
	}
	n.list(&page.List{
		Call: page.Call{Args: []string{"application"}},
		Item: page.Text{{Literal: "> "}, {Word: "company"}, {Literal: " · "}, {Word: "role"}},
	})
	if got := n.out.Messages[0].Text; got != "> Bosch" {
		t.Errorf("the line reads %q", got)
	}
}

// TestAPageMayWaitForABetterDay holds a nudge that says nothing against the
// question that is open.
func TestAPageMayWaitForABetterDay(t *testing.T) {
	n := stage(t)
	here := n.book.Pages["here"]
	here.Steps = append(here.Steps, &page.Step{Slug: "another-day", Blocks: []page.Block{{Do: []page.Call{{
		Pattern: "promise TARGET in N UNIT", Target: there(), Args: []string{"#then", "2", "days"},
	}}}}})
	later := page.Target{Page: "here", Step: "another-day"}
	n.promiseAt(later, tuesday)
	open := *n.p.Place
	now := tuesday.Add(busy)
	nudge, _, ok := n.c.NextNudge(n.p, now)
	if !ok {
		t.Fatal("nothing is due")
	}
	turn := n.c.Nudge(n.p, nudge, nil, now)
	if len(turn.Messages) != 0 {
		t.Fatalf("it says %v", turn.Messages)
	}
	if n.p.Place == nil || n.p.Place.Step != open.Step || len(n.p.Paused) != 0 {
		t.Errorf("the open question is lost: %v, %v", n.p.Place, n.p.Paused)
	}
	if len(n.p.Promises) != 1 || n.p.Promises[0].Step != "then" {
		t.Errorf("the promises are %v", n.p.Promises)
	}
}
