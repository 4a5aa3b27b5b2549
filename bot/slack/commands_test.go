package slack

import (
	"testing"

	"bounceback/coach"
	"bounceback/coach/page"
)

// commands are those of the built-in pages.
func commands(t *testing.T) []page.Command {
	t.Helper()
	return mind(t).Commands()
}

// mind is the real coach.
func mind(t *testing.T) *coach.Coach {
	t.Helper()
	c, err := coach.New(coach.Options{Host: "the job club", Where: "on a server of the club"})
	if err != nil {
		t.Fatal(err)
	}
	return c
}
