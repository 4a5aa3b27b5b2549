package rest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"bounceback/bot"
)

func TestGlobalRate(t *testing.T) {
	t.Parallel()
	if most := PerSecond + atOnce(PerSecond); most > 50 {
		t.Errorf("%d requests in one second", most)
	}
	const perSecond, calls = 100.0, 60
	s := serve(t, func(w http.ResponseWriter, n int, r request) { fine(w) })
	c := s.client(t, Options{PerSecond: perSecond})
	began := time.Now()
	var all sync.WaitGroup
	for i := range calls {
		all.Go(func() {
			if err := send(soon(t), c, fmt.Sprint(i)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	got := s.requests()
	took := got[len(got)-1].at.Sub(began) // the first may arrive late on a busy machine
	if least := time.Duration((calls - float64(atOnce(perSecond)) - 1) / perSecond * float64(time.Second)); took < least*9/10 {
		t.Errorf("%d calls within %s, and they should take %s", calls, took, least)
	}
}

// What nobody waits for leaves room for what somebody waits for.
func TestUnaskedGivesWay(t *testing.T) {
	t.Parallel()
	s := serve(t, func(w http.ResponseWriter, n int, r request) { fine(w) })
	c := s.client(t, Options{PerSecond: 20})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var all sync.WaitGroup
	defer all.Wait()
	defer cancel()
	for i := range 200 { // more than ten seconds of work
		all.Go(func() {
			c.SendMessage(ctx, fmt.Sprint(i), "n", Message{Content: "nudge", Unasked: true})
		})
	}
	for len(s.requests()) < 3 {
		time.Sleep(time.Millisecond)
	}
	if err := send(soon(t), c, "asked"); err != nil {
		t.Error(err)
	}
	if n := len(s.requests()); n > 60 {
		t.Errorf("the answer came after %d nudges", n)
	}
}

// When many are to be answered, nobody is shown that an answer is on its way.
func TestTypingTakesNoTimeFromMessages(t *testing.T) {
	t.Parallel()
	s := serve(t, func(w http.ResponseWriter, n int, r request) { fine(w) })
	c := s.client(t, Options{PerSecond: 8})
	if err := c.Typing(soon(t), "1"); err != nil {
		t.Error(err)
	}
	var all sync.WaitGroup
	for i := range 3 {
		all.Go(func() { send(soon(t), c, fmt.Sprint(i)) })
	}
	for len(s.requests()) < 2 {
		time.Sleep(time.Millisecond)
	}
	if err := c.Typing(soon(t), "2"); !errors.Is(err, errBusy) {
		t.Error(err)
	}
	all.Wait()
	if n := len(s.requests()); n != 4 {
		t.Errorf("%d requests", n)
	}
}

func TestOpeningIsSlow(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, n int, r request) { fine(w) })
	c := s.client(t, Options{OpenEvery: time.Hour})
	for i := range openBurst {
		if _, err := c.OpenDM(soon(t), fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := c.OpenDM(ctx, "9"); err == nil {
		t.Error("one more was opened")
	}
	if n := len(s.requests()); n != openBurst {
		t.Errorf("%d requests", n)
	}
}

// Discord says that it was too fast, and not for how long.
func TestOpeningPausesWhenTooFast(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, n int, r request) {
		say(w, 400, `{"code":40003,"message":"You are opening direct messages too fast"}`)
	})
	c := s.client(t, Options{})
	for range 2 {
		_, err := c.OpenDM(soon(t), "9")
		wait, ok := errors.AsType[bot.Wait](err)
		if !ok || wait.RetryAfter() < openPause-time.Minute || errors.Is(err, bot.ErrRefused) || errors.Is(err, bot.ErrUnreachable) {
			t.Error(err)
		}
	}
	if n := len(s.requests()); n != 1 {
		t.Errorf("%d requests", n)
	}
}

// Discord shuts out machines whose calls are turned down too often.
func TestTooManyTurnedDown(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, n int, r request) { say(w, 403, `{"code":50001}`) })
	c := s.client(t, Options{})
	c.invalid.since, c.invalid.n = time.Now(), invalidMost-1
	if err := send(soon(t), c, "1"); !errors.Is(err, ErrNotAllowed) {
		t.Fatal(err)
	}
	err := send(soon(t), c, "1")
	if wait, ok := errors.AsType[bot.Wait](err); !ok || wait.RetryAfter() < 9*time.Minute {
		t.Error(err)
	}
	if n := len(s.requests()); n != 1 {
		t.Errorf("%d requests", n)
	}
	c.invalid.since = time.Now().Add(-invalidWindow)
	if err := send(soon(t), c, "1"); !errors.Is(err, ErrNotAllowed) {
		t.Error("it does not end:", err)
	}
}
