package coach

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"bounceback/coach/understand"
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
				return t.moment(at)
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

// stampDay and stampTime are how a date is kept as a word.
const (
	stampDay  = "2006-01-02"
	stampTime = "2006-01-02T15:04"
)

// place puts a date in words on the person's calendar, "" if it cannot be.
func (t *turn) place(w understand.When) string {
	at, clock, ok := w.On(t.now.In(t.loc))
	if !ok {
		return ""
	}
	if clock {
		return at.Format(stampTime)
	}
	return at.Format(stampDay)
}

func parseStamp(s string, loc *time.Location) (at time.Time, clock, ok bool) {
	if at, err := time.ParseInLocation(stampTime, s, loc); err == nil {
		return at, true, true
	}
	at, err := time.ParseInLocation(stampDay, s, loc)
	return at, false, err == nil
}

// day says a date in the person's zone, as near as people would.
func (t *turn) day(at time.Time) string {
	at = at.In(t.loc)
	now := t.now.In(t.loc)
	away := daysBetween(now, at)
	pattern := "far"
	switch {
	case away == 0:
		pattern = "today"
	case away == 1:
		pattern = "tomorrow"
	case away == -1:
		pattern = "yesterday"
	case away > -7 && away < 7:
		pattern = "near"
	case at.Year() != now.Year():
		pattern = "year"
	}
	return t.dated(at, pattern)
}

// fullDay says a date with its year, as an office wants it.
func (t *turn) fullDay(at time.Time) string { return t.dated(at.In(t.loc), "year") }

// dated writes a date by a pattern of forms.md.
func (t *turn) dated(at time.Time, pattern string) string {
	return strings.NewReplacer(
		"{weekday}", t.form("weekday", strings.ToLower(at.Weekday().String())),
		"{day}", itoa(at.Day()),
		"{month}", t.form("month", itoa(int(at.Month()))),
		"{year}", itoa(at.Year()),
	).Replace(t.form("date", pattern))
}

// moment says a date with its time of day.
func (t *turn) moment(at time.Time) string {
	return strings.NewReplacer("{date}", t.day(at), "{clock}", at.In(t.loc).Format("15:04")).Replace(t.form("date", "clock"))
}

// daysBetween counts calendar days from a to b, both in the same zone.
func daysBetween(a, b time.Time) int {
	ay, am, ad := a.Date()
	by, bm, bd := b.Date()
	da := time.Date(ay, am, ad, 0, 0, 0, 0, time.UTC)
	db := time.Date(by, bm, bd, 0, 0, 0, 0, time.UTC)
	return int(db.Sub(da) / (24 * time.Hour))
}

// weekOf is the Monday of a week.
func weekOf(at time.Time) string {
	back := (int(at.Weekday()) + 6) % 7
	return at.AddDate(0, 0, -back).Format(stampDay)
}

// clockText is a time of day as it is kept.
func clockText(c understand.Clock) string {
	return time.Date(2000, 1, 1, c.Hour, c.Minute, 0, 0, time.UTC).Format("15:04")
}
