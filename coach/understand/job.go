package understand

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	_ "embed"
)

//go:embed words/companies.tsv
var companyList string

//go:embed words/roles.tsv
var roleList string

// trade is what a word or phrase says about employers and occupations.
type trade uint8

const (
	sureCompany    trade = 1 << iota // an employer, however it is written
	capitalCompany                   // an employer when written with a capital
	roleHead                         // ends the name of a role
	roleWeak                         // ends one where something tells so
	roleWhole                        // is a role by itself
	roleBefore                       // may stand before a head
	roleField                        // is a role where a job is spoken of: "cleaning job", "for warehouse"
	longerTrade                      // longer names begin with this word
)

var trades = sync.OnceValue(func() map[string]trade {
	m := make(map[string]trade, 1500)
	kinds := map[string]trade{"sure": sureCompany, "capital": capitalCompany, "head": roleHead, "weak": roleWeak, "whole": roleWhole, "before": roleBefore, "field": roleField}
	for _, list := range [...]string{companyList, roleList} {
		for line := range strings.Lines(list) {
			kind, names, ok := strings.Cut(strings.TrimSpace(line), "\t")
			if !ok || kinds[kind] == 0 {
				continue
			}
			for n := range strings.SplitSeq(names, "|") {
				key := Fold(n)
				m[key] |= kinds[kind]
				if first, _, more := strings.Cut(key, " "); more {
					m[first] |= longerTrade
				}
			}
		}
	}
	return m
})

// tradeAt finds the longest name of one of the kinds at token i.
func (f *folded) tradeAt(i int, kinds trade) int {
	m := trades()
	if i < 0 || i >= len(f.spans) {
		return 0
	}
	w := f.at(i)
	if s := f.spans[i]; len(w) > 3 && w[len(w)-1] == 's' && s.to >= 3 && (f.raw[s.to-2] == '\'' || strings.HasSuffix(f.raw[s.from:s.to], "’s")) {
		w = w[:len(w)-1] // Spotify's
	}
	t := m[w]
	if t&longerTrade != 0 {
		for n := min(4, len(f.spans)-i); n > 1; n-- {
			if m[f.words[f.spans[i].start:f.spans[i+n-1].end]]&kinds != 0 {
				return n
			}
		}
	}
	if t&kinds != 0 {
		return 1
	}
	return 0
}

// capital says whether token i was written with a capital.
func (f *folded) capital(i int) bool {
	if i < 0 || i >= len(f.spans) || !f.spans[i].word {
		return false
	}
	r, _ := utf8.DecodeRuneInString(f.raw[f.spans[i].from:])
	return unicode.IsUpper(r)
}

// opens says whether token i begins a sentence or a line, where a capital says
// nothing.
func (f *folded) opens(i int) bool {
	return i == 0 || strings.ContainsAny(f.gap(i-1), ".!?:;\n\"“”(–—") || !f.spans[i-1].word
}

// shouted says whether the text is in capitals throughout, so that they say
// nothing, or begins every word with one.
func (f *folded) shouted() bool {
	words, caps := 0, 0
	for i := range f.spans {
		if f.spans[i].word && !f.opens(i) {
			words++
			if f.capital(i) {
				caps++
			}
		}
	}
	return words >= 4 && caps*10 > words*6
}

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
		case !f.spans[i].word || strict && !f.employs(i-1):
			continue
		case f.tradeAt(i, sureCompany) > 0:
			if n = f.tradeAt(i, sureCompany); f.onTheWay(i) || !f.sold(i, n) {
				i += n - 1
				continue
			}
			n = f.extend(i, n)
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
	// A name with other capitals about it is a place or a person.
	return !f.opens(i) && f.at(i-1) != "the" && !f.capital(i+n) && f.at(i) != "post" && f.at(i) != "penny" && f.at(i) != "three" && f.at(i) != "mint"
}

// onTheWay says whether the name at i is only a channel or a place to go: "via
// LinkedIn", "on Indeed", "near Ikea".
func (f *folded) onTheWay(i int) bool {
	switch f.at(i - 1) {
	case "via", "near", "behind", "opposite", "using", "watch", "watching", "like", "than":
		return true
	}
	return false
}

// sold says whether the n tokens at i name the employer and not what it makes:
// "amazon prime", "google it", "experience with SAP".
func (f *folded) sold(i, n int) bool {
	switch f.at(i + n) {
	case "prime", "maps", "translate", "docs", "sheets", "package", "series", "voucher", "sofa", "card", "flight", "account", "search", "it", "wrap", "drive", "meet", "calendar", "code", "shelf", "bag", "chatgpt",
		"form", "says", "groups", "group", "car", "park", "cert", "certificate", "trust", "jobs", "things", "thing":
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

// employs says whether token i leads to the name of an employer.
func (f *folded) employs(i int) bool {
	switch f.at(i) {
	case "at", "from", "with", "w", "bei", "chez", "by", "to", "@", "beim":
		return f.gap(i) == " " || f.gap(i) == "/ " || f.gap(i) == "/"
	}
	return false
}

// headWords end or begin the names of organisations.
var headWords = map[string]int{ // 1 begins, 2 ends, 3 both
	"university": 3, "hotel": 3, "klinik": 3, "klinikum": 3, "universitat": 3, "universite": 1, "uni": 1, "hospital": 2, "hospitals": 2, "clinic": 2, "school": 2, "college": 2, "bank": 2,
	"gmbh": 2, "ltd": 2, "ag": 2, "inc": 2, "llc": 2, "plc": 2, "museum": 2, "airlines": 2, "airways": 2, "logistics": 2, "consulting": 2, "group": 2, "solutions": 2, "systems": 2, "partners": 2,
	"engineering": 2, "robotics": 2, "foods": 2, "motors": 2, "energy": 2, "theatre": 2, "stadtwerke": 1, "gemeente": 1, "stadt": 1, "praxis": 1, "haus": 1, "kantonsspital": 1, "spital": 2, "krankenhaus": 3, "cafe": 1, "ballet": 1,
	"nursery": 2, "shipping": 2, "trading": 2, "trust": 2, "council": 2, "home": 2, "care": 2, "labs": 2, "studios": 2, "studio": 1, "bakery": 2, "construction": 2, "homes": 2, "health": 2, "railways": 2, "insurance": 2, "port": 1, "municipality": 1, "academy": 2,
}

// organisation reads a name that says what it is: "University of Ghent", "Hotel
// Sacher", "Kestrel Care Home". It says how many tokens it took.
func (f *folded) organisation(i int) int {
	w := f.at(i)
	if headWords[w]&1 != 0 && !f.opens(i+1) {
		if f.at(i+1) == "of" && f.capital(i+2) && f.gap(i) == " " {
			return 3 + f.names(i+3)
		}
		if n := f.names(i + 1); n > 0 && f.gap(i) == " " && !(w == "uni" || w == "port") {
			return 1 + n
		}
		if w == "uni" && f.capital(i+1) && f.gap(i) == " " {
			return 2
		}
	}
	// "Halden Robotics": capitals that end in such a word.
	if notName[w] || f.means(i).sense != nothing && f.means(i).sense != number || f.opens(i) && i > 0 && f.opens(i+1) {
		return 0
	}
	for n := 1; n < 5 && f.capital(i+n) && (f.gap(i+n-1) == " " || f.gap(i+n-1) == " & " || f.gap(i+n-1) == "-"); n++ {
		if headWords[f.at(i+n)]&2 != 0 && !f.capital(i+n+1) {
			if p, k := f.placeAt(i, false); k == n && p.name != "" && f.at(i+n) != "hospital" && f.at(i+n) != "bank" && f.at(i+n) != "health" {
				return 0
			}
			return n + 1
		}
	}
	return 0
}

// names counts the tokens from i on that go on with a name.
func (f *folded) names(i int) int {
	n := 0
	for n < 3 && f.capital(i+n) && f.gap(i+n-1) == " " && f.means(i+n).sense == nothing && f.at(i+n) != "i" && !notName[f.at(i+n)] {
		n++
	}
	return n
}

// unknownName reads a run of capitals where an employer stands, unless it is a
// place, a person or a word that has a capital anyway.
func (f *folded) unknownName(i int) int {
	switch f.at(i - 1) {
	case "to", "by", "with":
		// "back to Brazil", "to Anna", "by Monday": only after applying.
		if !f.applied(i - 2) {
			return 0
		}
	}
	n := f.names(i)
	if n == 0 || notName[f.at(i)] || f.means(i).sense != nothing || f.tradeAt(i, roleHead|roleWhole|roleWeak) > 0 || givenNames()[f.at(i)] {
		return 0
	}
	if p, k := f.placeAt(i, true); k > 0 && p.name != "" {
		return 0
	}
	if _, k := f.placeAt(i+n-1, false); k > 0 && n > 1 {
		n-- // "Kotoba Lab Osaka"
	}
	// "from Anna at Bosch", "with Mr. Tan": people.
	if f.at(i-1) == "with" || f.at(i-1) == "from" {
		switch f.at(i + n) {
		case "at", "from", "who", "said", "told", "and", "she", "he", "wrote", "called", "again", "about":
			return 0
		}
	}
	if f.at(i-1) == "for" && n == 1 {
		return 0
	}
	return n
}

// applied says whether one of the four tokens up to i tells of a step in a job
// search, so that a name after it is an employer's.
func (f *folded) applied(i int) bool {
	for k := i; k >= 0 && k > i-4; k-- {
		switch f.at(k) {
		case "applied", "apply", "application", "applying", "portfolio", "cv", "resume", "sent", "mails", "emails", "email", "letter", "documents", "candidature", "submitted", "papers",
			"interview", "round", "screening", "call", "chat", "done", "test", "rejected", "declined", "position", "job", "offer", "contract", "onto", "tried":
			return true
		}
	}
	return false
}

// notName holds words that have a capital without being a name of an employer.
var notName = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`i im ive ill id hr ceo cto cfo cv vp pm md mr mrs ms dr prof professor german english french dutch spanish italian polish swedish norwegian danish finnish
		portuguese turkish arabic russian ukrainian japanese korean chinese hindi indian american british irish european africa african asia asian europe eu abroad home linkedin indeed glassdoor
		xing facebook instagram whatsapp telegram zoom teams skype slack discord google skills god mum mom dad christmas easter ramadan eid new year the a an it they she he we you my our his her
		their this that these those not no yes and or but so if ok what why how when who final round interview offer first second third last next b1 b2 c1 c2 a1 a2 ielts toefl nclex excel sap
		python java sql ui ux qa it hgv lgv utc gmt cet est pst am pm uk usa us uae eur usd gbp phd msc bsc mba bachelor master please thank thanks dear hello hi hey also then still just only
		monday tuesday wednesday thursday friday saturday sunday hiring manager recruiter boss chef director principal human resources`) {
		m[w] = true
	}
	return m
}()

// role finds the occupation that the message is about.
func (f *folded) role(about Label) string {
	for i := 0; i < len(f.spans); i++ {
		if n := f.roleAt(i); n > 0 {
			if f.somebody(i, n) || about == "win" && !f.wanted(i) {
				i += n - 1
				continue
			}
			return f.written(i, i+n)
		}
	}
	return ""
}

// roleAt reads the name of a role that begins at token i.
func (f *folded) roleAt(i int) int {
	if !f.spans[i].word {
		return 0
	}
	if n := f.headOf(i); n > 0 {
		return n
	}
	if k := f.tradeAt(i, roleField); k > 0 && f.together(i, 0, k) && (jobWords[f.at(i+k)] && f.gap(i+k-1) == " " || f.at(i-1) == "for" && f.applied(i-1) && f.gap(i+k-1) != "-") && f.tradeAt(i+k, roleHead|roleWeak) == 0 {
		return k
	}
	n := 0
	for n < 4 {
		if k := f.tradeAt(i+n, roleWhole|roleHead); k > 0 && f.together(i, n, k) {
			n += k
			// "teaching assistant manager", "nurse assistant"
			for f.tradeAt(i+n, roleWeak|roleHead) == 1 && f.together(i, n, 1) {
				n++
			}
			return n
		}
		if k := f.tradeAt(i+n, roleWeak); k > 0 && f.together(i, n, k) && (n > 0 || f.asked(i) || jobWords[f.at(i+n+k)] && f.gap(i+n+k-1) == " ") {
			return n + k
		}
		k := f.tradeAt(i+n, roleBefore)
		if k == 0 || !f.together(i, n, k) {
			return 0
		}
		n += k
	}
	return 0
}

// headOf reads "head of housekeeping".
func (f *folded) headOf(i int) int {
	if f.at(i) == "head" && f.at(i+1) == "of" && f.gap(i+1) == " " && f.tradeAt(i+2, roleBefore|roleField) > 0 {
		return 2 + f.tradeAt(i+2, roleBefore|roleField)
	}
	return 0
}

var jobWords = map[string]bool{"job": true, "jobs": true, "position": true, "post": true, "role": true, "vacancy": true, "place": true, "slot": true, "opening": true, "gig": true, "application": true, "traineeship": true, "opportunity": true}

// together says whether tokens i to i+n+k-1 stand side by side.
func (f *folded) together(i, n, k int) bool {
	for j := max(i, i+n-1); j < i+n+k-1; j++ {
		if g := f.gap(j); g != " " && g != "-" && g != "/" && g != "&" {
			return false
		}
	}
	return i+n+k <= len(f.spans)
}

// asked says whether what stands before token i tells that a role follows.
func (f *folded) asked(i int) bool {
	a, b := f.at(i-1), f.at(i-2)
	switch a {
	case "as":
		return true
	case "a", "an", "the":
		return b == "as" || b == "for" && a != "the" || b == "become" || b == "be" && a != "the"
	case "of":
		return b == "position" || b == "post" || b == "job" || b == "role"
	case "als", "stelle", "poste", "puesto", "stanowisko", "become":
		return true
	}
	return false
}

// somebody says whether the role at tokens i to i+n-1 is that of another person
// in the story: "the nurse said", "my teacher", "met a designer".
func (f *folded) somebody(i, n int) bool {
	switch f.at(i + n) {
	case "said", "says", "told", "called", "asked", "wrote", "phoned", "rang", "from", "who", "s", "laughed", "smiled", "thinks", "thought", "gave", "answered", "replied", "knows", "friend", "friends":
		if f.at(i+n) != "from" || !f.asked(i) && f.at(i-1) != "a" {
			return !f.wanted(i)
		}
	}
	if f.at(i-1) == "the" && f.opens(i-1) && !jobWords[f.at(i+n)] {
		return true // "The chef let me do a trial"
	}
	switch f.at(i - 1) {
	case "my", "your", "his", "her", "our", "their", "another", "every", "some", "called", "met", "old":
		return !(f.at(i-1) == "my" && f.at(i-2) == "for" || jobWords[f.at(i+n)])
	case "a", "an", "the":
		switch f.at(i - 2) {
		case "met", "by", "with", "know", "to", "from", "called", "like", "than", "write", "ask", "asked", "wrote", "see", "saw", "and":
			return true
		}
	}
	return false
}

// wanted says whether a role at token i follows words of applying for it.
func (f *folded) wanted(i int) bool {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		if w := f.at(k); w == "for" || w == "as" {
			return true
		}
	}
	return false
}
