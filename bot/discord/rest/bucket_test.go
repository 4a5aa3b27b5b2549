package rest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"bounceback/bot"
)

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
	t.Parallel()
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
	t.Parallel()
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
	t.Parallel()
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

// Whatever answers say, and whoever gives up, every call gets its turn in the end
// and nothing is left behind.
func TestEveryTurnIsGivenBack(t *testing.T) {
	t.Parallel()
	l := newLimits()
	var all sync.WaitGroup
	for n := range 300 {
		all.Go(func() {
			chance := rand.New(rand.NewPCG(uint64(n), 1))
			route, major := fmt.Sprint("route", n%3), fmt.Sprint(n%4)
			for range 10 {
				ctx, cancel := soon(t), func() {}
				if chance.IntN(4) == 0 {
					ctx, cancel = context.WithTimeout(ctx, time.Duration(chance.IntN(1000))*time.Microsecond)
				}
				turn, left, err := l.take(ctx, route, major, chance.IntN(2) == 0, time.Duration(chance.IntN(200))*time.Millisecond)
				cancel()
				if err != nil || left > 0 {
					continue
				}
				h := http.Header{}
				status := 200
				if chance.IntN(3) > 0 { // buckets that change their names, and numbers that make no sense
					h.Set("X-RateLimit-Bucket", fmt.Sprint("bucket", chance.IntN(3)))
					h.Set("X-RateLimit-Limit", fmt.Sprint(chance.IntN(5)))
					h.Set("X-RateLimit-Remaining", fmt.Sprint(chance.IntN(5)))
					h.Set("X-RateLimit-Reset-After", []string{"0.001", "0", "-1", "x", ""}[chance.IntN(5)])
				}
				var fault []byte
				if chance.IntN(5) == 0 {
					status, fault = 429, fmt.Appendf(nil, `{"retry_after":0.001,"global":%t}`, chance.IntN(3) == 0)
				}
				turn.done(&answer{status: status, header: h, fault: fault})
			}
		})
	}
	all.Wait()
	l.mu.Lock()
	defer l.mu.Unlock()
	for key, b := range l.buckets {
		if b.busy != 0 || len(b.queue) != 0 {
			t.Errorf("%q: %d under way and %d waiting", key, b.busy, len(b.queue))
		}
	}
}
