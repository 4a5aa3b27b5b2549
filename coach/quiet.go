package coach

import "time"

// DefaultQuiet is when nothing but the person's own check-in is sent; all of
// Sunday is quiet, too.
func DefaultQuiet() Hours { return Hours{From: "20:00", To: "09:00"} }

func (p *Person) quiet() Hours {
	if p.Quiet != nil {
		return *p.Quiet
	}
	return DefaultQuiet()
}

// out moves a time out of the quiet hours and, where it is quiet, off Sunday: to
// the first minute that is not quiet.
func (h Hours) out(at time.Time, loc *time.Location, sunday bool) time.Time {
	from, okFrom := clockOf(h.From)
	to, okTo := clockOf(h.To)
	if !okFrom || !okTo {
		return at
	}
	for range 4 { // a night, then perhaps a Sunday, then its night
		local := at.In(loc)
		minute := local.Hour()*60 + local.Minute()
		y, m, d := local.Date()
		switch {
		case sunday && local.Weekday() == time.Sunday:
			at = localTime(y, m, d+1, 0, 0, loc)
		case from > to && minute >= from:
			at = localTime(y, m, d+1, to/60, to%60, loc)
		case from > to && minute < to, from < to && minute >= from && minute < to:
			at = localTime(y, m, d, to/60, to%60, loc)
		default:
			return at
		}
	}
	return at
}

// clockOf is a kept time of day in minutes after midnight.
func clockOf(s string) (int, bool) {
	at, err := time.Parse("15:04", s)
	return at.Hour()*60 + at.Minute(), err == nil
}
