package coach_test

import (
	"maps"
	"testing"
	"time"

	"bounceback/coach"
)

// TestSettingsComeBackAsTheyWereGiven: what a form shows of the settings is what the
// command takes.
func TestSettingsComeBackAsTheyWereGiven(t *testing.T) {
	c, err := coach.New(coach.Options{})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 2, 18, 0, 0, 0, time.UTC)
	p := &coach.Person{}
	if got := c.Settings(p); !maps.Equal(got, map[string]string{"moods": "forget", "quiet_from": "20:00", "quiet_to": "09:00"}) {
		t.Errorf("of somebody new: %v", got)
	}
	given := map[string]string{
		"checkin": "weekdays", "time": "19:30", "zone": "Europe/Warsaw", "name": "Mina", "country": "PL",
		"quiet_from": "21:00", "quiet_to": "08:00", "moods": "keep",
	}
	c.Hear(p, coach.Heard{Command: "settings", Args: given}, journal{}, now)
	if got := c.Settings(p); !maps.Equal(got, given) {
		t.Errorf("given %v\ncame back %v", given, got)
	}
	for option, words := range given {
		if !c.Fits("settings", option, words, now) {
			t.Errorf("%s: %q does not fit", option, words)
		}
	}
	for option, words := range map[string]string{"checkin": "never ever", "time": "soon", "zone": "Atlantis", "country": "Wakanda", "nothing": "x"} {
		if c.Fits("settings", option, words, now) {
			t.Errorf("%s: %q fits", option, words)
		}
	}
}
