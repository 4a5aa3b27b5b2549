package discord_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"

	"bounceback/bot/bottest/discordtest"
	"bounceback/bot/discord"
)

func (r *rig) options() discord.Options {
	m, err := mind()
	r.must(err)
	return discord.Options{Token: r.Token, API: r.URL(), Coach: m.coach}
}

// found is a report as it is read.
func found(r discord.Report) string {
	var b strings.Builder
	for _, f := range r.Findings {
		if b.WriteString(f.Text); !f.OK {
			b.WriteString(" (!)")
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestCheckTellsWhatToDo(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	report, err := discord.Check(r.ctx, r.options())
	r.must(err)
	if got := found(report); report.OK() || report.App != r.AppID || !strings.Contains(got, "these are new or changed: /rejected, /win,") || !strings.Contains(got, "The token is that of bounceback.\n") {
		t.Errorf("before the first start it says:\n%s", got)
	}
	if len(r.Registered()) != 0 {
		t.Error("Check has registered commands")
	}
	r.start()
	report, err = discord.Check(r.ctx, r.options())
	r.must(err)
	if got := found(report); !report.OK() || !strings.Contains(got, "commands are registered.\n") {
		t.Errorf("when it runs it says:\n%s", got)
	}
	r.Fail("GET /users/@me", 1, discordtest.Unauthorized())
	report, err = discord.Check(r.ctx, r.options())
	r.must(err)
	if got := found(report); report.OK() || !strings.Contains(got, "Reset Token") {
		t.Errorf("of a wrong token it says:\n%s", got)
	}
	o := r.options()
	o.API = r.settled(`{"id": "` + r.AppID + `", "interactions_endpoint_url": "https://x.example", "integration_types_config": {"0": {}}}`)
	report, err = discord.Check(r.ctx, o)
	r.must(err)
	if got := found(report); strings.Count(got, "(!)") != 2 || !strings.Contains(got, "Interactions Endpoint URL") || !strings.Contains(got, "User Install is off") {
		t.Errorf("of a wrong application it says:\n%s", got)
	}
}

// settled is a Discord in which the application is set up in a certain way.
func (r *rig) settled(application string) (api string) {
	discord, err := url.Parse(r.URL())
	r.must(err)
	mux := http.NewServeMux()
	mux.Handle("/", httputil.NewSingleHostReverseProxy(discord))
	mux.HandleFunc("GET /api/v9/applications/@me", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, application)
	})
	front := httptest.NewServer(mux)
	r.t.Cleanup(front.Close)
	return front.URL
}

func TestCheckOfWrongOptions(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for change, want := range map[string]string{"token": "DISCORD_TOKEN", "shards": "0-3/16", "api": "address of the API", "nobody": "within reach"} {
		o := r.options()
		switch change {
		case "token":
			o.Token = " "
		case "shards":
			o.Shards = "three"
		case "api":
			o.API = "discord"
		case "nobody":
			o.API = "http://127.0.0.1:1"
		}
		_, err := discord.Check(r.ctx, o)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), r.Token) {
			t.Errorf("%s: %v", change, err)
		}
		if change == "nobody" {
			continue
		}
		if _, err := discord.New(o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("New, %s: %v", change, err)
		}
	}
}

func TestInviteLinks(t *testing.T) {
	t.Parallel()
	links, err := discord.InviteLinks("1180")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"https://discord.com/oauth2/authorize?client_id=1180&integration_type=0&permissions=68608&scope=bot+applications.commands",
		"https://discord.com/oauth2/authorize?client_id=1180&integration_type=1&scope=applications.commands",
	}
	for n, l := range links {
		if _, err := url.Parse(l.URL); err != nil || l.URL != want[n] {
			t.Errorf("%s: %s", l.For, l.URL)
		}
		for _, need := range append(l.Scopes, l.Permissions...) {
			if need.Name == "" || need.Why == "" {
				t.Errorf("%+v is not explained", need)
			}
		}
	}
	if _, err := discord.InviteLinks("my app"); err == nil {
		t.Error("a name is taken for an id")
	}
}
