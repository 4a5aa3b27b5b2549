package coach

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"bounceback/coach/page"
)

// What will come can be chosen, moved and dropped one by one. Its id stays the
// same for as long as it stands on the list, also when others come or go.
const (
	listedWord = "listed" // the ids in the order in which they were shown
	chosenWord = "chosen" // the id of the one that is talked of
	ofKindWord = "of_kind"
	thingKey   = "one-"
	// checkInID is the id of the own check-in.
	checkInID = "check-in"
)

// arriving is a promise or the check-in that will come, with the time at which
// it can be sent.
type arriving struct {
	Promise
	id    string
	index int // in Person.Promises, -1 for the check-in and the goodbye
}

// arrivals are what will come, soonest first: at the times that hold once this
// talk is over.
func (t *turn) arrivals() []arriving {
	at := *t.p
	at.Place = nil
	var list []arriving
	for _, x := range t.c.upcoming(&at, t.now) {
		if x.due.Year() >= forever.Year()-1 {
			continue // they rest until they say so
		}
		a := arriving{Promise: Promise{Page: x.Page, Step: x.Step}, id: x.Kind, index: x.promise}
		if x.promise >= 0 {
			a.Promise = t.p.Promises[x.promise]
			a.id = promiseID(a.Promise)
		}
		a.Due = x.due
		list = append(list, a)
	}
	return list
}

// promiseID tells one promise from all others of the same person.
func promiseID(p Promise) string {
	var b strings.Builder
	b.WriteString(p.Page + "#" + p.Step + p.Made.UTC().Format(time.RFC3339Nano) + p.Due.UTC().Format(time.RFC3339))
	for _, w := range sortedKeys(p.Words) {
		b.WriteString("\x00" + w + "\x00" + p.Words[w])
	}
	return strconv.FormatUint(uint64(hash(b.String())), 36)
}

// chosen is the one that is talked of.
func (t *turn) chosen() (arriving, bool) {
	id := ""
	if t.p.Place != nil {
		id = t.p.Place.Words[chosenWord]
	}
	if id == "" {
		return arriving{}, false
	}
	list := t.arrivals()
	if i := slices.IndexFunc(list, func(a arriving) bool { return a.id == id }); i >= 0 {
		return list[i], true
	}
	return arriving{}, false
}

// numbered is the id at a place of the list that was shown, -1 the last; "none"
// where there is no such.
func numbered(listed string, n int) string {
	ids := strings.Split(listed, ",")
	if n < 0 {
		n = len(ids)
	}
	if listed == "" || n < 1 || n > len(ids) {
		return "none"
	}
	return ids[n-1]
}

// reason says why something will come, from forms.md: with the first of its
// words that there is a form for.
func (t *turn) reason(p *Promise) string {
	code := p.Page + "#" + p.Step
	for _, w := range sortedKeys(p.Words) {
		if s := t.form("reason", code+" "+w); s != "" {
			v, _ := clip(t.shown(w, p.Words[w]), 60)
			return strings.ReplaceAll(s, "{"+w+"}", v)
		}
	}
	return t.form("reason", code)
}

// thing is one that can be chosen from the list, or all of a kind.
type thing struct{ id, label string }

// things are the choices of what will come at the step that offers them: one by
// one where they fit, else by kind.
func (t *turn) things(step *page.Step) []thing {
	if t.p.Place == nil || t.p.Place.Page != atOneOf.Page || step.Slug != atOneOf.Step {
		return nil
	}
	list := t.arrivals()
	if kind := t.p.Place.Words[ofKindWord]; kind != "" {
		list = slices.DeleteFunc(list, func(a arriving) bool { return a.Page+"#"+a.Step != kind })
	}
	room := maxChoices - len(step.Choices)
	if len(list) <= room || t.p.Place.Words[ofKindWord] != "" {
		return t.oneByOne(list[:min(len(list), room)])
	}
	return t.byKind(list, room)
}

func (t *turn) oneByOne(list []arriving) []thing {
	names := map[string]int{}
	for i := range list {
		names[t.promiseName(&list[i].Promise)]++
	}
	things := make([]thing, 0, len(list))
	for i := range list {
		label := t.promiseName(&list[i].Promise)
		if names[label] > 1 {
			label = t.moment(list[i].Due) + ": " + label
		}
		things = append(things, thing{list[i].id, t.label(label)})
	}
	return things
}

func (t *turn) byKind(list []arriving, room int) []thing {
	var things []thing
	for _, a := range list {
		kind := a.Page + "#" + a.Step
		label := t.label(t.promiseName(&a.Promise))
		same := slices.IndexFunc(things, func(x thing) bool { return x.label == label })
		switch {
		case same >= 0:
			things[same].id = kind
		case len(things) < room:
			things = append(things, thing{a.id, label})
		}
	}
	return things
}

// label is a text as a choice.
func (t *turn) label(text string) string {
	text, _ = clip(text, 70)
	return capital(text)
}

// takeThing goes on with the one that was chosen, or with those of a kind.
func (t *turn) takeThing(x thing) {
	t.p.Misses = 0
	if strings.Contains(x.id, "#") {
		t.set(ofKindWord, x.id)
		t.take(nil, atOneOf)
		return
	}
	t.set(chosenWord, x.id)
	t.take(nil, atOne)
}

// dropChosen takes the one that is talked of off the list.
func (t *turn) dropChosen() {
	a, ok := t.chosen()
	if !ok {
		return
	}
	t.set("what", t.promiseName(&a.Promise)) // said after it is gone
	if a.index < 0 {
		t.p.CheckIn = nil
		return
	}
	t.p.Promises = slices.Delete(t.p.Promises, a.index, a.index+1)
}

// moveChosen gives the one that is talked of another day: at the time of day that
// was said, or else at its own.
func (t *turn) moveChosen(word string) {
	a, ok := t.chosen()
	at, clock, read := parseStamp(t.code(word), t.loc)
	if !ok || a.index < 0 || !read {
		return
	}
	own := a.Due.In(t.loc)
	hour, minute := own.Hour(), own.Minute()
	if clock {
		hour, minute = at.Hour(), at.Minute()
	}
	y, m, d := at.Date()
	due := localTime(y, m, d, hour, minute, t.loc)
	if due.Before(t.now) {
		return
	}
	p := &t.p.Promises[a.index]
	p.Due, p.Local = due, due.In(t.loc).Format(stampTime)
	t.set(chosenWord, promiseID(*p))
}
