package slacktest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"github.com/gorilla/websocket"
)

// app is the least app that there can be.
type app struct {
	t *testing.T
	s *Server
}

func start(t *testing.T) app {
	s := New(t)
	s.AddUser(User{ID: "U1", TZ: "Europe/Berlin"})
	return app{t, s}
}

// call calls a method with a JSON body.
func (a app) call(method, token string, args JSON) JSON {
	a.t.Helper()
	body, _ := json.Marshal(args)
	req, _ := http.NewRequest("POST", a.s.APIURL()+method, bytes.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return JSON{"cut": true}
	}
	defer resp.Body.Close()
	answer := JSON{}
	json.NewDecoder(resp.Body).Decode(&answer)
	answer["status"], answer["after"] = resp.StatusCode, resp.Header.Get("Retry-After")
	return answer
}

func (a app) bot(method string, args JSON) JSON {
	a.t.Helper()
	return a.call(method, a.s.BotToken(), args)
}

// want checks an answer's error, empty for none.
func (a app) want(answer JSON, problem string) JSON {
	a.t.Helper()
	if str(answer, "error") != problem || (answer["ok"] == true) != (problem == "") {
		a.t.Errorf("answered %v, want error %q", answer, problem)
	}
	return answer
}

// socket opens a socket that acknowledges with what answer says, until the test
// ends; nil is no acknowledgement.
func (a app) socket(answer func(envelope JSON) any) {
	a.t.Helper()
	open := a.want(a.call("apps.connections.open", a.s.AppToken, nil), "")
	conn, _, err := websocket.DefaultDialer.Dial(str(open, "url"), nil)
	if err != nil {
		a.t.Fatal(err)
	}
	a.t.Cleanup(func() { conn.Close() })
	go func() {
		for {
			var e JSON
			if conn.ReadJSON(&e) != nil {
				return
			}
			if str(e, "type") == "disconnect" {
				conn.Close()
				return
			}
			if e["envelope_id"] == nil {
				continue
			}
			if payload := answer(e); payload != nil {
				conn.WriteJSON(JSON{"envelope_id": e["envelope_id"], "payload": payload})
			}
		}
	}()
	a.s.WaitSockets(1)
}

func button(label string) JSON {
	return JSON{"type": "button", "action_id": "tap", "value": "v-" + label, "text": JSON{"type": "plain_text", "text": label}}
}

func section(words string) JSON {
	return JSON{"type": "section", "text": JSON{"type": "mrkdwn", "text": words}}
}

func TestTokensAreToldApart(t *testing.T) {
	a := start(t)
	a.want(a.call("auth.test", "", nil), "not_authed")
	a.want(a.call("auth.test", "xoxb-nobody", nil), "invalid_auth")
	a.want(a.call("auth.test", a.s.AppToken, nil), "not_allowed_token_type")
	a.want(a.call("apps.connections.open", a.s.BotToken(), nil), "not_allowed_token_type")
	a.want(a.call("no.such", a.s.BotToken(), nil), "unknown_method")
	a.want(a.bot("auth.test", nil), "")
	old := a.s.BotToken()
	a.s.Install("T1", "chat:write")
	if no := a.want(a.bot("users.info", JSON{"user": "U1"}), "missing_scope"); no["needed"] != "users:read" {
		t.Error(no)
	}
	a.s.RevokeTokens("T1")
	a.want(a.call("auth.test", old, nil), "invalid_auth")
}

func TestMessages(t *testing.T) {
	a := start(t)
	dm := str(object(a.want(a.bot("conversations.open", JSON{"users": "U1"}), ""), "channel"), "id")
	if again := a.bot("conversations.open", JSON{"users": "U1"}); str(object(again, "channel"), "id") != dm {
		t.Error("opened twice, two channels")
	}
	post := a.want(a.bot("chat.postMessage", JSON{"channel": "U1", "text": "fallback", "blocks": []any{section("R&amp;D"),
		JSON{"type": "actions", "elements": []any{button("Yes")}}}, "metadata": JSON{"event_type": "letter", "event_payload": JSON{"key": "k1"}}}), "")
	seen := a.s.Seen("U1", "")
	if len(seen) != 1 || seen[0].Text != "R&D" || fmt.Sprint(seen[0].Buttons) != "[Yes]" || a.s.Posted("k1") != 1 {
		t.Errorf("%+v", seen)
	}
	history := a.want(a.bot("conversations.history", JSON{"channel": dm, "include_all_metadata": true, "limit": 1}), "")
	if m := objects(list(history, "messages"))[0]; str(object(object(m, "metadata"), "event_payload"), "key") != "k1" {
		t.Error(m)
	}
	if h := a.bot("conversations.history", JSON{"channel": dm, "oldest": post["ts"]}); len(list(h, "messages")) != 0 {
		t.Error("oldest is not left out")
	}
	a.want(a.bot("chat.update", JSON{"channel": dm, "ts": post["ts"], "text": "later"}), "")
	a.want(a.bot("chat.postEphemeral", JSON{"channel": dm, "user": "U1", "text": "psst"}), "")
	if n, last, first := len(a.s.Seen("U1", "")), a.s.Last("U1", "").Text, a.s.Messages(dm)[0].Text; n != 2 || last != "psst" || first != "later" {
		t.Error(n, last, first)
	}
	a.want(a.bot("chat.delete", JSON{"channel": dm, "ts": post["ts"]}), "")
	a.want(a.bot("chat.update", JSON{"channel": dm, "ts": post["ts"], "text": "later"}), "message_not_found")
}

func TestChannelsSayNo(t *testing.T) {
	a := start(t)
	a.s.AddChannel(Channel{ID: "C1", Members: []string{"U1", "UBOTT1"}})
	a.s.AddChannel(Channel{ID: "C2", Private: true})
	a.want(a.bot("chat.postMessage", JSON{"channel": "C1", "text": "x"}), "")
	a.want(a.bot("chat.postMessage", JSON{"channel": "C2", "text": "x"}), "channel_not_found")
	a.want(a.bot("chat.postMessage", JSON{"channel": "C9", "text": "x"}), "channel_not_found")
	a.s.ChangeChannel("C1", func(c *Channel) { c.Members = nil })
	a.s.Install("T1", "chat:write", "users:read")
	a.want(a.bot("chat.postMessage", JSON{"channel": "C1", "text": "x"}), "not_in_channel")
	a.s.ChangeChannel("C1", func(c *Channel) { c.Archived = true })
	a.want(a.bot("chat.postMessage", JSON{"channel": "C1", "text": "x"}), "is_archived")
}

func TestFaults(t *testing.T) {
	a := start(t)
	post := func() JSON { return a.bot("chat.postMessage", JSON{"channel": "U1", "text": "x"}) }
	for _, f := range []Fault{{Status: 429, RetryAfter: "7"}, {Status: 429}, {Status: 503}, {NotOK: true}, {NotOK: true, Error: "fatal_error"}, {Cut: true}, {Lost: true}} {
		f.Times, f.Method = 1, "chat.postMessage"
		before := len(a.s.Messages("DU1"))
		a.s.Fault(f)
		got := post()
		if got["ok"] == true || f.Status != 0 && (got["status"] != f.Status || got["after"] != f.RetryAfter) || (f.Cut || f.Lost) != (got["cut"] == true) {
			t.Errorf("%+v: %v", f, got)
		}
		if done := len(a.s.Messages("DU1")) > before; done != f.Lost {
			t.Errorf("%+v: posted %v", f, done)
		}
		a.want(post(), "")
	}
	a.s.Fault(Fault{Rate: 0.5, Status: 500})
	bad := 0
	for range 40 {
		if post()["status"] == 500 {
			bad++
		}
	}
	if bad < 5 || bad > 35 {
		t.Errorf("%d of 40 at a rate of one half", bad)
	}
}
