package web_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"bounceback/bot"
	"bounceback/bot/bottest/slacktest"
	"bounceback/bot/slack/web"
)

// world is a local Slack with somebody, and the workspace as the client has it.
type world struct {
	*slacktest.Server
	api     *web.API
	direct  string // the channel of U1's direct messages
	options web.Options
	t       *testing.T
}

func newWorld(t *testing.T) *world {
	s := slacktest.New(t)
	s.AddUser(slacktest.User{ID: "U1", RealName: "Amina", TZ: "Europe/Berlin"})
	w := &world{Server: s, t: t, options: web.Options{API: s.APIURL(), Tokens: web.Plain(s.BotToken()), Timeout: 5 * time.Second, Pace: 1000}}
	w.direct = s.Direct("U1")
	w.restart()
	return w
}

// restart forgets all that is in memory.
func (w *world) restart() {
	w.t.Helper()
	api, err := web.New(w.options)
	if err != nil {
		w.t.Fatal(err)
	}
	w.api = api
}

func (w *world) team() *web.Workspace {
	w.t.Helper()
	s, err := w.api.Workspace(w.t.Context(), "T1")
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

// letter is one with a key and a text.
func letter(key string) web.Letter {
	return web.Letter{Key: key, Text: "text of " + key, Blocks: []slack.Block{
		slack.NewRichTextBlock("", slack.NewRichTextSection(slack.NewRichTextSectionTextElement("text of "+key, nil))),
	}}
}

// sent fails the test unless the letter stands in the channel once.
func (w *world) sent(channel, key string) {
	w.t.Helper()
	n := 0
	for _, m := range w.Messages(channel) {
		if m.Text == "text of "+key {
			n++
		}
	}
	if n != 1 {
		w.t.Errorf("%s stands there %d times", key, n)
	}
}

// secret fails the test if an error holds what it should not.
func (w *world) secret(err error, more ...string) {
	w.t.Helper()
	if err == nil {
		w.t.Error("no error")
		return
	}
	for _, s := range append(more, w.BotToken(), "text of", w.URL()) {
		if strings.Contains(err.Error(), s) {
			w.t.Errorf("the error holds %q: %v", s, err)
		}
	}
}

// TestViews: a trigger is good once, and an older state does not overwrite a
// newer one.
func TestViews(t *testing.T) {
	w := newWorld(t)
	ctx, s := t.Context(), w.team()
	text := func(s string) *slack.TextBlockObject { return slack.NewTextBlockObject("plain_text", s, false, false) }
	blocks := slack.Blocks{BlockSet: []slack.Block{slack.NewSectionBlock(text("hello"), nil, nil)}}
	modal := slack.ModalViewRequest{Type: slack.VTModal, Title: text("Title"), Blocks: blocks}
	trigger := w.Slash("U1", w.direct, "/win", "").Payload["trigger_id"].(string)
	view, err := s.OpenView(ctx, trigger, modal)
	if err != nil || view.ID == "" || view.Hash == "" {
		t.Fatal(view, err)
	}
	if _, err := s.OpenView(ctx, trigger, modal); !errors.Is(err, web.ErrSpent) {
		t.Errorf("the same trigger: %v", err)
	}
	newer, err := s.UpdateView(ctx, view, modal)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.UpdateView(ctx, view, modal); !errors.Is(err, web.ErrConflict) {
		t.Errorf("an older state: %v", err)
	}
	if _, err := s.UpdateView(ctx, newer, modal); err != nil {
		t.Error(err)
	}
	if _, err := s.UpdateView(ctx, web.View{ID: "V0"}, modal); !errors.Is(err, web.ErrMissing) {
		t.Errorf("a view that is not there: %v", err)
	}
	home := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: blocks}
	at, err := s.Publish(ctx, "U1", "", home)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Publish(ctx, "U1", at.Hash, home); err != nil {
		t.Error(err)
	}
	if _, err := s.Publish(ctx, "U1", at.Hash, home); !errors.Is(err, web.ErrConflict) {
		t.Errorf("an older home: %v", err)
	}
}

func TestPeopleAndChannels(t *testing.T) {
	w := newWorld(t)
	ctx, s := t.Context(), w.team()
	if u, err := s.User(ctx, "U1"); err != nil || u.TZ != "Europe/Berlin" || u.RealName != "Amina" {
		t.Error(u, err)
	}
	if a, err := s.AuthTest(ctx); err != nil || a.Team != "T1" || a.User == "" || !slices.Contains(a.Scopes, "chat:write") {
		t.Error(a, err)
	}
	if ch, err := s.Open(ctx, "U1"); err != nil || ch != w.direct {
		t.Error(ch, err)
	}
	w.AddUser(slacktest.User{ID: "U2", Deleted: true})
	if _, err := s.Open(ctx, "U2"); !errors.Is(err, bot.ErrUnreachable) {
		t.Errorf("somebody who left: %v", err)
	}
	w.Install("T1", "chat:write")
	w.options.Tokens = web.Plain(w.BotToken())
	w.restart()
	if _, err := w.team().User(ctx, "U1"); err == nil || !strings.Contains(err.Error(), "users:read") {
		t.Errorf("the scope that is missing should be named: %v", err)
	}
}

// tokens are those of several workspaces.
type tokens map[string]string

func (t tokens) Token(_ context.Context, team string) (string, error) {
	if t[team] == "" {
		return "", web.ErrGone
	}
	return t[team], nil
}

// TestEachWorkspaceHasItsToken, also when it changes.
func TestEachWorkspaceHasItsToken(t *testing.T) {
	w := newWorld(t)
	w.AddWorkspace("T2", "E1")
	all := tokens{"T1": w.BotToken(), "T2": w.Install("T2")}
	w.options.Tokens = all
	w.restart()
	for _, team := range []string{"T1", "T2", "T1"} {
		s, err := w.api.Workspace(t.Context(), team)
		if err != nil {
			t.Fatal(err)
		}
		if a, err := s.AuthTest(t.Context()); err != nil || a.Team != team {
			t.Errorf("the token of %s is that of %v, %v", team, a, err)
		}
	}
	all["T2"] = w.Install("T2")
	if s, err := w.api.Workspace(t.Context(), "T2"); err != nil {
		t.Error(err)
	} else if _, err := s.AuthTest(t.Context()); err != nil {
		t.Errorf("the new token is not used: %v", err)
	}
	if _, err := w.api.Workspace(t.Context(), "T3"); !errors.Is(err, web.ErrGone) {
		t.Errorf("where it is not installed: %v", err)
	}
	w.Uninstall("T1")
	if _, err := w.team().Open(t.Context(), "U1"); !errors.Is(err, web.ErrGone) {
		t.Errorf("after it was taken out: %v", err)
	}
}

func TestEndpoint(t *testing.T) {
	for address, want := range map[string]string{
		"": "https://slack.com/api/", "https://slack-gov.com/api": "https://slack-gov.com/api/", "http://127.0.0.1:8/api/": "http://127.0.0.1:8/api/",
		"http://localhost/api": "http://localhost/api/",
	} {
		if got, err := web.Endpoint(address); got != want || err != nil {
			t.Errorf("%q is %q, %v", address, got, err)
		}
	}
	for _, address := range []string{"http://slack.com/api/", "slack.com/api", "https://", "ftp://slack.com/", "https://me:secret@slack.com/api/", "https://slack.com/api?secret=1", "://secret"} {
		if _, err := web.Endpoint(address); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", address, err)
		}
	}
}
