package bot_test

import (
	"strings"
	"testing"

	"bounceback/bot"
	"bounceback/coach"
)

// TestAChangedProfileIsFollowedInSilence: who is known gets it, who isn't stays
// unknown, and neither reads anything.
func TestAChangedProfileIsFollowedInSilence(t *testing.T) {
	c, err := coach.New(coach.Options{})
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, func(o *bot.Options) { o.Coach = c })
	changed := coach.Heard{ProfileOnly: true, Name: "Mina", TimeZone: "Europe/Lisbon"}
	w.say("amina", "1", "hello")
	said := len(w.platform.Texts("amina"))
	for _, who := range []string{"amina", "nobody"} {
		kept := make(chan error, 1)
		if err := w.platform.Hear(t.Context(), who, who+" changed", changed, func(err error) { kept <- err }); err != nil {
			t.Fatal(err)
		}
		if err := <-kept; err != nil {
			t.Error(err)
		}
	}
	w.settle()
	if got := w.export("amina"); !strings.Contains(got, `"time_zone": "Europe/Lisbon"`) || len(w.platform.Texts("amina")) != said {
		t.Errorf("the profile was not followed in silence: %s", got)
	}
	if got := w.export("nobody"); !strings.Contains(got, `"person": null`) || len(w.platform.Texts("nobody")) != 0 {
		t.Errorf("somebody unknown became known: %s", got)
	}
}
