package socket

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"bounceback/bot/bottest/slacktest"
)

// TestEndsWithARemedy: what stays as it is ends Run and says what to do.
func TestEndsWithARemedy(t *testing.T) {
	for _, token := range []string{"", "xoxb-1-bot", "xoxp-1-user"} {
		_, err := NewSockets(Options{AppToken: token})
		if f, ok := errors.AsType[*Fatal](err); !ok || !strings.Contains(err.Error(), "SLACK_APP_TOKEN") || token != "" && strings.Contains(f.Remedy, token) {
			t.Errorf("%q: %v", token, err)
		}
	}
	all := map[string]string{"": "Socket Mode is on", "something_new": "Socket Mode is on"}
	for code := range remedies {
		all[code] = code
	}
	var wait sync.WaitGroup
	for code, words := range all {
		h := newHeard(t)
		h.slack.Fault(slacktest.Fault{Method: "apps.connections.open", Rate: 1, NotOK: true, Error: code})
		o := h.options()
		o.FirstWait = time.Millisecond
		s, err := NewSockets(o)
		if err != nil {
			t.Fatal(err)
		}
		wait.Go(func() {
			err := s.Run(t.Context(), h.hear)
			if _, ok := errors.AsType[*Fatal](err); !ok || !strings.Contains(err.Error(), words) || strings.Contains(err.Error(), h.slack.AppToken) {
				t.Errorf("%s: %v", code, err)
			}
			if n := len(h.slack.Calls("apps.connections.open")); n > 0 {
				t.Errorf("%d calls got through", n)
			}
		})
	}
	wait.Wait()
}

// TestTroubleOfSlacksIsWaitedFor: none of it ends Run.
func TestTroubleOfSlacksIsWaitedFor(t *testing.T) {
	h := newHeard(t)
	h.slack.Fault(slacktest.Fault{Method: "apps.connections.open", Times: 6, NotOK: true, Error: "internal_error"})
	for _, f := range []slacktest.Fault{{Status: 500}, {Status: 429, RetryAfter: "1"}, {Status: 429}, {Cut: true}, {NotOK: true}, {NotOK: true, Error: "team_added_to_org"}} {
		f.Method, f.Times = "apps.connections.open", 1
		h.slack.Fault(f)
	}
	o := h.options()
	o.LastWait = 50 * time.Millisecond
	s := h.sockets(o)
	// Once it has worked, the same answers are Slack's trouble however often they come.
	h.slack.Fault(slacktest.Fault{Method: "apps.connections.open", Times: 4 * hopeless, NotOK: true})
	h.slack.Cut()
	h.slack.WaitFor(func() bool { return s.Connected() == 2 && h.slack.Opened() == 4 })
	h.slack.DM("U1", "hello").Wait()
	if !strings.Contains(h.log.String(), "level=ERROR") {
		t.Error("a trouble that lasts is no alarm")
	}
}
