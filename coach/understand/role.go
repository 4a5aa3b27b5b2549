package understand

// role finds the occupation that the message is about: the first that is told as
// a post ("for the cashier job"), else the first that is told at all. Where
// people speak of themselves or of others, only a post counts.
func (f *folded) role(about Label) string {
	first, become := "", ""
	for i := 0; i < len(f.spans); i++ {
		n := f.roleAt(i)
		post := n > 0 && f.isPost(i, n)
		if n == 0 {
			if n = f.namedPost(i); n == 0 {
				continue
			}
			post = true
		}
		written := f.written(i, i+n)
		switch {
		case f.becoming(i) && about == "offer" && become == "":
			become = written
		case f.somebody(i, n) || about == "win" && !f.wanted(i) && !f.listed(i, n) || about == "goal" && !f.asked(i) && !f.wanted(i) && !f.aimed(i):
		case post && about != "goal":
			return written
		case first == "" && about != "feedback" && about != "lesson":
			first = written
		}
		i += n - 1
	}
	if first == "" {
		return become
	}
	return first
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
	if trainingPost[f.at(i)] && f.at(i+1) != "as" && (f.at(i-1) == "the" || f.at(i-1) == "my" || f.at(i+1) == "at" || f.at(i+1) == "in" || i > 0 && f.capital(i-1) && !f.capital(i)) {
		return 1 // "the apprenticeship", "Ericsson internship"
	}
	if n := f.aloneAt(i); n > 0 {
		return n
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

// trainingPost are posts that are named by how one learns in them.
var trainingPost = map[string]bool{"apprenticeship": true, "internship": true, "traineeship": true}

// headOf reads "head of housekeeping".
func (f *folded) headOf(i int) int {
	if f.at(i) != "head" || f.at(i+1) != "of" || f.gap(i+1) != " " || f.at(i-1) == "their" {
		return 0
	}
	if n := f.tradeAt(i+2, roleBefore|roleField); n > 0 {
		return 2 + n
	}
	for n := 1; n <= 2 && i+n+1 < len(f.spans) && !notInPost[f.at(i+n+1)] && f.spans[i+n+1].word; n++ {
		if i+n+2 == len(f.spans) || f.gap(i+n+1) != " " { // "head of sixth form", to the end of its part
			return 2 + n
		}
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
	next := f.at(i + n)
	if g := f.gap(i + n - 1); g != " " && g != "-" && next != "s" {
		next = ""
	}
	switch next {
	case "shop", "shops", "firm", "company", "agency", "school", "chain", "pool", "group", "business", "association", "society", "office", "flat", "house", "programme", "program", "photo", "exam", "licence", "license", "certificate", "owner", "union", "room", "lady", "guy", "friend's":
		return true
	case "hired", "took", "chose", "picked", "changed", "let", "decided", "went", "put", "has", "had", "was", "is", "loved", "liked", "wants", "saw":
		if f.at(i-1) == "the" && !jobWords[f.at(i+n-1)] && f.at(i-2) != "for" && f.at(i-2) != "as" {
			return true
		}
	case "said", "says", "texts", "texted", "messaged", "told", "called", "asked", "wrote", "phoned", "rang", "from", "who", "s", "laughed", "smiled", "thinks", "thought", "gave", "answered", "replied", "knows", "friend", "friends":
		if next != "from" || !f.asked(i) && f.at(i-1) != "a" {
			return !f.wanted(i)
		}
	}
	if f.at(i-1) == "the" && f.at(i-2) == "of" && !f.asked(i-1) || f.at(i+n) == "on" && f.means(i+n+1).sense == weekdayOf && !f.wanted(i) {
		return true // "the desk of the receptionist", "dentist on Monday"
	}
	switch next {
	case "i", "who", "that", "too", "himself", "herself", "also":
		if f.at(i-1) == "a" || f.at(i-1) == "the" || f.at(i-1) == "an" {
			return !f.wanted(i) // "a teacher I know", "the receptionist too"
		}
	}
	if f.formerly(i) || f.met(i, n) {
		return true
	}
	if f.at(i-1) == "the" && f.opens(i-1) && !jobWords[f.at(i+n)] && !jobWords[f.at(i+n-1)] && !postNames[f.at(i+n-1)] {
		return true // "The chef let me do a trial"
	}
	switch f.at(i - 1) {
	case "with", "neither":
		return !jobWords[f.at(i+n)] && f.at(i-2) != "luck"
	case "of":
		switch f.at(i - 2) {
		case "college", "council", "board", "union", "chamber", "association", "team", "group":
			return true
		}
	case "am", "im":
		return true // what they are, not what the job is
	case "frau", "herr", "herrn", "mr", "mrs", "ms", "dr", "madame", "monsieur", "pan", "pani", "signor", "signora", "senor", "senora":
		return true // a name: Frau Maurer
	case "own", "new":
		return f.at(i-2) == "their" || f.at(i-2) == "with" || f.at(i-2) == "the" && f.at(i-3) != "be"
	case "my", "your", "his", "her", "our", "their", "another", "every", "some", "called", "met", "old":
		return !(f.at(i-1) == "my" && f.at(i-2) == "for" || jobWords[f.at(i+n)])
	case "a", "an", "the":
		switch f.at(i - 2) {
		case "met", "by", "with", "know", "to", "from", "called", "like", "than", "write", "ask", "asked", "wrote", "see", "saw", "and", "emailed", "phoned", "rang", "messaged", "im", "am", "hes", "shes", "was", "is":
			if f.at(i-2) == "from" && (next == "people" || next == "lot" || next == "crowd") {
				return false // "it's a yes from the lighthouse keeper people"
			}
			return f.at(i-2) != "was" && f.at(i-2) != "is" || f.at(i-2) == "is" && !jobWords[f.at(i-3)] && !f.has("looking", "look") || f.at(i-3) == "he" || f.at(i-3) == "she" || f.at(i-3) == "i"
		}
	}
	return false
}

// formerly says whether the role at token i is what they were before: "I worked
// as a baker", "ten years as a nurse".
func (f *folded) formerly(i int) bool {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		if f.at(k) == "as" {
			switch f.at(k - 1) {
			case "worked", "years", "experience", "trained", "background", "life":
				return true
			}
		}
	}
	return false
}

// listed says whether the role at tokens i to i+n-1 stands by itself, as people
// add it to a name: "the last three at Novo Nordisk, process engineer".
func (f *folded) listed(i, n int) bool {
	before := i == 0 || f.gap(i-1) == ", " || f.gap(i-1) == ". " || f.gap(i-1) == "! "
	after := i+n >= len(f.spans) || f.gap(i+n-1) == ", " || f.gap(i+n-1) == ". " || f.at(i+n) == "at"
	return before && after && i > 0
}

// aimed says whether a role at token i is one that somebody wants to have.
func (f *folded) aimed(i int) bool {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		switch f.at(k) {
		case "be", "become", "becoming", "like", "being":
			return f.at(i-1) != "an" || f.at(k-1) != "to" || !f.has("no longer", "longer")
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
