package store_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"bounceback/coach"
)

// TestADiskThatIsFull has a turn that does not fit share a commit with others
// that do: it fails, they are kept, and so is the tick that rides along.
func TestADiskThatIsFull(t *testing.T) {
	f := open(t)
	f.update("amina", "", win("x", noon, "k1", "k2"))
	f.SetMaxSize(17 << 20)
	release := f.HoldCommits()
	var all sync.WaitGroup
	turn := func(id coach.ID, words string, fits bool) {
		all.Go(func() {
			if _, err := f.Update(t.Context(), id, string(id), noon, win(words, noon)); fits != (err == nil) {
				t.Errorf("%s: %v", id, err)
			}
		})
	}
	turn("first", "it holds up the commit that the others share", true)
	for !f.AtWork() {
		time.Sleep(time.Millisecond)
	}
	turn("too large", strings.Repeat("words", 5<<20), false)
	for i := range 10 {
		turn(coach.ID(fmt.Sprint("p", i)), "x", true)
	}
	for f.Waiting() < 11 {
		time.Sleep(time.Millisecond)
	}
	f.Sent("k1")
	release()
	all.Wait()
	same(t, "unsent", f.unsent(), []string{"k2"})
	if ids := f.due(noon); len(ids) != 12 {
		t.Errorf("kept are %v", ids)
	}
	if !f.update("too large", "too large", win("less", noon)) {
		t.Error("the event of the turn that failed counts as seen")
	}
	f.reopen()
	same(t, "unsent after a restart", f.unsent(), []string{"k2"})
}
