package install

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"bounceback/bot/bottest/slacktest"
	"bounceback/bot/slack/web"
)

// TestAStateIsGoodOnceThereAndForAWhile: what comes otherwise installs nothing, and
// Slack is not even asked.
func TestAStateIsGoodOnceThereAndForAWhile(t *testing.T) {
	w := newWorld(t)
	change := func(address, name, value string) string {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		q := u.Query()
		q.Set(name, value)
		u.RawQuery = q.Encode()
		return u.String()
	}
	state := func(address string) string { u, _ := url.Parse(address); return u.Query().Get("state") }
	for name, try := range map[string]func() (int, string){
		"no state": func() (int, string) {
			return w.get(w.browser, change(w.Approve("T1", w.begin(w.browser)), "state", ""))
		},
		"another state": func() (int, string) {
			return w.get(w.browser, change(w.Approve("T1", w.begin(w.browser)), "state", "x"+state(w.begin(browser(t)))[1:]))
		},
		"somebody else's": func() (int, string) { return w.get(browser(t), w.Approve("T1", w.begin(w.browser))) },
		"an older one": func() (int, string) {
			old := w.begin(w.browser)
			w.begin(w.browser)
			return w.get(w.browser, w.Approve("T1", old))
		},
		"one of their own making": func() (int, string) {
			forged, cookie := states{[]byte("another key")}.make(w.now)
			site, _ := url.Parse(w.site.URL + "/slack/")
			b := browser(t)
			b.Jar.SetCookies(site, []*http.Cookie{{Name: cookieName, Value: cookie}})
			return w.get(b, change(w.Approve("T1", w.begin(browser(t))), "state", forged))
		},
		"too late": func() (int, string) {
			to := w.Approve("T1", w.begin(w.browser))
			w.now = w.now.Add(stateLife)
			return w.get(w.browser, to)
		},
	} {
		if status, page := try(); status != http.StatusBadRequest || !strings.Contains(page, PathInstall) {
			t.Errorf("%s: %d %s", name, status, page)
		}
	}
	if n := len(w.Calls("oauth.v2.access")); n != 0 {
		t.Errorf("Slack was asked %d times", n)
	}
	to := w.Approve("T1", w.begin(w.browser))
	if r, err := w.browser.Head(to); err != nil || r.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("a look ahead: %v, %v", r.Status, err)
	}
	if _, err := w.installs.Token(t.Context(), "T1"); !errors.Is(err, web.ErrGone) {
		t.Errorf("something was installed: %v", err)
	}
}

// TestWhatCanGoWrongIsSaid in words, without code or token.
func TestWhatCanGoWrongIsSaid(t *testing.T) {
	w := newWorld(t)
	denied := w.begin(w.browser)
	u, _ := url.Parse(denied)
	if status, page := w.get(w.browser, w.site.URL+PathBack+"?error=access_denied&state="+url.QueryEscape(u.Query().Get("state"))); status != http.StatusOK || !strings.Contains(page, w.words().Denied.Title) {
		t.Errorf("denied: %d %s", status, page)
	}
	for name, fault := range map[string]slacktest.Fault{
		"a code that was used": {NotOK: true, Error: "invalid_code"}, "nothing said": {NotOK: true}, "500": {Status: 500}, "cut": {Cut: true},
	} {
		fault.Method, fault.Times = "oauth.v2.access", 1
		w.Fault(fault)
		status, page := w.get(w.browser, w.Approve("T1", w.begin(w.browser)))
		if status != http.StatusBadGateway || !strings.Contains(page, w.words().Failed.Title) {
			t.Errorf("%s: %d %s", name, status, page)
		}
	}
	if log := w.log.String(); strings.Count(log, "level=ERROR") != 4 || strings.Contains(log, "code-") || strings.Contains(log, w.ClientSecret) {
		t.Errorf("the log is %s", log)
	}
	w.Team.Name = "<script>x</script>"
	if _, page := w.get(w.browser, w.Approve("T1", w.begin(w.browser))); strings.Contains(page, "<script>") || !strings.Contains(page, "&lt;script&gt;") {
		t.Error(page)
	}
}

func (w *world) words() pages {
	p, err := readPages()
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

// TestAWholeEnterpriseIsRefused by a Slack that answers so.
func TestAWholeEnterpriseIsRefused(t *testing.T) {
	w := newWorld(t)
	fake := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		io.WriteString(rw, `{"ok":true,"access_token":"xoxb-1","team":null,"enterprise":{"id":"E1"},"is_enterprise_install":true}`)
	}))
	defer fake.Close()
	o := w.options()
	o.API = fake.URL
	door, err := NewDoor(o)
	if err != nil {
		t.Fatal(err)
	}
	w.door = door
	if status, page := w.get(w.browser, w.Approve("T1", w.begin(w.browser))); status != http.StatusOK || !strings.Contains(page, w.words().OrgWide.Title) {
		t.Errorf("%d %s", status, page)
	}
}

func TestAWrongDoorSaysWhatToDo(t *testing.T) {
	w := newWorld(t)
	for want, change := range map[string]func(*DoorOptions){
		"SLACK_CLIENT_ID": func(o *DoorOptions) { o.ClientID = "" },
		"public address":  func(o *DoorOptions) { o.Address = "http://bot.example.org" },
		"api_url":         func(o *DoorOptions) { o.API = "http://slack.com/api" },
		"client secret":   func(o *DoorOptions) { o.ClientSecret = "pst" },
	} {
		o := w.options()
		change(&o)
		if _, err := NewDoor(o); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "pst") {
			t.Errorf("%s: %v", want, err)
		}
	}
}
