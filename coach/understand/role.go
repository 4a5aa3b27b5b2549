package understand

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
