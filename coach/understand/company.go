package understand

import "strings"

// company finds the employer that the message names. In a message about
// feedback, lessons or contacts a name may be anything, so that it counts only
// where an employer stands: "at Siemens".
func (f *folded) company(about Label) string {
	strict := about == "network" || about == "feedback" || about == "lesson"
	shouted := f.shouted()
	named, guess := "", ""
	for i := 0; i < len(f.spans); i++ {
		n := 0
		switch {
		case !f.spans[i].word || about != "network" && f.worksAt(i) || strict && !f.employs(i-1) && !f.processOf(i):
			continue
		case f.tradeAt(i, sureCompany) > 0:
			if n = f.tradeAt(i, sureCompany); f.onTheWay(i) || !f.sold(i, n) {
				i += n - 1
				continue
			}
			n = f.extend(i, n)
		case f.at(i+1) == "of" && headWords[f.at(i)]&1 != 0 && f.capital(i+2) && !shouted:
			// "the university of Tartu"
		case !f.capital(i) || shouted:
			continue
		case f.tradeAt(i, capitalCompany) > 0:
			if k := f.tradeAt(i, capitalCompany); f.known(i, k) && !f.onTheWay(i) && f.sold(i, k) {
				n = f.extend(i, k)
			}
		}
		if n == 0 {
			n = f.organisation(i)
		}
		if n > 0 {
			name := f.written(i, i+n)
			if named == "" {
				named = name
			} else if about == "offer" && Fold(named) != Fold(name) {
				return "" // one said no and one said yes: which is which?
			}
			i += n - 1
			continue
		}
		if n = f.unknown(i, about); n > 0 {
			if guess == "" {
				guess = f.written(i, i+n)
			}
			i += n - 1
		}
	}
	if named == "" {
		named = guess
	}
	for _, s := range [...]string{"'s", "’s"} {
		named = strings.TrimSuffix(named, s)
	}
	return named
}

// processOf says whether the name at token i is that of an employer because of
// what follows or, in a message about people, because they are said to be in it:
// "the Ericsson thing", "works in Intel".
func (f *folded) processOf(i int) bool {
	n := f.tradeAt(i, sureCompany)
	if n == 0 {
		return false
	}
	switch f.at(i - 1) {
	case "in", "for":
		return f.capital(i)
	case "ask", "asked", "asking":
		return true
	}
	switch f.at(i + n) {
	case "panel", "thing", "interview", "rejection", "test", "round", "process", "sent", "one", "assessment", "case", "screening", "recruiter", "said":
		return true
	}
	return false
}

// unknown reads the name of an employer that no list has, by where it stands.
func (f *folded) unknown(i int, about Label) int {
	switch {
	case f.employs(i - 1), f.at(i-1) == "the" && f.employs(i-2), f.at(i-1) == "for":
		return f.unknownName(i)
	}
	n := 1 + f.names(i+1)
	if n < 2 || notName[f.at(i)] || givenNames()[f.at(i)] || f.means(i).sense != nothing || f.tradeAt(i, roleHead|roleWhole|roleWeak|roleBefore) > 0 {
		return 0
	}
	if _, k := f.placeAt(i, false); k > 0 {
		return 0
	}
	if i > 0 && about == "application" && (f.gap(i-1) == ", " || f.gap(i-1) == ": ") {
		return n
	}
	switch f.at(i + n) {
	case "said", "says", "wrote", "picked", "chose", "rejected", "answered", "offered", "hired", "wants", "told", "declined", "refused", "took":
		return n
	}
	return 0
}

// known says whether n tokens at i, a name that is a word too, name a company
// here: written in full capitals as in the list, or where an employer stands.
func (f *folded) known(i, n int) bool {
	w := f.written(i, i+n)
	if len(w) <= 4 && w == strings.ToUpper(w) && len(w) > 1 {
		return true
	}
	if w == strings.ToUpper(w) && len(w) > 4 {
		return false
	}
	if f.employs(i-1) || f.at(i-1) == "the" && f.employs(i-2) && f.at(i) == "post" {
		return true
	}
	if f.opens(i) && f.capital(i) && f.at(i) != "next" && f.at(i) != "total" && f.at(i) != "post" && f.gap(i+n-1) == " " {
		switch f.at(i + n) {
		case "sent", "rejected", "wrote", "onsite", "interview", "offered", "answered", "turned", "declined", "called", "hired", "invited", "passed":
			return f.at(i) != "continental" && f.at(i) != "orange"
		case "in":
			_, k := f.placeAt(i+n+1, false)
			return k > 0
		}
		if _, k := f.placeAt(i+n, false); k > 0 && f.capital(i+n) {
			return true // "Google Zürich"
		}
	}
	// A name with other capitals about it is a place or a person.
	return !f.opens(i) && f.at(i-1) != "the" && !f.capital(i+n) && f.at(i) != "post" && f.at(i) != "penny" && f.at(i) != "three" && f.at(i) != "mint"
}

// worksAt says whether the name at token i is where somebody works already: "my
// cousin works at Google".
func (f *folded) worksAt(i int) bool {
	switch f.at(i - 1) {
	case "at", "for", "with", "in":
	default:
		return false
	}
	switch f.at(i - 2) {
	case "somebody", "someone", "anybody", "anyone", "friend":
		return f.at(i-1) == "at"
	case "works", "worked", "working":
		return f.at(i-3) != "start" && f.at(i-3) != "begin"
	}
	return false
}

// onTheWay says whether the name at i is only a channel or a place to go: "via
// LinkedIn", "on Indeed", "near Ikea".
func (f *folded) onTheWay(i int) bool {
	switch f.at(i - 1) {
	case "on":
		w := f.at(i - 2)
		return w != "update" && w != "news" && w != "verdict"
	case "my":
		return true
	}
	switch f.at(i - 1) {
	case "via", "near", "behind", "opposite", "using", "watch", "watching", "like", "than":
		return true
	}
	return false
}

// sold says whether the n tokens at i name the employer and not what it makes:
// "amazon prime", "google it", "experience with SAP".
func (f *folded) sold(i, n int) bool {
	if f.gap(i+n-1) != " " && f.gap(i+n-1) != "-" {
		return f.at(i) != "sap" || f.employs(i-1) && f.at(i-1) != "with"
	}
	switch f.at(i + n) {
	case "prime", "maps", "translate", "docs", "sheets", "package", "series", "voucher", "sofa", "card", "flight", "account", "search", "it", "wrap", "drive", "meet", "calendar", "code", "shelf", "bag", "chatgpt",
		"form", "says", "groups", "group", "car", "park", "cert", "certificate", "trust", "jobs", "things", "thing", "flats", "flat", "post", "profile", "vouchers", "meal", "burger", "trolley", "jumper", "receipt", "delivery", "parcel", "app", "ad", "ads", "alerts", "easy", "cleaned":
		return f.at(i+n) == "thing" && f.at(i) != "sap" || f.at(i+n) == "says" && f.at(i) != "google"
	}
	if f.at(i) == "google" && (f.at(i-1) == "to" || f.at(i-1) == "just" || f.at(i+1) == "the") {
		return false
	}
	return f.at(i) != "sap" || f.employs(i-1) && f.at(i-1) != "with"
}

// extend takes a name together with what belongs to it: "Siemens Energy",
// "Ubisoft Montréal", "Deloitte Malta".
func (f *folded) extend(i, n int) int {
	for k := 0; k < 2 && f.gap(i+n-1) == " " && f.capital(i) && f.capital(i+n); k++ {
		switch w := f.at(i + n); {
		case f.means(i+n).sense != nothing, w == "i", w == "im", f.tradeAt(i+n, roleHead|roleWhole|roleBefore|roleWeak) > 0, notName[w]:
			return n
		}
		n++
	}
	return n
}
