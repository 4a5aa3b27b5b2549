package understand

import "strings"

// The labels of messages that tell of one job, and so may name employer, role
// and stage. In others a name is more often something else.
func aboutJob(l Label) bool {
	switch l {
	case "rejected", "ghosted", "win", "offer", "application", "interview", "feedback", "lesson", "network":
		return true
	}
	return false
}

// details picks the facts up that a message gives by itself. What it is about
// decides which facts may be there: a detail too few is asked for, one too many
// is a wrong word in somebody's journal.
func (f *folded) details(about Label) Details {
	var d Details
	if aboutJob(about) {
		d.Company = f.company(about)
		if about != "network" && about != "feedback" && about != "lesson" {
			d.Role = f.role(about)
		}
		if about != "network" {
			d.Stage = f.stage(about)
		}
	}
	switch about {
	case "network":
		d.Contact = f.contact()
	case "checkin":
		d.Mood = f.mood()
	case "settings":
		d.Clock = f.wishedClock()
		d.City, d.Country, d.Zone = f.whereabouts()
	case "rejected", "application", "ghosted", "persistence", "goal":
		d.Count = f.countOf()
	}
	if d.Zone == "" {
		d.City, d.Country, d.Zone = f.livesIn()
	}
	switch about {
	case "rejected", "ghosted", "win", "offer", "application", "interview", "goal", "progress":
		d.When = f.when(about)
	}
	return d
}

// when finds the date of the message, or else how long something has lasted.
func (f *folded) when(about Label) *When {
	past := about == "rejected" || about == "ghosted" || about == "application" || about == "feedback" || about == "lesson"
	if _, i, j := f.findDate(); j > i {
		return &When{Text: f.written(f.lead(i), j), Past: past}
	}
	if about != "ghosted" {
		return nil
	}
	// "six weeks", "since Easter", "week 5": no date, but said and not to be asked.
	for i := range f.spans {
		if _, unit, n := f.length(i); n > 0 && unit >= day && f.at(i+n) != "notice" && f.at(i+n) != "contract" && f.at(i+n) != "experience" && f.at(i+n) != "old" && f.at(i+n) != "trial" && f.at(i+n) != "of" {
			if n == 2 && f.means(i).sense == article && (unit != week && unit != month && unit != year || f.at(i-1) == "once" || f.at(i-1) == "times") {
				continue
			}
			return &When{Text: f.written(i, i+n), Past: past}
		}
		if w := f.at(i); w == "since" || w == "until" || w == "till" || w == "by" || w == "before" || w == "after" {
			k := i + 1
			for f.at(k) == "the" || f.at(k) == "end" || f.at(k) == "of" || f.at(k) == "last" || f.at(k) == "next" {
				k++
			}
			if s := f.means(k).sense; s == monthOf || s == weekdayOf || seasons[f.at(k)] {
				return &When{Text: f.written(i, k+1), Past: past}
			}
		}
	}
	return nil
}

// lead takes in the small words before a date: "on Friday", "since the 4th".
func (f *folded) lead(i int) int {
	if g := f.gap(i - 1); i > 0 && g == " " {
		switch f.at(i - 1) {
		case "on", "at", "by", "since", "until", "till", "from", "before", "after", "for", "in", "am", "ab", "seit", "bis", "le", "el", "il":
			return i - 1
		}
	}
	return i
}

var seasons = map[string]bool{
	"spring": true, "summer": true, "autumn": true, "fall": true, "winter": true, "christmas": true, "xmas": true, "easter": true, "ramadan": true, "eid": true,
	"diwali": true, "new": true, "january": true, "midsummer": true, "pentecost": true,
}

// stage says how far a process had come, where the message tells so.
func (f *folded) stage(about Label) string {
	found := ""
	for i := range f.spans {
		s := f.stageAt(i)
		if s == "" || s == "cv" && found != "" {
			continue
		}
		if rank(s) > rank(found) {
			found = s
		}
	}
	switch {
	case about == "offer" && found != "offer":
		return ""
	case about == "application":
		if found == "cv" {
			return found
		}
		return ""
	case about == "interview" && (found == "" || found == "cv" || found == "offer"):
		if found == "" && !f.has("talk", "meet", "meeting", "met", "round", "spoke", "conversation", "interviewer", "present", "presentation") {
			return ""
		}
		return "interview"
	case about == "win" && found == "" && f.has("meet", "invite", "invited", "invites", "round") && !f.has("meetup"):
		return "interview"
	case (about == "lesson" || about == "feedback") && (found == "offer" || found == "final" || found == "interview" && f.has("panel")):
		return ""
	case (about == "lesson" || about == "feedback") && found == "" && f.has("test", "exam", "exercise"):
		return "test"
	case about == "rejected" && found == "offer" && !f.takenBack():
		return ""
	case about == "win" && found == "offer":
		return ""
	}
	return found
}

// rank orders the stages by how much a word for them says: an offer above a
// final round above a test above any interview.
func rank(stage string) int {
	switch stage {
	case "cv":
		return 1
	case "interview":
		return 2
	case "screening":
		return 3
	case "test":
		return 4
	case "final":
		return 5
	case "offer":
		return 6
	}
	return 0
}

func (f *folded) has(words ...string) bool {
	for i := range f.spans {
		for _, w := range words {
			if f.at(i) == w {
				return true
			}
		}
	}
	return false
}

// takenBack says whether an offer is told to be gone.
func (f *folded) takenBack() bool {
	return f.has("withdrawn", "withdrew", "withdraw", "withdraws", "rescinded", "rescind", "retracted", "revoked", "pulled", "back", "cancelled", "canceled", "cancel", "freeze", "frozen", "signed", "supposed", "stopped", "annulled", "voided", "gone")
}

// stageAt reads a word or phrase for a stage at token i.
func (f *folded) stageAt(i int) string {
	next := f.at(i + 1)
	switch w := f.at(i); w {
	case "offer", "contract", "zusage", "angebot", "oferta", "vertrag":
		if f.at(i-1) == "job" && w == "offer" && f.means(i-2).sense != article {
			return ""
		}
		return "offer"
	case "final", "last":
		switch next {
		case "round", "rounds", "interview", "stage", "panel", "step", "three", "two", "day", "one", "conversation":
			return "final"
		}
		if w == "final" && (f.at(i-1) == "the" || f.at(i-1) == "a") && next != "decision" && next != "answer" && next != "no" {
			return "final"
		}
	case "finals", "finalist", "finalists", "runner", "onsite", "superday":
		if w == "runner" && next != "up" {
			return ""
		}
		return "final"
	case "take":
		if next == "home" {
			return "test"
		}
	case "takehome", "assignment", "hackerrank", "codility", "probearbeiten", "probetag", "audition", "psychometric":
		return "test"
	case "assessment":
		return "test"
	case "case":
		if next == "study" {
			return "test"
		}
	case "trial":
		if next != "period" && next != "month" && next != "and" {
			return "test"
		}
	case "coding", "technical", "practical", "skills", "skill", "aptitude", "trade", "theory", "personality":
		if next == "test" || next == "challenge" || next == "exam" || next == "tests" {
			return "test"
		}
	case "test":
		switch f.at(i - 1) {
		case "the", "online", "written", "their", "a", "excel", "language", "typing", "knife", "welder", "driving":
			if f.at(i-1) != "driving" && f.at(i-1) != "language" {
				return "test"
			}
		}
	case "demo":
		if next == "lesson" || next == "class" {
			return "test"
		}
	case "phone", "telephone":
		switch next {
		case "screen", "screening", "interview", "round", "call":
			return "screening"
		}
	case "screening", "hirevue", "prescreen":
		return "screening"
	case "recruiter", "hr", "intro", "screen":
		switch next {
		case "call", "screen", "screening", "round", "chat", "phone", "interview":
			return "screening"
		}
	case "call":
		if next == "with" && (f.at(i+2) == "hr" || f.at(i+2) == "recruiter" || f.at(i+3) == "recruiter" || f.at(i+3) == "hr") {
			return "screening"
		}
	case "interview", "interviews", "interviewed", "interviewing", "intervew", "panel", "vorstellungsgesprach", "entretien", "entrevista", "colloquio":
		if f.at(i-1) == "no" || f.at(i-1) == "any" || f.at(i-1) == "without" || f.at(i-1) == "mock" || next == "preparation" {
			return ""
		}
		return "interview"
	case "round", "rounds":
		if _, _, ok := f.num(i - 1); ok || ordinals[f.at(i-1)] {
			return "interview"
		}
		if _, _, ok := f.num(i + 1); ok && w == "round" {
			return "interview"
		}
	case "conversation", "gesprach", "gesprek":
		if ordinals[f.at(i-1)] {
			return "interview"
		}
	case "shortlist", "shortlisted", "submit", "submitting":
		if w == "shortlist" || w == "shortlisted" {
			if f.has("didnt", "not", "wasnt", "no") {
				return "cv"
			}
			return ""
		}
		if f.has("minutes", "min", "mins", "seconds", "minute", "hours") {
			return "cv"
		}
	}
	return ""
}

var ordinals = map[string]bool{
	"first": true, "second": true, "third": true, "fourth": true, "fifth": true, "next": true, "1st": true, "2nd": true, "3rd": true, "4th": true, "5th": true,
	"initial": true, "technical": true, "tech": true, "interview": true, "another": true, "more": true,
}

// wishedClock reads the one time at which somebody wants to hear from us. Two
// different times are quiet hours or an old and a new one: we would guess.
func (f *folded) wishedClock() *Clock {
	var found *Clock
	for i := 0; i < len(f.spans); i++ {
		c, n := f.clock(i, false)
		if n == 0 {
			// "21.00": in settings nothing else is written so.
			if c, n = f.clock(i, true); n != 2 || f.gap(i) != "." {
				continue
			}
		}
		if c.Hour < 5 {
			return nil // "you woke me at 3": told, not wished
		}
		switch f.at(i - 1) {
		case "after", "before", "until", "till", "from", "between", "past":
			return nil // quiet hours
		}
		if found != nil && *found != c {
			return nil
		}
		found = &c
		i += n - 1
	}
	return found
}

// mood reads the mood that a check-in reports: a number from 1 to 5.
func (f *folded) mood() string {
	for i := range f.spans {
		w := f.at(i)
		if len(w) == 1 && w[0] >= '1' && w[0] <= '5' && (i+1 >= len(f.spans) || f.gap(i) != ":" && f.gap(i) != ".") && f.means(i+1).sense != unitOf && f.means(i+1).sense != pmMark && f.means(i+1).sense != amMark && f.gap(i-1) != "/" {
			switch f.at(i + 1) {
			case "applications", "jobs", "cvs", "rejections", "no", "nos", "interviews", "times", "coffees", "km":
				continue
			}
			return w
		}
	}
	if n := len(f.spans); n <= 12 {
		for i := range f.spans {
			if m := f.means(i); m.sense == number && m.val >= 1 && m.val <= 5 && (f.at(i+1) == "out" || f.at(i+1) == "of" || f.at(i-1) == "a" || f.at(i-1) == "mood" || n <= 2) && f.at(i+1) != "of" {
				return string(rune('0' + m.val))
			}
		}
	}
	return ""
}

// countOf reads a count of applications or rejections.
func (f *folded) countOf() int {
	for i := range f.spans {
		n, rest, ok := f.num(i)
		if !ok || n < 1 || n > 5000 {
			continue
		}
		if rest == "th" || rest == "rd" || rest == "nd" || rest == "st" {
			if counted[f.at(i+1)] {
				return n
			}
			continue
		}
		if rest != "" || f.means(i+1).sense == unitOf {
			continue
		}
		if counted[f.at(i+1)] || countedAfter[f.at(i+1)] && counted[f.at(i+2)] {
			return n
		}
		switch f.at(i - 1) {
		case "number", "no", "nr", "#":
			if counted[f.at(i-2)] {
				return n
			}
		}
	}
	return 0
}

var counted = map[string]bool{
	"applications": true, "application": true, "apps": true, "rejections": true, "rejection": true, "cvs": true, "cv": true, "resumes": true, "jobs": true, "nos": true, "noes": true,
	"refusals": true, "tries": true, "companies": true, "positions": true, "letters": true, "absagen": true, "bewerbungen": true,
}

var countedAfter = map[string]bool{"more": true, "job": true, "cold": true, "other": true, "new": true, "tailored": true, "odd": true, "different": true}

// whereabouts reads the place or zone of somebody who sets a time.
func (f *folded) whereabouts() (city, country, zone string) {
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
	if f.capital(i) || len(f.spans) <= 3 {
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
	case "not", "from", "leaving", "left", "than", "nicht":
		return !(f.at(i-1) == "from" && f.at(i-2) == "bird")
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
		case "im", "am", "live", "living", "based", "lives", "moved":
		case "now", "here":
		default:
			continue
		}
		if f.at(i-1) == "lives" || f.at(i-1) == "moved" {
			continue
		}
		if p, n := f.placeAt(i+1, true); n > 0 && (f.capital(i+1) || len(f.at(i+1)) > 4) {
			if p.city {
				return p.name, p.country, p.zone
			}
			return "", p.country, p.zone
		}
	}
	return "", "", ""
}
