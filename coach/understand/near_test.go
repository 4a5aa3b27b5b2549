package understand

import (
	"slices"
	"testing"
)

// TestNear: what is offered for a time or day that does not exist can be read
// itself.
func TestNear(t *testing.T) {
	for text, want := range map[string][]string{
		"25:00": {"01:00", "15:00"}, "29": {"05:00", "19:00"}, "7:75": {"07:00", "07:30", "08:00"},
		"half past": {"08:30", "18:30", "20:30"}, "quarter to": {"08:45", "18:45", "20:45"},
		"in the evening": {"19:00", "18:00", "20:00"}, "every blue moon": nil, "purple": nil,
	} {
		got := NearClocks(text)
		if !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
		for _, s := range got {
			if _, ok := ParseClock(s); !ok {
				t.Errorf("%q offers %q, which is no time", text, s)
			}
		}
	}
	for text, want := range map[string][]string{
		"31 February": {"2026-02-28", "2026-03-01"}, "until June 31": {"2026-06-30", "2026-07-01"},
		"28 February": nil, "Friday": nil, "the moon": nil,
	} {
		if got := NearDates(text, wednesday); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// TestEachCity: each city that is offered is one, and in its zone.
func TestEachCity(t *testing.T) {
	n := 0
	EachCity(func(name, zone string) bool {
		if got, ok := ParseZone(name); !ok || got != zone {
			t.Errorf("%s is in %q, not in %s", name, got, zone)
		}
		n++
		return true
	})
	if n < 100 {
		t.Errorf("%d cities", n)
	}
}
