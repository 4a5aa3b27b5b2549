package coach

import (
	"slices"
	"strings"

	"bounceback/coach/page"
	"bounceback/coach/understand"
)

// Offers that come near to an answer which could not be read are words of the
// open conversation: they stand as choices before those of the step.
const (
	nearWord  = "near"  // the offers, between nearMarks
	givenWord = "given" // what they wrote
	nearMark  = "|"
	nearKey   = "near-"
	maxNear   = 3
	maxGiven  = 40 // characters of what they wrote, said back
)

// near are at most three answers of a form that come near to a text. Each can be
// read as an answer.
func (t *turn) near(form, text string) []string {
	var list []string
	switch form {
	case "zone":
		list = t.oneAZone(understand.NearZones(text))
	case "clock":
		list = understand.NearClocks(text)
	case "date":
		for _, day := range understand.NearDates(text, t.now.In(t.loc)) {
			at, _, _ := parseStamp(day, t.loc)
			pattern := "far"
			if at.Year() != t.now.In(t.loc).Year() {
				pattern = "year"
			}
			list = append(list, t.dated(at, pattern))
		}
	}
	return list[:min(len(list), maxNear)]
}

// comesNear tells whether an answer that cannot be read is one that was meant for
// the question: something comes near to it, and it is surely about nothing else.
func (t *turn) comesNear(form string) bool {
	r := t.h.Reading
	other := r.Outcome == understand.Sure && len(r.Guesses) > 0 && r.Guesses[0].Label != "settings"
	return !other && len(t.near(form, t.h.Text)) > 0
}

// repairForm asks again for an answer that has not the form it needs, with what
// comes near as choices.
func (t *turn) repairForm(form string) {
	t.clear(nearWord)
	t.clear(givenWord)
	to := formRepair(form)
	if list := t.near(form, t.h.Text); len(list) > 0 {
		given, _ := clip(strings.TrimSpace(t.h.Text), maxGiven)
		t.set(nearWord, strings.Join(list, nearMark))
		t.set(givenWord, given)
		to = nearRepair(form)
	}
	t.repair(to)
}

// oneAZone leaves one name of each zone: Warsaw and Warszawa are one choice.
func (t *turn) oneAZone(names []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(names, func(name string) bool {
		zone, ok := understand.ParseZone(name)
		again := !ok || seen[zone]
		seen[zone] = true
		return again
	})
}

// nearOffers are the near answers that stand as choices now.
func (t *turn) nearOffers() []string {
	if t.p.Place == nil || t.p.Place.Words[nearWord] == "" {
		return nil
	}
	return strings.Split(t.p.Place.Words[nearWord], nearMark)
}

// beside are the step's own choices that stand below others that are offered: as
// many as fit, the last of them, where the way out is.
func (t *turn) beside(step *page.Step, others int) []page.Choice {
	room := max(maxChoices-others, 0)
	return step.Choices[max(0, len(step.Choices)-room):]
}

// takeNear takes an offer as if they had written it.
func (t *turn) takeNear(step *page.Step, offer string) bool {
	if step.Answer == nil {
		return false
	}
	t.clear(nearWord)
	t.clear(givenWord)
	t.h.Text = offer
	t.p.Misses = 0
	return t.takeWords(step.Answer)
}

// replyOffered takes the number or words of a choice that stands before the
// step's own.
func (t *turn) replyOffered(step *page.Step) bool {
	near, things := t.nearOffers(), t.things(step)
	if len(near)+len(things) == 0 {
		return false
	}
	labels := near
	for _, x := range things {
		labels = append(labels, x.label)
	}
	own := t.beside(step, len(labels))
	first := len(labels)
	for i := range own {
		labels = append(labels, own[i].Label)
	}
	i := matchLabel(labels, t.h.Text, t.h.Reading.Control, step.Answer != nil, step.Answer != nil && formOf(step.Answer.Keep) == "clock")
	switch {
	case i < 0:
		return false
	case i >= first:
		t.ours = true
		t.choose(&own[i-first])
	case i < len(near):
		return t.takeNear(step, near[i])
	default:
		t.takeThing(things[i-len(near)])
	}
	return true
}

// tapOffered takes a tap on such a choice.
func (t *turn) tapOffered(step *page.Step, key string) bool {
	if n, ok := strings.CutPrefix(key, nearKey); ok {
		for i, offer := range t.nearOffers() {
			if itoa(i+1) == n {
				return t.takeNear(step, offer)
			}
		}
	}
	if id, ok := strings.CutPrefix(key, thingKey); ok {
		for _, x := range t.things(step) {
			if x.id == id {
				t.takeThing(x)
				return true
			}
		}
	}
	return false
}
