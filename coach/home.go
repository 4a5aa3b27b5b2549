package coach

import (
	"maps"
	"time"

	"bounceback/coach/page"
)

// atHome is what a home screen says.
var atHome = page.Target{Page: "home", Step: "start"}

// Home says where a person stands, for a platform that has a screen for it: their
// week, and what will come. It asks nothing and changes nothing; p may be new.
func (c *Coach) Home(p *Person, j Journal, now time.Time) []Message {
	looked := *p
	looked.Place, looked.Paused = nil, nil
	looked.Lines, looked.Kept = maps.Clone(p.Lines), maps.Clone(p.Kept)
	t := c.newTurn(&looked, Heard{}, j, now)
	t.open(atHome, nil)
	return t.out.Messages
}

// Settings are what a form shows of a person's settings, by the names of the
// options of the command "settings", in the forms which that takes. What is not
// set is left out.
func (c *Coach) Settings(p *Person) map[string]string {
	all := map[string]string{}
	for option, setting := range map[string]string{
		"checkin": "checkin_days", "time": "checkin_at", "zone": "zone", "name": "name", "country": "country",
		"quiet_from": "quiet_from", "quiet_to": "quiet_to",
	} {
		t := turn{c: c, p: p}
		if v := t.setting(setting); v != "" {
			all[option] = v
		}
	}
	all["moods"] = "forget"
	if p.Consent {
		all["moods"] = "keep"
	}
	return all
}

// Fits tells whether what somebody put into an option of a command can be read, so
// that a form can say so while it is still open. Words always fit.
func (c *Coach) Fits(command, option, given string, now time.Time) bool {
	cmd := c.find(command)
	if cmd == nil {
		return false
	}
	for _, o := range cmd.Options {
		if o.Name == option {
			_, ok := c.newTurn(&Person{}, Heard{}, nil, now).fit(o, given)
			return ok
		}
	}
	return false
}
