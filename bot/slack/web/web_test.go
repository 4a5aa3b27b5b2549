package web_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
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

func TestAMessageIsPostedOnceUpdatedAndDeleted(t *testing.T) {
	w := newWorld(t)
	ts, err := w.team().Post(t.Context(), w.direct, letter("k1"))
	if err != nil {
		t.Fatal(err)
	}
	again, err := w.team().Post(t.Context(), w.direct, letter("k1"))
	if err != nil || again != ts {
		t.Errorf("posted again it stands at %q, %v; not at %q", again, err, ts)
	}
	w.sent(w.direct, "k1")
	if err := w.team().Update(t.Context(), w.direct, ts, letter("k2")); err != nil {
		t.Error(err)
	}
	w.sent(w.direct, "k2")
	if err := w.team().Delete(t.Context(), w.direct, ts); err != nil {
		t.Error(err)
	}
	if n := len(w.Messages(w.direct)); n != 0 {
		t.Errorf("%d messages are left", n)
	}
	for _, err := range []error{w.team().Delete(t.Context(), w.direct, ts), w.team().Update(t.Context(), w.direct, ts, letter("k3"))} {
		if !errors.Is(err, web.ErrMissing) {
			t.Errorf("of a message that is gone: %v", err)
		}
	}
}

// TestAnUnsureLetterIsLookedFor: whatever broke after it was done, in this run or
// in an earlier one, it appears once.
func TestAnUnsureLetterIsLookedFor(t *testing.T) {
	for name, fault := range map[string]slacktest.Fault{
		"lost":              {Lost: true},
		"cut":               {Cut: true},
		"500":               {Status: 500},
		"503":               {Status: 503},
		"fatal_error":       {NotOK: true, Error: "fatal_error"},
		"ok:false, no name": {NotOK: true},
		"429":               {Status: 429, RetryAfter: "1"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			fault.Method, fault.Times = "chat.postMessage", 1
			w.Fault(fault)
			_, err := w.team().Post(t.Context(), w.direct, letter("k1"))
			w.secret(err)
			if _, err := w.team().Post(t.Context(), w.direct, letter("k1")); err != nil {
				t.Fatal(err)
			}
			w.sent(w.direct, "k1")
			looks := len(w.Calls("conversations.history"))
			if known := fault.Status == 429; known != (looks == 0) {
				t.Errorf("it was looked for %d times", looks)
			}

			// The same with a crash in between.
			w.Fault(fault)
			w.team().Post(t.Context(), w.direct, letter("k2"))
			w.restart()
			late := letter("k2")
			late.Again = true
			if _, err := w.team().Post(t.Context(), w.direct, late); err != nil {
				t.Fatal(err)
			}
			w.sent(w.direct, "k2")
		})
	}
}

// TestALetterIsFoundBehindMany: what people wrote since does not hide it.
func TestALetterIsFoundBehindMany(t *testing.T) {
	w := newWorld(t)
	if _, err := w.team().Post(t.Context(), w.direct, letter("k1")); err != nil {
		t.Fatal(err)
	}
	for range 250 {
		w.DM("U1", "are you there?")
	}
	w.restart()
	late := letter("k1")
	late.Again = true
	if _, err := w.team().Post(t.Context(), w.direct, late); err != nil {
		t.Fatal(err)
	}
	w.sent(w.direct, "k1")
}

// TestALetterIsNotSentWhileNobodyCanLook: better late than twice.
func TestALetterIsNotSentWhileNobodyCanLook(t *testing.T) {
	w := newWorld(t)
	w.Fault(slacktest.Fault{Method: "chat.postMessage", Times: 1, Lost: true})
	w.team().Post(t.Context(), w.direct, letter("k1"))
	w.Fault(slacktest.Fault{Method: "conversations.history", Times: 1, Status: 502})
	if _, err := w.team().Post(t.Context(), w.direct, letter("k1")); err == nil {
		t.Error("it was sent unseen")
	}
	if _, err := w.team().Post(t.Context(), w.direct, letter("k1")); err != nil {
		t.Error(err)
	}
	w.sent(w.direct, "k1")
}

// TestWhatErrorsMean goes through Slack's answers.
func TestWhatErrorsMean(t *testing.T) {
	for code, want := range map[string]error{
		"user_disabled": bot.ErrUnreachable, "is_archived": web.ErrChannel, "channel_not_found": bot.ErrUnreachable, "not_in_channel": bot.ErrUnreachable,
		"restricted_action": bot.ErrUnreachable, "invalid_blocks": bot.ErrRefused, "msg_blocks_too_long": bot.ErrRefused, "no_text": bot.ErrRefused,
		"token_revoked": web.ErrGone, "account_inactive": web.ErrGone, "invalid_auth": web.ErrGone,
		"messages_tab_disabled": nil, "internal_error": nil, "a text of somebody": nil,
	} {
		w := newWorld(t)
		w.Fault(slacktest.Fault{Method: "chat.postMessage", Times: 1, NotOK: true, Error: code})
		_, err := w.team().Post(t.Context(), w.direct, letter("k1"))
		w.secret(err, "somebody")
		if want != nil && !errors.Is(err, want) {
			t.Errorf("%s is %v", code, err)
		}
		if want == nil && (errors.Is(err, bot.ErrUnreachable) || errors.Is(err, bot.ErrRefused)) {
			t.Errorf("%s would be given up: %v", code, err)
		}
		if wait, ok := errors.AsType[bot.Wait](err); ok && wait.RetryAfter() != 0 {
			t.Errorf("%s asks for a wait of %v", code, wait.RetryAfter())
		}
	}
}

func TestEveryNotOKIsAnError(t *testing.T) {
	w := newWorld(t)
	w.Fault(slacktest.Fault{Rate: 1, NotOK: true})
	ctx, s := t.Context(), w.team()
	calls := map[string]error{
		"chat.update": s.Update(ctx, w.direct, "1.1", letter("k")), "chat.delete": s.Delete(ctx, w.direct, "1.1"),
		"response_url": s.Change(ctx, w.URL()+"/commands/x", letter("k")),
	}
	_, calls["chat.postMessage"] = s.Post(ctx, w.direct, letter("k"))
	_, calls["conversations.open"] = s.Open(ctx, "U1")
	_, calls["conversations.history"] = s.History(ctx, w.direct, "", 10)
	_, calls["conversations.info"] = s.Channel(ctx, w.direct)
	_, calls["usergroups.users.list"] = s.Group(ctx, "S1")
	_, calls["users.info"] = s.User(ctx, "U1")
	_, calls["auth.test"] = s.AuthTest(ctx)
	_, calls["views.open"] = s.OpenView(ctx, "t", slack.ModalViewRequest{})
	_, calls["views.push"] = s.PushView(ctx, "t", slack.ModalViewRequest{})
	_, calls["views.update"] = s.UpdateView(ctx, web.View{ID: "V1"}, slack.ModalViewRequest{})
	_, calls["views.publish"] = s.Publish(ctx, "U1", "", slack.HomeTabViewRequest{})
	_, calls["files.getUploadURLExternal"] = s.Upload(ctx, web.File{Name: "a", Content: []byte("a")})
	calls["files.completeUploadExternal"] = s.Share(ctx, "F1", "a", w.direct)
	for method, err := range calls {
		w.secret(err)
		if e, ok := errors.AsType[*web.Error](err); !ok || e.Method != method || e.Code == "" {
			t.Errorf("%s: %v", method, err)
		}
	}
}

// TestAWaitIsAWaitWithAndWithoutATime, and other calls to the channel wait, too.
func TestAWaitIsAWaitWithAndWithoutATime(t *testing.T) {
	for after, want := range map[string]time.Duration{"7": 7 * time.Second, "": 30 * time.Second, "soon": 30 * time.Second, "999999": time.Hour} {
		w := newWorld(t)
		w.Fault(slacktest.Fault{Method: "chat.postMessage", Times: 1, Status: 429, RetryAfter: after})
		for i := range 2 { // the second is not sent at all
			_, err := w.team().Post(t.Context(), w.direct, letter(fmt.Sprint(i)))
			wait, ok := errors.AsType[bot.Wait](err)
			if !ok || wait.RetryAfter() > want || wait.RetryAfter() < want-5*time.Second {
				t.Errorf("with %q letter %d: %v", after, i, err)
			}
		}
		if n := len(w.Calls("chat.postMessage")); n != 0 {
			t.Errorf("%d calls went all the same", n)
		}
		w.AddUser(slacktest.User{ID: "U2"})
		if _, err := w.team().Post(t.Context(), w.Direct("U2"), letter("x")); err != nil {
			t.Errorf("another channel has to wait: %v", err)
		}
	}
}

// TestOneMessageASecondAndChannel at ten times the pace; the local Slack refuses
// what comes sooner.
func TestOneMessageASecondAndChannel(t *testing.T) {
	w := newWorld(t)
	w.options.Pace = 10
	w.restart()
	w.PostGap = 80 * time.Millisecond // of the 100 that are kept, less what the way may take
	var all sync.WaitGroup
	for i := range 6 {
		all.Go(func() {
			if _, err := w.team().Post(t.Context(), w.direct, letter(fmt.Sprint(i))); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	calls := w.Calls("chat.postMessage")
	if took := calls[len(calls)-1].At.Sub(calls[0].At); len(calls) != 6 || took < 400*time.Millisecond {
		t.Errorf("%d posts in %v", len(calls), took)
	}
}

func TestAWaitEndsWithItsContext(t *testing.T) {
	w := newWorld(t)
	w.options.Pace = 0.001
	w.restart()
	if _, err := w.team().Post(t.Context(), w.direct, letter("1")); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	if _, err := w.team().Post(ctx, w.direct, letter("2")); !errors.Is(err, context.Canceled) {
		t.Errorf("it ended with %v", err)
	}
	ctx, cancel = context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if _, err := w.team().Post(ctx, w.direct, letter("3")); err == nil || ctx.Err() != nil {
		t.Errorf("what cannot go in time should say so at once: %v, %v", err, ctx.Err())
	}
}

func TestASlowSlackIsGivenUp(t *testing.T) {
	w := newWorld(t)
	w.options.Timeout = 50 * time.Millisecond
	w.restart()
	w.Fault(slacktest.Fault{Method: "chat.postMessage", Times: 1, Delay: 10 * time.Second, Status: 200})
	_, err := w.team().Post(t.Context(), w.direct, letter("1"))
	if e, ok := errors.AsType[*web.Error](err); !ok || e.Code != "timeout" || !e.Unsure {
		t.Errorf("it ended with %v", err)
	}
}

// TestOddAnswers: whatever comes is an error with neither the address nor the
// answer in it, and nothing is read without end.
func TestOddAnswers(t *testing.T) {
	for name, answer := range map[string]func(http.ResponseWriter, *http.Request){
		"no JSON":     func(rw http.ResponseWriter, _ *http.Request) { rw.Write([]byte("<html>secret</html>")) },
		"no object":   func(rw http.ResponseWriter, _ *http.Request) { rw.Write([]byte(`["secret"]`)) },
		"empty":       func(http.ResponseWriter, *http.Request) {},
		"no ok":       func(rw http.ResponseWriter, _ *http.Request) { rw.Write([]byte(`{"ts":"1.1","channel":"secret"}`)) },
		"no ts":       func(rw http.ResponseWriter, _ *http.Request) { rw.Write([]byte(`{"ok":true,"channel":"D1"}`)) },
		"blank error": func(rw http.ResponseWriter, _ *http.Request) { rw.Write([]byte(`{"ok":false,"error":" ","ts":"1.1"}`)) },
		"long": func(rw http.ResponseWriter, _ *http.Request) {
			rw.Write([]byte(`{"ok":true,"ts":"1.1","text":"`))
			for range 9 << 10 {
				rw.Write([]byte(strings.Repeat("x", 1<<10)))
			}
			rw.Write([]byte(`"}`))
		},
		"elsewhere": func(rw http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/secret") {
				t.Error("the token was sent elsewhere")
			}
			http.Redirect(rw, r, "/secret", http.StatusTemporaryRedirect)
		},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(answer))
			defer server.Close()
			api, err := web.New(web.Options{API: server.URL, Tokens: web.Plain("xoxb-secret"), Pace: 1000})
			if err != nil {
				t.Fatal(err)
			}
			s, err := api.Workspace(t.Context(), "T1")
			if err != nil {
				t.Fatal(err)
			}
			_, err = s.Post(t.Context(), "D1", letter("1"))
			e, ok := errors.AsType[*web.Error](err)
			if !ok || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), server.URL) {
				t.Errorf("%v", err)
			} else if !e.Unsure && name != "elsewhere" {
				t.Errorf("it is taken for sure that nothing was done: %v", err)
			}
		})
	}
}

func TestNobodyThere(t *testing.T) {
	server := httptest.NewServer(nil)
	server.Close()
	api, err := web.New(web.Options{API: server.URL, Tokens: web.Plain("xoxb-secret")})
	if err != nil {
		t.Fatal(err)
	}
	s, _ := api.Workspace(t.Context(), "T1")
	_, err = s.Post(t.Context(), "D1", letter("1"))
	if e, ok := errors.AsType[*web.Error](err); !ok || e.Unsure || strings.Contains(err.Error(), server.URL) {
		t.Errorf("what never got there: %v", err)
	}
	err = s.Respond(t.Context(), server.URL+"/commands/verysecret", letter("1"))
	if err == nil || strings.Contains(err.Error(), "verysecret") {
		t.Errorf("the address of an answer is in the error: %v", err)
	}
}

// TestRespond answers a command five times, as often as Slack allows.
func TestRespond(t *testing.T) {
	w := newWorld(t)
	answers := make(chan string, 1)
	w.AddChannel(slacktest.Channel{ID: "C1", Members: []string{"U1"}})
	d := w.Slash("U1", "C1", "/coach", "help")
	answers <- d.Payload["response_url"].(string)
	address := <-answers
	for i := range 5 {
		if err := w.team().Respond(t.Context(), address, letter(fmt.Sprint(i))); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(w.Ephemerals("U1")); n != 5 {
		t.Errorf("%d answers are seen", n)
	}
	if n := len(w.Messages("C1")); n != 0 {
		t.Errorf("%d of them by everybody", n)
	}
	err := w.team().Respond(t.Context(), address, letter("6"))
	if !errors.Is(err, web.ErrSpent) {
		t.Errorf("the sixth: %v", err)
	}
	w.secret(err, address)
	if err := w.team().Respond(t.Context(), address, letter("4")); err != nil {
		t.Errorf("what was shown is shown again: %v", err)
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

// TestFiles: pictures are ready when their id is given out, and a shared file is
// there. Only the last step counts.
func TestFiles(t *testing.T) {
	w := newWorld(t)
	w.FileDelay = 250 * time.Millisecond
	ctx, s := t.Context(), w.team()
	png := web.File{Name: "six-weeks.png", Alt: "wins: 2", Content: []byte("\x89PNG\r\n\x1a\n")}
	w.Fault(slacktest.Fault{Method: "files.completeUploadExternal", Times: 1, Lost: true})
	id, err := s.Picture(ctx, png)
	if err != nil {
		t.Fatal(err)
	}
	l := letter("1")
	l.Blocks = append(l.Blocks, slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: id}, png.Alt, "", nil))
	if _, err := s.Post(ctx, w.direct, l); err != nil {
		t.Fatal(err)
	}
	if got := w.Last("U1", "").Images; len(got) != 1 || got[0].File != id || got[0].Alt != "wins: 2" {
		t.Errorf("seen is %+v", got)
	}

	w.Fault(slacktest.Fault{Method: "upload", Times: 1, Status: 500})
	if _, err := s.Upload(ctx, png); err == nil {
		t.Error("an upload that failed is none")
	}
	copy := web.File{Name: "me.json", Title: "Your copy", Content: []byte(`{"a":1}`)}
	if id, err = s.Upload(ctx, copy); err != nil {
		t.Fatal(err)
	}
	if err := s.Share(ctx, id, copy.Title, w.direct); err != nil {
		t.Fatal(err)
	}
	if got := w.Last("U1", "").Files; !slices.Equal(got, []string{"me.json"}) {
		t.Errorf("seen are %q", got)
	}
}

// TestAShareThatIsLostIsNoSuccess: Slack says yes and does nothing.
func TestAShareThatIsLostIsNoSuccess(t *testing.T) {
	w := newWorld(t)
	w.LoseShares(1)
	id, err := w.team().Upload(t.Context(), web.File{Name: "me.json", Content: []byte("{}")})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 400*time.Millisecond)
	defer cancel()
	if err := w.team().Share(ctx, id, "me", w.direct); err == nil {
		t.Error("it is taken for shared")
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

// TestFilesWithTheLeastScopes: the app needs not be allowed to read files.
func TestFilesWithTheLeastScopes(t *testing.T) {
	w := newWorld(t)
	w.FileDelay = 50 * time.Millisecond
	w.Install("T1", "files:write", "im:history", "chat:write")
	w.options.Tokens = web.Plain(w.BotToken())
	w.restart()
	id, err := w.team().Picture(t.Context(), web.File{Name: "a.png", Alt: "a", Content: []byte("\x89PNG\r\n\x1a\n")})
	if err != nil {
		t.Fatal(err)
	}
	l := letter("1")
	l.Blocks = append(l.Blocks, slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: id}, "a", "", nil))
	if _, err := w.team().Post(t.Context(), w.direct, l); err != nil {
		t.Error(err)
	}
	if id, err = w.team().Upload(t.Context(), web.File{Name: "me.json", Content: []byte("{}")}); err != nil {
		t.Fatal(err)
	}
	if err := w.team().Share(t.Context(), id, "me", w.direct); err != nil {
		t.Error(err)
	}
}
