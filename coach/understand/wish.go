package understand

import (
	"strings"
	"sync"

	_ "embed"
)

// WishKind is what somebody wants of the messages that the coach begins.
type WishKind string

// The kinds of wishes.
const (
	NoWish      WishKind = ""
	WishTimes   WishKind = "times"   // their check-in on other days, at another hour
	WishPlace   WishKind = "place"   // they say where they are, or in which zone
	WishHere    WishKind = "here"    // they say what their clock shows
	WishPause   WishKind = "pause"   // nothing for a while
	WishQuiet   WishKind = "quiet"   // nothing in certain hours
	WishWeekend WishKind = "weekend" // nothing on Saturdays and Sundays
	WishFewer   WishKind = "fewer"   // less of it
	WishOff     WishKind = "off"     // no check-in any more
	WishOn      WishKind = "on"      // the end of a pause
	WishDrop    WishKind = "drop"    // one thing of the list shall not come
	WishMove    WishKind = "move"    // one thing of the list shall come at another time
	WishRemind  WishKind = "remind"  // a day to be reminded of
	WishList    WishKind = "list"    // to see what will come
)

// Weekly are the days of a wish for one check-in a week that names no weekday.
const Weekly = "weekly"

// Wish is what one message wants of the coach's messages, with what it said for
// it. What was not said has its zero value.
type Wish struct {
	Kind  WishKind
	Days  string // "daily", "weekdays", Weekly, or a weekday: "monday"
	Clock *Clock
	// From and To are quiet hours; "not before 10" has only an end.
	From, To *Clock
	City     string
	Country  string // ISO 3166-1 alpha-2
	Zone     string // IANA
	// Fixed is true when Zone was given as an offset from UTC, and so knows no
	// summer time.
	Fixed bool
	Until *When // the end of a pause, the day that something is moved to, or that is to be remembered
	Len   int   // of a pause, in days
	Item  int   // number of the thing in a list, from 1; -1 is the last, 0 is "it"
	All   bool  // everything in the list
	// Because is true when a reason follows.
	Because bool
	// Amiss is what could not be read: "clock", "date", "zone" or "days", and
	// Given the words that it should have been.
	Amiss, Given string
}

//go:embed words/wishes.tsv
var wishList string

// phrases are the phrases of wishes.tsv, by what they mean.
type phrases struct {
	means   map[string][]string
	longest int // in words
}

var wishWords = sync.OnceValue(func() phrases {
	p := phrases{means: make(map[string][]string, 600)}
	for line := range strings.Lines(wishList) {
		sense, list, ok := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
		if !ok || line[0] == '#' {
			continue
		}
		for phrase := range strings.SplitSeq(list, "|") {
			key := Fold(phrase)
			p.means[key] = append(p.means[key], sense)
			p.longest = max(p.longest, 1+strings.Count(strings.TrimSpace(key), " "))
		}
	}
	return p
})

// longestWish bounds the messages that can be a wish, in words.
const longestWish = 24

// ParseWish reads a message that, as a whole, wants something of the coach's
// messages: "only on Mondays", "move it to 8 pm", "I'm in Lisbon now", "nothing
// until Monday". Whatever else a message says, it is none; only a reason may
// follow ("because I work late"). It knows nothing of what is open: a caller who
// asked a question knows better what "8 pm" means.
func ParseWish(text string) (Wish, bool) {
	var f folded
	f.fold(text)
	if n := len(f.spans); n == 0 || n > longestWish {
		return Wish{}, false
	}
	r := wishReader{folded: &f}
	r.read()
	return r.wish()
}

// PartOfWish reads the first part of a message that is a wish by itself: "pause
// for two weeks, my sister visits". It is for messages of which it is known that
// they want something of the coach's messages.
func PartOfWish(text string) (Wish, bool) {
	if w, ok := ParseWish(text); ok {
		return w, true
	}
	for part := range strings.Lines(clauses.Replace(text)) {
		if strings.HasSuffix(part, "?\n") {
			continue // "at six in the morning?? Make it ten."
		}
		if w, ok := ParseWish(part); ok && w.Amiss == "" {
			return w, true
		}
	}
	return Wish{}, false
}

// clauses puts each part of a message on a line. A dot inside a word, as in 21.00,
// ends nothing.
var clauses = strings.NewReplacer(". ", "\n", ", ", "\n", "; ", "\n", "! ", "\n", "? ", "?\n", " - ", "\n", " – ", "\n", "(", "\n", ")", "\n")

// wishReader walks over a message once and notes what it finds.
type wishReader struct {
	*folded
	w       Wish
	said    map[string]bool // the senses of the phrases that were found
	strange bool            // a word that has no place in a wish
	bare    bool            // the zone was named without a word that says so
}

func (r *wishReader) read() {
	r.said = map[string]bool{}
	for i := 0; i < len(r.spans); {
		n := r.slot(i)
		if n == 0 {
			n = r.phrase(i)
		}
		if r.said["why"] {
			return // a reason needs no reading
		}
		if n == 0 {
			if r.at(i) == "!" || !r.spans[i].word {
				n = 1
			} else if n = r.amiss(i); n == 0 {
				r.strange = true
				return
			}
		}
		i += n
	}
}

// phrase finds the longest phrase that begins at token i.
func (r *wishReader) phrase(i int) int {
	known := wishWords()
	for n := min(known.longest, len(r.spans)-i); n > 0; n-- {
		senses := known.means[r.words[r.spans[i].start:r.spans[i+n-1].end]]
		for _, s := range senses {
			r.said[s] = true
			if s == "daily" || s == "weekdays" || s == "weekly" {
				r.w.Days = s // "daily -> weekly": the last counts
			}
			if s == "rhythm" && r.w.Amiss == "" {
				r.fault("days", i, i+n) // one that there is not
			}
		}
		if len(senses) > 0 {
			return n
		}
	}
	return 0
}

// wish says what was found, if it makes a wish.
func (r *wishReader) wish() (Wish, bool) {
	if r.strange {
		return Wish{}, false
	}
	r.w.Because = r.said["why"]
	switch r.w.Amiss {
	case "zone":
		r.w.Kind = WishPlace
	case "date":
		r.w.Kind = WishPause
	case "":
		r.w.Kind = r.kind()
	default:
		r.w.Kind = WishTimes
	}
	return r.w, r.w.Kind != NoWish
}

func (r *wishReader) kind() WishKind {
	w, said := &r.w, r.said
	long := w.Until != nil || w.Len > 0
	if w.Clock != nil && w.Clock.Hour < 5 {
		w.Clock = nil // "you ping me at 3 am" is told, not wished
	}
	times := w.Days != "" || w.Clock != nil
	silent := said["pause"] || said["nothing"] || said["quiet"]
	switch {
	case said["list"] && !silent && !said["off"] && !said["on"]:
		return WishList
	case said["drop"] && (w.Item != 0 || w.All):
		return WishDrop
	case w.Item != 0 && (w.Until != nil || w.Clock != nil):
		return WishMove
	case said["weekend"], said["weekends"] && silent:
		return WishWeekend
	case silent && !said["verb"] && !long && w.Clock == nil && w.Days != "":
		r.fault("days", 0, len(r.spans)) // "no messages on Fridays" leaves no rhythm that there is
		return WishTimes
	case (said["pause"] || said["nothing"] || said["off"]) && long:
		return WishPause
	case said["off"]:
		return WishOff
	case said["on"] && !times:
		return WishOn
	case (w.From != nil || w.To != nil || said["night"]) && silent:
		return WishQuiet
	case said["here"] && said["place"] && w.Clock != nil, said["here"] && w.Clock != nil && r.has("my", "clock", "local"):
		return WishHere
	case w.Until != nil && r.has("remind", "remember"):
		return WishRemind
	case w.Until != nil && w.Item == 0 && said["verb"]:
		return WishMove
	case times && !long && !said["nothing"] && !said["pause"]:
		return r.times()
	case w.Zone != "" && !r.bare:
		return WishPlace
	case said["fewer"] && !long:
		return WishFewer
	case said["pause"] && r.pauses():
		return WishPause
	}
	return NoWish
}

// pauses tells a plain wish for a pause from words that may be about anything.
func (r *wishReader) pauses() bool {
	return !r.has("stop") && !r.has("back", "away", "quiet", "silence", "mute", "snooze") || len(r.spans) == 1 && !r.has("back", "away", "quiet", "silence")
}

// times completes a wish for other days or another hour. An hour by itself may
// be the answer to a question, and needs a word that wants something.
func (r *wishReader) times() WishKind {
	if r.w.Days == "" && !r.said["verb"] {
		return NoWish
	}
	return WishTimes
}
