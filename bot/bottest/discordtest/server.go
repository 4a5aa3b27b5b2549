package discordtest

import (
	"fmt"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"
)

// Server is the local Discord. It is safe for concurrent use.
type Server struct {
	// Token is the only bot token that is let in.
	Token string
	// AppID and BotID are those of the application and of its user.
	AppID, BotID string

	t       testing.TB
	http    *httptest.Server
	readers sync.WaitGroup // the goroutines of gateway connections
	closing chan struct{}  // closed when the test is over
	// noSchema: see WithoutSchema.
	noSchema bool

	mu      sync.Mutex
	changed signal
	offset  time.Duration // how far the clock was moved
	lastID  uint64
	world
	doors
	wire
	record
}

// An Option changes a new Server.
type Option func(*Server)

// Heartbeat sets how often clients are asked to beat; without it, every 41.25 s.
func Heartbeat(every time.Duration) Option { return func(s *Server) { s.beat = every } }

// Shards sets how many shards /gateway/bot recommends; without it, one.
func Shards(n int) Option { return func(s *Server) { s.shards = n } }

// StartLimit sets how many sessions may be started; without it, 1000.
func StartLimit(n int) Option { return func(s *Server) { s.startLimit, s.startsLeft = n, n } }

// KeepRequests sets how many requests the log keeps; without it, 20000.
func KeepRequests(n int) Option { return func(s *Server) { s.keep = n } }

// WithoutSchema leaves the published schema out of the checks, which takes most of
// the time of a request, for tests that count or measure.
func WithoutSchema() Option { return func(s *Server) { s.noSchema = true } }

// New starts a Discord that is closed when the test ends.
func New(t testing.TB, options ...Option) *Server {
	s := &Server{t: t, closing: make(chan struct{})}
	s.world = newWorld()
	s.wire = wire{beat: 41250 * time.Millisecond, shards: 1, startLimit: 1000, startsLeft: 1000, moments: map[Moment][]Act{}}
	s.record.keep = 20000
	s.AppID, s.BotID = s.newID(), s.newID()
	s.Token = "local." + s.BotID + ".token"
	s.users[s.BotID] = &user{id: s.BotID, name: "bounceback", bot: true}
	for _, o := range options {
		o(s)
	}
	s.http = httptest.NewUnstartedServer(s)
	s.http.Start() // not before its requests can look at s.http: a client of another test may have this port
	t.Cleanup(s.close)
	return s
}

func (s *Server) close() {
	close(s.closing)
	s.mu.Lock()
	for _, c := range s.conns {
		c.cut()
	}
	s.mu.Unlock()
	s.http.CloseClientConnections()
	s.http.Close()
	s.readers.Wait()
}

// URL is what stands before /api/v9.
func (s *Server) URL() string { return s.http.URL }

// Now is the server's clock.
func (s *Server) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now()
}

func (s *Server) now() time.Time { return time.Now().Add(s.offset) }

// Advance moves the server's clock forward: tokens of interactions run out 15
// minutes after they were made, nonces are forgotten after five.
func (s *Server) Advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.offset += d
}

// epoch is the first millisecond of Discord's ids.
const epoch = 1420070400000

// newID is a snowflake; later ones are greater.
func (s *Server) newID() string {
	id := uint64(s.now().UnixMilli()-epoch) << 22
	s.lastID = max(s.lastID+1, id)
	return strconv.FormatUint(s.lastID, 10)
}

// breach fails the test: a client did what Discord does not allow. mu is held.
func (s *Server) breach(format string, args ...any) {
	b := fmt.Sprintf(format, args...)
	s.breaches = append(s.breaches, b)
	select {
	case <-s.closing: // too late to be reported
	default:
		s.t.Errorf("discordtest: %s", b)
	}
}

// Breaches are the rules that were broken so far; each has failed the test.
func (s *Server) Breaches() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.breaches...)
}
