package coach

import (
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
	if text, _ := clip(strings.TrimSpace(t.h.Text), maxQuoted); t.brought && text != "" {
		t.set(word, text)
	}
}

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
