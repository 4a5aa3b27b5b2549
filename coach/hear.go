package coach

import (
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"bounceback/coach/page"
	"bounceback/coach/understand"
)

// longAway is the silence after which a person is met without catching up.
const longAway = 14 * 24 * time.Hour

// Hear answers one message. It changes p, does no I/O, and cannot fail: pages
// were checked by New, and a place that no longer exists is answered in words.
func (c *Coach) Hear(p *Person, h Heard, j Journal, now time.Time) Turn {
	if p.Name == "" {
		p.Name = h.Name
	}
	if p.TimeZone == "" && c.zones.known(h.TimeZone) {
		p.TimeZone = h.TimeZone
	}
	t := c.newTurn(p, h, j, now)
	away := !p.Heard.IsZero() && now.Sub(p.Heard) >= longAway
	p.Heard = now
	switch {
	case t.warning():
	case h.Reading.Control == understand.Stop && h.Tap == "" && h.Command == "":
		p.Place, p.Paused = nil, nil
		t.open(atStop, nil)
	default:
		if away {
			t.visit(atLongAway)
		}
		t.answer()
	}
	t.introduce()
	return t.finish()
}

// answer is the way of an ordinary message.
func (t *turn) answer() {
	switch {
	case t.h.Tap != "":
		t.tapped()
	case t.h.Command != "":
		t.command()
	case !hasWords(t.h.Text):
		t.empty()
	case t.everywhere():
	case t.p.Place != nil && t.reply():
		t.p.Misses = 0
	case t.topic():
		t.p.Misses = 0
	default:
		t.missed()
	}
}

// finish records where the conversation stands.
func (t *turn) finish() Turn {
	if t.p.Place != nil {
		t.out.Page, t.out.Step = t.p.Place.Page, t.p.Place.Step
	}
	return t.out
}

// warning looks for signs of danger before anything else. It is true when the
// lifeline has answered.
func (t *turn) warning() bool {
	w := t.h.Reading.Warning
	switch {
	case w.Level == understand.Clear && w.Other, w.Level == understand.Possible && w.Other:
		t.lifeline(atFriend)
	case w.Level == understand.Clear && t.p.Place != nil && t.p.Place.Page == atClear.Page && t.p.Place.Step != atAsk.Step:
		t.lifeline(atStay)
	case w.Level == understand.Clear:
		t.p.Paused = nil
		t.lifeline(atClear)
	case w.Level == understand.Possible && !t.askedBefore():
		if t.p.Place != nil && t.p.Place.Page == atClear.Page {
			return false // the lifeline is open already: an answer is an answer
		}
		t.p.WarnedAt, t.p.Warned = t.now, hash(fold(t.h.Text))
		t.setAside(false)
		t.lifeline(atAsk)
	default:
		return false
	}
	return true
}

func (t *turn) lifeline(to page.Target) {
	t.alone = true
	t.p.Misses = 0
	t.open(to, nil)
}

// askedBefore is true for the same words within a day.
func (t *turn) askedBefore() bool {
	return !t.p.WarnedAt.IsZero() && t.p.Warned == hash(fold(t.h.Text))
}

// everywhere answers the words that work at each step of each page.
func (t *turn) everywhere() bool {
	control := t.h.Reading.Control
	place := t.p.Place
	switch control {
	case understand.Help:
		t.digress(atHelp, nil)
	case understand.Delete:
		t.digress(atDelete, nil)
	case understand.Undo:
		if t.offers(t.h.Text) {
			return false
		}
		t.digress(atUndo, nil)
	case understand.GoOn:
		if place != nil && t.worthKeeping(place) {
			return false
		}
		t.p.Place = nil
		t.fresh = true
		t.resume(atHere)
	case understand.Cancel:
		if t.offers(t.h.Text) {
			return false
		}
		t.cancel()
	default:
		return false
	}
	t.p.Misses = 0
	return true
}

// cancel leaves the present exchange and keeps the place.
func (t *turn) cancel() {
	t.setAside(true)
	for i := range t.p.Paused {
		t.p.Paused[i].Aside = true // never mind is meant for all that waits
	}
	t.open(atLater, nil)
}

// empty answers a message without a letter or digit: an emoji can be an answer,
// or be about something.
func (t *turn) empty() {
	blank := strings.TrimSpace(t.h.Text) == ""
	switch {
	case t.p.Place == nil && !blank && t.topic():
	case t.p.Place == nil || t.stale():
		t.p.Place = nil
		t.open(atEmpty, nil)
	case !blank && t.reply():
	default:
		t.repair(atEmpty)
	}
}

// topic opens the page of what the message is about. It is false when the
// message means nothing to us.
func (t *turn) topic() bool {
	r := t.h.Reading
	switch {
	case r.Outcome == understand.Sure && len(r.Guesses) > 0:
		return t.openIntent(string(r.Guesses[0].Label))
	case r.Outcome == understand.Unsure && t.p.Place == nil:
		return t.unsure()
	case r.Outcome == understand.Unsure && t.stale():
		return t.unsure()
	}
	return false
}

// openIntent goes to an intent's page, from inside a conversation as a
// digression.
func (t *turn) openIntent(intent string) bool {
	name, ok := t.c.intents[t.book.Language][intent]
	if !ok {
		return false
	}
	if intent == "cancel" {
		t.cancel()
		return true
	}
	if asksToStop(t.h.Text) && (intent == "settings") {
		t.digress(atWhich, t.details())
		return true
	}
	if pl := t.p.Place; pl != nil && pl.Page == name && !t.stale() && !isEvent(intent) {
		return false // already there: the question stands
	}
	t.digress(page.Target{Page: name}, t.details())
	return true
}

// isEvent tells the intents that report something new each time.
func isEvent(intent string) bool {
	switch intent {
	case "rejected", "ghosted", "win", "offer", "application", "interview":
		return true
	}
	return false
}

// asksToStop finds a stop inside a longer sentence.
func asksToStop(text string) bool {
	return slices.Contains(strings.Fields(fold(text)), "stop")
}

// digress leaves the open conversation for another, to come back to it.
func (t *turn) digress(to page.Target, words map[string]string) {
	if t.p.Place != nil && t.p.Place.Page == to.Page {
		t.p.Place = nil
	}
	t.setAside(false)
	t.fresh = true
	t.open(to, words)
}

// unsure offers the two or three likeliest meanings.
func (t *turn) unsure() bool {
	names := make([]string, 0, 3)
	for _, g := range t.h.Reading.Guesses {
		name := t.c.intents[t.book.Language][string(g.Label)]
		pg := t.book.Pages[name]
		if pg == nil || pg.Called == "" || g.Label == "crisis" || slices.Contains(names, name) {
			continue
		}
		if names = append(names, name); len(names) == 3 {
			break
		}
	}
	if len(names) == 0 {
		return false
	}
	words := t.details()
	t.setAside(false)
	t.fresh = true
	t.open(atUnsure, withWord(words, "likely", strings.Join(names, ",")))
	return true
}

// likely are the pages that unsure offered.
func likely(words map[string]string) []string {
	if words["likely"] == "" {
		return nil
	}
	return strings.Split(words["likely"], ",")
}

// missed answers a message that fits nothing.
func (t *turn) missed() {
	t.p.Misses++
	if t.p.Place == nil || t.stale() {
		t.p.Place = nil
		t.open(atRepair, nil)
		return
	}
	if t.p.Misses > 1 {
		t.repair(atTwice)
		return
	}
	t.repair(atAgain)
}

// repair says one of the repair lines and offers the open question's choices
// again.
func (t *turn) repair(to page.Target) {
	step := t.step(page.Target{Page: t.p.Place.Page, Step: t.p.Place.Step})
	if step == nil || !step.Waits() {
		t.lost()
		return
	}
	t.visit(to)
	t.wait(step)
}

// introduce says once who is speaking, before the last message of the first
// answer ever: their matter comes first.
func (t *turn) introduce() {
	if !t.p.Met.IsZero() || t.alone || t.p.Place != nil && t.p.Place.Page == atClear.Page {
		return
	}
	t.p.Met = t.now
	said := t.out.Messages
	t.out.Messages = nil
	t.visit(atIntro)
	intro := t.out.Messages
	if len(said) == 0 {
		return
	}
	last := len(said) - 1
	t.out.Messages = slices.Concat(said[:last], intro, said[last:])
}

// details are the facts that the message gave by itself.
func (t *turn) details() map[string]string {
	d := t.h.Reading.Details
	words := map[string]string{}
	put := func(name, value string) {
		if value != "" {
			words[name] = value
		}
	}
	put("company", d.Company)
	put("role", d.Role)
	put("stage", d.Stage)
	put("contact", d.Contact)
	put("city", d.City)
	put("mood", d.Mood)
	if d.Count > 0 {
		put("count", itoa(d.Count))
	}
	if d.Clock != nil {
		put("clock", clockText(*d.Clock))
	}
	if d.When != nil {
		put("when", t.place(*d.When))
	}
	if len(words) == 0 {
		return nil
	}
	return words
}

func hash(s string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(s))
	return h.Sum32()
}
