package web_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"bounceback/bot"
	"bounceback/bot/bottest/slacktest"
)

// TestAWaitIsAWaitWithAndWithoutATime, and other calls to the channel wait, too.
func TestAWaitIsAWaitWithAndWithoutATime(t *testing.T) {
	for after, want := range map[string]time.Duration{"7": 7 * time.Second, "": 30 * time.Second, "soon": 30 * time.Second, "999999": time.Hour} {
		w := newWorld(t)
		w.Fault(slacktest.Fault{Method: "chat.postMessage", Times: 1, Status: 429, RetryAfter: after})
		for i := range 2 { // the second is not sent at all
			_, err := w.team().Post(t.Context(), w.direct, letter(fmt.Sprint(i)))
			wait, ok := errors.AsType[bot.Wait](err)
			if !ok || wait.RetryAfter() > want || wait.RetryAfter() < want-5*time.Second {
				t.Errorf("with %q letter %d: %v", after, i, err)
			}
		}
		if n := len(w.Calls("chat.postMessage")); n != 0 {
			t.Errorf("%d calls went all the same", n)
		}
		w.AddUser(slacktest.User{ID: "U2"})
		if _, err := w.team().Post(t.Context(), w.Direct("U2"), letter("x")); err != nil {
			t.Errorf("another channel has to wait: %v", err)
		}
	}
}

// TestOneMessageASecondAndChannel at ten times the pace; the local Slack refuses
// what comes sooner.
func TestOneMessageASecondAndChannel(t *testing.T) {
	w := newWorld(t)
	w.options.Pace = 10
	w.restart()
	var all sync.WaitGroup
	began := time.Now() // by the clock of who sends: on the way, posts may come together
	for i := range 6 {
		all.Go(func() {
			if _, err := w.team().Post(t.Context(), w.direct, letter(fmt.Sprint(i))); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n, took := len(w.Calls("chat.postMessage")), time.Since(began); n != 6 || took < 480*time.Millisecond {
		t.Errorf("%d posts in %v", n, took)
	}
}

func TestAWaitEndsWithItsContext(t *testing.T) {
	w := newWorld(t)
	w.options.Pace = 0.001
	w.restart()
	if _, err := w.team().Post(t.Context(), w.direct, letter("1")); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	if _, err := w.team().Post(ctx, w.direct, letter("2")); !errors.Is(err, context.Canceled) {
		t.Errorf("it ended with %v", err)
	}
	ctx, cancel = context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if _, err := w.team().Post(ctx, w.direct, letter("3")); err == nil || ctx.Err() != nil {
		t.Errorf("what cannot go in time should say so at once: %v, %v", err, ctx.Err())
	}
}
