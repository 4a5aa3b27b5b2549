package coach

import (
	"hash/fnv"
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
	t := c.newTurn(p, h, j, now)
	t.takeProfile()
	if h.ProfileOnly {
		return Turn{}
	}
	t.away = !p.Heard.IsZero() && now.Sub(p.Heard) >= longAway
	quiet := p.Silent.After(p.Heard)
	p.Heard, p.Unanswered = now, 0
	switch {
	case t.warning():
	case h.Reading.Control == understand.Stop && h.Tap == "" && h.Command == "":
		p.Place, p.Paused = nil, nil
		t.open(atStop, nil)
	default:
		t.answer()
	}
	t.tellTongue()
	atList := p.Place != nil && p.Place.Page == atList.Page // which says so itself
	if quiet && !p.Silent.IsZero() && !t.alone && !atList {
		t.insert(atQuiet)
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
	case t.wishes():
	case t.p.Place != nil && t.reply():
		t.p.Misses = 0
	case t.p.Place == nil && t.plain():
	case t.bareCommand(), t.notMine(), t.topic():
		t.p.Misses = 0
	default:
		t.missed()
	}
}

// plain answers a yes, no, skip or number that answers nothing: nobody had
// asked.
func (t *turn) plain() bool {
	switch t.h.Reading.Control {
	case understand.NoWord, understand.SkipWord:
		t.open(atFine, nil)
	case understand.YesWord:
		if t.known() {
			return false // "ok" and "sure" can be a thank-you
		}
		t.open(atNothing, nil)
	default:
		if _, ok := number(t.h.Text); !ok {
			return false
		}
		t.missed() // a number to a question that has passed
		return true
	}
	t.p.Misses = 0
	return true
}

// finish records where the conversation stands.
func (t *turn) finish() Turn {
	if t.p.Place != nil {
		t.out.Page, t.out.Step = t.p.Place.Page, t.p.Place.Step
	}
	return t.out
}

// everywhere answers the words that work at each step of each page.
func (t *turn) everywhere() bool {
	if t.inCrisis() {
		return t.crisisWord()
	}
	place := t.p.Place
	if t.offers(t.h.Text) {
		return false // here the words mean a choice
	}
	switch t.h.Reading.Control {
	case understand.Help:
		t.digress(atHelp, nil)
	case understand.Delete:
		t.digress(atDelete, nil)
	case understand.Undo:
		t.dropUndone()
		t.digress(atUndo, nil)
	case understand.GoOn:
		if place != nil && t.worthKeeping(place) {
			return false
		}
		t.p.Place = nil
		t.fresh = true
		t.resume(atHere)
	case understand.Insult:
		if t.listens() {
			return false // who lets it out may be as rude as they like
		}
		t.digress(atAnger, nil)
	case understand.Listen:
		if t.listens() {
			return false // they are doing it
		}
		t.digress(atLetOut, nil)
	case understand.Cancel:
		if t.offersPartly(t.h.Text) {
			return false
		}
		t.cancel()
	default:
		return false
	}
	t.p.Misses = 0
	return true
}

// listens tells whether the open question takes the person's own words, in
// whatever form.
func (t *turn) listens() bool {
	if t.p.Place == nil {
		return false
	}
	step := t.step(page.Target{Page: t.p.Place.Page, Step: t.p.Place.Step})
	return step != nil && step.Answer != nil && formOf(step.Answer.Keep) == ""
}

// dropUndone ends the talk about the line that undo is to take back.
func (t *turn) dropUndone() {
	n := len(t.p.Last)
	if pl := t.p.Place; pl != nil && n > 0 && pl.Logged == t.p.Last[n-1]+1 {
		t.p.Place = nil
	}
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

// missed answers a message that fits nothing.
func (t *turn) missed() {
	t.p.Misses++
	if t.p.Place == nil || t.stale() {
		t.p.Place = nil
		if t.away {
			t.open(atLongAway, nil)
			return
		}
		t.open(atRepair, nil)
		return
	}
	if t.p.Misses > 1 {
		if r := t.h.Reading; r.Outcome == understand.Unsure && r.Control == understand.NoControl && t.unsure() {
			return // perhaps it is about something else altogether
		}
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
	if !t.p.Met.IsZero() || t.alone || t.atLifeline() {
		return
	}
	t.p.Met = t.now
	if t.h.Overseen {
		t.insert(atIntroOverseen)
		return
	}
	t.insert(atIntro)
}

// details are the facts that the message gave by itself.
func (t *turn) details() map[string]string { return t.detailWords(t.h.Reading.Details) }

// detailWords are details as the words of a conversation.
func (t *turn) detailWords(d understand.Details) map[string]string {
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
