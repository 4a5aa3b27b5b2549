package coach

import (
	"strings"

	"bounceback/coach/page"
	"bounceback/coach/understand"
)

// takeWords takes the person's own words as the answer to an open question.
func (t *turn) takeWords(a *page.Answer) bool {
	text := strings.TrimSpace(t.h.Text)
	if form := formOf(a.Keep); form != "" {
		value, ok := t.parse(form, text)
		if !ok {
			if t.listen() || !t.comesNear(form) && t.elsewhere() {
				return true
			}
			t.repairForm(form)
			return true
		}
		text = value
	}
	if t.elsewhereThanName(a.Keep) {
		return true
	}
	if v := t.details()[a.Keep]; isName(a.Keep) && v != "" {
		text = v // "it was at Siemens" names Siemens
	}
	if a.Keep != "" {
		if cut, was := clip(text, maxWords); was {
			text = cut
			t.visit(atLong)
		}
		t.p.Place.Words = withWord(t.p.Place.Words, a.Keep, text)
	} else if t.complete() {
		t.visit(atAdded)
		t.askAgain()
		return true
	}
	t.take(a.Effects, a.To)
	return true
}

// complete adds to a no or a silence that this page has just written what they
// say of it now: "Siemens, after three rounds". What is known already stands. It
// is true when that is all they said, so that the question still waits.
func (t *turn) complete() bool {
	e, ok := t.written()
	if !ok || e.Kind != Rejection && e.Kind != Ghosting {
		return false
	}
	said, news := t.details(), false
	only := onlyNames(t.h.Text, said["company"])
	if !only && !t.tellsOfNo() {
		return false
	}
	for _, w := range kindWords[e.Kind] {
		if said[w] != "" && t.p.Place.Words[w] == "" {
			t.set(w, said[w])
			news = true
		}
	}
	if news {
		t.withdraw()
		t.record(e.Kind)
	}
	return news && only
}

// tellsOfNo tells whether the message is surely about a no or a silence.
func (t *turn) tellsOfNo() bool {
	r := t.h.Reading
	return r.Outcome == understand.Sure && len(r.Guesses) > 0 &&
		(r.Guesses[0].Label == "rejected" || r.Guesses[0].Label == "ghosted")
}

// onlyNames tells whether a text says nothing beside a firm and a stage: "from
// Siemens", "after the final interview".
func onlyNames(text, company string) bool {
	said := " " + fold(text) + " "
	if company != "" {
		said = strings.Replace(said, " "+fold(company)+" ", " ", 1)
	}
	for w := range strings.FieldsSeq(said) {
		if !strings.Contains(namingWords, " "+w+" ") {
			return false
		}
	}
	return true
}

const namingWords = " it its was is that at from by with in after on the a an my of company firm employer name called stage first second third last final round rounds one two three interview interviews screening phone call test task "

// namesMore takes a firm or a stage that is named while it is still open what
// the message was about, so that it is not asked for later.
func (t *turn) namesMore() bool {
	said := t.details()
	if said["company"] == "" && said["stage"] == "" || !onlyNames(t.h.Text, said["company"]) {
		return false
	}
	for name, value := range said {
		t.set(name, value)
	}
	t.askAgain()
	return true
}

// isName tells the words that are asked for as names, not as sentences.
func isName(word string) bool { return word == "company" || word == "role" || word == "contact" }

// elsewhereThanName follows a sentence about something new where a name was
// asked for: "I've got my interview tomorrow!" is no firm.
func (t *turn) elsewhereThanName(word string) bool {
	r := t.h.Reading
	if !isName(word) || len(strings.Fields(t.h.Text)) < 4 || r.Outcome != understand.Sure || len(r.Guesses) == 0 {
		return false
	}
	topic := string(r.Guesses[0].Label)
	return isEvent(topic) && t.c.intents[t.book.Language][topic] != t.p.Place.Page && t.topic()
}

// elsewhere follows a message that is surely about another matter. A word or
// two that mean nothing to us are no such matter but an answer that we cannot
// read: the question is asked again.
func (t *turn) elsewhere() bool {
	r := t.h.Reading
	if r.Outcome != understand.Sure || len(r.Guesses) == 0 {
		return false
	}
	if r.Guesses[0].Label == "out_of_scope" && len(strings.Fields(t.h.Text)) < 3 {
		return false
	}
	return t.topic()
}
