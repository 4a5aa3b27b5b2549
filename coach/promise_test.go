package coach

import (
	"testing"
	"time"

	"bounceback/coach/page"
)

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
