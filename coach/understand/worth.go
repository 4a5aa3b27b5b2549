package understand

// worth says how well a moment fits what a message is about; 0 is not at all.
func (f *folded) worth(m moment, about Label) int {
	if f.strange(m) {
		return 0
	}
	switch about {
	case "rejected", "win", "application", "offer", "feedback":
		return f.worthTold(m, about)
	case "ghosted":
		return f.worthSilence(m)
	case "interview":
		return f.worthMeeting(m)
	case "self_care":
		if m.kind == dated && m.date.kind == minuteOff && m.date.a > 0 {
			return 1 // "interview in 20 min, calm me down"
		}
	case "goal", "giving_up", "settings", "progress", "network":
		return f.worthPlan(m, about)
	}
	return 0 // the days of a lesson, or of what is kept, are mostly of something else, and a check-in is of today
}

// worthTold weighs a moment in a message about something that happened.
func (f *folded) worthTold(m moment, about Label) int {
	lead := f.at(m.i - 1)
	if m.kind != clocked && m.kind != lasting && f.at(m.i) != "on" {
		switch f.at(m.i) {
		case "until", "till", "til", "since", "by", "bis", "seit":
			lead = f.at(m.i)
		}
	}
	switch f.at(m.i - 1) {
	case "ends", "expires", "expired", "ended":
		return 0 // "my contract ends in June"
	}
	if f.deadline(m.i) {
		return 0
	}
	switch m.kind {
	case dated:
		switch {
		case about == "application" && (lead == "from" || f.at(m.i) == "from"):
			return 0 // that is when the work begins
		case about == "rejected" && f.at(m.i-1) == "applied":
			return 0 // that is when they asked, not when the no came
		case f.nowIs(m) && about != "win" && about != "offer", f.at(m.j) == "will" && about == "rejected":
			return 0
		case f.within(m), f.sums(m) && about == "win", f.longPast(m.date):
			return 0
		case (about == "rejected" || about == "feedback" || about == "lesson") && (f.toCome(m.i) || f.begins(m.i)):
			return 0
		case about == "rejected" && f.startedBefore(m.i):
			return 0 // somebody else did, or they themselves long ago
		case about == "offer" && f.earlier(m, lead):
			return 0
		case about == "offer" && f.starts(m.i):
			return 3
		case about == "offer" && (f.at(m.i-1) == "paper" || f.at(m.i-1) == "paperwork" || f.at(m.i-2) == "paper" || f.at(m.i-2) == "paperwork"):
			return 0
		case about != "offer" && (lead == "until" || lead == "till" || lead == "since" || lead == "bis"):
			return 0
		case about == "rejected" && m.date.a > 0 && (m.date.kind == dayOff || m.date.kind == weekStart || m.date.kind == yearStart):
			return 0
		}
		return 2
	case clocked:
		if w := f.at(m.i); (w == "noon" || w == "midnight") && lead != "by" && lead != "before" && lead != "around" && lead != "today" {
			return 0 // "before the clock struck noon"
		}
		if about == "rejected" && f.at(m.i-1) != "old" {
			return 1 // an hour by itself is that of a mail; elsewhere it is seldom theirs
		}
	case bounded:
		switch f.at(m.i) {
		case "just", "overnight", "ages":
			return 1
		case "over":
			if about != "feedback" && about != "lesson" && f.at(m.j-1) == "weekend" {
				return 1
			}
		}
		switch f.at(m.i) {
		case "before", "over":
			if about == "application" || about == "offer" {
				return 1
			}
		case "from", "by", "after", "until":
			if about == "offer" {
				return 1
			}
		}
	}
	return 0
}

// starts says whether the words before token i are about the first day of work,
// in a message about an offer.
func (f *folded) starts(i int) bool {
	switch f.at(i) {
	case "from", "ab":
		return true
	}
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		switch f.at(k) {
		case "from", "joining", "join", "incorporacion", "inizio", "zum", "ab":
			return true
		}
	}
	return f.begins(i)
}

// worthSilence weighs a moment in a message about an employer who is silent: how
// long it has been counts more than what they promised.
func (f *folded) worthSilence(m moment) int {
	if f.inQuotes(m.i) {
		return 0
	}
	switch m.kind {
	case dated:
		if f.at(m.j) == "is" && m.date.kind == dayOff && m.date.a == 0 || f.nowIs(m) {
			return 0 // "today is day 19", "it's Saturday"
		}
		if d := m.date; f.within(m) || (d.kind == dayOff || d.kind == weekStart || d.kind == monthStart || d.kind == monthOff) && d.a > 0 {
			return 0
		}
		switch f.at(m.i - 1) {
		case "ends", "end", "starts", "start", "begins", "expires", "opens":
			return 0 // "my visa ends in August"
		}
		if f.promised(m) {
			return 1
		}
		if d := m.date; d.kind == calendar && d.a == 0 && f.at(m.i) == "in" && !f.has("applied", "applyed", "sent", "send", "wrote", "interviewed", "interview", "met", "talked") {
			return 1 // "the harvest begins in October"
		}
		return 3
	case bounded:
		switch f.at(m.i) {
		case "since", "seit", "for":
			return 3
		case "in":
			if f.means(m.j-1).sense == monthOf {
				return 3 // "in the end of June"
			}
			if seasons[f.at(m.j-1)] && !f.has("will", "well", "begins", "starts", "promised", "promise") {
				return 2 // "back in spring"
			}
			return 0
		case "from", "during":
			return 0
		}
		return 1
	case lasting:
		if w := f.at(m.i - 1); ordinals[f.at(m.i)] && (w == "my" || w == "your") {
			return 0 // "ideas for my first week"
		}
		return 2
	}
	return 0
}

// worthMeeting weighs a moment in a message about an interview: the day with an
// hour counts most, and what they said about their answer least.
func (f *folded) worthMeeting(m moment) int {
	switch m.kind {
	case dated:
		if f.longPast(m.date) {
			return 0
		}
		if f.answerBy(m.i) || f.asLong(m) {
			return 0 // a day for their answer is none to be there
		}
		if f.journey(m.i) {
			return 1
		}
		if m.date.timed {
			return 4
		}
		return 3
	case clocked:
		return 2
	case bounded:
		switch f.at(m.i) {
		case "after", "before", "just", "as", "by", "until", "mid", "early", "late", "end", "beginning":
			return 1
		}
	}
	return 0
}

// worthPlan weighs a moment in a message about what somebody wants, of the coach
// or of themselves.
func (f *folded) worthPlan(m moment, about Label) int {
	if m.kind == lasting && about == "settings" && f.has("pause", "paused", "break", "hold", "mute", "silence", "peace", "quiet", "off", "snooze") {
		return 1
	}
	if m.kind == clocked || m.kind == lasting {
		return 0
	}
	lead := f.at(m.i)
	if m.kind == dated && m.i > 0 && f.lead(m.i) < m.i {
		lead = f.at(m.i - 1)
	}
	behind := f.longPast(m.date) || m.kind == dated && m.date.a < 0 && (m.date.kind == dayOff || m.date.kind == monthOff)
	switch about {
	case "settings":
		if lead == "during" && m.kind == dated && m.date.kind == weekdayIn {
			return 0 // "not during Friday prayer" is of every Friday
		}
		switch lead {
		case "until", "till", "til", "for", "from", "after", "on", "during", "over":
		default:
			if m.kind != dated || m.date.kind != dayOff && m.date.kind != weekStart || m.date.a <= 0 {
				return 0
			}
		}
	case "network":
		if lead == "since" || m.kind == dated && (f.sums(m) || m.date.kind == monthOff || m.date.kind == minuteOff) {
			return 0
		}
	case "giving_up":
		if behind || m.kind == dated && f.sums(m) || f.has("if", "could", "shouldnt", "should") && lead != "by" && lead != "until" || lead == "from" {
			return 0
		}
	case "goal":
		if lead == "for" && m.kind != dated || behind {
			return 0
		}
	case "progress":
		if m.kind == dated && m.date.kind == dayOff && m.date.a > 0 {
			return 0
		}
	}
	if m.kind == dated {
		return 2
	}
	return 1
}
