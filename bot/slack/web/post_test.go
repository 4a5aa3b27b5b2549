package web_test

import (
	"errors"
	"fmt"
	"testing"

	"bounceback/bot/bottest/slacktest"
	"bounceback/bot/slack/web"
)

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
	for _, option := range []string{"unfurl_links", "unfurl_media"} {
		if v := fmt.Sprint(w.Calls("chat.postMessage")[0].Args[option]); v != "false" {
			t.Errorf("%s is %s: a link that somebody wrote would be fetched and shown", option, v)
		}
	}
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
