package understand

import (
	"fmt"
	"strings"
	"time"
)

// NearClocks suggests at most three times of day for words that hold none:
// "25:00" may have been 01:00 or 15:00, and "half past" lacks its hour. Each can
// be read by ParseClock. Nil: nothing comes near.
func NearClocks(text string) []string {
	var f folded
	f.fold(text)
	for i := range f.spans {
		if w := f.at(i); w == "half" || w == "quarter" {
			return nearHalf(f.at(i+1) == "to", w == "quarter")
		}
		if m := f.means(i); m.sense == dayPart && m.val > 0 {
			return clocksOf(m.val*60, m.val*60-60, m.val*60+60)
		}
		h, _, ok := f.num(i)
		if !ok {
			continue
		}
		minutes, _, timed := f.num(i + 1)
		timed = timed && (f.gap(i) == ":" || f.gap(i) == ".")
		switch {
		case timed && h <= 24 && minutes > 59:
			return clocksOf(h*60, h*60+30, h*60+60) // 7:75
		case h > 24 && h < 100:
			if !timed || minutes > 59 {
				minutes = 0
			}
			return clocksOf((h-24)%24*60+minutes, (10+h%10)*60+minutes)
		}
	}
	return nil
}

// nearHalf are times for "half past" and "quarter to" without an hour: in the
// morning, after work and in the evening.
func nearHalf(before, quarter bool) []string {
	minute := 30
	switch {
	case quarter && before:
		minute = 45
	case quarter:
		minute = 15
	}
	return clocksOf(8*60+minute, 18*60+minute, 20*60+minute)
}

func clocksOf(minutes ...int) []string {
	list := make([]string, 0, len(minutes))
	for _, m := range minutes {
		m = (m + 24*60) % (24 * 60)
		list = append(list, fmt.Sprintf("%02d:%02d", m/60, m%60))
	}
	return list
}

// NearDates suggests days for one that no calendar has: "31 February" gives the
// last of that month and the first of the next, as 2006-01-02. Nil: nothing
// comes near.
func NearDates(text string, now time.Time) []string {
	var f folded
	f.fold(text)
	d, i, j := f.findDate()
	if j <= i || d.kind != calendar || d.a == 0 {
		return nil
	}
	month := d
	month.a = 1
	first := month.on(now)
	next := first.AddDate(0, 1, 0)
	if first.AddDate(0, 0, d.a-1).Before(next) {
		return nil // there is such a day
	}
	return []string{next.AddDate(0, 0, -1).Format("2006-01-02"), next.Format("2006-01-02")}
}

// EachCity calls f with the best known city of each zone, and the zone, until f
// is false.
func EachCity(f func(name, zone string) bool) {
	for line := range strings.Lines(cityList) {
		row := strings.Split(strings.TrimSpace(line), "\t")
		if len(row) != 3 || line[0] == '#' {
			continue
		}
		name, _, _ := strings.Cut(row[2], "|")
		name, _, _ = strings.Cut(name, " (")
		if !f(name, row[0]) {
			return
		}
	}
}
