package coach

import (
	"slices"
	"strings"

	"bounceback/coach/page"
	"bounceback/coach/understand"
)

// tongues are the languages in which the coach can say that it does not speak
// them, as the headings of languages.md name them. Any other one is "other".
var tongues = []string{
	"de", "fr", "es", "it", "pt", "nl", "pl", "uk", "ru", "tr", "ar", "ar-latn", "hi", "hi-latn", "zh", "ro", "other",
}

func atTongue(tag string) page.Target { return page.Target{Page: "languages", Step: tag} }

func atDanger(tag string) page.Target { return page.Target{Page: "languages", Step: "danger-" + tag} }

// foreign is the heading in languages.md for the language of the message. It is
// empty where that is not clear, or where the coach has pages in it.
func (t *turn) foreign() string {
	tag := strings.ToLower(t.h.Reading.Language)
	if tag == "" || tag == English || tag == t.book.Language {
		return ""
	}
	if !slices.Contains(tongues, tag) {
		return "other"
	}
	return tag
}

// notMine answers a message that is in another language and not understood, or
// none of the coach's business: in both cases the person first has to know what
// they can write. It is false for any other message.
func (t *turn) notMine() bool {
	tag := t.foreign()
	if tag == "" || t.known() || t.step(atTongue(tag)) == nil {
		return false
	}
	t.p.Told = tag
	t.digress(atTongue(tag), nil)
	return true
}

// known says that the message is surely about one of the coach's matters.
func (t *turn) known() bool {
	r := t.h.Reading
	return r.Outcome == understand.Sure && r.Guesses[0].Label != "out_of_scope"
}

// tellTongue says once, before the question, which language the answers are in
// when a message in another one was understood all the same.
func (t *turn) tellTongue() {
	tag := t.foreign()
	if tag == "" || t.h.Text == "" || t.ours || t.alone || tag == t.p.Told {
		return
	}
	t.p.Told = tag
	t.insert(atTongue(tag))
}

// insert says a step before the last message of the answer: their matter comes
// first and the question last.
func (t *turn) insert(to page.Target) {
	said := t.out.Messages
	t.out.Messages = nil
	t.visit(to)
	if len(said) == 0 {
		return
	}
	last := len(said) - 1
	t.out.Messages = slices.Concat(said[:last], t.out.Messages, said[last:])
}
