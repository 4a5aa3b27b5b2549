package gateway

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
)

// advice is what Discord says about starting sessions.
type advice struct {
	URL            string // of the gateway
	Shards         int
	Total          int           // identifies in a day
	Remaining      int           // identifies that are left
	ResetAfter     time.Duration // until Total is there again
	MaxConcurrency int           // identifies at once, one of each bucket
	// A gateway that is no real one, such as a proxy, may not count: then Total is 0.
}

// starts paces the identifies of a process. Discord counts them, a thousand a day for
// most bots, and changes the token of a bot that uses them up. Because Discord counts,
// the pace outlives this program: one that is started again and again by whatever
// keeps it alive slows down as well.
type starts struct {
	ask   func(context.Context) (advice, error)
	apart time.Duration

	turn    chan struct{} // is filled by who reads or changes what is below
	last    advice
	asked   time.Time
	buckets map[int]*bucket
}

// bucket is what shards share that identify one after the other.
type bucket struct {
	turn chan struct{} // is filled by the shard that is about to identify
	next time.Time     // when the next one may
}

func newStarts(ask func(context.Context) (advice, error), apart time.Duration) *starts {
	return &starts{ask: ask, apart: apart, turn: make(chan struct{}, 1), buckets: map[int]*bucket{}}
}

// advice is what Discord said, not long ago.
func (s *starts) advice(ctx context.Context) (a advice, err error) {
	err = s.look(ctx, func() { a = s.last })
	return a, err
}

// look asks Discord, and then looks at the answer with nobody else looking. It asks
// only once in a while: many shards that start together need one answer.
func (s *starts) look(ctx context.Context, see func()) error {
	if !take(ctx, s.turn) {
		return ctx.Err()
	}
	defer func() { <-s.turn }()
	if s.asked.IsZero() || time.Since(s.asked) >= s.apart || s.last.Remaining <= 0 {
		a, err := s.ask(ctx)
		if err != nil {
			return err
		}
		s.last, s.asked = a, time.Now()
	}
	see()
	return nil
}

// may waits until a shard may identify, and returns where. begun must be called when
// it has, or has given up: other shards wait for it.
func (s *starts) may(ctx context.Context, shard int) (url string, begun func(), err error) {
	var b *bucket
	err = s.look(ctx, func() {
		n := shard % max(s.last.MaxConcurrency, 1)
		if b = s.buckets[n]; b == nil {
			b = &bucket{turn: make(chan struct{}, 1)}
			s.buckets[n] = b
		}
	})
	if err != nil {
		return "", nil, err
	}
	if !take(ctx, b.turn) {
		return "", nil, ctx.Err()
	}
	if url, err = s.wait(ctx, b.next); err != nil {
		<-b.turn
		return "", nil, err
	}
	return url, sync.OnceFunc(func() {
		b.next = time.Now().Add(s.apart)
		<-b.turn
	}), nil
}

// wait waits until a moment, or until there is an identify to spare if that is later.
func (s *starts) wait(ctx context.Context, until time.Time) (url string, err error) {
	for {
		var a advice
		err := s.look(ctx, func() {
			a = s.last
			s.last.Remaining--
		})
		if err != nil {
			return "", err
		}
		none := a.Total > 0 && a.Remaining <= 0
		pause := time.Until(until) + a.spare()
		if none {
			pause = max(a.ResetAfter, s.apart)
		}
		if !sleep(ctx, pause) {
			return "", ctx.Err()
		}
		if !none {
			return a.URL, nil
		}
	}
}

// take fills a channel of one, unless ctx ends before there is room.
func take(ctx context.Context, turn chan struct{}) bool {
	select {
	case <-ctx.Done():
		return false
	case turn <- struct{}{}:
		return true
	}
}

// spare is how long to wait before an identify so that they never run out: nothing
// while half of them are left, then an even share of the time until there are new ones.
func (a advice) spare() time.Duration {
	if a.Remaining <= 0 || a.Remaining*2 >= a.Total {
		return 0
	}
	return a.ResetAfter / time.Duration(a.Remaining)
}

// backoff is the wait before a try after some failures. It grows to Most, and tries
// of several shards are spread, so that they do not come all at once.
func (p Pace) backoff(failures, shard int) time.Duration {
	if failures <= 0 {
		return 0
	}
	wait := min(p.First<<min(failures-1, 20), p.Most)
	return wait/2 + time.Duration(float64(wait/2)*spread(failures, shard))
}

// renew is the wait before identifying after a session was refused.
func (p Pace) renew(failures, shard int) time.Duration {
	return p.Renew/5 + time.Duration(float64(p.Renew*4/5)*spread(failures, shard))
}

// spread is a number from 0 to 1 that differs between tries and shards as far as it
// can. It needs no chance: multiples of the golden ratio keep out of each other's way.
func spread(failures, shard int) float64 {
	_, part := math.Modf(float64(failures+7*shard) * math.Phi)
	return part
}

// ask asks Discord where the gateway is and how many sessions may be started.
// The session that it uses is thrown away, because discordgo waits for a used-up
// rate limit without looking at the context. Errors are put in new words, since
// those of discordgo carry the request with the token in it.
func (g *Gateway) ask(ctx context.Context) (advice, error) {
	ctx, stop := context.WithTimeout(ctx, g.pace.Dial)
	defer stop()
	s, err := discordgo.New("Bot " + g.token)
	if err != nil {
		return advice{}, fmt.Errorf("ask for the gateway: no session: %s", kindOf(err))
	}
	s.LogLevel = silent
	s.Client = &http.Client{Transport: elsewhere(g.api)}
	r, err := s.GatewayBot(discordgo.WithContext(ctx), discordgo.WithRetryOnRatelimit(false), discordgo.WithRestRetries(0))
	if err != nil {
		return advice{}, g.plain(ctx, err)
	}
	if u, err := url.Parse(r.URL); err != nil || u.Scheme != "ws" && u.Scheme != "wss" || u.Host == "" {
		return advice{}, errors.New("ask for the gateway: the answer has no address in it")
	}
	l := r.SessionStartLimit
	return advice{URL: r.URL, Shards: min(max(r.Shards, 1), mostShards), Total: l.Total, Remaining: l.Remaining,
		ResetAfter: time.Duration(l.ResetAfter) * time.Millisecond, MaxConcurrency: l.MaxConcurrency}, nil
}

// plain is an error of discordgo without what it carries along.
func (g *Gateway) plain(ctx context.Context, err error) error {
	var answer *discordgo.RESTError
	var limit *discordgo.RateLimitError
	var transport *url.Error
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("ask for the gateway: %w", context.Cause(ctx))
	case errors.As(err, &limit):
		return errors.New("ask for the gateway: too many requests")
	case errors.As(err, &answer) && answer.Response != nil:
		if answer.Response.StatusCode == http.StatusUnauthorized {
			return fatal(http.StatusUnauthorized, g.intents)
		}
		return fmt.Errorf("ask for the gateway: status %d", answer.Response.StatusCode)
	case errors.As(err, &transport):
		return fmt.Errorf("ask for the gateway: %w", transport.Err)
	}
	return fmt.Errorf("ask for the gateway: no answer that can be read (%s)", kindOf(err))
}

// elsewhere sends requests to another place than discordgo does, which has the
// address built in, for all sessions together. The place may have a path of its own.
type elsewhere string

func (e elsewhere) RoundTrip(r *http.Request) (*http.Response, error) {
	to, err := url.Parse(string(e) + r.URL.Path)
	if err != nil {
		return nil, errors.New("the address of the API cannot be read")
	}
	to.RawQuery = r.URL.RawQuery
	r = r.Clone(r.Context())
	r.URL, r.Host = to, ""
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err == nil {
		answer.Body = http.MaxBytesReader(nil, answer.Body, mostAnswer)
	}
	return answer, err
}

// mostAnswer bounds an answer of the API, which has some 200 bytes.
const mostAnswer = 64 << 10
