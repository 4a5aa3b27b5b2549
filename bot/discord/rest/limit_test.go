package rest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bounceback/bot"
)

// The library sleeps out a 429 whatever its context says.
func TestContextEndsTheWaitAfterTooMany(t *testing.T) {
	t.Parallel()
	for _, global := range []string{"false", "true"} {
		s := serve(t, func(w http.ResponseWriter, n int, r request) {
			say(w, 429, `{"message":"slower","retry_after":3600,"global":`+global+`}`)
		})
		c := s.client(t, Options{Patience: 2 * time.Hour})
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		began := time.Now()
		err := send(ctx, c, "1")
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > time.Minute {
			t.Errorf("global %s: %v after %s", global, err, time.Since(began))
		}
	}
}

// The library waits for the bucket's lock whatever its context says.
func TestContextEndsTheWaitBehindAnotherCall(t *testing.T) {
	inside, release := make(chan struct{}), make(chan struct{})
	s := serve(t, func(w http.ResponseWriter, n int, r request) {
		if n == 1 {
			close(inside)
			<-release
		}
		fine(w)
	})
	c := s.client(t, Options{})
	first := make(chan error, 1)
	go func() { first <- send(soon(t), c, "1") }()
	<-inside
	ctx, cancel := context.WithCancel(t.Context())
	second := make(chan error, 1)
	go func() { second <- send(ctx, c, "1") }()
	cancel()
	if err := <-second; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	close(release)
	if err := <-first; err != nil {
		t.Error(err)
	}
	if err := send(soon(t), c, "1"); err != nil {
		t.Error(err)
	}
	if n := len(s.requests()); n != 2 {
		t.Errorf("%d requests", n)
	}
}

// The library has one lock for the edits of all interactions.
func TestAnswersToManyAreEditedSideBySide(t *testing.T) {
	const many = 8
	var all sync.WaitGroup
	all.Add(many)
	s := serve(t, func(w http.ResponseWriter, n int, r request) {
		all.Done()
		all.Wait() // until all are here
		fine(w)
	})
	c := s.client(t, Options{})
	failed := make(chan error, many)
	for i := range many {
		go func() {
			_, err := c.EditOriginal(soon(t), Interaction{App: "1", ID: fmt.Sprint(i), Token: fmt.Sprint("token", i)}, Message{Content: "x"})
			failed <- err
		}()
	}
	for range many {
		if err := <-failed; err != nil {
			t.Error(err)
		}
	}
}

// The library keeps a bucket for each interaction for ever.
func TestInteractionsAreForgotten(t *testing.T) {
	l := newLimits()
	for i := range 20 * fewBuckets {
		turn, _, err := l.take(t.Context(), "POST interaction/callback", fmt.Sprint(i), true, 0)
		if err != nil {
			t.Fatal(err)
		}
		turn.done(&answer{status: 204, header: http.Header{}})
	}
	if n := len(l.buckets); n > 2*fewBuckets {
		t.Errorf("%d buckets are remembered", n)
	}
}

// A global 429 comes without X-RateLimit-Reset-After, and the library then goes on
// with all other calls.
func TestGlobalLimitHoldsEverythingBack(t *testing.T) {
	t.Parallel()
	var closed atomic.Int64
	s := serve(t, func(w http.ResponseWriter, n int, r request) {
		if n == 1 {
			w.Header().Set("X-RateLimit-Global", "true")
			w.Header().Set("X-RateLimit-Scope", "global")
			w.Header().Set("Retry-After", "1")
			closed.Store(time.Now().Add(400 * time.Millisecond).UnixNano())
			say(w, 429, `{"message":"slower","retry_after":0.4,"global":true}`)
			return
		}
		if !strings.Contains(r.path, "/webhooks/") && r.at.UnixNano() < closed.Load() {
			t.Errorf("%s came while everything was closed", r.path)
		}
		fine(w)
	})
	c := s.client(t, Options{Patience: time.Minute})
	var all sync.WaitGroup
	all.Go(func() {
		if err := send(soon(t), c, "1"); err != nil {
			t.Error(err)
		}
	})
	for closed.Load() == 0 || c.Counts().Limited == 0 {
		time.Sleep(time.Millisecond)
	}
	all.Go(func() {
		if err := send(soon(t), c, "2"); err != nil {
			t.Error(err)
		}
	})
	began := time.Now()
	if _, err := c.EditOriginal(soon(t), anInteraction, Message{Content: "x"}); err != nil {
		t.Error(err)
	}
	if n := len(s.requests()); n != 2 && time.Since(began) < 200*time.Millisecond {
		t.Errorf("an answer to an interaction was held back: %d requests", n)
	}
	all.Wait()
	if got := c.Counts(); got.Limited != 1 || got.Retried != 1 || got.Done != 3 || got.Failed != 0 {
		t.Errorf("%+v", got)
	}
}

// What stands before Discord answers in HTML, which the library cannot read.
func TestTooManyInHTML(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, n int, r request) {
		if n == 1 {
			w.Header().Set("Retry-After", "77")
			w.WriteHeader(429)
			w.Write([]byte("<html>error code: 1015 /api/v9/channels/" + ticket + "</html>"))
			return
		}
		fine(w)
	})
	c := s.client(t, Options{})
	for _, channel := range []string{"1", "2"} { // it is about the machine, so about all
		err := send(soon(t), c, channel)
		wait, ok := errors.AsType[bot.Wait](err)
		if !ok || wait.RetryAfter() < 70*time.Second || wait.RetryAfter() > 78*time.Second {
			t.Errorf("channel %s: %v", channel, err)
		}
		withoutSecrets(t, fmt.Sprint(err))
	}
	if n := len(s.requests()); n != 1 {
		t.Errorf("%d requests", n)
	}
}
