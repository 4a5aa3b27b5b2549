package coach_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"bounceback/coach"
)

// TestAYearOfPosts simulates a year in zones of all kinds: at most one post a
// day, at the right time of the wall clock, on the right days, no text again
// within eight weeks, and every strategy in each round.
func TestAYearOfPosts(t *testing.T) {
	c := newCoach(t)
	zones := []string{
		"UTC", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns", "America/Santiago", "Africa/Cairo",
		"Asia/Beirut", "Australia/Lord_Howe", "Pacific/Kiritimati", "America/Havana", "Africa/Casablanca",
	}
	for _, zone := range zones[:yearZones] {
		for _, days := range []string{"daily", "weekdays", "monday thursday saturday"} {
			for _, at := range []string{"00:00", "00:30", "02:30", "09:00", "23:59"} {
				t.Run(fmt.Sprint(zone, " ", days, " ", at), func(t *testing.T) { aYear(t, c, zone, days, at) })
			}
		}
	}
}

func aYear(t *testing.T, c *coach.Coach, zone, days, at string) {
	loc, err := time.LoadLocation(zone)
	must(t, err)
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	end := now.AddDate(1, 0, 0)
	r := newRoom(c, coach.RoomPlan{Zone: zone, At: at, Days: days, Kinds: "everything"}, now)
	said := map[string]time.Time{}
	var steps []string
	last := now.AddDate(0, 0, -1)
	for n := 0; ; n++ {
		data, err := json.Marshal(r) // as after a restart
		must(t, err)
		r = &coach.Room{}
		must(t, json.Unmarshal(data, r))
		due, ok := c.NextPost(r, now)
		if !ok || due.Before(now) {
			t.Fatalf("after %v it is due at %v, %v", now, due, ok)
		}
		if due.After(end) {
			break
		}
		onTime(t, due.In(loc), at)
		if want := onDays(days, due.In(loc).Weekday()); !want {
			t.Errorf("a post on %v", due.In(loc))
		}
		for d := dateOf(last.In(loc)).AddDate(0, 0, 1); n > 0 && d.Before(dateOf(due.In(loc))); d = d.AddDate(0, 0, 1) {
			if onDays(days, d.Weekday()) {
				t.Errorf("no post on %v", d.Format(time.DateOnly))
			}
		}
		if n > 0 && due.In(loc).Format(time.DateOnly) == last.In(loc).Format(time.DateOnly) {
			t.Errorf("two posts on %v", due.In(loc))
		}
		now = due.Add(time.Duration(n*7%60) * time.Second) // cron ticks within the minute
		turn := c.Post(r, []byte{1}, now)
		if turn.Post == nil {
			t.Fatalf("nothing is posted at %v", now)
		}
		line, _, _ := strings.Cut(turn.Post.Text, "\n")
		if before, again := said[line]; again && now.Sub(before) < 8*7*24*time.Hour {
			t.Errorf("%q comes again after %v", line, now.Sub(before))
		}
		said[line] = now
		steps = append(steps, turn.Step)
		last = due
	}
	for i := 0; i+9 <= len(steps); i++ {
		seen := map[string]bool{}
		for _, s := range steps[i : i+9] {
			seen[s] = true
		}
		if len(seen) != 9 {
			t.Fatalf("of nine posts in a row only %d strategies: %v", len(seen), steps[i:i+9])
		}
	}
}

// dateOf is a day without its zone, in which some days have no midnight.
func dateOf(at time.Time) time.Time {
	y, m, d := at.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// onTime checks that a post comes when the clock on the wall shows its time,
// or, where it is never shown that day, at the first minute after.
func onTime(t *testing.T, due time.Time, at string) {
	t.Helper()
	if due.Format("15:04") == at {
		// The first of two such minutes, when clocks are set back.
		for back := time.Minute; back <= 3*time.Hour; back += time.Minute {
			if b := due.Add(-back); b.Format("2006-01-02 15:04") == due.Format("2006-01-02 15:04") {
				t.Errorf("%v is the second %s of that day", due, at)
			}
		}
		return
	}
	before := due.Add(-time.Minute)
	_, a := before.Zone()
	_, b := due.Zone()
	if a >= b || due.Format("15:04") < at || before.Format("2006-01-02 15:04") > due.Format("2006-01-02 ")+at {
		t.Errorf("it comes at %v instead of %s", due, at)
	}
}

func onDays(days string, d time.Weekday) bool {
	switch days {
	case "daily":
		return true
	case "weekdays":
		return d != time.Saturday && d != time.Sunday
	}
	return strings.Contains(days, strings.ToLower(d.String()))
}
