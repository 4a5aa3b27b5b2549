package understand

import "strings"

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
	"university": 3, "ministry": 1, "universitatsklinikum": 1, "backerei": 1, "pizzeria": 1, "trattoria": 1, "ristorante": 1, "gasthaus": 1, "gasthof": 1, "landhotel": 1, "hopital": 1, "institute": 3, "hotel": 3, "klinik": 3, "klinikum": 3, "universitat": 3, "universite": 1, "uni": 1, "hospital": 2, "hospitals": 2, "clinic": 2, "school": 2, "college": 2, "bank": 2,
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
	if f.at(i-1) == "from" && f.native(i-2) || f.at(i-1) == "beim" {
		return 0
	}
	n := f.names(i)
	if n == 1 && headWords[f.at(i)]&2 != 0 {
		return 0 // "the Council"
	}
	if n > 0 && f.possessed(i+n-1) {
		return 0
	}
	if n == 0 || notName[f.at(i)] || f.means(i).sense != nothing || f.tradeAt(i, roleHead|roleWhole|roleWeak) > 0 || givenNames()[f.at(i)] {
		return 0
	}
	if p, k := f.placeAt(i, true); k > 0 && p.name != "" {
		// "Osaka Metalworks" is no place, "Dublin Ireland" is one.
		if _, more := f.placeAt(i+k, false); n <= k || more > 0 || f.at(i-1) == "for" {
			return 0
		}
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

// native says whether token i, before "from", tells where somebody comes from:
// "I'm from Liepāja", "a farmer from Jutland", "somebody from their lab".
func (f *folded) native(i int) bool {
	switch f.at(i) {
	case "im", "am", "is", "are", "was", "someone", "somebody", "guy", "girl", "man", "woman", "lady", "people", "person", "friend", "friends", "workers", "colleague", "originally", "candidate", "candidates", "comes", "come", "came", "moved", "flew", "neighbour", "cousin", "far", "away", "arrived", "applicants":
		return true
	}
	// "a farmer from Jutland", but "a letter from Jutland".
	if s := f.means(i - 1).sense; (s == article || f.at(i-1) == "another" || f.at(i-1) == "some") && !heard[f.at(i)] {
		return true
	}
	return f.tradeAt(i, roleHead|roleWeak|roleWhole) > 0
}

// heard are what comes from an employer.
var heard = map[string]bool{
	"no": true, "nope": true, "yes": true, "mail": true, "email": true, "letter": true, "call": true, "answer": true, "reply": true, "message": true, "rejection": true, "refusal": true, "offer": true, "contract": true,
	"invitation": true, "invite": true, "response": true, "news": true, "feedback": true, "note": true, "sms": true, "text": true, "word": true, "decline": true, "absage": true, "thing": true, "decision": true, "result": true,
	"recruiter": true, "nej": true, "nein": true, "ping": true, "form": true, "template": true, "voicemail": true, "verdict": true, "pass": true, "one": true, "silence": true, "ghosting": true, "callback": true,
}

// possessed says whether token i is a short name in capitals of which something
// is told: "the PI's lab", "the CEO's nephew".
func (f *folded) possessed(i int) bool {
	w := f.raw[f.spans[i].from:f.spans[i].to]
	for _, end := range [...]string{"'s", "’s"} {
		if stem, ok := strings.CutSuffix(w, end); ok {
			return len(stem) <= 3 && stem == strings.ToUpper(stem) || notName[Fold(stem)]
		}
	}
	return false
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
		monday tuesday wednesday thursday friday saturday sunday hiring manager recruiter boss chef director principal human resources
		father sister brother uncle aunt auntie captain sensei madam madame sir imam pastor rabbi coach doctor nurse teacher president minister landlord san beta bhai didi mister senor senora herr frau monsieur
		ministry council embassy agency library institute consulate hirevue arbeitsamt jobcenter jobcentre drh pi react angular kubernetes docker aws azure linux javascript typescript php ruby kotlin jira github ats oa ai covid brexit youtube
		r1 r2 pfo b1 probearbeiten`) {
		m[w] = true
	}
	return m
}()
