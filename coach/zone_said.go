package coach

import (
	"strings"
	"time"

	"bounceback/coach/understand"
)

// clockHere finds the zone of somebody whose clock shows a time now: to the
// quarter of an hour, since no zone is finer. Without a city it knows no summer
// time, so cities with this clock are offered.
func (t *turn) clockHere(c understand.Clock, words map[string]string) {
	utc := t.now.UTC()
	off := (c.Hour*60+c.Minute-utc.Hour()*60-utc.Minute()+36*60)%(24*60) - 12*60
	off = roundTo(off, 15)
	if off < -10*60 {
		off += 24 * 60 // a clock alone has no date, and hardly anybody lives so far west
	}
	if _, now := t.now.In(t.loc).Zone(); t.p.TimeZone != "" && now/60 == off {
		words[askedWord] = "same clock"
		return
	}
	zone, ok := understand.ParseZone(offsetName(off))
	if !ok {
		off = roundTo(off, 60)
		zone, ok = understand.ParseZone(offsetName(off))
	}
	if !ok || !t.c.zones.known(zone) {
		words[askedWord] = "zone"
		return
	}
	words["zone"], words[askedWord] = zone, "offset"
	words[nearWord] = strings.Join(t.citiesNow(zone), nearMark)
}

func roundTo(n, step int) int {
	if n < 0 {
		return -roundTo(-n, step)
	}
	return (n + step/2) / step * step
}

// citiesNow are three well-known cities whose clocks show the same as those of a
// zone now, at most two of which keep together half a year on,
// where there are others.
func (t *turn) citiesNow(zone string) []string {
	_, want := t.now.In(t.c.zones.load(zone)).Zone()
	var list, more []string
	alike := map[int]int{}
	understand.EachCity(func(name, zone string) bool {
		at := t.now.In(t.c.zones.load(zone))
		_, off := at.Zone()
		_, other := at.AddDate(0, 6, 0).Zone()
		switch {
		case off != want:
		case alike[other] < 2:
			alike[other]++
			list = append(list, name)
		default:
			more = append(more, name)
		}
		return len(list) < maxNear
	})
	list = append(list, more...)
	return list[:min(len(list), maxNear)]
}

// offsetName writes minutes from UTC as people read them: "UTC+3".
func offsetName(minutes int) string {
	sign := "+"
	if minutes < 0 {
		sign, minutes = "-", -minutes
	}
	name := "UTC" + sign + itoa(minutes/60)
	if rest := minutes % 60; rest != 0 {
		name += ":" + time.Date(2000, 1, 1, 0, rest, 0, 0, time.UTC).Format("04")
	}
	return name
}

// zoneName is a zone as people read it: the city, or the offset from UTC, whose
// sign the name of such a zone turns round.
func zoneName(zone string) string {
	if off, ok := strings.CutPrefix(zone, "Etc/GMT"); ok && len(off) > 1 {
		if off[0] == '-' {
			return "UTC+" + off[1:]
		}
		return "UTC-" + off[1:]
	}
	return strings.ReplaceAll(zone[strings.LastIndexByte(zone, '/')+1:], "_", " ")
}
