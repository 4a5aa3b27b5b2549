package coach

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"bounceback/coach/page"
)

const layoutNudge = "Mon 2006-01-02 15:04"

// a life is one person whose nudges a test plays.
type life struct {
	t   testing.TB
	c   *Coach
	p   *Person
	loc *time.Location
}

func newLife(t testing.TB, zone string) *life {
	t.Helper()
	c, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	p := &Person{Version: 1, TimeZone: zone, Met: tuesday, Heard: tuesday.Add(-day), Kept: map[string]string{"wish": "finish the B2 book"}}
	return &life{t, c, p, c.zones.load(zone)}
}

func (l *life) at(s string) time.Time {
	l.t.Helper()
	at, err := time.ParseInLocation(layoutNudge, s, l.loc)
	if err != nil {
		l.t.Fatal(err)
	}
	return at
}

// play sends what comes due from one time to another, looking once a minute as
// the bot does only when something is due, and returns it as "Mon … kind".
func (l *life) play(from, to time.Time) []string {
	l.t.Helper()
	var heard []string
	for now := from; len(heard) < 4000; {
		n, due, ok := l.c.NextNudge(l.p, now)
		if !ok || due.After(to) {
			return heard
		}
		if due.Before(now) {
			l.t.Fatalf("%v is due at %v, before %v", n, due, now)
		}
		now = due
		turn := l.c.Nudge(l.p, n, nil, now)
		if len(turn.Messages) == 0 {
			l.t.Fatalf("%v said nothing at %v", n, now)
		}
		heard = append(heard, now.In(l.loc).Format(layoutNudge)+" "+n.Kind)
		now = now.Add(time.Minute)
	}
	l.t.Fatal("nudges without an end")
	return nil
}

// promise adds a promise of a kind, made and wished for at these times.
func (l *life) promise(kind, made, wish string) {
	l.t.Helper()
	step := l.stepOf(kind)
	l.p.Promises = append(l.p.Promises, Promise{Page: step.Page, Step: step.Step, Made: l.at(made), Due: l.at(wish)})
}

// stepOf is a step that comes in a manner, the same each time.
func (l *life) stepOf(kind string) page.Target {
	l.t.Helper()
	var steps []string
	for step, k := range l.c.books[English].Forms["manner"] {
		if k == kind {
			steps = append(steps, step)
		}
	}
	if len(steps) == 0 {
		l.t.Fatalf("forms.md has no step that comes in the manner %q", kind)
	}
	name, step, _ := strings.Cut(slices.Min(steps), "#")
	return page.Target{Page: name, Step: step}
}

func (l *life) want(got []string, want ...string) {
	l.t.Helper()
	if !slices.Equal(got, want) {
		l.t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestAPromiseComesAfterTheNight(t *testing.T) {
	l := newLife(t, "Europe/Berlin")
	l.promise("ask", "Mon 2026-03-02 21:00", "Wed 2026-03-04 21:00")
	l.want(l.play(l.at("Mon 2026-03-02 21:00"), l.at("Mon 2026-03-30 12:00")), "Thu 2026-03-05 09:00 ask")
}

func TestACheckInIsNobodysButTheirs(t *testing.T) {
	l := newLife(t, "Europe/Berlin")
	l.p.CheckIn = &CheckIn{Days: "daily", At: "21:30"}
	from := l.at("Fri 2026-03-06 22:00")
	l.p.CheckIn.Next = l.p.CheckIn.after(from, l.loc)
	var got []string
	for d := range 3 { // answered each day: Saturday, Sunday, Monday
		got = append(got, l.play(from.AddDate(0, 0, d), from.AddDate(0, 0, d+1))...)
		l.p.Unanswered, l.p.Place = 0, nil
	}
	l.want(got, "Sat 2026-03-07 21:30 check-in", "Sun 2026-03-08 21:30 check-in", "Mon 2026-03-09 21:30 check-in")
}

// TestSilenceIsHeard: after one, two and three without an answer the coach waits
// longer, then says so once, and is quiet. What they date themselves still comes.
func TestSilenceIsHeard(t *testing.T) {
	l := newLife(t, "Europe/Berlin")
	l.p.CheckIn = &CheckIn{Days: "daily", At: "18:00"}
	from := l.at("Mon 2026-03-02 12:00")
	l.p.CheckIn.Next = l.p.CheckIn.after(from, l.loc)
	l.promise("date", "Mon 2026-03-02 12:00", "Wed 2026-04-01 09:30")
	l.want(l.play(from, from.AddDate(1, 0, 0)),
		"Mon 2026-03-02 18:00 check-in", "Tue 2026-03-03 18:00 check-in", "Fri 2026-03-06 18:00 check-in",
		"Fri 2026-03-13 18:00 goodbye", "Wed 2026-04-01 09:30 date")
	if l.p.Silent.IsZero() {
		t.Error("not silent")
	}
	turn := l.c.Hear(l.p, Heard{Command: "help"}, nil, l.at("Mon 2026-05-04 12:00"))
	if l.p.Unanswered != 0 || l.p.Silent.IsZero() {
		t.Error("to write is no wish to be asked again")
	}
	if !slices.ContainsFunc(turn.Messages, func(m Message) bool { return strings.Contains(m.Text, "/nudges") }) {
		t.Errorf("nobody tells them how to get the messages back: %v", turn.Messages)
	}
}

func TestOneADayThreeAWeek(t *testing.T) {
	l := newLife(t, "Europe/Berlin")
	for _, kind := range []string{"ask", "answer", "plan", "persistence", "after"} {
		l.promise(kind, "Mon 2026-03-02 08:00", "Mon 2026-03-02 10:00")
	}
	var got []string
	now := l.at("Mon 2026-03-02 09:00")
	for range 10 { // each is answered
		got = append(got, l.play(now, now.AddDate(0, 0, 1))...)
		now = now.AddDate(0, 0, 1)
		l.p.Unanswered, l.p.Place = 0, nil
	}
	// A Sunday comes between; the fifth is stale by then.
	l.want(got, "Mon 2026-03-02 10:00 ask", "Tue 2026-03-03 09:00 answer", "Wed 2026-03-04 09:00 plan", "Mon 2026-03-09 09:00 persistence")
}

// TestALineAfterADarkDay: "tomorrow" is tomorrow, on a Sunday too, in a full week,
// in a rest and after a no; only the night moves it.
func TestALineAfterADarkDay(t *testing.T) {
	l := newLife(t, "Europe/Berlin")
	for i, at := range []string{"Wed 2026-03-04 10:00", "Thu 2026-03-05 10:00", "Fri 2026-03-06 10:00"} {
		l.p.Sent = append(l.p.Sent, Sent{At: l.at(at), Kind: "ask"})
		l.p.Unanswered = i + 1
	}
	l.promise("care", "Sat 2026-03-07 12:00", "Sun 2026-03-08 04:00")
	l.p.LastNo = l.at("Sat 2026-03-07 13:00")
	l.p.Rest = l.at("Fri 2026-03-13 12:00")
	l.want(l.play(l.at("Sat 2026-03-07 14:00"), l.at("Tue 2026-03-10 12:00")), "Sun 2026-03-08 09:00 care")
	l.promise("care", "Sat 2026-03-07 12:00", "Sun 2026-03-08 04:00")
	if _, due, ok := l.c.NextNudge(l.p, l.at("Tue 2026-03-10 12:00")); ok {
		t.Errorf("two days late it is still sent, at %v", due)
	}
}

func TestADateMakesOthersWait(t *testing.T) {
	l := newLife(t, "Europe/Berlin")
	l.promise("ask", "Mon 2026-03-02 08:00", "Tue 2026-03-03 10:00")
	l.promise("date", "Mon 2026-03-02 08:00", "Tue 2026-03-03 15:00")
	l.want(l.play(l.at("Mon 2026-03-02 12:00"), l.at("Mon 2026-03-30 12:00")), "Tue 2026-03-03 15:00 date", "Wed 2026-03-04 09:00 ask")
}

func TestARejectionHoldsBackWhatWasPromisedBefore(t *testing.T) {
	l := newLife(t, "Europe/Berlin")
	l.promise("answer", "Mon 2026-02-23 12:00", "Tue 2026-03-03 12:00")
	l.p.LastNo = l.at("Tue 2026-03-03 10:00")
	l.want(l.play(l.at("Tue 2026-03-03 11:00"), l.at("Mon 2026-03-30 12:00")), "Thu 2026-03-05 10:00 answer")
	after := newLife(t, "Europe/Berlin")
	after.p.LastNo = after.at("Tue 2026-03-03 10:00")
	after.promise("ask", "Tue 2026-03-03 10:05", "Wed 2026-03-04 11:00")
	after.want(after.play(after.at("Tue 2026-03-03 11:00"), after.at("Mon 2026-03-30 12:00")), "Wed 2026-03-04 11:00 ask")
}

func TestAnInterviewIsLeftInPeace(t *testing.T) {
	l := newLife(t, "Europe/Berlin")
	l.p.Interview = l.at("Wed 2026-03-04 14:00")
	l.promise("plan", "Mon 2026-03-02 08:00", "Wed 2026-03-04 10:00")
	l.promise("luck", "Mon 2026-03-02 08:00", "Wed 2026-03-04 08:30")
	l.want(l.play(l.at("Mon 2026-03-02 12:00"), l.at("Mon 2026-03-30 12:00")), "Wed 2026-03-04 08:30 luck", "Thu 2026-03-05 14:00 plan")
}

func TestAPauseIsAPause(t *testing.T) {
	l := newLife(t, "Europe/Berlin")
	l.promise("answer", "Mon 2026-03-02 08:00", "Wed 2026-03-04 10:00")
	l.promise("ask", "Mon 2026-03-02 08:00", "Wed 2026-03-04 10:00")
	l.promise("luck", "Mon 2026-03-02 08:00", "Thu 2026-03-05 08:30")
	l.promise("date", "Mon 2026-03-02 08:00", "Fri 2026-03-06 09:30")
	l.p.CheckIn = &CheckIn{Days: "daily", At: "18:00", Next: l.at("Mon 2026-03-02 18:00")}
	l.p.Rest = l.at("Mon 2026-03-09 00:00")
	// The question of the second is stale by then; the line for the interview, too.
	l.want(l.play(l.at("Mon 2026-03-02 12:00"), l.at("Mon 2026-03-09 19:00")),
		"Fri 2026-03-06 09:30 date", "Mon 2026-03-09 09:00 answer", "Mon 2026-03-09 18:00 check-in")
}

func TestADowntimeBringsOneMessage(t *testing.T) {
	l := newLife(t, "Europe/Berlin")
	l.promise("answer", "Mon 2026-02-23 08:00", "Tue 2026-03-03 10:00")
	l.promise("luck", "Mon 2026-02-23 08:00", "Wed 2026-03-04 08:30")
	l.p.CheckIn = &CheckIn{Days: "daily", At: "18:00", Next: l.at("Tue 2026-03-03 18:00")}
	back := l.at("Thu 2026-03-05 11:00")
	got := l.play(back, back.Add(2*time.Hour))
	l.want(got, "Thu 2026-03-05 11:00 answer")
}

func TestALatePromiseSaysSo(t *testing.T) {
	for _, c := range []struct {
		now  string
		more int
	}{{"Tue 2026-03-03 10:00", 0}, {"Tue 2026-03-03 15:00", 1}} {
		l := newLife(t, "Europe/Berlin")
		l.promise("answer", "Mon 2026-02-23 08:00", "Tue 2026-03-03 10:00")
		n, _, _ := l.c.NextNudge(l.p, l.at(c.now))
		plain := l.c.Nudge(&Person{Version: 1, TimeZone: "Europe/Berlin", Promises: slices.Clone(l.p.Promises)}, n, nil, l.at("Tue 2026-03-03 10:00"))
		turn := l.c.Nudge(l.p, n, nil, l.at(c.now))
		if len(turn.Messages) != len(plain.Messages)+c.more {
			t.Errorf("at %s: %d messages, at its time %d", c.now, len(turn.Messages), len(plain.Messages))
		}
	}
}

func TestAPromisedDayMovesWithThePerson(t *testing.T) {
	l := newLife(t, "Europe/Berlin")
	n := &turn{c: l.c, book: l.c.Book(English), p: l.p, now: tuesday, loc: l.loc}
	l.p.Place = &Place{Words: map[string]string{"visa_date": "2026-04-01"}}
	n.promiseOn(l.stepOf("date"), "visa_date", 0)
	l.p.Place = nil
	l.p.TimeZone = "America/Toronto"
	_, due, _ := l.c.NextNudge(l.p, tuesday)
	if got := due.In(l.c.zones.load("America/Toronto")).Format(layoutNudge); got != "Wed 2026-04-01 09:30" {
		t.Errorf("due %s", got)
	}
}

// TestAYearInOddZones plays a daily check-in for a year: once each day, at its
// time, or where the clocks leave that out at the first minute after the gap.
func TestAYearInOddZones(t *testing.T) {
	for _, zone := range []string{
		"America/Santiago", "Africa/Cairo", "Asia/Beirut", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Chatham",
		"Pacific/Kiritimati", "America/St_Johns", "Asia/Gaza", "Africa/Casablanca", "America/Havana", "Europe/Dublin", "UTC",
	} {
		for _, clock := range []string{"00:00", "00:30", "02:15", "23:59"} {
			t.Run(zone+" "+clock, func(t *testing.T) { yearOfCheckIns(t, zone, clock, 2026) })
		}
	}
	// Samoa left out the 30th of December 2011 altogether.
	yearOfCheckIns(t, "Pacific/Apia", "09:00", 2011)
}

func yearOfCheckIns(t *testing.T, zone, clock string, year int) {
	loc := newZones().load(zone)
	ci := &CheckIn{Days: "daily", At: clock}
	minute, _ := clockOf(clock)
	now := time.Date(year, 1, 1, 0, 0, 0, 0, loc).Add(-time.Minute)
	last := ""
	for now.Year() <= year {
		at := ci.after(now, loc)
		if !at.After(now) {
			t.Fatalf("after %v comes %v", now, at)
		}
		local := at.In(loc)
		date := local.Format(stampDay)
		if date <= last {
			t.Fatalf("after %s comes %s", last, date)
		}
		if got := local.Hour()*60 + local.Minute(); got != minute && !inGap(at, loc) {
			t.Errorf("%s at %s", date, local.Format("15:04"))
		}
		if last != "" {
			for d, _ := time.Parse(stampDay, last); ; {
				d = d.AddDate(0, 0, 1)
				if d.Format(stampDay) == date {
					break
				}
				if !skipped(d, loc) {
					t.Errorf("nothing on %s", d.Format(stampDay))
				}
			}
		}
		last, now = date, at
	}
}

// inGap is true for the first minute after the clocks went forward.
func inGap(at time.Time, loc *time.Location) bool {
	_, before := at.Add(-time.Minute).In(loc).Zone()
	_, after := at.In(loc).Zone()
	return after > before
}

// skipped is true for a day that a zone left out.
func skipped(d time.Time, loc *time.Location) bool {
	noon := time.Date(d.Year(), d.Month(), d.Day(), 12, 0, 0, 0, loc)
	return noon.Day() != d.Day()
}

// FuzzNextNudge: whatever is known about somebody, looking ends, finds nothing
// in the past, and looking later never finds an earlier time.
func FuzzNextNudge(f *testing.F) {
	l := newLife(f, "Europe/Berlin")
	steps := []page.Target{}
	for step := range l.c.books[English].Forms["manner"] {
		name, slug, _ := strings.Cut(step, "#")
		steps = append(steps, page.Target{Page: name, Step: slug})
	}
	slices.SortFunc(steps, func(a, b page.Target) int { return cmp.Compare(a.Page+a.Step, b.Page+b.Step) })
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
	f.Add([]byte{200, 0, 90, 3, 3, 3, 255, 255, 17, 4, 88, 120, 33, 61, 7, 7, 7, 9})
	zones := []string{"Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "Pacific/Apia", "", "nowhere"}
	f.Fuzz(func(t *testing.T, data []byte) {
		next := func() int {
			if len(data) == 0 {
				return 0
			}
			b := data[0]
			data = data[1:]
			return int(b)
		}
		hours := func() time.Time { return tuesday.Add(time.Duration(next()-128) * 5 * time.Hour) }
		p := &Person{Version: 1, TimeZone: zones[next()%len(zones)], Heard: hours(), Unanswered: next() % 5}
		if next()%2 == 0 {
			p.CheckIn = &CheckIn{Days: []string{"daily", "weekdays", "monday", "never"}[next()%4], At: fmt.Sprintf("%02d:%02d", next()%25, next()%61), Next: hours()}
		}
		for _, field := range []*time.Time{&p.Rest, &p.Hold, &p.LastNo, &p.Interview, &p.Silent} {
			if next()%3 == 0 {
				*field = hours()
			}
		}
		if next()%4 == 0 {
			p.Quiet = &Hours{From: fmt.Sprintf("%02d:00", next()%25), To: fmt.Sprintf("%02d:30", next()%25)}
		}
		if next()%4 == 0 {
			p.Weight = Weight{Level: "very heavy", At: hours()}
		}
		for range next() % 6 {
			s := steps[next()%len(steps)]
			p.Promises = append(p.Promises, Promise{Page: s.Page, Step: s.Step, Made: hours(), Due: hours()})
			p.Sent = append(p.Sent, Sent{At: hours(), Kind: []string{"ask", "check-in", "date"}[next()%3]})
		}
		now := hours()
		before, _ := json.Marshal(p)
		var last time.Time
		for range 50 {
			_, due, ok := l.c.NextNudge(p, now)
			if ok && due.Before(now) {
				t.Fatalf("due %v, before %v", due, now)
			}
			if !ok {
				due = forever
			}
			if due.Before(last) {
				t.Fatalf("looking at %v finds %v, and earlier found %v", now, due, last)
			}
			last = due
			now = now.Add(time.Duration(next()+1) * 13 * time.Minute)
		}
		if after, _ := json.Marshal(p); string(after) != string(before) {
			t.Fatal("looking changed the person")
		}
	})
}

// TestAFreeWeekendIsFree: nothing comes on a Saturday or Sunday but their own
// check-in and a date that they asked for.
func TestAFreeWeekendIsFree(t *testing.T) {
	l := newLife(t, "Europe/Berlin")
	l.p.rememberQuiet("quiet_days", "weekend")
	l.promise("ask", "Thu 2026-03-05 10:00", "Sat 2026-03-07 12:00")
	if _, due, ok := l.c.NextNudge(l.p, l.at("Fri 2026-03-06 12:00")); !ok || !due.Equal(l.at("Mon 2026-03-09 09:00")) {
		t.Errorf("what was promised for Saturday comes at %v", due)
	}
	l.promise("date", "Thu 2026-03-05 10:00", "Sun 2026-03-08 09:30")
	l.p.CheckIn = &CheckIn{Days: "saturday", At: "10:00", Next: l.at("Sat 2026-03-07 10:00")}
	l.want(l.play(l.at("Fri 2026-03-06 12:00"), l.at("Mon 2026-03-09 12:00")),
		"Sat 2026-03-07 10:00 check-in", "Sun 2026-03-08 09:30 date", "Mon 2026-03-09 09:00 ask")
	l.p.rememberQuiet("quiet_days", "")
	if l.p.Quiet != nil {
		t.Errorf("the usual hours are kept as %+v", l.p.Quiet)
	}
}

// TestALookBackStaysInItsWeek leaves one out that a rejection would move into
// the week after, where there is nothing to look back on.
func TestALookBackStaysInItsWeek(t *testing.T) {
	l := newLife(t, "Europe/Berlin")
	l.promise("look-back", "Mon 2026-03-02 08:00", "Fri 2026-03-06 17:00")
	l.p.LastNo = l.at("Thu 2026-03-05 11:00")
	from := l.at("Thu 2026-03-05 12:00")
	if _, due, ok := l.c.NextNudge(l.p, from); !ok || due.In(l.loc).Format(layoutNudge) != "Sat 2026-03-07 11:00" {
		t.Errorf("after a no on Thursday it comes at %s", due.In(l.loc).Format(layoutNudge))
	}
	l.p.LastNo = l.at("Fri 2026-03-06 10:00")
	if _, due, ok := l.c.NextNudge(l.p, from); !ok || due.In(l.loc).Format(layoutNudge) != "Fri 2026-03-13 17:00" {
		t.Errorf("after a no on Friday it comes at %s", due.In(l.loc).Format(layoutNudge))
	}
}
