package coach

import (
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
		"drop it":                           func(t *turn, _ page.Call) { t.dropChosen() },
		"move it to WORD":                   func(t *turn, c page.Call) { t.moveChosen(c.Args[0]) },
		"checkin off":                       func(t *turn, _ page.Call) { t.p.CheckIn = nil },
		"go back":                           func(t *turn, _ page.Call) { t.goBack() },
		"go anyway":                         func(t *turn, _ page.Call) { t.goAnyway() },
		"drop":                              func(t *turn, _ page.Call) { t.p.Paused = nil },
		"list KIND":                         func(*turn, page.Call) {},
		"export":                            func(t *turn, _ page.Call) { t.out.Events = append(t.out.Events, ExportAsked) },
		"erase":                             func(t *turn, _ page.Call) { t.erase() },
		"take settings":                     func(t *turn, _ page.Call) { t.takeSettings() },
		"room find":                         func(t *turn, _ page.Call) { t.findRoom() },
		"offer near WORD":                   func(t *turn, c page.Call) { t.offerNear(c.Args[0]) },
		"room set":                          func(t *turn, _ page.Call) { t.setRoom() },
		"room off":                          func(t *turn, _ page.Call) { t.roomOff() },
		"share":                             func(t *turn, _ page.Call) { t.share(atRoomWin) },
		"share named":                       func(t *turn, _ page.Call) { t.share(atRoomWinNamed) },
		"take back":                         func(t *turn, _ page.Call) { t.takeNewestBack() },
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
	case "quiet_from", "quiet_to", "quiet_days":
		p.rememberQuiet(name, value)
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

// erase asks for everything to be deleted. What was shared goes, too, as long as
// anything leads to it.
func (t *turn) erase() {
	t.takeBack(func(Shared) bool { return true })
	t.out.Events = append(t.out.Events, ErasureDone)
}
