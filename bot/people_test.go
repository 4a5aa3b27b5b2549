package bot_test

import (
	"context"
	"path/filepath"
	"testing"

	"bounceback/bot"
	"bounceback/store"
)

var _ bot.People = (*store.Store)(nil)

// openPeople is a store in a file. When the test ends it is checked that all in
// there fits together.
func openPeople(t testing.TB) bot.People {
	people, err := store.Open(filepath.Join(t.TempDir(), "people.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := people.Check(context.Background()); err != nil {
			t.Error(err)
		}
		if err := people.Close(); err != nil {
			t.Error(err)
		}
	})
	return people
}
