package coach

import (
	"slices"
	"strconv"
	"strings"

	"bounceback/coach/page"
	"bounceback/coach/understand"
)

// topic opens the page of what the message is about. It is false when the
// message means nothing to us.
func (t *turn) topic() bool {
	r := t.h.Reading
	if _, err := strconv.Atoi(strings.TrimSpace(t.h.Text)); err == nil && t.p.Place != nil {
		return false // a bare number answers a question or nothing
	}
	switch r.Control {
	case understand.NoWord, understand.SkipWord:
		return false // and so does a bare yes or no
	case understand.YesWord:
		if r.Outcome != understand.Sure || len(r.Guesses) == 0 || r.Guesses[0].Label != "thanks" {
			return false // "ok" and "sure" can be a thank-you
		}
	}
	switch {
	case r.Warning.Level >= understand.Possible: // the same words, asked about today already
		return t.openIntent("feeling_low")
	case r.Outcome == understand.Sure && len(r.Guesses) > 0 && r.Guesses[0].Label == "out_of_scope" && len(strings.Fields(t.h.Text)) < 3:
		return false // "hmm" and "the first" are no matter of their own
	case r.Outcome == understand.Sure && t.attempt():
		return false
	case r.Outcome == understand.Sure && len(r.Guesses) > 0:
		return t.openIntent(string(r.Guesses[0].Label))
	case r.Outcome == understand.Unsure && (t.p.Place == nil || t.stale() || t.atMenu()):
		return t.unsure()
	}
	return false
}

// A message of fewer words than this, at a question for a day or a number, is
// another matter only from this confidence on.
const (
	fewWords = 6
	plainly  = 0.98
)

// attempt tells whether some few words are rather an answer that did not fit than
// another matter: "31 February" where a day is asked for. A request, such as a
// wish for other times, is one in few words, too.
func (t *turn) attempt() bool {
	g := t.h.Reading.Guesses
	if t.p.Place == nil || t.stale() || len(g) == 0 || len(strings.Fields(t.h.Text)) >= fewWords {
		return false
	}
	step := t.step(page.Target{Page: t.p.Place.Page, Step: t.p.Place.Step})
	if step == nil || step.Answer == nil || formOf(step.Answer.Keep) == "" {
		return false
	}
	switch g[0].Label {
	case "out_of_scope":
		return true
	case "cancel", "checkin", "crisis", "greeting", "help", "privacy", "progress", "settings", "thanks":
		return false
	}
	return g[0].Confidence < plainly
}

// atMenu tells whether what is open only asks what it is about, so that nothing
// is lost by offering what was perhaps meant.
func (t *turn) atMenu() bool {
	switch t.p.Place.Page {
	case atWelcome.Page, atHelp.Page, atRepair.Page, "scope":
		return true
	case atBack.Page:
		return t.p.Place.Step != t.step(atBack).Slug // that one is a yes or a no
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
	switch intent {
	case "cancel":
		t.cancel()
		return true
	case "crisis": // no rule saw a sign, but the words as a whole sound like one
		return t.ask() || t.openIntent("feeling_low")
	}
	if t.away && name == atWelcome.Page {
		t.open(atLongAway, nil)
		return true
	}
	t.rest = t.further(name)
	if asksToStop(t.h.Text) && intent == "settings" {
		t.digress(atWhich, t.details())
		return true
	}
	if pl := t.p.Place; pl != nil && pl.Page == name && !t.stale() && !isEvent(intent) && name != atHelp.Page && name != atDelete.Page && !t.angry() {
		return false // already there: the question stands
	}
	t.brought = true
	t.digress(page.Target{Page: name}, t.details())
	return true
}

// angry tells whether the open question is what their anger is about.
func (t *turn) angry() bool {
	return t.p.Place.Page == atAnger.Page && t.p.Place.Step == t.step(atAnger).Slug
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
	t.p.Paused = append(t.p.Paused, t.rest...)
	t.bound()
	t.fresh = true
	t.open(to, words)
}

// further are the other matters of a mixed message, as conversations that wait,
// the most urgent last: they are offered when the first is done.
func (t *turn) further(first string) []Place {
	var list []Place
	for _, m := range slices.Backward(t.h.Reading.Also) {
		to := page.Target{Page: t.c.intents[t.book.Language][string(m.Label)]}
		if m.Label == "settings" && asksToStop(t.h.Text) {
			to = atStop // they have asked for it already
		}
		words := t.detailWords(m.Details)
		if w, ok := understand.PartOfWish(t.h.Text); ok && to.Page == atSettings.Page && t.fitting(w) {
			if to = atWish; w.Kind == understand.WishList {
				to, words = atList, nil
			} else {
				words = t.wished(w) // used when they come to it
			}
		}
		pg := t.book.Pages[to.Page]
		if pg == nil || to.Page == first || slices.ContainsFunc(list, func(pl Place) bool { return pl.Page == to.Page }) {
			continue
		}
		list = append(list, Place{Page: to.Page, Since: t.now, Words: words})
	}
	if n := len(list); n > maxFurther {
		list = list[n-maxFurther:]
	}
	return list
}

// worthAsking is the confidence from which a message that might be about danger,
// where no rule saw a sign, is asked about. Below it the other meanings are
// offered: every label is the likeliest of some message that nobody understands,
// and a question about suicide is no way to say so.
const worthAsking = 0.4

// unsure offers the two or three likeliest meanings.
func (t *turn) unsure() bool {
	if g := t.h.Reading.Guesses; len(g) > 0 && g[0].Label == "crisis" && g[0].Confidence >= worthAsking && t.ask() {
		return true // a false question is better than a miss
	}
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
