package coach

import (
	"sync"
	"time"
)

// zones caches time zones: loading one reads its data.
type zones struct{ cache sync.Map }

func newZones() *zones { return &zones{} }

// load returns the zone, UTC for an unknown or empty name. "Local" is never
// taken: it would be the server's.
func (z *zones) load(name string) *time.Location {
	if loc, ok := z.find(name); ok {
		return loc
	}
	return time.UTC
}

func (z *zones) known(name string) bool {
	_, ok := z.find(name)
	return ok
}

func (z *zones) find(name string) (*time.Location, bool) {
	if name == "" || name == "Local" {
		return nil, false
	}
	if loc, ok := z.cache.Load(name); ok {
		return loc.(*time.Location), true
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, false
	}
	z.cache.Store(name, loc)
	return loc, true
}

// localTime is the instant of a local clock time. A time that a spring gap
// leaves out moves to the first minute after the gap; a doubled one is its
// first. d may lie outside the month.
func localTime(y int, m time.Month, d, hour, minute int, loc *time.Location) time.Time {
	want := time.Date(y, m, d, hour, minute, 0, 0, time.UTC)
	// The offsets in force before and after any change near that time.
	low, high := want.Add(-30*time.Hour).In(loc), want.Add(30*time.Hour).In(loc)
	_, before := low.Zone()
	_, after := high.Zone()
	first := want.Add(-time.Duration(max(before, after)) * time.Second).In(loc)
	second := want.Add(-time.Duration(min(before, after)) * time.Second).In(loc)
	for _, at := range [...]time.Time{first, second} {
		if wall(at).Equal(want) {
			return at
		}
	}
	// In a gap: the instant at which the clocks jump.
	for high.Sub(low) > time.Second {
		mid := low.Add(high.Sub(low) / 2)
		if wall(mid).Before(want) {
			low = mid
		} else {
			high = mid
		}
	}
	return high.Round(time.Minute)
}

// wall is what the clock on the wall shows, as if it were UTC, so that two can
// be compared.
func wall(at time.Time) time.Time {
	y, m, d := at.Date()
	return time.Date(y, m, d, at.Hour(), at.Minute(), 0, 0, time.UTC)
}
