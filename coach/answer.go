package coach

import (
	"slices"
	"strconv"
	"strings"

	"bounceback/coach/page"
	"bounceback/coach/understand"
)

// maxWords bounds an answer that is kept, in characters.
const maxWords = 4000

// key of a choice: page, step, choice and the number of the question, so that a
// tap on an older question is noticed.
func (t *turn) key(step, choice string) string {
	return t.p.Place.Page + "/" + step + "/" + choice + "~" + strconv.FormatUint(uint64(t.p.Serial), 36)
}

// tapped answers a tap.
func (t *turn) tapped() {
	if t.postTap() {
		return
	}
	where, serial, ok := strings.Cut(t.h.Tap, "~")
	parts := strings.SplitN(where, "/", 3)
	if !ok || len(parts) != 3 {
		t.oldTap()
		return
	}
	pl := t.p.Place
	step := t.step(page.Target{Page: parts[0], Step: parts[1]})
	if step == nil {
		t.oldTap()
		return
	}
	newest := serial == strconv.FormatUint(uint64(t.p.Serial), 36)
	here := pl != nil && pl.Page == parts[0] && pl.Step == parts[1]
	if !here || (!newest && !t.stands(step)) {
		if !t.lateTap(step, parts[0], parts[2]) && !t.lateBack(step, parts[0], parts[2]) {
			t.oldTap()
		}
		return
	}
	if name, ok := strings.CutPrefix(parts[2], "go-"); ok && pl.Page == atUnsure.Page {
		t.chooseLikely(name)
		return
	}
	for i := range step.Choices {
		if step.Choices[i].Key == parts[2] {
			t.p.Misses = 0
			t.choose(&step.Choices[i])
			return
		}
	}
	if !t.tapOffered(step, parts[2]) {
		t.oldTap()
	}
}

// stands tells whether the same question asked twice is still open, so that a
// tap on its first copy is as good as one on its second.
func (t *turn) stands(step *page.Step) bool {
	return t.p.Place.Step == step.Slug && step.Slug != atUnsure.Step
}

// oldTap answers a tap on something that has passed.
func (t *turn) oldTap() {
	if pl := t.p.Place; pl != nil && t.step(page.Target{Page: pl.Page, Step: pl.Step}) != nil {
		t.visit(atOldTap)
		t.askAgain()
		return
	}
	t.open(atOldTap, nil)
}

// choose takes a choice: its effects, then its target.
func (t *turn) choose(c *page.Choice) {
	t.take(c.Effects, c.To)
}

// take does the effects of an answer and goes on from it.
func (t *turn) take(effects []page.Call, to page.Target) {
	t.clear(nearWord) // offered for the question that is answered now
	t.clear(givenWord)
	if to.Page == atLater.Page {
		// "Not now" keeps the question that was just asked.
		kept := *t.p.Place
		t.do(effects)
		if t.jump {
			return
		}
		t.p.Place = &kept
		t.setAside(true)
		t.open(to, nil)
		return
	}
	t.jump = false
	t.do(effects)
	if t.jump {
		return
	}
	if !t.enter(to) {
		t.lost()
		return
	}
	t.run()
}

// chooseLikely goes where an unsure message was meant to go, with its details.
func (t *turn) chooseLikely(name string) {
	words := t.p.Place.Words
	delete(words, "likely")
	t.p.Misses = 0
	t.fresh = true
	t.open(page.Target{Page: name}, words)
}

// reply takes a message as the answer to the open question. It is false when
// it is none.
func (t *turn) reply() bool {
	pl := t.p.Place
	step := t.step(page.Target{Page: pl.Page, Step: pl.Step})
	if step == nil {
		t.lost()
		return true
	}
	if !step.Waits() {
		return false
	}
	if pl.Page == atUnsure.Page && t.replyLikely() || t.replyOffered(step) {
		return true
	}
	if c := t.match(step); c != nil {
		t.ours = true
		t.choose(c)
		return true
	}
	if t.stale() {
		return false
	}
	if c := t.yesSomehow(step); c != nil {
		t.choose(c)
		return true
	}
	if step.Answer != nil {
		if t.inCrisis() && step.Answer.Keep == "" && step.Answer.To == atListen {
			return t.listen()
		}
		if t.asksService(step) {
			return false
		}
		return t.takeWords(step.Answer)
	}
	return t.listen() || t.sureChoice(step)
}

// asksService tells whether words at a question that only listens, beside
// several choices, are surely a request about the coach itself rather than a
// feeling: "what do you keep about me?" is to be answered.
func (t *turn) asksService(step *page.Step) bool {
	r := t.h.Reading
	if t.inCrisis() || step.Answer.Keep != "" || len(step.Choices) < 3 || r.Outcome != understand.Sure || len(r.Guesses) == 0 {
		return false
	}
	switch topic := string(r.Guesses[0].Label); topic {
	case "settings", "privacy", "help", "thanks":
		return t.c.intents[t.book.Language][topic] != t.p.Place.Page
	case "feedback":
		return !t.sameField(topic)
	}
	return false
}

// sameField tells whether a topic belongs to the strategy that the open page is
// about, so that a message on it is no other matter: what somebody writes while
// sorting feedback is about feedback.
func (t *turn) sameField(topic string) bool {
	here, there := t.book.Pages[t.p.Place.Page], t.book.Pages[t.c.intents[t.book.Language][topic]]
	return here != nil && there != nil && here.Strategy != 0 && here.Strategy == there.Strategy
}

// offers tells whether the open question has a choice in these very words, so
// that "never mind" there means the choice.
func (t *turn) offers(text string) bool {
	labels, _ := t.offered()
	return slices.Contains(labels, fold(text))
}

// offersPartly tells whether the open question has one choice in which these
// words stand, so that "leave it" means "leave it at that" there. Where any words
// are an answer it does not count.
func (t *turn) offersPartly(text string) bool {
	labels, open := t.offered()
	return !open && partly(labels, fold(text)) >= 0
}

// offered are the folded labels of the open question, and whether it takes any
// words for an answer.
func (t *turn) offered() (labels []string, open bool) {
	if t.p.Place == nil {
		return nil, false
	}
	step := t.step(page.Target{Page: t.p.Place.Page, Step: t.p.Place.Step})
	if step == nil {
		return nil, false
	}
	for i := range step.Choices {
		labels = append(labels, fold(step.Choices[i].Label))
	}
	return labels, step.Answer != nil
}

// match finds the choice that a text means: by its number, by its words, by
// yes, no and skip, by small typos, or by naming one of the labels.
func (t *turn) match(step *page.Step) *page.Choice {
	labels := make([]string, len(step.Choices))
	for i := range step.Choices {
		labels[i] = step.Choices[i].Label
	}
	open := step.Answer != nil
	typed := false // a bare number is an answer by itself
	if open {
		switch formOf(step.Answer.Keep) {
		case "number", "mood":
			typed = true
		case "clock": // "20" is an hour; nobody is asked at two in the night
			n, ok := number(t.h.Text)
			typed = !ok || n > len(labels)
		}
	}
	if open && step.Answer.Keep == "" && len(labels) >= 3 {
		open = false // beside several choices, words that name one rather mean it
	}
	control := t.h.Reading.Control
	if control == understand.YesWord && t.asksStraight() && !saysYes(t.h.Text) {
		control = understand.NoControl
	}
	i := matchLabel(labels, t.h.Text, control, open, typed)
	if i < 0 && !open && !t.inCrisis() {
		i = matchAsked(labels, t.h.Text)
	}
	if i < 0 {
		return nil
	}
	return &step.Choices[i]
}

// replyLikely matches the choices that an unsure message was offered.
func (t *turn) replyLikely() bool {
	names := likely(t.p.Place.Words)
	labels := make([]string, 0, len(names))
	for _, name := range names {
		if pg := t.book.Pages[name]; pg != nil {
			labels = append(labels, pg.Called)
		}
	}
	if len(labels) != len(names) {
		return false
	}
	if i := matchLabel(labels, t.h.Text, understand.NoControl, false, false); i >= 0 {
		t.chooseLikely(names[i])
		return true
	}
	// The page's own choices are numbered on from the likely ones.
	if n, ok := number(t.h.Text); ok && n > len(names) {
		step := t.step(atUnsure)
		if i := n - len(names) - 1; i < len(step.Choices) {
			t.choose(&step.Choices[i])
			return true
		}
	}
	return t.namesMore()
}

// sureChoice takes the choice whose page is what the message is surely about.
func (t *turn) sureChoice(step *page.Step) bool {
	r := t.h.Reading
	if r.Outcome != understand.Sure || len(r.Guesses) == 0 {
		return false
	}
	name := t.c.intents[t.book.Language][string(r.Guesses[0].Label)]
	for i := range step.Choices {
		if to := step.Choices[i].To; to.Page == name && to.Step == "" && to.Page != t.p.Place.Page && to.Page != atLater.Page {
			for word, value := range t.details() {
				t.p.Place.Words = withWord(t.p.Place.Words, word, value)
			}
			t.brought = true
			t.choose(&step.Choices[i])
			return true
		}
	}
	return false
}
