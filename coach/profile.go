package coach

// Profile is what a platform's profile of a person said last.
type Profile struct {
	Name     string `json:"name,omitempty"`
	TimeZone string `json:"time_zone,omitempty"`
}

// takeProfile follows the platform's profile: a name or zone that came from there
// changes with it, and what the person has set or taken away themselves stays.
func (t *turn) takeProfile() {
	p, was := t.p, t.p.Profile
	if name := t.h.Name; name != "" && name != was.Name {
		p.Profile.Name = name
		if p.Name == was.Name {
			p.Name = name
		}
	}
	if zone := t.h.TimeZone; zone != was.TimeZone && t.c.zones.known(zone) {
		p.Profile.TimeZone = zone
		if p.TimeZone == was.TimeZone {
			t.remember("zone", zone)
		}
	}
}
