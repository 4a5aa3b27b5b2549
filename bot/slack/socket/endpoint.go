package socket

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
)

// Path is where Slack calls an Endpoint, for events, commands and buttons alike.
const Path = "/slack/events"

// HTTPOptions are what an Endpoint needs.
type HTTPOptions struct {
	SigningSecret string       // of the app's page, Basic Information
	Listen        string       // such as ":8080"; TLS is for a proxy in front
	Log           *slog.Logger // nil: no log
	// Also is what else is served there, by pattern as of http.ServeMux, such as the
	// pages by which workspaces install the app. None of it is signed.
	Also map[string]http.Handler
}

// Endpoint is HTTP mode: one address that takes signed requests.
type Endpoint struct {
	*stream
	options HTTPOptions
	replays *replays
}

// NewEndpoint checks the options; the error is a *Fatal.
func NewEndpoint(o HTTPOptions) (*Endpoint, error) {
	if o.SigningSecret == "" {
		return nil, &Fatal{Remedy: "HTTP mode needs SLACK_SIGNING_SECRET (the app's page, Basic Information, App Credentials)"}
	}
	return &Endpoint{stream: newStream(o.Log), options: o, replays: newReplays(time.Now)}, nil
}

// Run listens and hands over what comes, until ctx ends, and returns nil then. It
// returns a *Fatal if it cannot listen. It may be run once.
func (p *Endpoint) Run(ctx context.Context, on func(Event)) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", cmp.Or(p.options.Listen, ":8080"))
	if err != nil {
		return &Fatal{Remedy: fmt.Sprintf("cannot listen for Slack (%v); choose another address", err)}
	}
	return p.Serve(ctx, listener, on)
}

// Serve is Run on a listener that is there already, and closes it.
func (p *Endpoint) Serve(ctx context.Context, listener net.Listener, on func(Event)) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	mux := http.NewServeMux()
	mux.Handle("POST "+Path, p)
	for pattern, h := range p.options.Also {
		mux.Handle(pattern, h)
	}
	server := &http.Server{
		Handler: mux, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second,
		IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			cancel(&Fatal{Remedy: fmt.Sprintf("listening for Slack ended: %v", err)})
		}
	}()
	p.handOver(ctx, on)
	// What is being answered is finished: acknowledgements take a moment.
	stop, done := context.WithTimeout(context.WithoutCancel(ctx), enough+time.Second)
	defer done()
	if server.Shutdown(stop) != nil {
		server.Close()
	}
	<-ended
	if fatal, ok := errors.AsType[*Fatal](context.Cause(ctx)); ok {
		return fatal
	}
	return nil
}

// maxRequest is more than the largest form that Slack sends, with room for what
// its encoding adds.
const maxRequest = 4 << 20

// ServeHTTP takes a request of Slack's.
func (p *Endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequest))
	if err != nil {
		http.Error(w, "too long", http.StatusRequestEntityTooLarge)
		return
	}
	if err := p.verify(r.Header, body); err != nil {
		p.forged(err)
		http.Error(w, "not signed by Slack", http.StatusUnauthorized)
		return
	}
	// The same signature can be written in capitals too.
	done, status := p.replays.begin(strings.ToLower(r.Header.Get("X-Slack-Signature")))
	if done == nil {
		p.tally.replayed.Add(1)
		w.WriteHeader(status)
		return
	}
	taken := false
	defer func() { done(taken) }()
	defer func() {
		if v := recover(); v != nil {
			p.tally.panics.Add(1)
			p.unreadable(fmt.Sprintf("a request, which broke the reading: %T", v))
			w.WriteHeader(http.StatusInternalServerError)
		}
	}()
	taken = p.dispatch(w, r, body)
}

// verify checks that Slack signed the body, within the last five minutes.
func (p *Endpoint) verify(header http.Header, body []byte) error {
	v, err := slack.NewSecretsVerifier(header, p.options.SigningSecret)
	if err != nil {
		return err
	}
	if _, err := v.Write(body); err != nil {
		return err
	}
	return v.Ensure()
}

// forged counts a request that is not Slack's. The first of many is told of, since
// it can also be a wrong signing secret or clock.
func (p *Endpoint) forged(err error) {
	if n := p.tally.forged.Add(1); n&(n-1) == 0 {
		p.log.LogAttrs(context.Background(), slog.LevelWarn, "a request was not signed by Slack; if it was Slack's, check SLACK_SIGNING_SECRET and the clock",
			slog.Int64("so far", n), slog.Any("err", err))
	}
}

// dispatch reads a request and answers it; taken is false if Slack is to bring it
// again.
func (p *Endpoint) dispatch(w http.ResponseWriter, r *http.Request, body []byte) (taken bool) {
	given := make(chan json.RawMessage, 1)
	a := &answer{send: func(payload json.RawMessage) { given <- payload }}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		return p.event(w, r, body, a, given)
	}
	form, err := url.ParseQuery(string(body))
	heard := Event{}
	switch {
	case err != nil:
	case form.Get("ssl_check") == "1":
		return true
	case form.Has("payload"):
		var i slack.InteractionCallback
		if err = json.Unmarshal([]byte(form.Get("payload")), &i); err == nil {
			heard, err = fromInteraction(i)
		}
	default:
		heard, err = p.command(r, body)
	}
	if err != nil && !errors.Is(err, errNoise) {
		p.unreadable("a form")
		http.Error(w, "cannot be read", http.StatusBadRequest)
		return true
	}
	return p.respond(w, r, p.take(heard, err, a), given)
}

// command reads a slash command with the library, which takes it from a request.
func (p *Endpoint) command(r *http.Request, body []byte) (Event, error) {
	again := r.Clone(r.Context())
	again.Body = io.NopCloser(strings.NewReader(string(body)))
	c, err := slack.SlashCommandParse(again)
	if err != nil {
		return Event{}, err
	}
	return fromCommand(c)
}

// event reads an event, or Slack's question whether the address is ours.
func (p *Endpoint) event(w http.ResponseWriter, r *http.Request, body []byte, a *answer, given <-chan json.RawMessage) (taken bool) {
	var head struct {
		Type      string `json:"type"`
		Challenge string `json:"challenge"`
		Event     struct {
			Type string `json:"type"`
		} `json:"event"`
	}
	if json.Unmarshal(body, &head) != nil {
		p.unreadable("an event")
		http.Error(w, "cannot be read", http.StatusBadRequest)
		return true
	}
	if head.Type == slackevents.URLVerification {
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(map[string]string{"challenge": head.Challenge})
		return true
	}
	if head.Type == slackevents.AppRateLimited {
		p.log.LogAttrs(r.Context(), slog.LevelError, "Slack holds events back, since there are too many of them")
		return true
	}
	outer, err := slackevents.ParseEvent(body, slackevents.OptionNoVerifyToken())
	if err != nil {
		// A kind that the library does not know is taken all the same, so that Slack
		// does not bring it again.
		p.unreadable(head.Type + " " + head.Event.Type)
		return true
	}
	heard, err := fromEvent(outer)
	heard.Retry, _ = strconv.Atoi(r.Header.Get("X-Slack-Retry-Num"))
	return p.respond(w, r, p.take(heard, err, a), given)
}

// respond waits for the acknowledgement and passes it on. Without one in time Slack
// is told so at once, and brings an event again.
func (p *Endpoint) respond(w http.ResponseWriter, r *http.Request, room bool, given <-chan json.RawMessage) (taken bool) {
	if !room {
		http.Error(w, "too much waits", http.StatusServiceUnavailable)
		return false
	}
	timer := time.NewTimer(p.within + 100*time.Millisecond)
	defer timer.Stop()
	select {
	case payload := <-given:
		if payload != nil {
			w.Header().Set("Content-Type", "application/json")
			w.Write(payload)
		}
		return true
	case <-timer.C:
	case <-r.Context().Done():
	}
	p.tally.late.Add(1)
	http.Error(w, "not kept yet", http.StatusServiceUnavailable)
	return false
}
