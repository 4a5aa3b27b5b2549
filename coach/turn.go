package coach

import (
	"slices"
	"time"

	"bounceback/coach/page"
)

// placeKept is how long an open conversation waits for free words, and how long
// its answers are kept. A tap on the last question counts later, too, unless it
// was about an answer that is gone.
const placeKept = 24 * time.Hour

// maxPaused bounds the conversations set aside.
const maxPaused = 3

// maxFurther bounds the further matters of one message that are kept for next.
const maxFurther = 2

// maxHops ends a walk over steps that never waits. The checker refuses such
// pages; this is for facts that a checker cannot foresee.
const maxHops = 64

// turn is one walk through the pages.
type turn struct {
	c    *Coach
	book *page.Book
	p    *Person
	h    Heard
	j    Journal
	now  time.Time
	loc  *time.Location
	out  Turn

	hops    int
	asked   int    // questions asked in this turn
	fresh   bool   // the conversation was opened in this turn
	ours    bool   // their words were those of a choice
	brought bool   // what they wrote is what opened the page
	jump    bool   // an effect has moved the conversation
	gentle  bool   // the gate for very heavy days was passed on purpose
	misread string // nearest command
	item    *Entry // the journal line that a list is at
	promise *Promise
	at      int       // the number of the promise in the list that is being said
	away    bool      // they have not been heard for long
	alone   bool      // a moment of the lifeline: nothing else is added
	rest    []Place   // further matters of this message
	said    time.Time // the moment that the word said last stands for, zero if for none
}

// newTurn prepares a walk. now may be in any zone.
func (c *Coach) newTurn(p *Person, h Heard, j Journal, now time.Time) *turn {
	if p.Version == 0 {
		p.Version = PersonVersion
	}
	t := &turn{c: c, book: c.Book(p.Language), p: p, h: h, j: j, now: now, loc: c.zones.load(p.TimeZone)}
	t.tidy()
	return t
}

// tidy drops what has run out.
func (t *turn) tidy() {
	p := t.p
	if t.stale() {
		t.letGo()
	}
	kept := p.Paused[:0]
	for _, pl := range p.Paused {
		if t.now.Sub(pl.Since) <= placeKept {
			kept = append(kept, pl)
		}
	}
	p.Paused = kept
	p.LetGo(t.now)
	p.Promises = slices.DeleteFunc(p.Promises, func(x Promise) bool {
		stale := manners[t.c.manner(x)].stale
		return stale > 0 && t.now.Sub(x.at(t.loc)) > stale+placeKept
	})
	if !p.Hold.IsZero() && t.now.After(p.Hold) {
		p.Hold = time.Time{}
	}
	switch ago := t.now.Sub(p.Weight.At); {
	case ago > longAway:
		p.Weight = Weight{}
	case ago > 24*time.Hour:
		p.Weight.Level = ""
	}
	if !p.MoodSince.IsZero() && t.now.Sub(p.MoodSince) > moodKept {
		t.letMoodsGo()
	}
	if t.now.Sub(p.WarnedAt) > 24*time.Hour {
		p.WarnedAt, p.Warned = time.Time{}, 0
	}
}

// carried are the details that a promise takes along, and that an open
// conversation keeps when its answers are let go.
var carried = [...]string{"company", "role", "contact", "stage", "when"}

// letGo drops the answers of a conversation that has waited for more than a
// day. Where any of them was the person's own, the conversation goes, too: a
// question about it, such as "Keep this?", cannot be answered any more.
func (t *turn) letGo() {
	own := false
	for w := range t.p.Place.Words {
		switch {
		case slices.Contains(carried[:], w), formOf(w) == "date":
		case w == "weight", w == "mood", w == nearWord, w == givenWord:
			delete(t.p.Place.Words, w)
		default:
			own = true
		}
	}
	if own {
		t.p.Place = nil
	}
}

// stale tells whether free words are no longer an answer to the open question.
func (t *turn) stale() bool {
	return t.p.Place != nil && t.now.Sub(t.p.Place.Since) > placeKept
}

// open begins a conversation at to with these words, and walks it.
func (t *turn) open(to page.Target, words map[string]string) {
	t.p.Place = &Place{Page: to.Page, Step: to.Step, Since: t.now, Words: words}
	if !t.enter(to) {
		t.lost()
		return
	}
	t.run()
}

// visit says what a step says and comes back: the open place stays.
func (t *turn) visit(to page.Target) {
	step := t.step(to)
	if step == nil {
		return
	}
	t.say(step)
}

// step finds a step, nil if there is none.
func (t *turn) step(to page.Target) *page.Step {
	pg := t.book.Pages[to.Page]
	if pg == nil || len(pg.Steps) == 0 {
		return nil
	}
	if to.Step == "" {
		return pg.Steps[0]
	}
	return pg.Step(to.Step)
}

// enter puts the conversation at a step. It is false when that does not exist.
func (t *turn) enter(to page.Target) bool {
	step := t.step(to)
	if step == nil {
		return false
	}
	if to.Page != t.p.Place.Page || to.Step == "" {
		if g := t.gate(to); g != nil {
			t.p.Place.Words = withWord(t.p.Place.Words, "after_gently", to.Page+"#"+step.Slug)
			t.p.Place.Page, t.p.Place.Step = g.Page, t.step(*g).Slug
			return true
		}
	}
	if to.Page != t.p.Place.Page {
		t.p.Place.Logged = 0
	}
	t.p.Place.Page, t.p.Place.Step = to.Page, step.Slug
	return true
}

// gate holds back strategies that do not fit a very heavy day: comfort and care
// only, until the person says "anyway".
func (t *turn) gate(to page.Target) *page.Target {
	pg := t.book.Pages[to.Page]
	if t.gentle || t.p.Weight.Level != "very heavy" || pg.Strategy == 0 || pg.Strategy == 1 || pg.Strategy == 8 {
		return nil
	}
	return &atGently
}

// run walks from the place until a question waits or the page ends.
func (t *turn) run() {
	for t.hops = 0; t.hops < maxHops; t.hops++ {
		step := t.step(page.Target{Page: t.p.Place.Page, Step: t.p.Place.Step})
		if step == nil {
			t.lost()
			return
		}
		if to, ok := t.route(step); ok {
			if !t.enter(to) {
				t.lost()
				return
			}
			continue
		}
		t.jump = false
		t.say(step)
		switch {
		case t.jump: // an effect went elsewhere and walked there
			return
		case step.Waits():
			t.wait(step)
			return
		case step.Next == page.Target{}:
			t.end()
			return
		case !t.enter(step.Next):
			t.lost()
			return
		}
	}
	t.out.Events = append(t.out.Events, LostPlace)
	t.end()
}

// route is the first route whose fact holds.
func (t *turn) route(step *page.Step) (page.Target, bool) {
	for _, r := range step.Routes {
		if t.holds(r.When) {
			return r.To, true
		}
	}
	return page.Target{}, false
}

// wait offers the step's choices with the last message said.
func (t *turn) wait(step *page.Step) {
	t.p.Serial++
	t.p.Place.Since = t.now
	t.asked++
	t.attach(t.choices(step), step.Answer != nil)
}

// attach puts choices under the last message.
func (t *turn) attach(choices []Choice, asks bool) {
	if len(t.out.Messages) == 0 {
		t.visit(atHere)
	}
	if len(t.out.Messages) == 0 {
		return
	}
	last := &t.out.Messages[len(t.out.Messages)-1]
	last.Choices, last.Asks = choices, asks
}

// choices of a step, with their keys. The step "unsure" offers what is likely
// before its own, others what comes near to an answer that could not be read.
func (t *turn) choices(step *page.Step) []Choice {
	list := make([]Choice, 0, len(step.Choices)+3)
	if t.p.Place.Page == atUnsure.Page && step.Slug == atUnsure.Step {
		for _, name := range likely(t.p.Place.Words) {
			if pg := t.book.Pages[name]; pg != nil {
				list = append(list, Choice{Key: t.key(step.Slug, "go-"+name), Label: capital(pg.Called)})
			}
		}
	}
	for i, offer := range t.nearOffers() {
		list = append(list, Choice{Key: t.key(step.Slug, nearKey+itoa(i+1)), Label: capital(offer)})
	}
	for _, x := range t.things(step) {
		list = append(list, Choice{Key: t.key(step.Slug, thingKey+x.id), Label: x.label})
	}
	own := step.Choices
	if step.Slug != atUnsure.Step {
		own = t.beside(step, len(list))
	}
	for i := range own {
		list = append(list, Choice{Key: t.key(step.Slug, own[i].Key), Label: own[i].Label})
	}
	return list
}

// lost answers when the place does not exist any more, such as after pages were
// changed.
func (t *turn) lost() {
	t.out.Events = append(t.out.Events, LostPlace)
	t.p.Place = &Place{Page: atLost.Page, Step: atLost.Step, Since: t.now}
	if t.step(atLost) == nil {
		t.p.Place = nil
		return
	}
	t.run()
}

func withWord(words map[string]string, name, value string) map[string]string {
	if words == nil {
		words = map[string]string{}
	}
	words[name] = value
	return words
}
