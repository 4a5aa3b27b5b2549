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

// rememberQuiet keeps one part of the quiet hours. An empty hour brings back the
// usual ones.
func (p *Person) rememberQuiet(name, value string) {
	q := p.quiet()
	switch {
	case name == "quiet_days":
		q.Weekend = value == "weekend"
	case value == "":
		q = Hours{From: DefaultQuiet().From, To: DefaultQuiet().To, Weekend: q.Weekend}
	case name == "quiet_from":
		q.From = value
	default:
		q.To = value
	}
	p.Quiet = &q
	if q == DefaultQuiet() {
		p.Quiet = nil
	}
}

// out moves a time out of the quiet hours and, where days count, off Sunday and a
// quiet weekend: to the first minute that is not quiet.
func (h Hours) out(at time.Time, loc *time.Location, days bool) time.Time {
	from, okFrom := clockOf(h.From)
	to, okTo := clockOf(h.To)
	if !okFrom || !okTo {
		return at
	}
	for range 6 { // a night, then perhaps a weekend, then its nights
		local := at.In(loc)
		minute := local.Hour()*60 + local.Minute()
		y, m, d := local.Date()
		switch {
		case days && (local.Weekday() == time.Sunday || h.Weekend && local.Weekday() == time.Saturday):
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
