package coach

import (
	"time"

	"bounceback/coach/page"
	"bounceback/coach/understand"
)

// Fallback is what to say when Hear could not be used, because the program or
// its store failed. It knows nothing of the person but their reading and
// country, remembers nothing, and always says something: a warning sign is
// answered with a contact.
func (c *Coach) Fallback(r understand.Reading, country string, now time.Time) []Message {
	t := c.newTurn(&Person{Country: country}, Heard{Reading: r}, nil, now)
	to := atBroken
	switch {
	case r.Warning.Level >= understand.Possible && r.Warning.Other:
		to = atFriend
	case r.Warning.Level >= understand.Possible:
		to = atClear
	}
	t.visit(page.Target(to))
	return t.out.Messages
}
