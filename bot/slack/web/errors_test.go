package web_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"bounceback/bot"
	"bounceback/bot/bottest/slacktest"
	"bounceback/bot/slack/web"
)

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
