package coach

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// word is what a {word} stands for, empty when it is not known: the journal
// line or promise that a list is at, then this conversation, then the settings,
// then what the coach knows by itself.
func (t *turn) word(name string) string {
	if t.item != nil {
		if v, ok := t.itemWord(name); ok {
			return v
		}
	}
	if t.promise != nil {
		if v, ok := t.promiseWord(name); ok {
			return v
		}
	}
	if t.p.Place != nil {
		if v := t.p.Place.Words[name]; v != "" {
			return t.shown(name, v)
		}
	}
	if v := t.setting(name); v != "" {
		return t.shown(name, v)
	}
	if _, ok := countWords[strings.TrimPrefix(name, "week_")]; ok || slices.Contains(wholeCounts[:], name) {
		return itoa(t.count(name))
	}
	return t.own(name)
}

func (t *turn) itemWord(name string) (string, bool) {
	switch {
	case name == "date":
		return t.day(t.item.At), true
	case name == "full_date":
		return t.fullDay(t.item.At), true
	case slices.Contains(kindWords[t.item.Kind], name):
		// A word that this line lacks is not that of the open conversation.
		return t.shown(name, t.item.Words[name]), true
	}
	return "", false
}

func (t *turn) promiseWord(name string) (string, bool) {
	switch name {
	case "date":
		return t.moment(t.promise.Due), true
	case "what":
		return t.promiseName(t.promise), true
	case "reason":
		return t.reason(t.promise), true
	case "number":
		return itoa(t.at), true
	}
	v, ok := t.promise.Words[name]
	return t.shown(name, v), ok
}

// promiseName says what a promise will bring, from forms.md.
func (t *turn) promiseName(p *Promise) string {
	if s := t.form("promise", p.Page+"#"+p.Step); s != "" {
		return s
	}
	if pg := t.book.Pages[p.Page]; pg != nil {
		return pg.Title
	}
	return ""
}

// own are the words that the coach knows by itself.
func (t *turn) own(name string) string {
	switch name {
	case "logged":
		return t.logged()
	case "where":
		return t.c.options.Where
	case "host":
		return t.c.options.Host
	case "next_nudge":
		if next := t.arrivals(); len(next) > 0 {
			return t.moment(next[0].Due)
		}
		return ""
	case "next_checkin":
		for _, a := range t.arrivals() {
			if a.Page == atCheckIn.Page && a.Step == atCheckIn.Step {
				return t.moment(a.Due)
			}
		}
		return ""
	case "what", "date", "reason":
		if a, ok := t.chosen(); ok {
			t.promise = &a.Promise
			defer func() { t.promise = nil }()
			return t.word(name)
		}
		return ""
	case "misread":
		return t.misread
	case "furthest":
		return t.form("stage", t.furthest())
	case "room_next":
		return t.roomNext()
	case "room_preview":
		return t.roomPreview()
	case "shared_win":
		return t.code("win")
	case "shared_name":
		return t.p.Name
	case "called":
		if n := len(t.p.Paused); n > 0 {
			if pg := t.book.Pages[t.p.Paused[n-1].Page]; pg != nil {
				if pg.Called != "" {
					return pg.Called
				}
				return pg.Title
			}
		}
		return ""
	}
	return t.help(name)
}

// help are the words of the crisis line.
func (t *turn) help(name string) string {
	switch name {
	case "line", "line_chat", "line_note", "emergency", "directory":
	default:
		return ""
	}
	l := t.c.options.Lifelines.For(t.where(), t.now)
	switch name {
	case "line":
		return l.Line
	case "line_chat":
		return l.Chat
	case "line_note":
		return strings.ReplaceAll(t.form("line_note", l.Note), "{date}", t.day(l.Checked))
	case "emergency":
		return l.Emergency
	}
	return l.Directory
}

// where is the country that the person is in: as said now, or as remembered.
func (t *turn) where() string {
	if t.p.Place != nil && t.p.Place.Words["country"] != "" {
		return t.p.Place.Words["country"]
	}
	return t.p.Country
}

// setting is a word remembered beyond the conversation, in its stored form.
func (t *turn) setting(name string) string {
	p := t.p
	switch name {
	case "name":
		return p.Name
	case "zone":
		return p.TimeZone
	case "country":
		return p.Country
	case "checkin_days", "checkin_at":
		if p.CheckIn == nil {
			return ""
		}
		if name == "checkin_at" {
			return p.CheckIn.At
		}
		return p.CheckIn.Days
	case "quiet_from", "quiet_to":
		q := p.quiet()
		if name == "quiet_from" {
			return q.From
		}
		return q.To
	case "quiet_days":
		if p.quiet().Weekend {
			return "weekend"
		}
		return ""
	}
	return p.Kept[name]
}

// shown is a stored value as people read it.
func (t *turn) shown(name, value string) string {
	switch {
	case value == "":
		return ""
	case name == "company", name == "contact":
		return properName(value)
	case name == "stage", name == "country":
		if s := t.form(name, value); s != "" {
			return s
		}
	case name == "zone":
		return zoneName(value)
	case name == "checkin_days", name == "days":
		return t.days(value)
	case name == "kinds":
		if s := t.form(name, value); s != "" {
			return s
		}
	case name == "when" || strings.HasSuffix(name, "_date"):
		if at, clock, ok := parseStamp(value, t.loc); ok {
			if clock {
				words := t.moment(at)
				if t.p.TimeZone == "" {
					t.said = time.Time{} // three o'clock, but by which clock?
				}
				return words
			}
			return t.day(at)
		}
	}
	return value
}

// form looks a code up in forms.md.
func (t *turn) form(table, code string) string { return t.book.Forms[table][code] }

// count is the number behind a count word.
func (t *turn) count(name string) int {
	switch name {
	case "weeks":
		return t.p.Tally.Weeks
	case "talks":
		return t.talks()
	case "last_rounds":
		return t.lastRounds()
	}
	if base, ok := strings.CutPrefix(name, "week_"); ok {
		if t.p.Tally.WeekOf != weekOf(t.now.In(t.loc)) {
			return 0
		}
		return t.p.Tally.Week[string(countWords[base])]
	}
	if kind, ok := countWords[name]; ok {
		return t.p.Tally.Total[string(kind)]
	}
	n, _ := strconv.Atoi(t.word(name))
	return n
}
