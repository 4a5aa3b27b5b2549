package understand

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
		if about != "network" {
			d.Role = f.role(about)
		}
	}
	if aboutJob(about) && about != "network" {
		d.Stage = f.stage(about)
	}
	if about == "goal" {
		d.Role = f.role(about)
	}
	switch about {
	case "network":
		d.Contact = f.contact()
	case "checkin":
		d.Mood = f.mood()
	case "settings":
		d.Clock = f.wishedClock()
		d.City, d.Country, d.Zone = f.whereabouts()
	}
	switch about {
	case "rejected", "application", "ghosted", "persistence", "goal", "offer", "giving_up", "self_blame", "lesson", "progress", "interview":
		d.Count = f.countOf(about)
	}
	if d.Zone == "" {
		d.City, d.Country, d.Zone = f.livesIn()
	}
	d.When = f.when(about)
	return d
}

// has says whether the text holds one of the words.
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
