package understand

import (
	"strings"
	"sync"

	_ "embed"
)

// sense is what a word says about dates, times and numbers.
type sense uint8

const (
	nothing    sense = iota
	number           // val is the number
	article          // a week
	few              // val is the number, or 0 where it is not said
	weekdayOf        // val is the time.Weekday
	monthOf          // val is the time.Month
	relative         // val is the distance in days: today, tomorrow
	unitOf           // val is one of the units below
	dayPart          // val is the hour that it suggests
	nextOne          // next, kommenden
	thisOne          // this
	lastOne          // last, letzten
	beforeUnit       // in: "in two weeks"
	agoWord          // ago
	clockMark        // at, um, à: a time follows
	hourMark         // o'clock, uhr, h
	amMark           // am
	pmMark           // pm
)

// The units, in the order of their length.
const (
	minute = iota
	hour
	day
	week
	fortnight
	month
	year
)

type meaning struct {
	sense sense
	val   int
}

//go:embed words/time.tsv
var timeWords string

var senses = map[string]sense{
	"number": number, "article": article, "few": few, "weekday": weekdayOf, "month": monthOf, "relative": relative,
	"unit": unitOf, "part": dayPart, "next": nextOne, "this": thisOne, "last": lastOne,
	"in": beforeUnit, "ago": agoWord, "at": clockMark, "oclock": hourMark, "am": amMark, "pm": pmMark,
}

// meanings holds the words of time and number of the languages that job mails
// come in, folded.
var meanings = sync.OnceValue(func() map[string]meaning {
	m := make(map[string]meaning, 600)
	for line := range strings.Lines(timeWords) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 3 {
			continue
		}
		val := 0
		neg := strings.HasPrefix(f[1], "-")
		for _, c := range strings.TrimPrefix(f[1], "-") {
			val = val*10 + int(c-'0')
		}
		if neg {
			val = -val
		}
		for w := range strings.SplitSeq(f[2], "|") {
			m[Fold(w)] = meaning{senses[f[0]], val}
		}
	}
	return m
})
