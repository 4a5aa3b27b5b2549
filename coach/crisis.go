package coach

import (
	"slices"
	"strings"

	"bounceback/coach/page"
	"bounceback/coach/understand"
)

// The word under which the lifeline notes that its first message, with a
// contact, was said in this conversation. It goes when the conversation ends.
const toldWord = "told"

// warning looks for signs of danger before anything else. It is true when the
// lifeline has answered.
func (t *turn) warning() bool {
	if t.h.Reading.Warning.Guess && t.h.Text != "" && t.answering() {
		t.h.Reading.Warning = understand.Warning{}
	}
	w := t.h.Reading.Warning
	switch {
	case w.Level < understand.Possible, t.h.Text != "" && (t.offers(t.h.Text) || t.c.find(fold(t.h.Text)) != nil):
		return false // the words of a choice or the name of a command are ours, not a sign
	case w.Other:
		t.setAside(false)
		t.lifeline(atFriend, nil)
	case w.Level == understand.Clear && t.told():
		t.lifeline(atStay, t.p.Place.Words)
	case w.Level == understand.Clear:
		t.leaveTalk()
		t.lifeline(atClear, nil)
	default:
		return t.ask()
	}
	return true
}

// answering tells whether the open question asks for words.
func (t *turn) answering() bool {
	_, open := t.offered()
	return open && !t.stale()
}

// ask puts the one direct question for a possible sign. It is false when it has
// been asked: for the same words within a day, or in this very conversation,
// where an answer is an answer.
func (t *turn) ask() bool {
	if t.askedBefore() || t.inCrisis() {
		return false
	}
	t.p.WarnedAt, t.p.Warned = t.now, hash(fold(t.h.Words()))
	t.setAside(false)
	t.lifeline(atAsk, nil)
	return true
}

// askedBefore is true for the same words within a day.
func (t *turn) askedBefore() bool {
	return !t.p.WarnedAt.IsZero() && t.p.Warned == hash(fold(t.h.Words()))
}

// lifeline opens a step of the lifeline. To somebody who writes in another
// language the way to help is said in that one first.
func (t *turn) lifeline(to page.Target, words map[string]string) {
	t.alone = true
	t.p.Misses = 0
	if tag := t.foreign(); tag != "" && (to == atAsk || to == atClear) {
		t.visit(atDanger(tag))
	}
	t.open(to, words)
}

// leaveTalk leaves what was open for the lifeline. It is not offered again by
// itself; only "you misread me" goes back to it.
func (t *turn) leaveTalk() {
	t.setAside(true)
	for i := range t.p.Paused {
		t.p.Paused[i].Aside = true
	}
}

// atLifeline tells whether the lifeline is open, be it for its numbers only.
func (t *turn) atLifeline() bool { return t.p.Place != nil && t.p.Place.Page == atClear.Page }

// told tells whether the lifeline's first message stands in this conversation.
func (t *turn) told() bool { return t.atLifeline() && t.p.Place.Words[toldWord] != "" }

// inCrisis tells whether the talk is about danger to the person: the question
// was asked, or a clear sign was answered.
func (t *turn) inCrisis() bool {
	return t.told() || t.atLifeline() && !t.p.WarnedAt.IsZero() && !t.stale()
}

// crisisWord answers the words that work everywhere, where their usual page
// would lead away from a person in danger: help means the numbers, and never
// mind leaves with a contact. It is false for any other.
func (t *turn) crisisWord() bool {
	if t.offers(t.h.Text) {
		return false
	}
	switch t.h.Reading.Control {
	case understand.Help:
		t.lifeline(atShow, t.p.Place.Words)
	case understand.Cancel:
		t.lifeline(atLeave, t.p.Place.Words)
	case understand.Delete:
		t.digress(atDelete, nil)
	default:
		return false
	}
	return true
}

// listen takes words that fit nothing in a talk about danger: they are heard,
// never corrected and never taken for another topic. Only where the question was
// left alone, what is surely about the search is so again. It is false elsewhere.
func (t *turn) listen() bool {
	if !t.inCrisis() {
		return false
	}
	if c := t.barrier(); c != nil {
		t.choose(c)
		return true
	}
	if !t.told() && !t.asksStraight() && t.movesOn() {
		return false
	}
	if t.h.Reading.Warning.Level >= understand.Possible && !t.asksStraight() {
		t.lifeline(atStay, t.p.Place.Words) // something new was said: a contact again
		return true
	}
	t.take(nil, atListen)
	return true
}

// movesOn tells whether a message is surely news of the search or a request, and
// no feeling.
func (t *turn) movesOn() bool {
	r := t.h.Reading
	if r.Outcome != understand.Sure || len(r.Guesses) == 0 || r.Warning.Level >= understand.Possible {
		return false
	}
	switch topic := string(r.Guesses[0].Label); topic {
	case "feedback", "lesson", "network", "goal", "progress", "checkin", "settings", "privacy", "help":
		return true
	default:
		return isEvent(topic)
	}
}

// barrier finds what stands in the way of a call when that is said in the words
// of its choice, wherever in a talk about danger: "not my language". So it does
// "you misread me", which not every step there has room to offer.
func (t *turn) barrier() *page.Choice {
	for _, at := range [...]page.Target{atBarrier, atTried, atStay} {
		if step := t.step(at); step != nil {
			c := t.match(step)
			if c == nil && at != atStay {
				c = hinted(step, fold(t.h.Text))
			}
			if c != nil && c.To != atLeave {
				return c
			}
		}
	}
	return nil
}

// hinted finds the one choice of which a word that says something stands in a
// text: "I'm scared of the police" is about police, visa or costs.
func hinted(step *page.Step, said string) (found *page.Choice) {
	for i := range step.Choices {
		for w := range strings.FieldsSeq(fold(step.Choices[i].Label)) {
			if len(w) < 4 || isSmall(w) || strings.Contains(plainWords, " "+w+" ") || !strings.Contains(" "+said+" ", " "+w+" ") {
				continue
			}
			if found != nil && found != &step.Choices[i] {
				return nil
			}
			found = &step.Choices[i]
		}
	}
	return found
}

// plainWords stand in the labels of barriers and in much else.
const plainWords = " call cant line stop here like didnt already tried help afraid visa "

// asksStraight tells whether the one direct question is open.
func (t *turn) asksStraight() bool { return t.atLifeline() && t.p.Place.Step == atAsk.Step }

// saysYes tells a yes from "ok", "fine" and "sure" by themselves, which answer
// many a question with yes but here may only mean that it was read.
func saysYes(text string) bool {
	for w := range strings.FieldsSeq(fold(text)) {
		if !slices.Contains(acknowledgements[:], w) {
			return true
		}
	}
	return false
}

var acknowledgements = [...]string{"ok", "okay", "okey", "okk", "k", "kk", "alright", "all", "right", "fine", "sure"}

// yesSomehow finds the choice of the direct question that an answer such as
// "yes I am" or "sometimes, at night" begins with. A no must be a plain one.
func (t *turn) yesSomehow(step *page.Step) *page.Choice {
	if !t.asksStraight() {
		return nil
	}
	first := firstWord(fold(t.h.Text))
	if !saysYes(first) {
		return nil
	}
	for i := range step.Choices {
		c := &step.Choices[i]
		label := strings.TrimSuffix(firstWord(fold(c.Label)), ",")
		if c.To == atClear && (label == first || label == "yes" && understand.ControlOf(first) == understand.YesWord) {
			return c
		}
	}
	return nil
}

// lateTap takes a tap on an earlier message of the lifeline as if it were open
// still: nobody who taps "I'm in danger now" is told that this has passed. It is
// false for any other page.
func (t *turn) lateTap(step *page.Step, name, key string) bool {
	if name != atClear.Page {
		return false
	}
	for i := range step.Choices {
		if step.Choices[i].Key != key {
			continue
		}
		var words map[string]string
		if t.atLifeline() {
			words = t.p.Place.Words
		}
		t.leaveTalk()
		t.p.Misses = 0
		t.p.Place = &Place{Page: name, Step: step.Slug, Since: t.now, Words: words}
		t.choose(&step.Choices[i])
		return true
	}
	return false
}
