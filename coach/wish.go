package coach

import (
	"bounceback/coach/page"
	"bounceback/coach/understand"
)

// askedWord says on the page wishes.md what they want.
const askedWord = "asked"

// wishLeads complete what is said at a question about pauses and the like:
// there, "for two weeks" is a pause, and "from 9 to 9" are quiet hours.
var wishLeads = map[string]string{
	"settings#pause":         "pause ",
	"settings#quiet-start":   "quiet ",
	"settings#quiet-end":     "quiet ",
	"nudges#change":          "drop ",
	"nudges#whose-clock":     "drop ",
	"nudges#resting-until":   "drop ",
	"nudges#quiet-but-dates": "drop ",
	"nudges#which":           "drop ",
	"nudges#one":             "move it ",
}

// wishes takes a message that as a whole wants something of what the coach
// sends: "only on Mondays", "nothing until Monday", "I'm in Lisbon now". What
// was said is used at once, on the page wishes.md.
func (t *turn) wishes() bool {
	if t.inCrisis() {
		return false
	}
	step := t.waiting()
	w, ok := understand.ParseWish(t.h.Text)
	lead := ""
	if _, tapped := number(t.h.Text); !ok && !tapped { // a number is that of a choice
		if lead = t.wishLead(step); lead != "" {
			w, ok = understand.ParseWish(lead + t.h.Text)
		}
	}
	if !ok && t.h.Reading.Outcome == understand.Sure && t.about("settings") {
		w, ok = understand.PartOfWish(t.h.Text)
	}
	if !ok || t.aboutElse(w) || !t.fitting(w) || !t.wishFits(w, step) {
		return false
	}
	t.p.Misses = 0
	if w.Kind == understand.WishList {
		t.digress(atList, nil)
		return true
	}
	t.heed(w, lead)
	return true
}

// waiting is the step whose question is open, nil for none.
func (t *turn) waiting() *page.Step {
	if t.p.Place == nil || t.stale() {
		return nil
	}
	step := t.step(page.Target{Page: t.p.Place.Page, Step: t.p.Place.Step})
	if step == nil || !step.Waits() {
		return nil
	}
	return step
}

func (t *turn) wishLead(step *page.Step) string {
	if step == nil {
		return ""
	}
	return wishLeads[t.p.Place.Page+"#"+step.Slug]
}

// atMessages tells whether what is open is about the coach's messages.
func (t *turn) atMessages() bool {
	if t.p.Place == nil {
		return false
	}
	switch t.p.Place.Page {
	case atSettings.Page, atList.Page, atWish.Page:
		return true
	}
	return false
}

// fitting tells whether a wish makes sense as things are: only who is in a pause
// can end one, and "the second one" needs a list.
func (t *turn) fitting(w understand.Wish) bool {
	atList := t.p.Place != nil && t.p.Place.Page == atList.Page
	asks := t.about("settings")
	switch w.Kind {
	case understand.WishOn:
		quiet := t.p.Stopped || t.p.Rest.After(t.now) || !t.p.Silent.IsZero()
		return quiet || asks
	case understand.WishDrop, understand.WishMove:
		return atList || w.Item != 0 && t.p.Place == nil // the list is shown then
	case understand.WishPause:
		return w.Until != nil || w.Len > 0 || asks
	case understand.WishTimes:
		return w.Amiss == "" || asks || t.about("checkin")
	}
	return true
}

// aboutElse tells whether a message that reads as a wish is rather about something
// else: "I moved to Germany because I wanted a better life" says why they came,
// "daily check-in" asks for the question now.
func (t *turn) aboutElse(w understand.Wish) bool {
	g := t.h.Reading.Guesses
	if t.atMessages() || len(g) == 0 || w.Kind == understand.WishList {
		return false // who asks what we will send asks nothing else
	}
	sure := t.h.Reading.Outcome == understand.Sure
	switch g[0].Label {
	case "settings":
		return false
	case "checkin":
		return sure && w.Clock == nil
	case "cancel":
		return sure || t.p.Place != nil || w.Kind == understand.WishPause
	case "out_of_scope", "help", "greeting":
		return w.Kind == understand.WishPause && w.Len == 1
	case "goal", "offer":
		return sure && (w.Kind != understand.WishPlace || w.Because)
	case "self_care":
		return w.Until == nil && w.Len < 2
	}
	return sure || w.Kind == understand.WishPause && w.Len == 1
}

// about tells whether a message is about a topic rather than about any other.
func (t *turn) about(topic understand.Label) bool {
	g := t.h.Reading.Guesses
	return len(g) > 0 && g[0].Label == topic && t.h.Reading.Outcome != understand.None || t.atMessages()
}

// wishFits tells whether a wish may be one at the question that is open. An
// answer to that question comes first.
func (t *turn) wishFits(w understand.Wish, step *page.Step) bool {
	if step == nil {
		return true
	}
	if t.offers(t.h.Text) {
		return false
	}
	form := ""
	if step.Answer != nil {
		form = formOf(step.Answer.Keep)
	}
	switch {
	case form == "mood":
		return true // "move it to 5 pm" is no five
	case t.atMessages():
		return !plainAnswer(w, form)
	case form != "":
		_, answers := t.parse(form, t.h.Text)
		return !answers && t.about("settings")
	case step.Answer != nil && step.Answer.Keep != "" && !isName(step.Answer.Keep):
		return false // a plan may well be for every Monday
	}
	return (t.about("settings") || w.Kind == understand.WishList || w.Kind == understand.WishTimes && t.about("checkin")) && t.match(step) == nil
}

// plainAnswer tells whether a wish holds no more than what was asked for.
func plainAnswer(w understand.Wish, form string) bool {
	switch form {
	case "zone":
		return w.Kind == understand.WishPlace
	case "clock":
		return w.Kind == understand.WishTimes && w.Days == "" && w.Zone == ""
	case "date":
		return w.Until != nil && w.Item == 0 && w.Amiss == "" || w.Amiss == "date"
	}
	return false
}

// heed opens wishes.md with what was said. "The second one" by itself only says
// which is talked of.
func (t *turn) heed(w understand.Wish, lead string) {
	words := map[string]string{askedWord: string(w.Kind)}
	if pl := t.p.Place; pl != nil {
		for _, kept := range [...]string{listedWord, chosenWord} {
			if pl.Words[kept] != "" {
				words[kept] = pl.Words[kept]
			}
		}
		if t.atMessages() || pl.Page == atCheckIn.Page {
			t.p.Place = nil // answered: nothing to come back to
		}
	}
	t.wishWords(w, words)
	t.rest = t.further(atSettings.Page)
	if w.Kind == understand.WishDrop && lead != "" && !w.All {
		words[askedWord] = "one"
	}
	t.digress(atWish, words)
}
