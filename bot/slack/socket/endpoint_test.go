package socket

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"bounceback/bot/bottest/slacktest"
)

func TestOnlySlackIsHeard(t *testing.T) {
	h := newHeard(t)
	p := h.endpoint()
	if !h.slack.Verify() {
		t.Error("the address is not ours")
	}
	d := h.slack.DM("U1", "hello").Wait()
	for _, how := range []slacktest.Forgery{slacktest.Unsigned, slacktest.WrongSecret, slacktest.Changed, slacktest.Stale, slacktest.Future} {
		if status := h.slack.Forge(d, how); status != http.StatusUnauthorized {
			t.Errorf("forgery %d: %d", how, status)
		}
	}
	for _, how := range []slacktest.Forgery{slacktest.Replayed, slacktest.Replayed, slacktest.ReplayedInCapitals} {
		if status := h.slack.Forge(d, how); status != http.StatusOK {
			t.Errorf("replayed: %d", status)
		}
	}
	if c := p.Counts(); len(h.all()) != 1 || c.Forged != 5 || c.Replayed != 3 {
		t.Errorf("%d events, %+v", len(h.all()), c)
	}
}

// TestRetriesAreTaken: the first delivery was lost in a gap, so that the retry is
// the only one.
func TestRetriesAreTaken(t *testing.T) {
	h := newHeard(t)
	h.slack.UseHTTP("http://127.0.0.1:1/")
	d := h.slack.DM("U1", "hello")
	h.slack.WaitFor(func() bool { return len(d.Statuses()) == 1 })
	h.endpoint()
	h.slack.Redeliver()
	d.Wait()
	if events := h.wait(1); events[0].Retry != 1 || events[0].Text != "hello" {
		t.Errorf("%+v", events)
	}
}

func TestWhatCannotBeRead(t *testing.T) {
	h := newHeard(t)
	p := h.endpoint()
	for _, c := range []struct {
		kind, body string
		status     int
	}{
		{slacktest.Events, "{", http.StatusBadRequest},
		{slacktest.Events, "null", http.StatusOK},
		{slacktest.Events, `{"type":"event_callback","event":{"type":"weather_changed"}}`, http.StatusOK},
		{slacktest.Events, `{"type":"app_rate_limited","team_id":"T1"}`, http.StatusOK},
		{slacktest.Interactive, "payload=%7B", http.StatusBadRequest},
		{slacktest.Interactive, "payload=%7B%7D", http.StatusOK},
		{slacktest.Commands, "%zz", http.StatusBadRequest},
		{slacktest.Commands, "ssl_check=1", http.StatusOK},
		{slacktest.Commands, "text=" + strings.Repeat("x", maxRequest), http.StatusRequestEntityTooLarge},
	} {
		if status, _ := h.slack.Post(c.kind, c.body); status != c.status {
			t.Errorf("%.60s: %d", c.body, status)
		}
	}
	h.slack.DM("U1", "hello").Wait()
	if c := p.Counts(); len(h.all()) != 1 || c.Panics != 0 {
		t.Errorf("%d events, %+v", len(h.all()), c)
	}
}

// TestSignaturesAreForgotten: by time and by number, the oldest first; and what was
// not taken may come again.
func TestSignaturesAreForgotten(t *testing.T) {
	now := time.Now()
	r := newReplays(func() time.Time { return now })
	done, _ := r.begin("a")
	if again, status := r.begin("a"); again != nil || status != http.StatusServiceUnavailable {
		t.Error("worked on twice at once")
	}
	done(false)
	done, _ = r.begin("a")
	done(true)
	for range 3 {
		now = now.Add(window - time.Second)
		if again, status := r.begin("a"); (again == nil) != (now.Sub(r.rotated) < 2*window) && status != http.StatusOK {
			t.Error("forgotten while it still counts")
		}
	}
	now = now.Add(2*window + time.Second)
	r.begin("b")
	now = now.Add(2*window + time.Second)
	if again, _ := r.begin("a"); again == nil {
		t.Error("remembered for ever")
	}
	for i := range 3 * maxSeen {
		r.begin(strings.Repeat("x", i%7) + time.Duration(i).String())
	}
	if n := len(r.old) + len(r.young); n > 2*maxSeen {
		t.Errorf("%d are remembered", n)
	}
}

func TestAnAddressThatIsTaken(t *testing.T) {
	h := newHeard(t)
	p, err := NewEndpoint(HTTPOptions{SigningSecret: "x", Listen: strings.TrimPrefix(h.slack.URL(), "http://")})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Run(context.Background(), h.hear); err == nil || !strings.Contains(err.Error(), "another address") {
		t.Error(err)
	}
	if _, err := NewEndpoint(HTTPOptions{}); err == nil || !strings.Contains(err.Error(), "SLACK_SIGNING_SECRET") {
		t.Error(err)
	}
}
