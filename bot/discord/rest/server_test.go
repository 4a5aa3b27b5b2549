package rest

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// The tests here hold a server that answers exactly what a test says, to try what
// Discord does rarely; with_discord_test.go has one that behaves like Discord.

const (
	secret = "MTIz.bot.secret"
	ticket = "aW50ZXJhY3Rpb24-token"
)

// request is what the server got.
type request struct {
	at                  time.Time
	method, path, query string
	header              http.Header
	body                string
}

type server struct {
	*httptest.Server
	mu  sync.Mutex
	got []request
}

// serve answers with what answer returns, of which n is the how-manieth request.
func serve(t *testing.T, answer func(w http.ResponseWriter, n int, r request)) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		q := request{time.Now(), r.Method, r.URL.Path, r.URL.RawQuery, r.Header, string(body)}
		s.mu.Lock()
		s.got = append(s.got, q)
		n := len(s.got)
		s.mu.Unlock()
		answer(w, n, q)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *server) requests() []request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]request(nil), s.got...)
}

// client speaks with the server. Nothing is limited unless the test says so.
func (s *server) client(t *testing.T, o Options) *Client {
	t.Helper()
	o.Token, o.API, o.Pause = secret, s.URL, time.Millisecond
	if o.PerSecond == 0 {
		o.PerSecond = 100_000
	}
	if o.OpenEvery == 0 {
		o.OpenEvery = time.Microsecond
	}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// say answers with a status and a JSON text.
func say(w http.ResponseWriter, status int, json string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	io.WriteString(w, json)
}

func fine(w http.ResponseWriter) { say(w, 200, `{"id":"7"}`) }

// soon is a context for what should not take long.
func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func send(ctx context.Context, c *Client, channel string) error {
	_, err := c.SendMessage(ctx, channel, "nonce", Message{Content: "hello"})
	return err
}

var anInteraction = Interaction{App: "1", ID: "2", Token: ticket}

// calls are all calls of a Client.
func calls(c *Client) map[string]func(context.Context) error {
	m := Message{Content: "@everyone a person's words", Files: []File{{Name: "a.png", Type: "image/png", Alt: "a chart", Content: []byte("png")}}}
	return map[string]func(context.Context) error{
		"Me":            func(ctx context.Context) error { _, err := c.Me(ctx); return err },
		"Application":   func(ctx context.Context) error { _, err := c.Application(ctx); return err },
		"OpenDM":        func(ctx context.Context) error { _, err := c.OpenDM(ctx, "9"); return err },
		"SetCommands":   func(ctx context.Context) error { return c.SetCommands(ctx, "9", nil) },
		"Commands":      func(ctx context.Context) error { _, err := c.Commands(ctx, "9"); return err },
		"SendMessage":   func(ctx context.Context) error { _, err := c.SendMessage(ctx, "9", "n", m); return err },
		"EditMessage":   func(ctx context.Context) error { return c.EditMessage(ctx, "9", "8", m) },
		"DeleteMessage": func(ctx context.Context) error { return c.DeleteMessage(ctx, "9", "8") },
		"Typing":        func(ctx context.Context) error { return c.Typing(ctx, "9") },
		"MessagesAfter": func(ctx context.Context) error { _, err := c.MessagesAfter(ctx, "9", "8", 10); return err },
		"Defer":         func(ctx context.Context) error { return c.Defer(ctx, anInteraction, true) },
		"GetOriginal":   func(ctx context.Context) error { _, err := c.GetOriginal(ctx, anInteraction); return err },
		"EditOriginal":  func(ctx context.Context) error { _, err := c.EditOriginal(ctx, anInteraction, m); return err },
		"Followup":      func(ctx context.Context) error { _, err := c.Followup(ctx, anInteraction, m); return err },
	}
}

// withoutSecrets fails for a text that holds what no log may hold.
func withoutSecrets(t *testing.T, text string) {
	t.Helper()
	for _, s := range []string{secret, ticket, "person's words", "/api/v9"} {
		if strings.Contains(text, s) {
			t.Errorf("%q is in: %s", s, text)
		}
	}
}
