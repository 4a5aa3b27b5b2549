package coach

import (
	"strconv"
	"strings"
	"time"

	"bounceback/coach/understand"
)

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
	t.said = at
	return strings.NewReplacer("{date}", t.day(at), "{clock}", at.In(t.loc).Format("15:04")).Replace(t.form("date", "clock"))
}

// momentScheme begins the destination of a link that is a moment: seconds since
// 1970 follow. A platform that can shows the moment on the reader's own clock, and
// the others show the words.
const momentScheme = "time:"

// momentLink is a moment with the words for it, as Markdown.
func momentLink(words string, at time.Time) string {
	return "[" + escape(words) + "](" + momentScheme + strconv.FormatInt(at.Unix(), 10) + ")"
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
