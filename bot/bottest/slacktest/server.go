package slacktest

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// JSON is a JSON object.
type JSON = map[string]any

// Server is a local Slack. Its exported fields may be set before the app
// connects, and right after New; all methods are safe for concurrent use.
type Server struct {
	// AppToken opens sockets; SigningSecret signs requests in HTTP mode; the
	// others are for OAuth.
	AppToken, SigningSecret, AppID, ClientID, ClientSecret string
	// Team is the workspace that is there from the start, T1.
	Team *Workspace

	// TriggerLife is how long a trigger id can be used, three seconds at first.
	TriggerLife time.Duration
	// PingEvery is how often sockets are pinged, 200 ms at first.
	PingEvery time.Duration
	// PongWithin, if set, ends sockets that leave pings unanswered for so long.
	PongWithin time.Duration
	// RetryEvery, if set, delivers unacknowledged events again after that time,
	// up to Retries times.
	RetryEvery time.Duration
	Retries    int
	// NoEcho: the app is not told of its own posts in direct messages.
	NoEcho bool
	// FileDelay is how long an uploaded file is worked on. Until then it cannot be
	// used in a block, and has no type.
	FileDelay time.Duration
	// GiveUpAfter is how long an answer in HTTP mode is waited for: AckWithin at
	// first. A test of many people on a slow machine may wait longer, and look at
	// what Took says.
	GiveUpAfter time.Duration
	// Patience is how long the Wait methods wait before they fail the test; 20
	// seconds at first.
	Patience time.Duration

	t    testing.TB
	http *httptest.Server
	out  *http.Client // for requests to the app
	stop chan struct{}
	wait sync.WaitGroup

	mu         sync.Mutex
	closed     bool
	chance     *rand.Rand
	serial     int // for all ids
	lastTS     int64
	workspaces map[string]*Workspace
	codes      map[string]grant
	users      map[string]*User
	channels   map[string]*Channel
	messages   map[string][]*message // by channel, oldest first
	private    map[string][]*message // ephemeral messages by user, oldest first
	byKey      map[string]int        // messages by the "key" of their metadata
	views      map[string]*View
	modals     map[string][]*View // by user, the top one last
	homes      map[string]*View   // by user
	triggers   map[string]*trigger
	replies    map[string]*reply // by the secret part of the response URL
	files      map[string]*file
	tickets    map[string]bool
	lostShares int
	lostAcks   int
	faults     []*Fault
	heed       map[string]time.Time // when a method may be called again
	calls      []Call
	deliveries []*Delivery
	retrying   bool
	unsure     []*Delivery // events that are not acknowledged, and maybe some that are
	byEnvelope map[string]*Delivery
	sockets    []*socket
	opened     int
	endpoint   string                   // of the app in HTTP mode
	lines      map[string]chan struct{} // the last request about a channel, until it is answered
	expected   bool
	breaches   []string
}

// New starts a local Slack that ends with the test. It has one workspace, T1,
// without people, in which the app is installed with every scope it may ask for.
func New(t testing.TB) *Server {
	s := &Server{
		AppToken: "xapp-1-A1-1-local", SigningSecret: "5ec0e7", AppID: "A1", ClientID: "1.2", ClientSecret: "c1ie47",
		TriggerLife: 3 * time.Second, PingEvery: 200 * time.Millisecond, Patience: 20 * time.Second, Retries: 3,
		t: t, GiveUpAfter: AckWithin, out: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 100}}, stop: make(chan struct{}), chance: rand.New(rand.NewPCG(1, 2)),
		workspaces: map[string]*Workspace{}, codes: map[string]grant{}, users: map[string]*User{},
		channels: map[string]*Channel{}, messages: map[string][]*message{}, private: map[string][]*message{},
		byKey: map[string]int{}, views: map[string]*View{}, modals: map[string][]*View{}, homes: map[string]*View{},
		triggers: map[string]*trigger{}, replies: map[string]*reply{}, files: map[string]*file{},
		tickets: map[string]bool{}, heed: map[string]time.Time{}, lines: map[string]chan struct{}{}, byEnvelope: map[string]*Delivery{},
	}
	s.Team = s.AddWorkspace("T1", "")
	s.Team.install(allScopes)
	mux := http.NewServeMux()
	mux.HandleFunc("/api/", s.serveAPI)
	mux.HandleFunc("/link", s.serveSocket)
	mux.HandleFunc("POST /upload/{file}", s.serveUpload)
	mux.HandleFunc("POST /commands/{reply}", s.serveReply)
	s.http = httptest.NewUnstartedServer(mux)
	s.http.Start() // not before its requests can look at s.http: a client of another test may have this port
	t.Cleanup(s.Close)
	return s
}

// Close ends everything; it is called when the test ends.
func (s *Server) Close() {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return
	}
	s.closed = true
	close(s.stop)
	sockets := slices.Clone(s.sockets)
	s.mu.Unlock()
	for _, c := range sockets {
		c.conn.Close()
	}
	s.http.CloseClientConnections()
	s.http.Close()
	s.wait.Wait()
	s.out.CloseIdleConnections()
}

// URL is where this Slack is; APIURL is where its Web API is, with a slash at
// the end.
func (s *Server) URL() string { return s.http.URL }

// APIURL is the address of the Web API, with a slash at its end.
func (s *Server) APIURL() string { return s.http.URL + "/api/" }

// BotToken is that of the workspace T1.
func (s *Server) BotToken() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Team.BotToken
}

// Expect makes breaches of Slack's rules no failure of the test; Breaches tells
// them.
func (s *Server) Expect() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expected = true
}

// Breaches are the rules of Slack's that were broken, in words.
func (s *Server) Breaches() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.breaches...)
}

// breach notes a broken rule. mu is held.
func (s *Server) breach(where string, rules ...string) {
	for _, r := range rules {
		s.breaches = append(s.breaches, where+": "+r)
		if !s.expected && !s.closed {
			s.t.Errorf("slacktest: %s: %s", where, r)
		}
	}
}

// Forget forgets what was called and delivered, so that a long test can see whether
// the app itself grows.
func (s *Server) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls, s.deliveries, s.byEnvelope = nil, nil, map[string]*Delivery{}
	s.triggers, s.replies, s.messages, s.private = map[string]*trigger{}, map[string]*reply{}, map[string][]*message{}, map[string][]*message{}
	s.byKey = map[string]int{}
}

// HangUp closes the connections of calls of the Web API, which a client keeps for
// its next call.
func (s *Server) HangUp() { s.http.CloseClientConnections() }

// WaitFor waits until ok is true, and fails the test if that takes longer than
// Patience. It reports which it was.
func (s *Server) WaitFor(ok func() bool) bool {
	s.t.Helper()
	pause := 2 * time.Millisecond
	for end := time.Now().Add(s.Patience); time.Now().Before(end); time.Sleep(pause) {
		if ok() {
			return true
		}
		pause = min(pause*5/4, 50*time.Millisecond) // hundreds may wait at once
	}
	s.t.Errorf("slacktest: waited %v in vain", s.Patience)
	return false
}

// id makes an id with that prefix. mu is held.
func (s *Server) id(prefix string) string {
	s.serial++
	return fmt.Sprintf("%s%06d", prefix, s.serial)
}

// ts makes a time stamp, each later than the one before. mu is held.
func (s *Server) ts() string {
	s.lastTS = max(s.lastTS+1, time.Now().UnixMicro())
	return fmt.Sprintf("%d.%06d", s.lastTS/1e6, s.lastTS%1e6)
}

// str, object and list read a JSON object leniently: what is not there is empty.
func str(m JSON, key string) string {
	text, _ := m[key].(string)
	return text
}

func object(m JSON, key string) JSON {
	o, _ := m[key].(JSON)
	return o
}

func list(m JSON, key string) []any {
	l, _ := m[key].([]any)
	return l
}

// objects are the objects of a list.
func objects(l []any) []JSON {
	var all []JSON
	for _, v := range l {
		if o, ok := v.(JSON); ok {
			all = append(all, o)
		}
	}
	return all
}

// escape is what Slack does to what people type.
var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace

// unescape is how it is shown.
var unescape = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace
