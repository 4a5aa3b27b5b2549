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
		r.w.Zone, r.w.Country, r.bare = p.zone, p.country, !r.said["where"] && !r.said["zone"]
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

// amiss takes what should have been a time, a day, a zone or a rhythm and is
// none, up to the end of the message.
func (r *wishReader) amiss(i int) int {
	what := ""
	switch before := r.at(i - 1); {
	case r.said["zone"], r.said["where"] && r.capital(i) && len(NearZones(r.written(i, len(r.spans)))) > 0:
		what = "zone"
	case before == "until" || before == "till":
		what = "date"
	case before == "every" || before == "each" || r.at(i) == "every" || r.at(i) == "twice" || r.at(i) == "biweekly" || r.at(i) == "fortnightly" || r.at(i) == "monthly":
		what = "days"
	case r.means(i).sense == clockMark, before == "at" || before == "before" || before == "after", before == "to" && r.said["verb"]:
		what = "clock"
	case r.at(i) == "until" || r.at(i) == "till":
		what = "date"
	}
	if what == "" || r.w.Amiss != "" {
		return 0
	}
	j := i
	switch {
	case r.means(i).sense == clockMark, r.at(i) == "until", r.at(i) == "till":
		j++
	case r.at(i-1) == "every" || r.at(i-1) == "each":
		j--
	}
	if j >= len(r.spans) {
		return 0
	}
	r.fault(what, j, len(r.spans))
	return len(r.spans) - i
}

// fault notes what could not be read.
func (r *wishReader) fault(what string, i, j int) {
	r.w.Amiss, r.w.Given = what, r.written(i, j)
}
