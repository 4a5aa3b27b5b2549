package discord

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestTyping(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		shown := map[string]int{}
		ty := newTyping(func(_ context.Context, channel string) error {
			mu.Lock()
			defer mu.Unlock()
			shown[channel]++
			return nil
		})
		defer ty.close()
		count := func(channel string, after time.Duration, want int) {
			t.Helper()
			time.Sleep(after)
			synctest.Wait()
			mu.Lock()
			defer mu.Unlock()
			if shown[channel] != want {
				t.Errorf("in %s it was shown %d times, not %d", channel, shown[channel], want)
			}
		}
		ty.begin("1", "fast")
		time.Sleep(ty.moment / 2)
		ty.end("1")
		count("fast", time.Minute, 0)

		ty.begin("2", "slow")
		ty.begin("2", "slow") // she wrote twice
		count("slow", ty.moment+time.Second, 1)
		count("slow", ty.again, 2)
		ty.end("2")
		ty.end("2")
		count("slow", time.Minute, 2)

		ty.begin("3", "never")
		time.Sleep(time.Hour)
		count("never", 0, int(ty.most/ty.again)) // and not for minutes
		if len(ty.shown) != 0 {
			t.Errorf("%d are left", len(ty.shown))
		}
		for n := range 2 * maxTyping {
			ty.begin(string(rune('a'+n)), "many")
		}
		if len(ty.shown) != maxTyping {
			t.Errorf("%d at once", len(ty.shown))
		}
		ty.close()
		ty.begin("4", "closed")
		count("many", time.Minute, 0)
		count("closed", time.Minute, 0)
	})
}

// The indicator ends with the answer.
func TestTypingEndsWithTheAnswer(t *testing.T) {
	w := newTown(t)
	w.typing.moment = time.Millisecond
	channel := w.amina.DirectID()
	w.typing.begin(w.amina.ID, channel)
	if err := w.Wait(w.ctx, "typing is shown", func() bool { return w.Typing(channel) == 1 }); err != nil {
		t.Fatal(err)
	}
	w.send(w.here(), "a", text("one"))
	w.sender.typing.mu.Lock()
	defer w.sender.typing.mu.Unlock()
	if len(w.sender.typing.shown) != 0 {
		t.Error("it goes on")
	}
}
