package understand

import "strings"

// What is counted in a search, and whose count it is.

// othersCount says whether the number at token i counts what is not the
// writer's: "received over 900 applications", "people land around number 80".
func (f *folded) othersCount(i int, about Label) bool {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		switch f.at(k) {
		case "received", "over", "pile", "around", "vacancy", "was", "interview", "took", "after", "about", "people", "others":
			if f.at(k) != "after" && f.at(k) != "about" || about == "persistence" && f.at(i-1) == "after" && f.has("anyone", "ever", "someone") && f.at(k) == "after" {
				return true
			}
		}
	}
	switch a, b := f.at(i-1), f.at(i-2); a {
	case "for":
		if about == "application" && sentTo[f.at(i+1)] {
			return true
		}
	case "had", "got", "have", "get", "received", "receive":
		if b == "they" || b == "who" || b == "she" || b == "he" {
			return true // "they had 400 applications"
		}
	case "among", "amongst":
		return true
	case "with":
		return about == "application" // "with 2 different CVs"
	case "of":
		if about == "rejected" && (b == "one" || b == "out" || b == "because" || b == "volume" || b == "top") {
			return true // "one of 300 applications"
		}
	case "cut", "cuts", "cutting", "axed", "axe", "axing", "closed", "closing", "froze", "freeze", "lost", "scrap", "scrapped":
		if about == "rejected" {
			return true // "they cut 200 jobs"
		}
	}
	return f.ofAnother(i)
}

// ofAnother says whether the sentence is about somebody else up to token i: "my
// neighbour found work after 213 tries".
func (f *folded) ofAnother(i int) bool {
	for k := i - 1; k >= 0 && !strings.ContainsAny(f.gap(k), ".!?;\n"); k-- {
		switch f.at(k) {
		case "i", "ive", "im", "my", "we", "me", "mine":
			return false
		case "neighbour", "neighbor", "cousin", "friend", "friends", "uncle", "aunt", "colleague", "brother", "sister", "wife", "husband", "someone", "somebody", "anyone", "anybody", "everyone", "people", "others", "flatmate", "roommate", "classmate":
			return true
		}
	}
	return false
}

// hasCounted says whether what people count is named before token i.
func (f *folded) hasCounted(i int) bool {
	for k := i - 1; k >= 0 && k >= i-5; k-- {
		if counted[f.at(k)] {
			return true
		}
	}
	return false
}

// dropped says whether what was told before token i is a goal that is given up:
// "10 a week is silly".
func (f *folded) dropped(i int) bool {
	switch f.at(i) {
	case "is", "was", "seems", "feels", "sounds":
		switch f.at(i + 1) {
		case "good", "fine", "ok", "okay", "enough", "realistic", "doable", "better", "perfect", "my", "what":
			return false
		}
		return true
	}
	return false
}

// sentToEach says whether the number at tokens i to j-1 counts those to whom an
// application went, whoever they are: "wrote to all 8 wineries".
func (f *folded) sentToEach(i, j int, about Label) bool {
	if about != "application" && about != "ghosted" {
		return false
	}
	k := i - 1
	if f.at(k) == "all" {
		k--
	}
	if w := f.at(k); w != "to" && w != "at" || f.gap(j-1) != " " {
		return false
	}
	sent := false
	for b := k - 1; b >= 0 && b >= k-5 && f.sameBreath(b); b-- {
		switch f.at(b) {
		case "sent", "send", "wrote", "applied", "aplied", "apply", "emailed", "mailed", "letters", "letter", "papers", "cvs", "cv", "resume", "forms", "application", "applications", "documents":
			sent = true
		}
	}
	w := f.at(j)
	return sent && len(w) > 4 && strings.HasSuffix(w, "s") && f.means(j).sense == nothing && !notEmployers[w]
}

var notEmployers = wordSet("times people friends persons cousins colleagues others pages words weeks minutes languages attempts stamps questions attachments pages documents files interviews rounds degrees points lines grades")

// andMore reads the second number of two that are counted together: "3 today and
// 2 yesterday", "4 farms in Kent and 2 in Hereford".
func (f *folded) andMore(i int, about Label) int {
	if about != "application" && about != "ghosted" {
		return 0
	}
	for k := i; k < len(f.spans) && k < i+7 && !strings.ContainsAny(f.gap(k-1), ".:;(\n"); k++ {
		n, took, ordinal := f.whole(k)
		if took == 0 || ordinal || n < 1 || n > 50 {
			continue
		}
		joined := f.at(k-1) == "and" || f.at(k-1) == "plus" || f.gap(k-1) == " + " || f.means(k-1).sense == relative
		next := f.at(k + took)
		if joined && (next == "in" || next == "at" || next == "to" || next == "more" || f.means(k+took).sense == relative || sentTo[next] || sentTo[next+"s"] || counted[next]) {
			return n
		}
		return 0
	}
	return 0
}

// counted are what people count in a search.
var counted = map[string]bool{
	"applications": true, "application": true, "apps": true, "rejections": true, "rejection": true, "cvs": true, "cv": true, "resumes": true, "jobs": true, "nos": true, "noes": true,
	"refusals": true, "refusal": true, "knockbacks": true, "knockback": true, "denials": true, "declines": true, "letdowns": true, "rechazos": true, "refus": true, "tries": true, "companies": true, "positions": true, "letters": true, "absagen": true, "bewerbungen": true, "candidatures": true, "roles": true, "employers": true, "applies": true,
}

// sentTo are where an application is sent to, one each.
var sentTo = map[string]bool{
	"hotels": true, "restaurants": true, "bars": true, "pubs": true, "cafes": true, "studios": true, "salons": true, "schools": true, "universities": true, "labs": true, "garages": true, "places": true,
	"offices": true, "firms": true, "clinics": true, "hospitals": true, "shops": true, "bakeries": true, "warehouses": true, "agencies": true, "farms": true, "kindergartens": true, "ads": true, "postings": true, "things": true, "forms": true, "wineries": true, "breweries": true, "vineyards": true, "startups": true, "museums": true, "theatres": true, "nurseries": true, "pharmacies": true, "dentists": true, "practices": true, "factories": true, "banks": true, "airlines": true, "shipyards": true, "mills": true, "mines": true, "stores": true, "supermarkets": true, "families": true, "hostels": true, "resorts": true, "spas": true, "gyms": true, "publishers": true, "orchestras": true, "institutes": true, "campsites": true, "boats": true, "chains": true, "butchers": true, "builders": true, "vacancies": true, "openings": true, "listings": true, "adverts": true, "employers": true, "departments": true, "homes": true, "workshops": true, "kitchens": true, "diners": true, "bookshops": true, "libraries": true, "councils": true, "laboratories": true, "lodges": true, "yards": true, "ports": true, "dairies": true, "florists": true, "barbers": true, "dealers": true, "distilleries": true,
}

var countedAfter = map[string]bool{"more": true, "job": true, "cold": true, "other": true, "new": true, "tailored": true, "odd": true, "different": true, "serious": true, "care": true, "speculative": true, "online": true, "unsolicited": true, "open": true, "dental": true, "proper": true, "architecture": true}
