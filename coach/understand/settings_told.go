package understand

import "strings"

// wishedClock reads the one time at which somebody wants to hear from us. A time
// that they only tell of, or do not want any more, does not count. Of two others
// we would have to guess.
func (f *folded) wishedClock() *Clock {
	var found *Clock
	plain, hushed := false, false
	for i := 0; i < len(f.spans); i++ {
		c, n := f.wishAt(i)
		if n == 0 {
			continue
		}
		if f.quiet(i) {
			hushed = true
			continue
		}
		asked := f.askedFor(i, n)
		if (f.unwished(i, n) || f.lived(i, n)) && !asked || c.Hour < 5 && !asked {
			i += n - 1
			continue
		}
		switch {
		case found == nil || asked && !plain:
			found, plain = &c, asked
		case plain && !asked || *found == c:
		default:
			return nil
		}
		i += n - 1
	}
	if hushed && !plain {
		return nil
	}
	return found
}

// wishAt reads a time at token i, also "21.00", "8ish" and, after "make it", a
// bare hour.
func (f *folded) wishAt(i int) (Clock, int) {
	if c, n := f.clock(i, false); n > 0 {
		if f.means(i).sense == clockMark && f.means(i+n).sense == unitOf {
			return Clock{}, 0
		}
		return c, n
	}
	if c, n := f.clock(i, true); n == 2 && f.gap(i) == "." {
		return c, n
	}
	h, rest, ok := f.num(i)
	if !ok || h < 1 || h > 23 {
		return Clock{}, 0
	}
	took := 1
	if rest == "" && f.at(i+1) == "ish" { // "8-ish"
		rest, took = "ish", 2
	}
	switch {
	case rest == "ish":
		if h <= 6 || f.has("evening", "eve", "evenings", "night", "pm") && h < 12 {
			h += 12
		}
		return Clock{h, 0}, took
	case rest == "" && f.askedFor(i, 1) && (i+1 == len(f.spans) || f.gap(i) != " " && f.gap(i) != ":" || f.at(i+1) == "is" || f.at(i+1) == "would"):
		return f.clock(i, true)
	}
	return Clock{}, 0
}

// quiet says whether the time at token i bounds hours without messages.
func (f *folded) quiet(i int) bool {
	k := i - 1
	if f.means(i).sense == clockMark {
		return false
	}
	switch f.at(k) {
	case "and":
		return f.at(k-2) == "between" || f.at(k-3) == "between"
	case "after", "before", "until", "till", "from", "between":
		return !(f.at(k) == "after" && f.has("send", "better"))
	}
	return false
}

// askedFor says whether the words about the time at tokens i to i+n-1 ask for it.
func (f *folded) askedFor(i, n int) bool {
	a, b := f.at(i-1), f.at(i-2)
	if _, _, ok := f.num(i - 2); ok && a == "to" && f.at(i-3) != "from" && f.at(i-4) != "from" {
		return false // "I work 23 to 7"
	}
	switch {
	case a == "me" && f.means(i).sense == clockMark && (b == "write" || b == "remind" || b == "ping" || b == "message" || b == "text" || b == "ask") && f.at(i-3) != "you" && f.at(i-3) != "not" && f.at(i-3) != "dont":
		return true
	case a == "it" && b == "make", a == "to" && (f.has("change", "move", "set", "shift", "switch", "put", "changed")), a == "like" || a == "meant" || a == "rather" || a == "lieber" || a == "besser" || a == "plutot" || a == "mejor" || a == "meglio" || a == "liever", a == "ping" || a == "better":
		return true
	}
	switch f.at(i + n) {
	case "instead", "rather", "please", "pls":
		return f.at(i+n+1) != "dont" && f.at(i+n+1) != "stop" && f.at(i+n+1) != "no"
	case "not":
		return true
	case "is", "would":
		return f.at(i+n+1) == "good" || f.at(i+n+1) == "better" || f.at(i+n+1) == "fine" || f.at(i+n+1) == "be" && welcome[f.at(i+n+2)]
	}
	return false
}

var welcome = wordSet("better best good great ideal perfect fine lovely grand nice easier super")

// unwished says whether the time at tokens i to i+n-1 is told as it is now, or
// what is not wanted: "not at noon", "instead of 18.00", "you woke me at 3".
func (f *folded) unwished(i, n int) bool {
	for k := i - 1; k >= 0 && k >= i-4 && !strings.ContainsAny(f.gap(k), ",.!?;"); k-- {
		switch f.at(k) {
		case "nicht", "pas", "niet", "statt", "non":
			return true
		case "wake":
			return f.has("you")
		case "not", "instead", "than", "woke", "wrote", "write", "that", "stop", "your", "was":
			if f.at(k) != "write" && f.at(k) != "was" || f.has("you") && f.at(k-1) != "please" && f.at(k-1) != "not" && f.has("why", "because", "wrote", "fix", "moved") {
				return true
			}
		}
	}
	switch f.at(i + n) {
	case "ahead", "behind", "late", "early", "off", "is", "beep", "i", "questions", "but":
		return f.at(i+n) != "is" && f.at(i+n) != "i" || f.at(i+n+1) == "bad" || f.at(i+n+1) == "too" || f.at(i+n+1) == "sleep" || f.at(i+n+1) == "im"
	}
	return strings.Contains(f.gap(i+n-1), "?")
}

// lived says whether the time at tokens i to i+n-1 belongs to somebody's day and
// not to our messages: "my shift starts at 6 am", "it's 9 pm here".
func (f *folded) lived(i, n int) bool {
	if w := f.at(i + n); w == "here" && (f.at(i-1) == "its" || f.at(i-1) == "is") {
		return true
	}
	k := i - 1
	if f.at(k) == "at" || f.at(k) == "by" || f.at(k) == "around" {
		k--
	}
	switch f.at(k) {
	case "is":
		switch f.at(k - 1) {
		case "bus", "train", "ferry", "tram", "flight", "class", "course", "shift", "appointment", "interview", "school":
			return true
		}
	case "send", "write":
		switch f.at(k - 2) {
		case "can", "could", "would", "will", "please", "if":
		default:
			return f.at(k-1) == "you"
		}
	case "start", "starts", "begin", "begins", "finish", "finishes", "end", "ends", "arrived", "came", "arrives", "comes", "close", "closes", "open", "opens", "sleep", "asleep", "bed":
		return f.sameBreath(k) && !f.has("then", "when")
	}
	return false
}

// whereabouts reads the place or zone of somebody who sets a time.
func (f *folded) whereabouts() (city, country, zone string) {
	if !f.has("keep", "use") {
		if city, country, zone = f.livesIn(); zone != "" {
			return city, country, zone // "you are on UK time, I'm in Dubai"
		}
	}
	for i := range f.spans {
		if f.at(i+1) == "time" && f.gap(i) == " " { // "pacific time", "keep berlin time for me"
			if z, ok := world().names[f.words[f.spans[i].start:f.spans[i+1].end]]; ok {
				return "", "", z
			}
			if p, n := f.placeAt(i, false); n > 0 && p.zone != "" {
				if p.city {
					return p.name, p.country, p.zone
				}
				return "", p.country, p.zone
			}
		}
	}
	for i := range f.spans {
		if p, n := f.placeAt(i, false); n > 0 && f.capitalOrAlone(i) && !f.notHere(i) {
			if p.city {
				return p.name, p.country, p.zone
			}
			return "", p.country, p.zone
		}
	}
	head, _ := clip(f.raw)
	for w := range strings.FieldsSeq(head) {
		if z, ok := namedZone(w); ok {
			return "", "", z
		}
	}
	return "", "", ""
}

// capitalOrAlone guards against places that are words too.
func (f *folded) capitalOrAlone(i int) bool {
	if f.capital(i) || len(f.spans) <= 3 || i+1 == len(f.spans) && i > 0 && f.gap(i-1) == ", " && len(f.at(i)) > 4 {
		return true
	}
	switch f.at(i - 1) {
	case "in", "to", "from", "timezone", "zone", "at":
		return len(f.at(i)) > 3
	}
	return false
}

// notHere says whether the place at i is where they are not.
func (f *folded) notHere(i int) bool {
	switch f.at(i - 1) {
	case "not", "from", "leaving", "left", "than", "nicht", "of":
		return f.at(i-2) != "bird"
	case "to":
		return f.at(i-2) == "go" || f.at(i-2) == "going" || f.at(i-2) == "travel"
	}
	return f.supposed(i)
}

// supposed says whether the place at token i is where we took them to be: "you
// think I'm in London".
func (f *folded) supposed(i int) bool {
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		switch f.at(k) {
		case "think", "thinks", "thought":
			return true
		}
	}
	return false
}

// livesIn reads "I'm in Kraków", "I live in Poland".
func (f *folded) livesIn() (city, country, zone string) {
	for i := range f.spans {
		if f.at(i) != "in" {
			continue
		}
		switch f.at(i - 1) {
		case "im", "am":
		case "live", "living", "based", "now", "here":
			if w := f.at(i - 2); w != "i" && w != "im" && w != "am" && w != "we" && w != "now" && i > 1 {
				continue
			}
		default:
			continue
		}
		if p, n := f.placeAt(i+1, true); n > 0 && !f.supposed(i+1) && (f.capital(i+1) || len(f.at(i+1)) > 4) {
			if p.city {
				return p.name, p.country, p.zone
			}
			return "", p.country, p.zone
		}
	}
	return "", "", ""
}
