package coach

import "strings"

// unreadWord keeps what of a command's words could not be read, where the rest is
// taken all the same.
const unreadWord = "unread"

// takeSettings remembers what the command "settings" says. What is still missing for
// a check-in is asked for: its hour, or the city whose clock counts.
func (t *turn) takeSettings() {
	said := func(option string) string {
		if t.p.Place == nil {
			return ""
		}
		return t.p.Place.Words[option]
	}
	for _, name := range []string{"zone", "name", "country", "quiet_from", "quiet_to"} {
		if v := said(name); v != "" {
			t.remember(name, v)
		}
	}
	switch said("moods") {
	case "keep":
		t.p.Consent = true
	case "forget":
		t.consentOff()
	}
	t.takeCheckIn(said("checkin"), said("time"))
	t.noteUnread()
}

// takeCheckIn sets the rhythm of the check-in, its hour, or both. An hour alone is
// meant for every day where there was no check-in yet.
func (t *turn) takeCheckIn(days, at string) {
	switch {
	case days == "off":
		t.p.CheckIn = nil
		return
	case days == "" && at == "":
		return
	case days == "" && t.p.CheckIn == nil:
		days = "daily"
	}
	if days == "" {
		days = t.p.CheckIn.Days
	}
	if at == "" && t.p.CheckIn != nil {
		at = t.p.CheckIn.At
	}
	t.set("checkin_days", days)
	if at != "" {
		t.set("checkin_at", at)
	}
	if at == "" || t.p.TimeZone == "" {
		t.set(askedWord, "check-in")
		return
	}
	t.remember("checkin_days", days)
	t.remember("checkin_at", at)
}

// noteUnread gathers what did not fit its option.
func (t *turn) noteUnread() {
	if t.p.Place == nil {
		return
	}
	var parts []string
	for _, name := range sortedKeys(t.p.Place.Words) {
		if strings.HasPrefix(name, unread) {
			parts = append(parts, t.p.Place.Words[name])
		}
	}
	t.set(unreadWord, strings.Join(parts, ", "))
}
