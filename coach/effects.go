package coach

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"bounceback/coach/page"
)

// holdFor is how long goals, odds and persistence rest after a crisis signal.
const holdFor = 30 * 24 * time.Hour

type effectFunc func(t *turn, c page.Call)

// effectTable is the closed list of what a page can do. "keep WORD" and "hear"
// are here for the checker: the answer itself is taken by takeWords.
func effectTable() map[string]effectFunc {
	return map[string]effectFunc{
		"keep WORD":      func(*turn, page.Call) {},
		"hear":           func(*turn, page.Call) {},
		"set WORD VALUE": func(t *turn, c page.Call) { t.set(c.Args[0], c.Args[1]) },
		"clear WORD":     func(t *turn, c page.Call) { t.clear(c.Args[0]) },
		"quote WORD":     func(t *turn, c page.Call) { t.quoteMessage(c.Args[0]) },
		"record KIND":    func(t *turn, c page.Call) { t.record(Kind(c.Args[0])) },
		"withdraw":       func(t *turn, _ page.Call) { t.withdraw() },
		"undo":           func(t *turn, _ page.Call) { t.undo() },
		"remember WORD":  func(t *turn, c page.Call) { t.remember(c.Args[0], t.code(c.Args[0])) },
		"forget WORD":    func(t *turn, c page.Call) { t.remember(c.Args[0], "") },
		"recall KIND": func(t *turn, c page.Call) {
			if t.code("company") != "" {
				t.recall(Kind(c.Args[0]))
			}
		},
		"recall last KIND": func(t *turn, c page.Call) { t.recall(Kind(c.Args[0])) },
		"promise TARGET in N UNIT": func(t *turn, c page.Call) {
			t.promiseAt(c.Target, t.now.Add(span(c.Args[len(c.Args)-2], c.Args[len(c.Args)-1])))
		},
		"promise TARGET on WORD": func(t *turn, c page.Call) { t.promiseOn(c.Target, c.Args[len(c.Args)-1], 0) },
		"promise TARGET in the evening of WORD": func(t *turn, c page.Call) {
			t.promiseEvening(c.Target, c.Args[len(c.Args)-1])
		},
		"promise TARGET N days after WORD":  func(t *turn, c page.Call) { t.promiseNear(c, 1) },
		"promise TARGET N days before WORD": func(t *turn, c page.Call) { t.promiseNear(c, -1) },
		"unpromise TARGET":                  func(t *turn, c page.Call) { t.unpromise(c.Target) },
		"unpromise all":                     func(t *turn, _ page.Call) { t.p.Promises = nil },
		"refuse NAME":                       func(t *turn, c page.Call) { t.refuse(c.Args[0]) },
		"accept NAME":                       func(t *turn, c page.Call) { delete(t.p.Refused, c.Args[0]) },
		"weigh LEVEL":                       func(t *turn, c page.Call) { t.weigh(c.Args[0]) },
		"consent on":                        func(t *turn, _ page.Call) { t.p.Consent = true },
		"consent off":                       func(t *turn, _ page.Call) { t.consentOff() },
		"hold":                              func(t *turn, _ page.Call) { t.hold() },
		"release":                           func(t *turn, _ page.Call) { t.release() },
		"stop nudges":                       func(t *turn, _ page.Call) { t.p.Stopped, t.p.Promises, t.p.CheckIn = true, nil, nil },
		"resume nudges":                     func(t *turn, _ page.Call) { t.p.Stopped, t.p.Rest, t.p.Silent = false, time.Time{}, time.Time{} },
		"rest N UNIT":                       func(t *turn, c page.Call) { t.p.Rest = t.now.Add(span(c.Args[0], c.Args[1])) },
		"rest until WORD":                   func(t *turn, c page.Call) { t.restUntil(c.Args[0]) },
		"rest":                              func(t *turn, _ page.Call) { t.p.Rest = forever },
		"checkin off":                       func(t *turn, _ page.Call) { t.p.CheckIn = nil },
		"go back":                           func(t *turn, _ page.Call) { t.goBack() },
		"go anyway":                         func(t *turn, _ page.Call) { t.goAnyway() },
		"drop":                              func(t *turn, _ page.Call) { t.p.Paused = nil },
		"list KIND":                         func(*turn, page.Call) {},
		"export":                            func(t *turn, _ page.Call) { t.out.Events = append(t.out.Events, ExportAsked) },
		"erase":                             func(t *turn, _ page.Call) { t.out.Events = append(t.out.Events, ErasureDone) },
	}
}

// forever is a rest without an end: until they resume.
var forever = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// do runs effects in order, until one moves the conversation.
func (t *turn) do(calls []page.Call) {
	for _, c := range calls {
		if f := t.c.effects[c.Pattern]; f != nil {
			f(t, c)
		}
		if t.jump {
			return
		}
	}
}

func (t *turn) set(name, value string) {
	if t.p.Place != nil {
		t.p.Place.Words = withWord(t.p.Place.Words, name, value)
	}
}

func (t *turn) clear(name string) {
	if t.p.Place != nil {
		delete(t.p.Place.Words, name)
	}
}

// span is a number of hours, days or weeks.
func span(n, unit string) time.Duration {
	count, _ := strconv.Atoi(n)
	switch strings.TrimSuffix(unit, "s") {
	case "hour":
		return time.Duration(count) * time.Hour
	case "week":
		return time.Duration(count) * 7 * 24 * time.Hour
	}
	return time.Duration(count) * 24 * time.Hour
}

// remember keeps a setting; an empty value forgets it.
func (t *turn) remember(name, value string) {
	p := t.p
	switch name {
	case "name":
		p.Name = value
	case "zone":
		p.TimeZone = value
		t.loc = t.c.zones.load(value)
		t.reschedule()
	case "country":
		p.Country = value
	case "checkin_days", "checkin_at":
		t.schedule(name, value)
	case "quiet_from", "quiet_to":
		q := p.quiet()
		if name == "quiet_from" {
			q.From = value
		} else {
			q.To = value
		}
		p.Quiet = &q
		if value == "" {
			p.Quiet = nil
		}
	default:
		if value == "" {
			delete(p.Kept, name)
			return
		}
		p.Kept = withWord(p.Kept, name, value)
	}
}

func (t *turn) refuse(name string) {
	if t.p.Refused == nil {
		t.p.Refused = map[string]Refusal{}
	}
	r := t.p.Refused[name]
	if t.now.Sub(r.Last) >= refusedFor {
		r.Times = 0
	}
	r.Times++
	r.Last = t.now
	t.p.Refused[name] = r
}

// weigh notes for a day how heavy it is; the journal has it only with consent.
func (t *turn) weigh(level string) {
	run := 0
	switch level {
	case "heavy", "very heavy":
		run = t.p.Weight.Run + 1
	case "unsaid":
		level, run = "", t.p.Weight.Run
	}
	t.p.Weight = Weight{Level: level, At: t.now, Run: run}
	if level != "" {
		t.set("weight", level)
	}
}

// consentOff withdraws the consent and takes the moods that were kept out.
func (t *turn) consentOff() {
	t.p.Consent, t.p.MoodSince = false, time.Time{}
	t.each(Mood, func(e Entry) bool {
		t.takeOut(e)
		return true
	})
}

func (t *turn) restUntil(word string) {
	if at, _, ok := parseStamp(t.code(word), t.loc); ok {
		t.p.Rest = at
	}
}

// heldWord notes the hold that there was before the conversation's own.
const heldWord = "held_before"

// hold lets goals, odds and persistence rest from now.
func (t *turn) hold() {
	if t.p.Place != nil && t.p.Place.Words[heldWord] == "" {
		t.set(heldWord, t.p.Hold.Format(time.RFC3339))
	}
	t.p.Hold = t.now.Add(holdFor)
}

// release ends the hold: the conversation's own, so that "you misread me" does
// not end one that was right, or else whichever there is.
func (t *turn) release() {
	t.p.Hold, _ = time.Parse(time.RFC3339, t.code(heldWord))
	t.clear(heldWord)
}

// goBack returns to what was set aside.
func (t *turn) goBack() {
	t.p.Place = nil
	t.jump = true
	t.resume(atHere)
	t.jump = true
}

// goAnyway opens the page that a very heavy day held back.
func (t *turn) goAnyway() {
	if t.p.Place == nil {
		return
	}
	name, step, ok := strings.Cut(t.p.Place.Words["after_gently"], "#")
	if !ok {
		return
	}
	words := t.p.Place.Words
	delete(words, "after_gently")
	t.gentle = true
	t.open(page.Target{Page: name, Step: step}, words)
	t.jump = true
}

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
