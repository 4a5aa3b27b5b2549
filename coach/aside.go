package coach

import "bounceback/coach/page"

// end closes the conversation, and goes back to what a digression left.
func (t *turn) end() {
	if t.p.Place == nil {
		return
	}
	t.out.Page, t.out.Step = t.p.Place.Page, t.p.Place.Step
	t.p.Place = nil
	switch t.out.Page {
	case atBack.Page, atLater.Page, atStop.Page, atThanks.Page:
		for i := range t.p.Paused {
			t.p.Paused[i].Aside = true // offered once; "go on" still finds it
		}
	}
	if t.alone || !t.digressed() {
		return
	}
	switch {
	case t.p.Paused[len(t.p.Paused)-1].Step == "":
		t.openKeeping(atAlso)
	case t.asked == 0 && t.fresh:
		t.resume(atHere)
	default:
		t.openKeeping(atBack)
	}
}

// digressed tells whether the newest conversation set aside was left by a
// digression rather than by "not now".
func (t *turn) digressed() bool {
	n := len(t.p.Paused)
	return n > 0 && !t.p.Paused[n-1].Aside
}

// openKeeping opens one of the coach's own steps.
func (t *turn) openKeeping(to page.Target) {
	var words map[string]string
	if t.p.Place != nil {
		words = t.p.Place.Words
	}
	t.open(to, words)
}

// resume goes back to the conversation set aside last and asks its question
// again, after the line at lead.
func (t *turn) resume(lead page.Target) {
	n := len(t.p.Paused)
	if n == 0 {
		t.openKeeping(atNothing)
		return
	}
	place := t.p.Paused[n-1]
	t.p.Paused = t.p.Paused[:n-1]
	place.Aside = false
	place.Since = t.now
	if place.Step == "" {
		t.open(page.Target{Page: place.Page}, place.Words)
		return
	}
	t.p.Place = &place
	t.visit(lead)
	t.askAgain()
}

// askAgain repeats the open question in another wording.
func (t *turn) askAgain() {
	step := t.step(page.Target{Page: t.p.Place.Page, Step: t.p.Place.Step})
	if step == nil {
		t.lost()
		return
	}
	if !step.Waits() {
		t.run()
		return
	}
	t.sayLast(step)
	t.wait(step)
}

// setAside keeps the open conversation for a day. Light pages are not worth
// coming back to.
func (t *turn) setAside(aside bool) {
	if t.p.Place == nil {
		return
	}
	if t.worthKeeping(t.p.Place) && !t.stale() {
		place := *t.p.Place
		place.Aside = aside
		t.p.Paused = append(t.p.Paused, place)
		t.bound()
	}
	t.p.Place = nil
}

// bound lets the oldest go when more waits than is kept.
func (t *turn) bound() {
	if n := len(t.p.Paused); n > maxPaused {
		t.p.Paused = append(t.p.Paused[:0], t.p.Paused[n-maxPaused:]...)
	}
}

// worthKeeping tells a conversation from a moment of service.
func (t *turn) worthKeeping(pl *Place) bool {
	switch pl.Page {
	case atWelcome.Page, atRepair.Page, atLater.Page, atBack.Page, atStop.Page, atHelp.Page, atUndo.Page, atGently.Page,
		atClear.Page, "languages", atThanks.Page, "scope", "mydata", "nudges", "settings", "wishes":
		return false
	}
	step := t.step(page.Target{Page: pl.Page, Step: pl.Step})
	return step != nil && step.Waits()
}
