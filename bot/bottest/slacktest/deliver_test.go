package slacktest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

func TestSocketCarriesEverything(t *testing.T) {
	a := start(t)
	if !a.s.Slash("U1", "", "/coach", "help").Failed() {
		t.Error("a command waits for a socket")
	}
	early := a.s.DM("U1", "a < b")
	form := JSON{"type": "modal", "title": JSON{"type": "plain_text", "text": "Form"}, "submit": JSON{"type": "plain_text", "text": "Go"},
		"blocks": []any{JSON{"type": "input", "block_id": "what", "label": JSON{"type": "plain_text", "text": "What"},
			"element": JSON{"type": "plain_text_input", "action_id": "text"}}}}
	a.socket(func(e JSON) any {
		p := object(e, "payload")
		switch {
		case str(e, "type") == Commands:
			return JSON{"text": "heard " + str(p, "text")}
		case str(p, "type") == "shortcut":
			a.want(a.bot("views.open", JSON{"trigger_id": p["trigger_id"], "view": form}), "")
			a.want(a.bot("views.open", JSON{"trigger_id": p["trigger_id"], "view": form}), "exchanged_trigger_id")
		case str(p, "type") == "view_submission":
			value := str(object(object(object(object(object(p, "view"), "state"), "values"), "what"), "text"), "value")
			if value == "bad" {
				return JSON{"response_action": "errors", "errors": JSON{"what": "no"}}
			}
		case str(p, "type") == "block_actions":
			a.reply(str(p, "response_url"), JSON{"replace_original": true, "text": "chosen " + str(objects(list(p, "actions"))[0], "value")})
		}
		return JSON{}
	})
	if early.Wait(); str(object(early.Payload, "event"), "text") != "a &lt; b" {
		t.Error(early.Payload)
	}
	a.s.Slash("U1", "", "/coach", "help").Wait()
	if e := a.s.Ephemerals("U1"); len(e) != 1 || e[0].Text != "heard help" {
		t.Error(e)
	}
	a.s.Shortcut("U1", "log").Wait()
	a.s.SubmitView("U1", map[string]any{"What": "bad"}).Wait()
	if v := a.s.Modal("U1"); v == nil || v.Errors["what"] != "no" || v.Title() != "Form" {
		t.Errorf("%+v", v)
	}
	if a.s.SubmitView("U1", map[string]any{"What": "good"}).Wait(); a.s.Modal("U1") != nil {
		t.Error("the form is still open")
	}
	a.bot("chat.postMessage", JSON{"channel": "U1", "text": "x", "blocks": []any{JSON{"type": "actions", "elements": []any{button("Yes")}}}})
	a.s.Tap("U1", a.s.Messages("DU1")[1], "Yes").Wait()
	if m := a.s.Messages("DU1")[1]; m.Text != "chosen v-Yes" || !m.Edited {
		t.Errorf("%+v", m)
	}
}

// reply posts to a response URL.
func (a app) reply(url string, body JSON) int {
	text, _ := json.Marshal(body)
	resp, err := http.Post(url, "application/json", bytes.NewReader(text))
	if err != nil {
		return 0
	}
	resp.Body.Close()
	return resp.StatusCode
}

func TestTriggersAndResponseURLsEnd(t *testing.T) {
	a := start(t)
	a.s.TriggerLife = time.Nanosecond
	a.socket(func(JSON) any { return JSON{} })
	d := a.s.Slash("U1", "", "/coach", "").Wait()
	view := JSON{"type": "modal", "title": JSON{"type": "plain_text", "text": "x"}, "blocks": []any{section("x")}}
	a.want(a.bot("views.open", JSON{"trigger_id": d.Payload["trigger_id"], "view": view}), "expired_trigger_id")
	for i := range 6 {
		if status := a.reply(str(d.Payload, "response_url"), JSON{"text": "x"}); (status == 200) != (i < 5) {
			t.Errorf("post %d: %d", i, status)
		}
	}
	home := JSON{"type": "home", "blocks": []any{section("x")}}
	v := object(a.want(a.bot("views.publish", JSON{"user_id": "U1", "view": home}), ""), "view")
	a.want(a.bot("views.publish", JSON{"user_id": "U1", "view": home, "hash": v["hash"]}), "")
	a.want(a.bot("views.publish", JSON{"user_id": "U1", "view": home, "hash": v["hash"]}), "hash_conflict")
}

func TestUnacknowledgedComesAgain(t *testing.T) {
	a := start(t)
	var mu sync.Mutex
	var attempts []any
	a.socket(func(e JSON) any {
		mu.Lock()
		defer mu.Unlock()
		if attempts = append(attempts, e["retry_attempt"]); len(attempts) < 3 {
			return nil
		}
		return JSON{}
	})
	d := a.s.DM("U1", "hello")
	a.s.WaitFor(func() bool { mu.Lock(); defer mu.Unlock(); return len(attempts) == 1 })
	a.s.Redeliver()
	a.s.WaitFor(func() bool { mu.Lock(); defer mu.Unlock(); return len(attempts) == 2 })
	a.s.Redeliver()
	d.Wait()
	if fmt.Sprint(attempts) != "[0 1 2]" || a.s.Redeliver() != 0 {
		t.Error(attempts)
	}
	a.s.Disconnect("refresh_requested")
	a.s.WaitFor(func() bool { return a.s.Sockets() == 0 })
}

func TestFiles(t *testing.T) {
	a := start(t)
	a.s.FileDelay = time.Hour
	u := a.want(a.bot("files.getUploadURLExternal", JSON{"filename": "a.png", "length": 4, "alt_txt": "four"}), "")
	resp, err := http.Post(str(u, "upload_url"), "application/octet-stream", strings.NewReader("\x89PNG"))
	if err != nil || resp.StatusCode != 200 {
		t.Fatal(err, resp)
	}
	resp.Body.Close()
	a.want(a.bot("files.completeUploadExternal", JSON{"files": []any{JSON{"id": u["file_id"], "title": "A"}}}), "")
	a.want(a.bot("files.completeUploadExternal", JSON{"files": []any{JSON{"id": u["file_id"]}}}), "file_not_found")
	info := object(a.bot("files.info", JSON{"file": u["file_id"]}), "file")
	if str(info, "mimetype") != "" || string(a.s.File(str(u, "file_id"))) != "\x89PNG" {
		t.Error(info)
	}
}

func TestHTTPMode(t *testing.T) {
	a := start(t)
	var mu sync.Mutex
	var got []string
	endpoint := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mu.Lock()
		defer mu.Unlock()
		good := a.s.sign("", string(body), time.Now(), a.s.SigningSecret)
		got = append(got, r.Header.Get("X-Slack-Retry-Num"))
		if r.Header.Get("X-Slack-Signature") != good.signature && len(got) > 2 {
			w.WriteHeader(401)
			return
		}
		if len(got) == 1 {
			w.WriteHeader(500)
			return
		}
		form, _ := url.ParseQuery(string(body))
		if form.Get("command") != "" {
			json.NewEncoder(w).Encode(JSON{"text": "heard " + form.Get("text")})
		}
	}))
	defer endpoint.Close()
	a.s.UseHTTP(endpoint.URL)
	d := a.s.DM("U1", "hello")
	a.s.WaitFor(func() bool { return len(d.Statuses()) == 1 })
	a.s.Redeliver()
	d.Wait()
	if fmt.Sprint(got, d.Statuses()) != "[ 1] [500 200]" {
		t.Error(got, d.Statuses())
	}
	a.s.Slash("U1", "", "/coach", "help").Wait()
	if a.s.Last("U1", "").Text != "heard help" {
		t.Error(a.s.Seen("U1", ""))
	}
	for _, how := range []Forgery{Unsigned, WrongSecret, Changed} {
		if status := a.s.Forge(d, how); status != 401 {
			t.Errorf("forgery %d: %d", how, status)
		}
	}
}

// TestWhoAnswersNoPingIsCutOff: a socket that nobody reads.
func TestWhoAnswersNoPingIsCutOff(t *testing.T) {
	a := start(t)
	a.s.PingEvery, a.s.PongWithin = 10*time.Millisecond, 100*time.Millisecond
	open := a.want(a.call("apps.connections.open", a.s.AppToken, nil), "")
	conn, _, err := websocket.DefaultDialer.Dial(str(open, "url"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	a.s.WaitFor(func() bool { return a.s.Opened() == 1 && a.s.Sockets() == 0 })
}
