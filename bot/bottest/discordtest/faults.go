package discordtest

import (
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Fault is what befalls a request to the HTTP API.
type Fault struct {
	name string
	// delay comes first, whatever else happens.
	delay time.Duration
	wait  time.Duration // that a 429 asks for
	// reply is given instead of doing what was asked, unless status is 0.
	status int
	header map[string]string
	body   string
	// cut breaks the connection instead of an answer; after: what was asked is done.
	cut, after bool
}

// doors are the faults in wait.
type doors struct {
	faults []*trap
	limits []*limit
}

// limit refuses what comes too fast.
type limit struct {
	route  string
	most   int
	within time.Duration
	times  []time.Time
}

type trap struct {
	route  string
	left   int // below 0: for ever
	fault  []Fault
	rate   float64
	chance *rand.Rand
}

// Limited is the 429 of one route.
func Limited(after time.Duration) Fault {
	secs := seconds(after)
	return Fault{name: "429 of a route", wait: after, status: 429, body: `{"message":"You are being rate limited.","retry_after":` + secs + `,"global":false}`,
		header: map[string]string{"Retry-After": secs, "X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": secs,
			"X-RateLimit-Reset": seconds(time.Duration(time.Now().Add(after).UnixNano())), "X-RateLimit-Bucket": "abcd1234", "X-RateLimit-Scope": "user"}}
}

// GlobalLimited is the 429 of the whole bot. Like Discord it comes without
// X-RateLimit-Reset-After.
func GlobalLimited(after time.Duration) Fault {
	secs := seconds(after)
	return Fault{name: "global 429", wait: after, status: 429, body: `{"message":"You are being rate limited.","retry_after":` + secs + `,"global":true}`,
		header: map[string]string{"Retry-After": secs, "X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"}}
}

// Cloudflare is the 429 that never reached Discord: HTML, and a Retry-After of
// whole seconds.
func Cloudflare(after time.Duration) Fault {
	after = max(after.Truncate(time.Second), time.Second)
	return Fault{name: "429 of Cloudflare", wait: after, status: 429, body: "<!doctype html><title>Access denied | discord.com used Cloudflare to restrict access</title>",
		header: map[string]string{"Retry-After": strconv.Itoa(int(after.Seconds())), "Content-Type": "text/html; charset=UTF-8", "Server": "cloudflare"}}
}

// Status is an answer of the proxies in front: 500, 502, 503 and their like.
func Status(code int) Fault {
	return Fault{name: strconv.Itoa(code), status: code, body: `{"message": "` + strconv.Itoa(code) + `: ` + http.StatusText(code) + `", "code": 0}`}
}

// Refuse answers with an error of the API, such as 403 with code 50007.
func Refuse(status, code int, message string) Fault {
	return Fault{name: strconv.Itoa(code), status: status, body: `{"message": ` + strconv.Quote(message) + `, "code": ` + strconv.Itoa(code) + `}`}
}

// Unreachable is the answer when somebody's direct messages are closed.
func Unreachable() Fault { return Refuse(403, 50007, "Cannot send messages to this user") }

// Unauthorized is the answer to a token that was reset.
func Unauthorized() Fault { return Refuse(401, 0, "401: Unauthorized") }

// CutBefore breaks the connection before anything was done.
func CutBefore() Fault { return Fault{name: "cut", cut: true} }

// Lose does what was asked and breaks the connection before the answer.
func Lose() Fault { return Fault{name: "lost answer", cut: true, after: true} }

// Delay does what was asked, later.
func Delay(d time.Duration) Fault { return Fault{name: "delay", delay: d} }

// LateStatus does what was asked and answers as if it had not been done.
func LateStatus(code int) Fault {
	f := Status(code)
	f.after = true
	return f
}

// Fail lays a fault up for the next n requests to a route, for all that follow
// when n is below 0. A route is a method and a path behind /api/v9, either of
// which may be *, and so may each part of the path: "POST /channels/*/messages",
// "* /gateway/bot", "*". The token of an interaction is one part. Several routes are
// parted by " | "; see Writes.
func (s *Server) Fail(route string, n int, f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &trap{route: route, left: n, fault: []Fault{f}})
}

// FailRate makes requests to a route suffer one of the faults, in turn, with a
// probability. The same seed gives the same throws.
func (s *Server) FailRate(route string, rate float64, seed uint64, f ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &trap{route: route, left: -1, fault: f, rate: rate, chance: rand.New(rand.NewPCG(seed, seed))})
}

// Limit answers requests to a route with a 429 when more than so many come within
// a time; the limit of "*" is the global one. Interactions are exempt from the
// global limit, as Discord's are.
func (s *Server) Limit(route string, most int, within time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limits = append(s.limits, &limit{route: route, most: most, within: within})
}

// exceeded is the fault of a request that comes too fast; nil when none does.
func (s *Server) exceeded(method, path string) *Fault {
	now := s.now()
	for _, l := range s.limits {
		if !matches(l.route, method, path) || l.route == "*" && (strings.HasPrefix(path, "/interactions/") || strings.HasPrefix(path, "/webhooks/")) {
			continue
		}
		for len(l.times) > 0 && now.Sub(l.times[0]) >= l.within {
			l.times = l.times[1:]
		}
		if len(l.times) >= l.most {
			f, wait := Limited, l.within-now.Sub(l.times[0])
			if l.route == "*" {
				f = GlobalLimited
			}
			fault := f(wait)
			return &fault
		}
		l.times = append(l.times, now)
	}
	return nil
}

// Heal takes all faults and limits of the HTTP API away.
func (s *Server) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults, s.limits = nil, nil
}

// fault is what befalls a request; nil for nothing. mu is held.
func (s *Server) fault(method, path string) *Fault {
	for _, t := range s.faults {
		if t.left == 0 || !matches(t.route, method, path) {
			continue
		}
		if t.chance != nil && t.chance.Float64() >= t.rate {
			continue
		}
		f := t.fault[0]
		if len(t.fault) > 1 {
			t.fault = append(t.fault[1:], f)
		}
		if t.left > 0 {
			t.left--
		}
		return &f
	}
	return nil
}

// Writes are the routes by which a bot writes or changes what people see, but for
// the first answers to interactions.
const Writes = "POST /channels/*/messages | PATCH /channels/*/messages/* | POST /webhooks/*/* | PATCH /webhooks/*/*/messages/*"

// matches holds a request against routes.
func matches(routes, method, path string) bool {
	for route := range strings.SplitSeq(routes, " | ") {
		if matchesOne(route, method, path) {
			return true
		}
	}
	return false
}

func matchesOne(route, method, path string) bool {
	m, p, ok := strings.Cut(route, " ")
	if !ok {
		if route == "*" {
			return true
		}
		m, p = "*", route
	}
	if m != "*" && m != method {
		return false
	}
	if p == "*" {
		return true
	}
	want, have := strings.Split(p, "/"), strings.Split(path, "/")
	if len(want) != len(have) {
		return false
	}
	for i := range want {
		if want[i] != "*" && want[i] != have[i] {
			return false
		}
	}
	return true
}

func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 3, 64) }
