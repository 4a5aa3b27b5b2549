package slack

import (
	"net"
	"net/http"
	"net/http/cookiejar"
	"sync/atomic"
	"testing"
	"time"

	"bounceback/bot/bottest/slacktest"
)

// TestHTTPModeAndInstallation: a workspace installs the app over its pages, talks,
// takes the app out, and is forgotten after the grace time.
func TestHTTPModeAndInstallation(t *testing.T) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := free.Addr().String()
	free.Close()
	var days atomic.Int64
	w := newTown(t, func(o *Options) {
		o.BotToken, o.AppToken = "", ""
		o.Clock = func() time.Time { return time.Now().AddDate(0, 0, int(days.Load())) }
		o.HTTP = &HTTP{Listen: at, SigningSecret: "signing", Address: "http://" + at, ClientID: "1.2", ClientSecret: "a secret of the client"}
	})
	w.SigningSecret, w.ClientID, w.ClientSecret = "signing", "1.2", "a secret of the client"
	w.WaitFor(func() bool {
		c, err := net.Dial("tcp", at)
		if err == nil {
			c.Close()
		}
		return err == nil
	})
	w.UseHTTP("http://" + at + "/slack/events")
	if !w.Verify() {
		t.Error("the address is not known as ours")
	}

	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	get := func(address string) *http.Response {
		t.Helper()
		r, err := browser.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		return r
	}
	install := func(team string) {
		t.Helper()
		to := get("http://" + at + "/slack/install").Header.Get("Location")
		if r := get(w.Approve(team, to)); r.StatusCode != http.StatusOK {
			t.Fatalf("the installation ended with %s", r.Status)
		}
	}
	install("T1")

	w.DM("U1", "I got rejected").Wait()
	w.Tap("U1", w.sees("U1", "", "What would help now?"), "Just log it").Wait()
	// News of an earlier installation's end, brought again, do not end this one.
	old := w.Uninstall("T1")
	old.Wait()
	install("T1")
	old.Payload["event_time"] = time.Now().Add(-time.Minute).Unix()
	old.Again()
	old.Wait()
	w.DM("U2", "hello").Wait()
	w.hears("U2", "", "What brings you here?")
	w.Slash("U1", "C1", "/win", "passed B2").Wait()
	w.WaitFor(func() bool { return w.person("U1").Tally.Total["win"] == 1 })
	// Another workspace is answered with its own token, and has people of its own.
	w.AddWorkspace("T2", "E2")
	w.AddUser(slacktest.User{ID: "W5", Team: "T2"})
	install("T2")
	w.DM("W5", "hello").Wait()
	w.hears("W5", "", "What brings you here?")
	w.OpenHome("W5").Wait()
	w.WaitFor(func() bool { return w.Home("W5") != nil })
	w.Uninstall("T1").Wait()
	w.sweep()
	if w.person("U1").Heard.IsZero() {
		t.Error("they are forgotten at once")
	}
	days.Store(31)
	w.sweep()
	if !w.person("U1").Heard.IsZero() {
		t.Error("they are not forgotten after a month")
	}
	w.DM("W5", "I got rejected").Wait()
	w.hears("W5", "", "What would help now?")
}
