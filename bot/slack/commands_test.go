package slack

import (
	"sync"
	"testing"

	"bounceback/coach"
	"bounceback/coach/page"
	"bounceback/coach/understand"
)

// commands are those of the built-in pages.
func commands(t *testing.T) []page.Command {
	t.Helper()
	return mind(t).Commands()
}

// theMind and theReader are made once: they hold nothing of anybody.
var (
	theMind = sync.OnceValues(func() (*coach.Coach, error) {
		return coach.New(coach.Options{Host: "the job club", Where: "on a server of the club"})
	})
	theReader = sync.OnceValues(understand.NewReader)
)

// mind is the real coach.
func mind(t *testing.T) *coach.Coach {
	t.Helper()
	c, err := theMind()
	if err != nil {
		t.Fatal(err)
	}
	return c
}
