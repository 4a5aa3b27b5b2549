package install

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"bounceback/bot/slack/web"
)

// The paths of the door.
const (
	PathInstall = "/slack/install"
	PathBack    = "/slack/oauth"
)

// cookieName is that of the cookie that a browser has between the two.
const cookieName = "bounceback_slack_install"

// DoorOptions are what NewDoor needs.
type DoorOptions struct {
	Installs *Installs
	// ClientID and ClientSecret are those of the app, as SLACK_CLIENT_ID and
	// SLACK_CLIENT_SECRET have them.
	ClientID, ClientSecret string
	// Address is where the program can be reached, such as https://bot.example.org.
	Address string
	// API is where Slack's Web API is; empty: https://slack.com/api/.
	API    string
	Scopes []string // as the manifest asks for them
	Logger *slog.Logger
}

// Door is the pages over which the app is installed. It is a http.Handler for
// PathInstall and PathBack.
type Door struct {
	o      DoorOptions
	api    *web.API
	slack  string // where Slack's own pages are
	back   string
	secure bool
	states states
	pages  pages
	mux    *http.ServeMux
}

// NewDoor makes a Door.
func NewDoor(o DoorOptions) (*Door, error) {
	if o.ClientID == "" || o.ClientSecret == "" {
		return nil, errors.New("install: SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are needed so that workspaces can install " +
			"the app; they stand under Basic Information in the app's settings")
	}
	at, err := url.Parse(o.Address)
	if err != nil || at.Host == "" || at.RawQuery != "" || at.User != nil || at.Scheme != "https" && !(at.Scheme == "http" && local(at.Hostname())) {
		return nil, errors.New("install: the public address should look like https://bot.example.org; Slack sends browsers there")
	}
	d := &Door{o: o, back: strings.TrimSuffix(o.Address, "/") + PathBack, secure: at.Scheme == "https", mux: http.NewServeMux()}
	if d.api, err = web.New(web.Options{API: o.API}); err != nil {
		return nil, err
	}
	if d.slack, err = pagesOf(o.API); err != nil {
		return nil, err
	}
	if d.states.key, err = derive(o.ClientSecret, forStates); err != nil {
		return nil, errors.New("install: the client secret is too short to be one; copy it from Basic Information in the app's settings")
	}
	if d.pages, err = readPages(); err != nil {
		return nil, err
	}
	if d.o.Logger == nil {
		d.o.Logger = slog.New(slog.DiscardHandler)
	}
	d.mux.HandleFunc("GET "+PathInstall, d.begin)
	d.mux.HandleFunc("GET "+PathBack, d.end)
	return d, nil
}

func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// pagesOf is where the pages of the Slack are whose API is given.
func pagesOf(api string) (string, error) {
	endpoint, err := web.Endpoint(api)
	if err != nil {
		return "", err
	}
	u, err := url.Parse(endpoint)
	if err != nil {
		return "", fmt.Errorf("install: %w", err)
	}
	return u.Scheme + "://" + u.Host, nil
}

func (d *Door) ServeHTTP(w http.ResponseWriter, r *http.Request) { d.mux.ServeHTTP(w, r) }

// begin sends a browser to Slack.
func (d *Door) begin(w http.ResponseWriter, r *http.Request) {
	state, cookie := d.states.make(d.o.Installs.now())
	d.setCookie(w, cookie, int(stateLife/time.Second))
	to := d.slack + "/oauth/v2/authorize?" + url.Values{
		"client_id": {d.o.ClientID}, "scope": {strings.Join(d.o.Scopes, ",")}, "state": {state}, "redirect_uri": {d.back},
	}.Encode()
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, to, http.StatusFound)
}

func (d *Door) setCookie(w http.ResponseWriter, value string, age int) {
	http.SetCookie(w, &http.Cookie{
		Name: cookieName, Value: value, Path: "/slack/", MaxAge: age, Secure: d.secure, HttpOnly: true,
		SameSite: http.SameSiteLaxMode, // it must come along when Slack sends the browser back
	})
}

// end is where Slack sends the browser back to.
func (d *Door) end(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet { // HEAD would use the code up
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	q := r.URL.Query()
	cookie := ""
	if c, err := r.Cookie(cookieName); err == nil {
		cookie = c.Value
	}
	d.setCookie(w, "", -1)
	switch {
	case !d.states.fits(q.Get("state"), cookie, d.o.Installs.now()):
		d.pages.show(w, http.StatusBadRequest, d.pages.Late, link{To: PathInstall, Text: d.pages.Again})
	case q.Get("code") == "":
		d.pages.show(w, http.StatusOK, d.pages.Denied, link{To: PathInstall, Text: d.pages.Again})
	default:
		d.finish(w, r, q.Get("code"))
	}
}

// finish gives the code for a token.
func (d *Door) finish(w http.ResponseWriter, r *http.Request, code string) {
	// The browser may go away; the code is used up all the same.
	ctx := context.WithoutCancel(r.Context())
	g, err := d.api.Exchange(ctx, d.o.ClientID, d.o.ClientSecret, code, d.back)
	if err == nil && g.OrgWide {
		d.o.Logger.WarnContext(ctx, "an installation for a whole enterprise was refused")
		d.pages.show(w, http.StatusOK, d.pages.OrgWide, link{})
		return
	}
	if err == nil {
		err = d.o.Installs.Keep(ctx, Installation{
			Team: g.Team, Name: g.TeamName, Enterprise: g.Enterprise, User: g.User, Scopes: g.Scopes, Token: g.Token, Installed: d.o.Installs.now(),
		})
	}
	if err != nil {
		d.o.Logger.ErrorContext(ctx, "a workspace could not install the app", "err", err)
		d.pages.show(w, http.StatusBadGateway, d.pages.Failed, link{To: PathInstall, Text: d.pages.Again})
		return
	}
	d.o.Logger.InfoContext(ctx, "a workspace installed the app", "team", g.Team)
	open := d.slack + "/app_redirect?" + url.Values{"app": {g.App}, "team": {g.Team}}.Encode()
	d.pages.show(w, http.StatusOK, d.pages.Installed.in(g.TeamName), link{To: open, Text: d.pages.Open})
}
