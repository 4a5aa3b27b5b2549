package coach

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"bounceback/coach/page"
)

// promiseAt keeps a promise for a moment.
func (t *turn) promiseAt(to page.Target, due time.Time) { t.promiseFor(to, due, "") }

// promiseFor keeps a promise, instead of an earlier one of the same matter: two
// interviews are two promises. on is the word of the date that it is made for,
// if any.
func (t *turn) promiseFor(to page.Target, due time.Time, on string) {
	step := t.step(to)
	if step == nil {
		return
	}
	p := Promise{Page: to.Page, Step: step.Slug, Made: t.now, Due: due, On: on}
	if on != "" {
		p.Words = withWord(nil, on, t.code(on))
	}
	if t.p.Place != nil {
		for _, w := range carried {
			if v := t.p.Place.Words[w]; v != "" {
				p.Words = withWord(p.Words, w, v)
			}
		}
	}
	t.p.Promises = slices.DeleteFunc(t.p.Promises, func(old Promise) bool { return sameMatter(old, p) })
	t.p.Promises = append(t.p.Promises, p)
	t.p.Silent = time.Time{} // who agrees to something wants to hear it
}

// sameMatter tells whether one promise stands in for another: the same step
// about the same firm and the same person. Dates that are about neither stand
// beside each other: a permit and an exam.
func sameMatter(a, b Promise) bool {
	same := a.Page == b.Page && a.Step == b.Step && a.Words["company"] == b.Words["company"] && a.Words["contact"] == b.Words["contact"]
	beside := a.On != "" && a.Words["company"] == "" && a.Words["contact"] == "" && !a.Due.Equal(b.Due)
	return same && !beside
}

// promiseOn keeps a promise for the date kept in a word, moved by some days: at
// its time of day if one was said, else in the morning. A day that has passed
// is not promised.
func (t *turn) promiseOn(to page.Target, word string, days int) {
	at, clock, ok := parseStamp(t.code(word), t.loc)
	if !ok {
		return
	}
	y, m, d := at.Date()
	hour, minute := 9, 30
	if clock && days == 0 {
		hour, minute = at.Hour(), at.Minute()
	}
	due := localTime(y, m, d+days, hour, minute, t.loc)
	if due.Before(t.now) {
		if daysBetween(due.In(t.loc), t.now.In(t.loc)) > 0 {
			return // that day is over: "two weeks are left" would not be true any more
		}
		due = t.now.Add(time.Hour)
	}
	if !strings.HasSuffix(word, "_date") {
		word = "" // "when" is a detail of the firm's matter
	}
	t.promiseFor(to, due, word)
	t.local(due)
}

// local notes the clock on the wall of the promise made last, when that was made
// for this moment: it moves along when the person moves.
func (t *turn) local(due time.Time) {
	if n := len(t.p.Promises); n > 0 && t.p.Promises[n-1].Due.Equal(due) {
		t.p.Promises[n-1].Local = due.In(t.loc).Format(stampTime)
	}
}

// promiseEvening keeps a promise for the end of a day: at half past six, or two
// hours after what was said for that day.
func (t *turn) promiseEvening(to page.Target, word string) {
	at, clock, ok := parseStamp(t.code(word), t.loc)
	if !ok {
		return
	}
	y, m, d := at.Date()
	due := localTime(y, m, d, 18, 30, t.loc)
	if later := at.Add(2 * time.Hour); clock && later.After(due) {
		due = later
	}
	t.promiseAt(to, due)
	t.local(due)
}

func (t *turn) promiseNear(c page.Call, sign int) {
	n, _ := strconv.Atoi(c.Args[len(c.Args)-2])
	t.promiseOn(c.Target, c.Args[len(c.Args)-1], sign*n)
}

// unpromise takes a promise back: the one about the firm or for the date that
// is talked of, or about any where none is.
func (t *turn) unpromise(to page.Target) {
	step := t.step(to)
	if step == nil {
		return
	}
	about := t.code("company")
	t.p.Promises = slices.DeleteFunc(t.p.Promises, func(p Promise) bool {
		return p.Page == to.Page && p.Step == step.Slug && (about == "" || p.Words["company"] == about) && !t.otherDate(p)
	})
}

// otherDate is true for a promise that was made for another date than the one
// that is talked of.
func (t *turn) otherDate(p Promise) bool {
	date := t.code(p.On)
	return date != "" && date != p.Words[p.On]
}
