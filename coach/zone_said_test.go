package coach

import (
	"testing"
	"time"

	"bounceback/coach/understand"
)

// TestAClockTimeIsAZone: what somebody's clock shows now gives how far they are
// from UTC, to the quarter of an hour where there is such a zone; the offers are
// places where it is that late now.
func TestAClockTimeIsAZone(t *testing.T) {
	n := stage(t)
	c, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	n.c.zones = c.zones
	for clock, want := range map[string]string{ // it is 14:00 in UTC
		"14:01": "UTC", "16:00": "UTC+2", "15:58": "UTC+2", "19:30": "Kolkata", "19:45": "Kathmandu", "09:00": "UTC-5",
		"04:00": "UTC-10", "03:02": "UTC+13", "02:00": "UTC+12", "10:30": "St Johns", "16:22": "UTC+2",
	} {
		at, err := time.Parse("15:04", clock)
		if err != nil {
			t.Fatal(err)
		}
		words := map[string]string{}
		n.clockHere(understand.Clock{Hour: at.Hour(), Minute: at.Minute()}, words)
		if got := zoneName(words["zone"]); got != want {
			t.Errorf("%s is taken for %s, not %s", clock, got, want)
		}
		for _, city := range n.citiesNow(words["zone"]) {
			zone, _ := understand.ParseZone(city)
			if there := n.now.In(n.c.zones.load(zone)); there.Sub(n.now) != 0 || there.Format("15:04") != n.now.In(n.c.zones.load(words["zone"])).Format("15:04") {
				t.Errorf("at %s it offers %s, where it is %s", clock, city, there.Format("15:04"))
			}
		}
	}
	words := map[string]string{}
	n.clockHere(understand.Clock{Hour: 15, Minute: 1}, words) // in Berlin, as they are
	if words["zone"] != "" || words[askedWord] != "same clock" {
		t.Errorf("their own clock is taken for another's: %v", words)
	}
}
