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
	s := serve(t, func(w http.ResponseWriter, n int, r request) {
		say(w, 429, `{"message":"slower","retry_after":3600,"global":false}`)
	})
	c := s.client(t, Options{Patience: 2 * time.Hour})
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	began := time.Now()
	err := send(ctx, c, "1")
	if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > time.Minute {
		t.Errorf("%v after %s", err, time.Since(began))
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

// A wait beyond the patience is told, not waited for, and no request is spent.
func TestLongWaitsAreTold(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, n int, r request) {
		if strings.Contains(r.path, "/channels/1/") {
			w.Header().Set("X-RateLimit-Scope", "shared")
			say(w, 429, `{"message":"slower","retry_after":60.5,"global":false}`)
			return
		}
		fine(w)
	})
	c := s.client(t, Options{})
	for range 3 {
		err := send(soon(t), c, "1")
		if wait, ok := errors.AsType[bot.Wait](err); !ok || wait.RetryAfter() < 55*time.Second || wait.RetryAfter() > 62*time.Second {
			t.Error(err)
		}
	}
	if err := send(soon(t), c, "2"); err != nil {
		t.Errorf("another channel: %v", err)
	}
	if n := len(s.requests()); n != 2 {
		t.Errorf("%d requests", n)
	}
}

// A 429 that says "at once" again and again does not make for a storm.
func TestTooManyAgainAndAgain(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, n int, r request) { say(w, 429, `{"retry_after":0}`) })
	c := s.client(t, Options{Patience: time.Hour})
	if err := send(soon(t), c, "1"); err == nil {
		t.Error("no error")
	}
	if n := len(s.requests()); n != mostLimited+1 {
		t.Errorf("%d requests", n)
	}
}

// windows is a limit as Discord counts it: so many in a window.
type windows struct {
	mu    sync.Mutex
	size  int
	every time.Duration
	count map[string]int
	ends  map[string]time.Time
	over  int
}

func (v *windows) answer(w http.ResponseWriter, name, key string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	now := time.Now()
	if !now.Before(v.ends[key]) {
		v.count[key], v.ends[key] = 0, now.Add(v.every)
	}
	v.count[key]++
	after := fmt.Sprintf("%.3f", v.ends[key].Sub(now).Seconds()+0.001)
	w.Header().Set("X-RateLimit-Bucket", name)
	w.Header().Set("X-RateLimit-Limit", fmt.Sprint(v.size))
	w.Header().Set("X-RateLimit-Remaining", fmt.Sprint(max(0, v.size-v.count[key])))
	w.Header().Set("X-RateLimit-Reset-After", after)
	if v.count[key] > v.size {
		v.over++
		w.Header().Set("Retry-After", "1")
		say(w, 429, `{"message":"slower","global":false,"retry_after":`+after+`}`)
		return
	}
	fine(w)
}

func newWindows(size int, every time.Duration) *windows {
	return &windows{size: size, every: every, count: map[string]int{}, ends: map[string]time.Time{}}
}

func TestBucketsAreNotOverrun(t *testing.T) {
	v := newWindows(4, 200*time.Millisecond)
	s := serve(t, func(w http.ResponseWriter, n int, r request) {
		// Two routes share a bucket, as Discord's do.
		v.answer(w, "abcd", strings.Split(r.path, "/")[4])
	})
	c := s.client(t, Options{Patience: time.Minute})
	var all sync.WaitGroup
	for i := range 12 {
		for _, channel := range []string{"1", "2"} {
			all.Go(func() {
				if err := send(soon(t), c, channel); err != nil {
					t.Error(err)
				}
			})
			if i%4 == 0 {
				all.Go(func() {
					if err := c.EditMessage(soon(t), channel, "5", Message{Content: "x"}); err != nil {
						t.Error(err)
					}
				})
			}
		}
	}
	all.Wait()
	// The first answer of each route has to come before it is known that they share.
	if v.over > 2 {
		t.Errorf("the limit was overrun %d times", v.over)
	}
	if n := len(c.limits.buckets); n != 2 {
		t.Errorf("%d buckets, and there are 2", n)
	}
}

func TestFirstComeFirstServed(t *testing.T) {
	first := make(chan struct{})
	s := serve(t, func(w http.ResponseWriter, n int, r request) {
		if n == 1 {
			<-first
		}
		w.Header().Set("X-RateLimit-Bucket", "abcd")
		w.Header().Set("X-RateLimit-Limit", "1")
		w.Header().Set("X-RateLimit-Remaining", "0")
		w.Header().Set("X-RateLimit-Reset-After", "0.01")
		fine(w)
	})
	c := s.client(t, Options{})
	var all sync.WaitGroup
	for i := range 6 {
		all.Go(func() {
			if _, err := c.SendMessage(soon(t), "1", fmt.Sprint("n", i), Message{Content: "x"}); err != nil {
				t.Error(err)
			}
		})
		for c.waiting() != i { // the first is under way
			time.Sleep(time.Millisecond)
		}
		if i == 0 {
			for len(s.requests()) == 0 {
				time.Sleep(time.Millisecond)
			}
		}
	}
	close(first)
	all.Wait()
	for i, r := range s.requests() {
		if !strings.Contains(r.body, fmt.Sprintf(`"nonce":"n%d"`, i)) {
			t.Errorf("at %d came %s", i, r.body)
		}
	}
}

// waiting is how many calls wait for their bucket.
func (c *Client) waiting() (n int) {
	c.limits.mu.Lock()
	defer c.limits.mu.Unlock()
	for _, b := range c.limits.buckets {
		n += len(b.queue)
	}
	return n
}

func TestGlobalRate(t *testing.T) {
	if most := PerSecond + atOnce(PerSecond); most > 50 {
		t.Errorf("%d requests in one second", most)
	}
	const perSecond, calls = 100.0, 60
	s := serve(t, func(w http.ResponseWriter, n int, r request) { fine(w) })
	c := s.client(t, Options{PerSecond: perSecond})
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
	took := got[len(got)-1].at.Sub(got[0].at)
	if least := time.Duration((calls - float64(atOnce(perSecond)) - 1) / perSecond * float64(time.Second)); took < least*9/10 {
		t.Errorf("%d calls within %s, and they should take %s", calls, took, least)
	}
}

// What nobody waits for leaves room for what somebody waits for.
func TestUnaskedGivesWay(t *testing.T) {
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
