package coach_test

import (
	"testing"
	"time"

	"bounceback/coach"
)

// TestProfileIsFollowed: what came from the platform's profile changes with it, and
// what the person set or took away stays.
func TestProfileIsFollowed(t *testing.T) {
	c, err := coach.New(coach.Options{})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 2, 18, 0, 0, 0, time.UTC)
	p := &coach.Person{}
	hear := func(h coach.Heard) coach.Turn {
		now = now.Add(time.Minute)
		return c.Hear(p, h, journal{}, now)
	}
	is := func(what, name, zone string) {
		t.Helper()
		if p.Name != name || p.TimeZone != zone {
			t.Errorf("%s: %q in %q, not %q in %q", what, p.Name, p.TimeZone, name, zone)
		}
	}
	from := func(name, zone string) coach.Heard {
		return coach.Heard{Command: "settings", Name: name, TimeZone: zone}
	}
	hear(from("Amina", "Europe/Berlin"))
	is("the profile fills", "Amina", "Europe/Berlin")
	h := from("Amina", "Europe/Berlin")
	h.Args = map[string]string{"time": "19:30"}
	hear(h)
	before := p.CheckIn.Next

	turn := hear(coach.Heard{ProfileOnly: true, Name: "Mina", TimeZone: "Europe/Lisbon"})
	is("the profile changes", "Mina", "Europe/Lisbon")
	if len(turn.Messages) != 0 || !p.CheckIn.Next.Equal(before.Add(time.Hour)) {
		t.Errorf("nothing is said (%d messages), and the check-in moves along (%s, it was %s)", len(turn.Messages), p.CheckIn.Next, before)
	}
	heard := p.Heard
	hear(coach.Heard{ProfileOnly: true, Name: "Mina", TimeZone: "No/Where"})
	is("a zone that nobody knows", "Mina", "Europe/Lisbon")
	if p.Heard != heard {
		t.Error("a change of the profile counts as something they said")
	}

	h = from("Mina", "Europe/Lisbon")
	h.Args = map[string]string{"name": "Captain", "zone": "Africa/Nairobi"}
	hear(h)
	hear(from("Amina", "Europe/Berlin"))
	is("what they set stays", "Captain", "Africa/Nairobi")

	p.Name = "" // as after "No name"
	hear(from("Amina", "Europe/Berlin"))
	is("what they took away stays away", "", "Africa/Nairobi")
}
