package socket

import (
	"bytes"
	"cmp"
	"context"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"bounceback/bot/bottest/slacktest"
)

// heard is what came in, and the source it came from.
type heard struct {
	t     *testing.T
	slack *slacktest.Server
	// on is called for each event, after it was noted; nil acknowledges.
	on  func(Event)
	log buffer
	// within, if set, is how long an acknowledgement may take.
	within time.Duration

	mu     sync.Mutex
	events []Event
	ended  chan error
	stop   context.CancelFunc
}

// buffer is a log that can be read while it is written.
type buffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

func newHeard(t *testing.T) *heard {
	s := slacktest.New(t)
	s.AddUser(slacktest.User{ID: "U1", TZ: "Europe/Berlin", DisplayName: "Amina"})
	s.AddChannel(slacktest.Channel{ID: "C1", Members: []string{"U1"}})
	return &heard{t: t, slack: s, ended: make(chan error, 1)}
}

// options are those of sockets that fail and come back fast.
func (h *heard) options() Options {
	return Options{AppToken: h.slack.AppToken, APIURL: h.slack.APIURL(), Log: slog.New(slog.NewTextHandler(&h.log, nil)), Stagger: time.Millisecond,
		FirstWait: 10 * time.Millisecond, LastWait: 200 * time.Millisecond, PingWithin: 5 * time.Second}
}

// run runs a source until the test ends.
func (h *heard) run(source interface {
	Run(context.Context, func(Event)) error
}) {
	h.t.Helper()
	ctx, cancel := context.WithCancel(h.t.Context())
	h.stop = cancel
	go func() { h.ended <- source.Run(ctx, h.hear) }()
	h.t.Cleanup(func() {
		cancel()
		if err := <-h.ended; err != nil {
			h.t.Errorf("Run: %v", err)
		}
		h.ended <- nil
	})
}

func (h *heard) hear(e Event) {
	h.mu.Lock()
	h.events = append(h.events, e)
	h.mu.Unlock()
	if h.on != nil {
		h.on(e)
		return
	}
	if err := e.Ack(nil); err != nil {
		h.t.Error(err)
	}
}

func (h *heard) all() []Event {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]Event(nil), h.events...)
}

// wait waits until n events came.
func (h *heard) wait(n int) []Event {
	h.t.Helper()
	if !h.slack.WaitFor(func() bool { return len(h.all()) >= n }) {
		h.t.Fatalf("%d events of %d came", len(h.all()), n)
	}
	return h.all()
}

// sockets starts Socket Mode and waits until both sockets are open.
func (h *heard) sockets(o Options) *Sockets {
	h.t.Helper()
	s, err := NewSockets(o)
	if err != nil {
		h.t.Fatal(err)
	}
	s.within = cmp.Or(h.within, s.within)
	h.run(s)
	h.slack.WaitSockets(s.options.Sockets)
	h.slack.WaitFor(func() bool { return s.Connected() == s.options.Sockets })
	return s
}

// endpoint starts HTTP mode.
func (h *heard) endpoint() *Endpoint {
	h.t.Helper()
	p, err := NewEndpoint(HTTPOptions{SigningSecret: h.slack.SigningSecret, Log: slog.New(slog.NewTextHandler(&h.log, nil))})
	if err != nil {
		h.t.Fatal(err)
	}
	p.within = cmp.Or(h.within, p.within)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		h.t.Fatal(err)
	}
	h.run(served{p, listener})
	h.slack.UseHTTP("http://" + listener.Addr().String() + Path)
	return p
}

// served runs an endpoint on a listener.
type served struct {
	*Endpoint
	listener net.Listener
}

func (s served) Run(ctx context.Context, on func(Event)) error { return s.Serve(ctx, s.listener, on) }

// TestBothWaysBringTheSame does everything that people can do, over both ways in.
func TestBothWaysBringTheSame(t *testing.T) {
	for name, start := range map[string]func(*heard){
		"socket mode": func(h *heard) { h.sockets(h.options()) },
		"http mode":   func(h *heard) { h.endpoint() },
	} {
		t.Run(name, func(t *testing.T) {
			h := newHeard(t)
			start(h)
			bot := h.slack.BotToken()
			everything(t, h)
			for _, secret := range []string{"unheard-of", h.slack.AppToken, bot, h.slack.SigningSecret, h.slack.URL() + "/commands"} {
				if strings.Contains(h.log.String(), secret) {
					t.Errorf("the log holds %q:\n%s", secret, h.log.String())
				}
			}
		})
	}
}

func everything(t *testing.T, h *heard) {
	n := 0
	next := func(d *slacktest.Delivery, kind Kind) Event {
		t.Helper()
		d.Wait()
		n++
		e := h.wait(n)[n-1]
		if e.Kind != kind || e.Team != "T1" || e.ID == "" || d.Attempts() != 1 {
			t.Errorf("came as %+v, want %s", e, kind)
		}
		return e
	}
	s := h.slack
	s.NoEcho = false
	if e := next(s.DM("U1", "unheard-of <words>"), Message); e.Text != "unheard-of &lt;words&gt;" || !e.Direct || e.User != "U1" || e.ID != "T1/DU1/"+e.TS {
		t.Errorf("%+v", e)
	}
	if e := next(s.DMFile("U1", "look", "cv.pdf"), Message); !e.Files || e.Text != "look" {
		t.Errorf("%+v", e)
	}
	if e := next(s.Mention("U1", "C1", "hello"), Mention); e.Channel != "C1" || e.Direct || e.Text != "<@UBOTT1> hello" {
		t.Errorf("%+v", e)
	}
	if e := next(s.OpenHome("U1"), HomeOpened); e.Tab != "home" || e.User != "U1" {
		t.Errorf("%+v", e)
	}
	if e := next(s.ChangeProfile("U1", func(u *slacktest.User) { u.TZ = "Asia/Tokyo" }), ProfileChanged); e.Profile != (Profile{Name: "Amina", RealName: "Person U1", TimeZone: "Asia/Tokyo", Locale: "en-US"}) {
		t.Errorf("%+v", e.Profile)
	}
	if e := next(s.Slash("U1", "C1", "/coach", "help unheard-of"), Command); e.Command != "/coach" || e.Text != "help unheard-of" || e.Trigger == "" || e.ResponseURL == "" || e.Direct {
		t.Errorf("%+v", e)
	}
	if e := next(s.Shortcut("U1", "win"), Shortcut); e.Callback != "win" || e.Trigger == "" {
		t.Errorf("%+v", e)
	}
	first := s.Messages("DU1")[0]
	if e := next(s.MessageShortcut("U1", "keep", first), MessageShortcut); e.Callback != "keep" || e.Text != "unheard-of &lt;words&gt;" || e.TS != first.TS {
		t.Errorf("%+v", e)
	}
	s.AddWorkspace("T2", "E2")
	s.Install("T2")
	s.AddUser(slacktest.User{ID: "U2", Team: "T2"})
	for _, d := range []*slacktest.Delivery{s.DM("U2", "hello"), s.Slash("U2", "", "/win", ""), s.Shortcut("U2", "win")} {
		d.Wait()
		n++
		if e := h.wait(n)[n-1]; e.Team != "T2" || e.Enterprise != "E2" || e.User != "U2" {
			t.Errorf("%+v", e)
		}
	}
	noise := []*slacktest.Delivery{s.EditLast("U1", "otherwise"), s.Emit(slacktest.JSON{"type": "star_added", "user": "U1"}),
		s.Emit(slacktest.JSON{"type": "message", "channel": "DU1", "channel_type": "im", "bot_id": "B9", "user": "U9", "text": "x", "ts": "1.000001"}),
		s.Emit(slacktest.JSON{"type": "tokens_revoked", "tokens": slacktest.JSON{"oauth": []any{"U1"}}})}
	for _, d := range noise {
		d.Wait()
	}
	if e := next(s.RevokeTokens("T1"), TokensRevoked); e.User != "" {
		t.Errorf("%+v", e)
	}
	next(s.Uninstall("T1"), Uninstalled)
	seen := map[string]bool{}
	for _, e := range h.all() {
		if seen[e.ID] {
			t.Errorf("two events are called %s", e.ID)
		}
		seen[e.ID] = true
	}
}

// TestUnkeptComesAgain: what is not acknowledged is delivered again, and is known by
// its id.
func TestUnkeptComesAgain(t *testing.T) {
	for name, start := range map[string]func(*heard){
		"socket mode": func(h *heard) { h.sockets(h.options()) },
		"http mode":   func(h *heard) { h.endpoint() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHeard(t)
			h.within = 200 * time.Millisecond
			h.on = func(e Event) {
				if e.Retry > 0 {
					e.Ack(nil)
				}
			}
			start(h)
			d := h.slack.DM("U1", "hello")
			h.wait(1)
			if d.Acked() {
				t.Error("it was acknowledged before it was kept")
			}
			if name == "http mode" {
				h.slack.WaitFor(func() bool { return len(d.Statuses()) == 1 && d.Statuses()[0] == 503 })
			}
			h.slack.Redeliver()
			events := h.wait(2)
			d.Wait()
			if events[0].ID != events[1].ID || events[1].Retry != 1 {
				t.Errorf("%+v", events)
			}
		})
	}
}

// TestSubmissionsAreAnswered: the acknowledgement of a form can refuse it, and comes
// by itself when nobody gives it.
func TestSubmissionsAreAnswered(t *testing.T) {
	for name, start := range map[string]func(*heard){
		"socket mode": func(h *heard) { h.sockets(h.options()) },
		"http mode":   func(h *heard) { h.endpoint() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHeard(t)
			h.within = 300 * time.Millisecond
			api := web{t, h.slack}
			h.on = func(e Event) {
				if e.Kind == Shortcut {
					api.open(e.Trigger)
				}
				if e.Kind != Submitted {
					return
				}
				switch e.Interaction.View.State.Values["what"]["text"].Value {
				case "long":
					if e.Ack(strings.Repeat("x", 21_000)) != ErrAnswerTooLong {
						t.Error("a long answer is no error")
					}
					fallthrough
				case "bad":
					e.Ack(map[string]any{"response_action": "errors", "errors": map[string]string{"what": "no"}})
				}
			}
			start(h)
			h.slack.Shortcut("U1", "form")
			h.slack.WaitFor(func() bool { return h.slack.Modal("U1") != nil })
			for _, words := range []string{"bad", "long"} {
				h.slack.SubmitView("U1", map[string]any{"What": words}).Wait()
				if v := h.slack.Modal("U1"); v == nil || v.Errors["what"] != "no" {
					t.Errorf("%s: %+v", words, v)
				}
			}
			d := h.slack.SubmitView("U1", map[string]any{"What": "silence"}).Wait()
			if d.Took() > slacktest.AckWithin || h.slack.Modal("U1") != nil {
				t.Errorf("took %v", d.Took())
			}
		})
	}
}
