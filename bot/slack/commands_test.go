package slack

import (
	"testing"

	"bounceback/coach"
	"bounceback/coach/page"
)

// commands are those of the built-in pages.
func commands(t *testing.T) []page.Command {
	t.Helper()
	c, err := coach.New(coach.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c.Commands()
}
