package coach

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"bounceback/coach/page"
)

// refusedFor is how long an invitation that was declined twice is not offered.
const refusedFor = 30 * 24 * time.Hour

type factFunc func(t *turn, c page.Call) bool

// factTable is the closed list of what a route can ask.
func factTable() map[string]factFunc {
	return map[string]factFunc{
		"always":          func(*turn, page.Call) bool { return true },
		"known WORD":      func(t *turn, c page.Call) bool { return t.word(c.Args[0]) != "" },
		"WORD is VALUE":   func(t *turn, c page.Call) bool { return t.code(c.Args[0]) == c.Args[1] },
		"heavy":           func(t *turn, _ page.Call) bool { return t.heavy() },
		"very heavy":      func(t *turn, _ page.Call) bool { return t.p.Weight.Level == "very heavy" },
		"light":           func(t *turn, _ page.Call) bool { return t.p.Weight.Level == "light" },
		"two heavy":       func(t *turn, _ page.Call) bool { return t.heavy() && t.p.Weight.Run >= 2 },
		"ahead WORD":      func(t *turn, c page.Call) bool { return t.daysTo(c.Args[0]) > 0 },
		"over WORD":       func(t *turn, c page.Call) bool { return t.daysTo(c.Args[0]) < 0 },
		"human stage":     func(t *turn, _ page.Call) bool { return humanStage(t.code("stage")) },
		"same day":        func(t *turn, _ page.Call) bool { return t.sameDay() },
		"any KIND":        func(t *turn, c page.Call) bool { return t.p.Tally.Total[c.Args[0]] > 0 },
		"several KIND":    func(t *turn, c page.Call) bool { return t.p.Tally.Total[c.Args[0]] >= 3 },
		"many KIND":       func(t *turn, c page.Call) bool { return max(t.p.Tally.Total[c.Args[0]], t.countTold()) >= 10 },
		"refused NAME":    func(t *turn, c page.Call) bool { return t.refused(c.Args[0]) },
		"consent":         func(t *turn, _ page.Call) bool { return t.p.Consent },
		"hold":            func(t *turn, _ page.Call) bool { return t.p.Hold.After(t.now) },
		"silent":          func(t *turn, _ page.Call) bool { return !t.p.Silent.IsZero() },
		"stopped":         func(t *turn, _ page.Call) bool { return t.p.Stopped },
		"resting":         func(t *turn, _ page.Call) bool { return t.p.Rest.After(t.now) },
		"check-in set":    func(t *turn, _ page.Call) bool { return t.p.CheckIn != nil },
		"quiet now":       func(t *turn, _ page.Call) bool { return t.p.Stopped || t.p.Rest.After(t.now) || !t.p.Silent.IsZero() },
		"promised TARGET": func(t *turn, c page.Call) bool { return t.promisedStep(c.Target) },
		"promises":        func(t *turn, _ page.Call) bool { return len(t.arrivals()) > 0 },
		"this week KIND":  func(t *turn, c page.Call) bool { return t.thisWeek()[c.Args[0]] > 0 },
		"quiet week":      func(t *turn, _ page.Call) bool { return t.quietWeek() },
		"new":             func(t *turn, _ page.Call) bool { return t.p.Met.IsZero() },
		"weary":           func(t *turn, _ page.Call) bool { return t.weary() },
		"set aside":       func(t *turn, _ page.Call) bool { return len(t.p.Paused) > 0 },
		"in a room":       func(t *turn, _ page.Call) bool { return t.h.Room != nil },
		"manages":         func(t *turn, _ page.Call) bool { return t.h.Manages },
		"given":           func(t *turn, _ page.Call) bool { return len(t.h.Args) > 0 },
		"room on":         func(t *turn, _ page.Call) bool { return t.roomOn() },
		"sharing":         func(t *turn, _ page.Call) bool { return t.sharable() },
	}
}

// holds evaluates a fact.
func (t *turn) holds(c page.Call) bool {
	f := t.c.facts[c.Pattern]
	return f != nil && f(t, c) != c.Not
}

// code is the stored value of a word, not the words shown for it.
func (t *turn) code(name string) string {
	if t.p.Place != nil && t.p.Place.Words[name] != "" {
		return t.p.Place.Words[name]
	}
	return t.setting(name)
}

func (t *turn) heavy() bool {
	return t.p.Weight.Level == "heavy" || t.p.Weight.Level == "very heavy"
}

// daysTo counts the days to the date kept in a word: 0 for today, and for no date.
func (t *turn) daysTo(word string) int {
	at, _, ok := parseStamp(t.code(word), t.loc)
	if !ok {
		return 0
	}
	return daysBetween(t.now.In(t.loc), at)
}

// humanStage is true where somebody of the firm has dealt with them.
func humanStage(stage string) bool {
	switch stage {
	case "screening", "interview", "final", "test", "offer":
		return true
	}
	return false
}

// sameDay is true within 24 hours of a rejection or a silence.
func (t *turn) sameDay() bool {
	return !t.p.LastNo.IsZero() && t.now.Sub(t.p.LastNo) < 24*time.Hour
}

// promisedStep is true when that step will be opened by itself, about whatever
// firm, but for no other date: what is agreed already is not offered again.
func (t *turn) promisedStep(to page.Target) bool {
	return slices.ContainsFunc(t.p.Promises, func(p Promise) bool {
		return p.Page == to.Page && p.Step == to.Step && !t.otherDate(p)
	})
}

func (t *turn) refused(name string) bool {
	r := t.p.Refused[name]
	return r.Times >= 2 && t.now.Sub(r.Last) < refusedFor
}

// thisWeek counts the lines of this week by kind.
func (t *turn) thisWeek() map[string]int {
	if t.p.Tally.WeekOf != weekOf(t.now.In(t.loc)) {
		return nil
	}
	return t.p.Tally.Week
}

func (t *turn) quietWeek() bool {
	for _, n := range t.thisWeek() {
		if n > 0 {
			return false
		}
	}
	return true
}

func (t *turn) weary() bool { return strings.EqualFold(t.h.Reading.Warning.Level.String(), "weary") }

// countTold is the count that the message which began this talk named: "my
// tenth no" is not met as a first one.
func (t *turn) countTold() int {
	n, _ := strconv.Atoi(t.code("count"))
	return n
}
