package console

import (
	"errors"
	"testing"
	"time"
	_ "time/tzdata"
)

func TestMoment(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 27, 18, 20, 0, 0, berlin) // two days before the clocks change
	for _, c := range []struct {
		text, want string
		err        error
	}{
		{"+3d", "Mon 2026-03-30 18:20", nil}, // a day of 23 hours among them
		{"+72h", "Mon 2026-03-30 19:20", nil},
		{"+ 1d 12h", "Sun 2026-03-29 07:20", nil},
		{"+1w", "Fri 2026-04-03 18:20", nil},
		{"+90M", "Fri 2026-03-27 19:50", nil},
		{"Mon 2026-04-06 09:00", "Mon 2026-04-06 09:00", nil},
		{"monday, 2026-04-06 09:00", "Mon 2026-04-06 09:00", nil},
		{"2026-04-06 09:00", "Mon 2026-04-06 09:00", nil},
		{"Tue 2026-04-06 09:00", "Mon 2026-04-06 09:00", errWeekday},
		{"Xyz 2026-04-06 09:00", "", errUnclear},
		{"M 2026-04-06 09:00", "", errUnclear},
		{"2026-02-30 09:00", "", errUnclear},
		{"2026-04-06", "", errUnclear},
		{"tomorrow", "", errUnclear},
		{"+", "", errUnclear},
		{"+3", "", errUnclear},
		{"+3y", "", errUnclear},
		{"+-3d", "", errUnclear},
		{"+9999999d", "", errUnclear},
		{"+9999d", "", errFar},
		{"2099-01-01 00:00", "", errFar},
		{"", "", errUnclear},
	} {
		got, err := moment(c.text, now)
		if !errors.Is(err, c.err) || err == nil && c.err != nil {
			t.Errorf("%q: %v, want %v", c.text, err, c.err)
			continue
		}
		if c.want != "" && got.Format("Mon 2006-01-02 15:04") != c.want {
			t.Errorf("%q is %s, want %s", c.text, got, c.want)
		}
	}
}

// TestAMovedClock goes on from where it was moved to, and stands still in a
// transcript.
func TestAMovedClock(t *testing.T) {
	real := time.Date(2026, 3, 2, 18, 20, 0, 0, time.UTC)
	c := NewClock(func() time.Time { return real })
	later := real.Add(48 * time.Hour)
	c.set(later)
	real = real.Add(time.Minute)
	if got, want := c.Now(), later.Add(time.Minute); !got.Equal(want) {
		t.Errorf("it is %s, want %s", got, want)
	}
	c.stand()
	c.set(later)
	real = real.Add(time.Hour)
	if got := c.Now(); !got.Equal(later) {
		t.Errorf("it is %s, want %s", got, later)
	}
}
