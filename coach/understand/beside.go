package understand

import "strings"

// The moments of a text that are beside its matter: what happened to others, what
// was promised, how long something took.

// strange says whether a moment is part of something else: "last year's girl",
// "the worker from last year", "within 4 minutes", "two days a week".
func (f *folded) strange(m moment) bool {
	if f.possessive(m.j-1) && !f.ofADay(m) {
		return true
	}
	if m.i > 0 && f.gap(m.i-1) == "-" || f.gap(m.j-1) == "/" {
		return true
	}
	switch f.at(m.i - 1) {
	case "every", "than", "as", "only", "same", "like":
		return m.kind != lasting
	case "a", "wet", "an", "one":
		return m.date.kind == weekdayIn && m.kind == dated
	case "takes":
		return true
	case "minutes":
		return f.at(m.i) != "on" && f.at(m.i) != "at" // "5 minutes before midnight"
	}
	if f.at(m.j) == "of" && m.kind == dated && m.date.kind == weekdayIn {
		return true // "the first Sunday of the month"
	}
	if f.at(m.j) == "to" && f.means(m.j+1).sense == weekdayOf || f.at(m.i-1) == "to" && f.means(m.i-2).sense == weekdayOf && f.at(m.i-3) != "from" {
		return true // "mon to fri"
	}
	if (f.at(m.i) == "from" || f.at(m.i-1) == "from") && f.at(m.j) == "to" && f.has("moved", "move", "moves", "shifted", "changed", "postponed", "pushed") {
		return true // "moved from Tuesday to the 4th"
	}
	return f.at(m.i-1) == "you" && f.at(m.i-2) == "told" || f.at(m.i-1) == "about" && f.at(m.i-2) == "you"
}

// nowIs says whether a moment is what the calendar shows today: "and it's
// Tuesday", "today is the 19th".
func (f *folded) nowIs(m moment) bool {
	if m.kind != dated || m.date.timed || m.date.kind != weekdayIn && m.date.kind != dayOfMonth || f.at(m.i) == "on" {
		return false
	}
	return f.at(m.i-1) == "its" || f.at(m.i-1) == "is" && (f.at(m.i-2) == "today" || f.at(m.i-2) == "it" || f.at(m.i-2) == "now")
}

// ofADay says whether a moment with 's belongs to what was or will be that day:
// "Friday's interview", but not "last year's girl".
func (f *folded) ofADay(m moment) bool {
	switch f.at(m.i) {
	case "todays", "tonights":
		return true
	}
	switch f.at(m.j) {
	case "interview", "call", "test", "round", "meeting", "talk", "conversation", "chat", "panel", "screening", "trial", "shift", "no", "rejection", "refusal", "mail", "email", "letter", "visit", "appointment", "assessment", "exam", "session", "online", "second", "final", "zoom", "video", "application", "applications":
		return m.kind == dated
	}
	return false
}

// inQuotes says whether token i stands within quotation marks.
func (f *folded) inQuotes(i int) bool {
	return strings.Count(f.raw[:f.spans[i].from], "\"")%2 == 1
}

// within says whether a moment is how long something took: "in 11 minutes",
// "first reply in 2 months", "in one day".
func (f *folded) within(m moment) bool {
	w := f.at(m.i)
	return (w == "in" || w == "within") && m.kind == dated && (m.date.kind == minuteOff || m.date.kind == dayOff || m.date.kind == monthOff)
}

// toCome says whether the words before token i, in the same sentence, tell of what
// is still to come: "I'll call my mother on Sunday".
func (f *folded) toCome(i int) bool {
	for k := i - 1; k >= 0 && k >= i-6 && !strings.ContainsAny(f.gap(k), ".!?;\n"); k-- {
		switch f.at(k) {
		case "will", "ill", "shall", "theyll", "can", "could", "should", "must", "wont", "gonna", "going":
			return true
		case "have", "has", "need":
			if f.at(k+1) == "to" {
				return true
			}
		}
	}
	return false
}

// longPast says whether d is a year back or more: told as a background.
func (f *folded) longPast(d date) bool {
	return d.kind == yearStart && d.a < 0 || d.kind == monthOff && d.a <= -12
}

// begins says whether one of the three words before token i tells of a start.
func (f *folded) begins(i int) bool {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		switch f.at(k) {
		case "start", "starts", "starting", "begin", "begins", "beginn", "beginning":
			return true
		}
	}
	return false
}

// sums says whether a moment is the time over which things are counted: "five
// this week".
func (f *folded) sums(m moment) bool {
	return f.means(m.i).sense == thisOne && f.means(m.i+1).sense == unitOf
}

// promised says whether a weekday is the one by which they wanted to answer.
func (f *folded) promised(m moment) bool {
	if m.date.kind != weekdayIn || m.date.b != upcoming {
		return false
	}
	for k := m.i - 1; k >= 0 && k >= m.i-6; k-- {
		switch f.at(k) {
		case "by", "until", "till", "would", "will", "promised", "decide", "latest":
			return true
		}
	}
	return false
}

// answerBy says whether the words before token i are about an answer to come:
// "results in two weeks", "they'll let me know on Monday", but not "I want to know
// what to wear on Monday".
func (f *folded) answerBy(i int) bool {
	told := false
	for k := i - 1; k >= 0 && k >= i-8 && !strings.ContainsAny(f.gap(k), ".!?;\n"); k-- {
		switch f.at(k) {
		case "decision", "answer", "answers", "result", "results", "decide", "decides", "verdict", "outcome":
			return true
		case "hear", "tell", "know", "inform", "write", "call", "ring", "mail", "email", "phone", "text", "reply":
			told = true
		case "they", "theyll", "he", "hell", "she", "shell", "ill", "let", "lets", "should":
			if told {
				return true
			}
		}
	}
	return false
}

// deadline says whether the words before token i tell of a deadline.
func (f *folded) deadline(i int) bool {
	for k := i - 1; k >= 0 && k >= i-2; k-- {
		switch f.at(k) {
		case "deadline", "deadlines":
			return true
		}
	}
	return false
}

// startedBefore says whether the words before token i tell of a start that is
// past: "it went to the one who started in October".
func (f *folded) startedBefore(i int) bool {
	for k := i - 1; k >= 0 && k >= i-3 && f.sameBreath(k); k-- {
		switch f.at(k) {
		case "started", "began", "joined", "arrived", "moved":
			return true
		}
	}
	return false
}

// earlier says whether a moment in a message about an offer is that of a step
// before it: "the no from August turned to yes", "the firm that rejected me in
// May", "without work since August". What began today is no such step.
func (f *folded) earlier(m moment, lead string) bool {
	if lead == "since" {
		return m.date.kind != dayOff
	}
	for k := m.i - 1; k >= 0 && k >= m.i-5 && f.sameBreath(k); k-- {
		switch f.at(k) {
		case "rejected", "rejection", "refused", "refusal", "declined", "ghosted", "applied", "no":
			return true
		case "offered", "hired", "said", "signed", "got", "start", "starts", "starting", "begin":
			return false
		}
	}
	return false
}

// asLong says whether a moment in a message about an interview is a length:
// "introduce myself in two minutes", "my first interview in eleven years".
func (f *folded) asLong(m moment) bool {
	if !f.within(m) {
		return false
	}
	if m.date.kind == monthOff && m.date.a >= 12 {
		return true
	}
	for k := m.i - 1; k >= 0 && k >= m.i-4 && f.sameBreath(k); k-- {
		switch f.at(k) {
		case "introduce", "explain", "describe", "summarise", "summarize", "present", "answer", "tell", "say", "first":
			return true
		}
	}
	return false
}

// journey says whether the words before token i are about the way there: "my
// flight is tonight, on Thursday I show them".
func (f *folded) journey(i int) bool {
	for k := i - 1; k >= 0 && k >= i-3 && f.sameBreath(k); k-- {
		switch f.at(k) {
		case "flight", "train", "bus", "ferry", "dentist", "fly", "travel":
			return true
		}
	}
	return false
}
