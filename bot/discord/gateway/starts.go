package gateway

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
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
	turn  chan struct{} // holds one token, which is taken by who reads or changes what is below
	last  advice
	asked time.Time
	next  map[int]time.Time // of each bucket, when it may identify again
}

func newStarts(ask func(context.Context) (advice, error), apart time.Duration) *starts {
	s := &starts{ask: ask, apart: apart, turn: make(chan struct{}, 1), next: map[int]time.Time{}}
	s.turn <- struct{}{}
	return s
}

// advice is what Discord said just now.
func (s *starts) advice(ctx context.Context) (advice, error) {
	select {
	case <-ctx.Done():
		return advice{}, ctx.Err()
	case <-s.turn:
		defer func() { s.turn <- struct{}{} }()
	}
	return s.fresh(ctx)
}

// fresh asks, unless it asked a moment ago: many shards that start together need
// one answer. It is called by who has the turn.
func (s *starts) fresh(ctx context.Context) (advice, error) {
	if !s.asked.IsZero() && time.Since(s.asked) < s.apart && s.last.Remaining > 0 {
		return s.last, nil
	}
	a, err := s.ask(ctx)
	if err != nil {
		return advice{}, err
	}
	s.last, s.asked = a, time.Now()
	return a, nil
}

// may waits until a shard may identify, and returns where.
func (s *starts) may(ctx context.Context, shard int) (url string, err error) {
	for {
		url, wait, again, err := s.book(ctx, shard)
		if err != nil {
			return "", err
		}
		if !sleep(ctx, wait) {
			return "", ctx.Err()
		}
		if !again {
			return url, nil
		}
	}
}

// book gives a shard its turn, after a wait. When again is true there was none to
// give, and it must be asked for again after the wait.
func (s *starts) book(ctx context.Context, shard int) (url string, wait time.Duration, again bool, err error) {
	select {
	case <-ctx.Done():
		return "", 0, false, ctx.Err()
	case <-s.turn:
		defer func() { s.turn <- struct{}{} }()
	}
	a, err := s.fresh(ctx)
	if err != nil {
		return "", 0, false, err
	}
	if a.Total > 0 && a.Remaining <= 0 {
		return "", max(a.ResetAfter, s.apart), true, nil
	}
	now := time.Now()
	bucket := shard % max(a.MaxConcurrency, 1)
	at := s.next[bucket]
	if at.Before(now) {
		at = now
	}
	at = at.Add(a.spare())
	s.next[bucket] = at.Add(s.apart)
	s.last.Remaining--
	return a.URL, at.Sub(now), false, nil
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
	return http.DefaultTransport.RoundTrip(r)
}
