package coach

import (
	"slices"
	"strings"
	"time"
)

// recallFor is how far back something that was logged may still be what they
// are talking about.
const recallFor = 60 * 24 * time.Hour

// quoteMessage puts the message that opened this page under a word, so that
// nobody is asked to say a good thing twice. Whether it is kept is their choice
// on the page. A tap, a number or the words of a choice are no such message.
func (t *turn) quoteMessage(word string) {
	if !t.brought || !tells(t.h.Text) {
		return
	}
	text, _ := clip(strings.TrimSpace(t.h.Text), maxQuoted)
	t.set(word, text)
}

// tells is false for a message that says that there is something to say, and
// not what: "good news", "I want to log a win".
func tells(text string) bool {
	return slices.ContainsFunc(strings.Fields(fold(text)), func(w string) bool {
		return !strings.Contains(announcing, " "+w+" ")
	})
}

// announcing are the words of which such messages are made.
const announcing = " i ive im have had has got get a an the my me you it is was there s ve some something good great nice amazing happy really very so news happened win wins log logged add note record keep want to tell say can could need would like today now just finally please small big day and for of about here heres "

// recall fills in what they told us before: from the newest journal line of a
// kind, about the firm that they speak of if they speak of one. What this
// conversation knows stands, and a date is not filled in: it belongs to that
// line.
func (t *turn) recall(kind Kind) {
	company := fold(t.code("company"))
	t.each("", func(e Entry) bool {
		if t.now.Sub(e.At) > recallFor {
			return false // a long journal is not read to its end
		}
		if e.Kind != kind || company != "" && fold(e.Words["company"]) != company {
			return true
		}
		for _, w := range kindWords[kind] {
			if v := e.Words[w]; w != "when" && v != "" && t.code(w) == "" {
				t.set(w, v)
			}
		}
		return false
	})
}
