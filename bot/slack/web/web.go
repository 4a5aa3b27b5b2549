// Package web is the way out to Slack: its Web API, over slack-go, with what the
// library leaves to its users.
//
// The words: an *API* is Slack as a whole; of it one gets a *Workspace* for each
// workspace in which the app is installed, which has its own token and its own
// budgets. A *Letter* is a message with a key, which appears once however often
// it is posted.
//
// What is done here and not in the library:
//
//   - Every call ends: with the context, or after a timeout. Answers have a size.
//   - "ok": false is an error, also where Slack names none, which the library takes
//     for success. A wait that Slack asks for is one, also without a Retry-After.
//   - Calls keep to Slack's budgets, so that it has to ask for that rarely: one
//     message a second and channel, and 20, 50 or 100 calls a minute of each other
//     method, as its tier has it. Who must wait does so in the order of asking.
//   - Errors say what can be done (see Error), and hold no token, no address that
//     is a secret, and nobody's words.
//   - A post whose end is not known is looked for before it is sent again.
//
// Twice never, and what it costs. Slack has no key by which it would drop a
// double, so each letter carries its key in the message's metadata. When the end
// of a post is not known (the connection broke, the answer was a 500 …), that is
// remembered, and the next attempt reads the channel's latest messages first: one
// call of conversations.history, of which Slack allows 50 a minute. What an earlier
// run of the program may have sent is told by the caller (Letter.Again), which
// knows it from the outbox; so no letter needs a write to the disk before it is
// sent, and a restart costs one such call for each letter that was left.
//
// Caveats. In a channel, as opposed to a direct message, that call needs the scope
// channels:history; without it such a letter is posted again, and can appear twice. What
// goes to a response URL or is ephemeral cannot be looked for at all. Apps that are
// sold outside Slack's own directory are allowed far fewer calls of
// conversations.history; for them a restart with many letters left takes long.
package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

// Tokens knows the bot token of each workspace.
type Tokens interface {
	// Token is called before each call of the API and should be fast. An error that
	// wraps ErrGone says that the app is not installed there.
	Token(ctx context.Context, team string) (string, error)
}

// Plain is the token of the only workspace.
type Plain string

// Token implements Tokens.
func (p Plain) Token(context.Context, string) (string, error) { return string(p), nil }

// Options are what New needs.
type Options struct {
	// API is where the Web API is; https://slack.com/api/ if empty.
	API    string
	Tokens Tokens
	// Timeout is for each call, 15 seconds if zero; uploads have four times that.
	Timeout time.Duration
	// Pace is how many times faster than Slack's budgets calls may go; 1 if zero.
	// Only a local server takes more.
	Pace float64
}

// API is Slack's Web API. It is safe for concurrent use.
type API struct {
	endpoint string
	tokens   Tokens
	http     *http.Client
	timeout  time.Duration
	pace     float64

	mu     sync.Mutex
	spaces map[string]*Workspace
}

// maxWorkspaces is how many workspaces are remembered with their budgets; beyond
// it the one that was not used for longest is forgotten.
const maxWorkspaces = 1000

// DefaultAPI is where Slack is.
const DefaultAPI = slack.APIURL

// New makes an API. It connects to nothing.
func New(o Options) (*API, error) {
	endpoint, err := Endpoint(o.API)
	if err != nil {
		return nil, err
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 16
	a := &API{
		endpoint: endpoint, tokens: o.Tokens, timeout: cmp.Or(o.Timeout, 15*time.Second), pace: cmp.Or(o.Pace, 1),
		spaces: map[string]*Workspace{},
	}
	a.http = &http.Client{
		Timeout:   4 * a.timeout,
		Transport: &careful{next: transport},
		// A redirect would be followed with the token in its form.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return a, nil
}

// Endpoint is the address of an API, checked and with the slash at its end.
func Endpoint(address string) (string, error) {
	address = cmp.Or(address, DefaultAPI)
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return "", errors.New("slack: api_url is not the address of a Web API; it should look like https://slack.com/api/")
	}
	if u.Scheme != "https" && !(u.Scheme == "http" && local(u.Hostname())) {
		return "", fmt.Errorf("slack: api_url begins with %q, so everybody on the way could read the tokens; use https", u.Scheme+"://")
	}
	return strings.TrimSuffix(address, "/") + "/", nil
}

func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Workspace is the API for one workspace, with its token as it is now.
func (a *API) Workspace(ctx context.Context, team string) (*Workspace, error) {
	token, err := a.tokens.Token(ctx, team)
	if err != nil {
		return nil, fmt.Errorf("slack: token: %w", err)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	w := a.spaces[team]
	if w == nil {
		if len(a.spaces) >= maxWorkspaces {
			a.forget()
		}
		w = &Workspace{api: a, budgets: newBudgets(a.pace), sent: newMemory(maxSent)}
		a.spaces[team] = w
	}
	if w.token != token {
		w.token = token
		w.slack = slack.New(token, slack.OptionAPIURL(a.endpoint), slack.OptionHTTPClient(a.http))
	}
	w.used = time.Now()
	// A copy: whoever has it keeps its token, and shares the rest.
	c := *w
	return &c, nil
}

// forget drops the workspace that was not used for longest. mu is held.
func (a *API) forget() {
	var oldest string
	for team, w := range a.spaces {
		if oldest == "" || w.used.Before(a.spaces[oldest].used) {
			oldest = team
		}
	}
	delete(a.spaces, oldest)
}

// Workspace is the Web API with the token of one workspace. Get it anew for each
// piece of work, since tokens change. All errors of its methods are an *Error in
// the chain, but for those of the context.
type Workspace struct {
	api     *API
	token   string
	slack   *slack.Client
	used    time.Time
	budgets *budgets
	sent    *memory
}

// do is one call: when it may go, with a timeout.
func (w *Workspace) do(ctx context.Context, method, channel string, call func(context.Context) error) error {
	if err := w.budgets.wait(ctx, method, channel); err != nil {
		return err
	}
	timeout := w.api.timeout
	if method == methodUpload {
		timeout *= 4
	}
	timed, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	err := wrong(method, call(timed))
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*Error](err); ok && e.wait > 0 {
		w.budgets.pause(method, channel, e.wait)
	}
	return err
}
