package understand

import "strings"

// where reads a place or a zone.
func (r *wishReader) where(i int) int {
	if r.w.Zone != "" {
		return 0
	}
	named := r.said["where"] || r.said["zone"]
	if p, n := r.placeAt(i, named); n > 0 && p.zone != "" && (named || r.capital(i)) && !tooCommon(p.name, r.raw[r.spans[i].from:]) {
		if r.at(i+n) == "time" {
			n++
			r.said["zone"] = true
		}
		if r.said["where"] {
			r.w.Country = p.country // "my time zone is Berlin" may be said from anywhere
		}
		r.w.Zone, r.bare = p.zone, !r.said["where"] && !r.said["zone"]
		if p.city {
			r.w.City = p.name
		}
		return n
	}
	return r.offset(i)
}

// offset reads "UTC+3", "GMT -2", "CET", "Europe/Dublin" at token i: these are
// written with signs, and so are read as they stand.
func (r *wishReader) offset(i int) int {
	rest := r.raw[r.spans[i].from:]
	end := strings.IndexAny(rest, " \t\n,;!?")
	if end < 0 {
		end = len(rest)
	}
	// "UTC + 3" has blanks in it.
	if l := strings.ToLower(rest[:end]); l == "utc" || l == "gmt" {
		if sign := strings.TrimLeft(rest[end:], " "); sign != "" && (sign[0] == '+' || sign[0] == '-') {
			k := 1
			for k < len(sign) && (sign[k] == ' ' || sign[k] == ':' || sign[k] >= '0' && sign[k] <= '9') {
				k++
			}
			end = len(rest) - len(sign) + k
		}
	}
	word := strings.TrimRight(strings.ReplaceAll(rest[:end], " ", ""), ".")
	zone, ok := namedZone(word)
	if !ok {
		return 0
	}
	l := strings.ToLower(word)
	r.w.Zone, r.w.Fixed = zone, strings.HasPrefix(l, "utc") || strings.HasPrefix(l, "gmt")
	r.said["zone"] = true
	n := 0
	for i+n < len(r.spans) && int(r.spans[i+n].from) < int(r.spans[i].from)+end {
		n++
	}
	return n
}

// longestAmiss bounds what can be a slip, in words: more is something else.
const longestAmiss = 5

// amiss takes what should have been a time, a day, a zone or a rhythm and is
// none, up to the end of the message. Only where it was said already that it is
// about messages, an unknown word is a slip.
func (r *wishReader) amiss(i int) int {
	what := ""
	quiet := r.said["pause"] || r.said["nothing"] || r.said["quiet"]
	switch before, at := r.at(i-1), r.at(i); {
	case r.w.Zone == "" && (r.said["zone"] || r.said["where"] && r.capital(i) && len(NearZones(r.written(i, len(r.spans)))) > 0):
		what = "zone"
	case quiet && (before == "until" || before == "till" || at == "until" || at == "till"):
		what = "date"
	case r.said["verb"] && (before == "every" || before == "each" || at == "every" || at == "each"):
		what = "days"
	case r.w.Clock == nil && (r.said["verb"] || quiet) && r.hourly(i) &&
		(r.means(i).sense == clockMark || before == "at" || before == "to" || before == "before" || before == "after"):
		what = "clock"
	}
	j := i
	switch {
	case r.means(i).sense == clockMark, r.at(i) == "until", r.at(i) == "till":
		j++
	case r.at(i-1) == "every" || r.at(i-1) == "each":
		j--
	}
	if n := len(r.spans) - j; what == "" || r.w.Amiss != "" || n < 1 || n > longestAmiss {
		return 0
	}
	r.fault(what, j, len(r.spans))
	return len(r.spans) - i
}

// hourly tells whether what follows looks like a time of day that went wrong.
func (r *wishReader) hourly(i int) bool {
	for k := i; k < min(i+3, len(r.spans)); k++ {
		if w := r.at(k); w == "half" || w == "quarter" || isDigits(w[:1]) || r.means(k).sense == dayPart {
			return true
		}
	}
	return false
}

// fault notes what could not be read.
func (r *wishReader) fault(what string, i, j int) {
	r.w.Amiss, r.w.Given = what, r.written(i, j)
}
