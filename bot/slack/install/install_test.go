package install

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bounceback/bot/bottest/slacktest"
	"bounceback/bot/slack/web"
	"bounceback/coach"
	"bounceback/store"
)

// world is a local Slack, a door, a real store and a browser.
type world struct {
	*slacktest.Server
	t        *testing.T
	file     string
	store    *store.Store
	now      time.Time
	installs *Installs
	site     *httptest.Server
	door     http.Handler
	log      bytes.Buffer
	browser  *http.Client
}

const key = "a key that nobody can guess"

func newWorld(t *testing.T) *world {
	w := &world{Server: slacktest.New(t), t: t, file: filepath.Join(t.TempDir(), "people.db"), now: time.Now()}
	w.ClientSecret = "0123456789abcdef0123456789abcdef"
	var err error
	if w.store, err = store.Open(w.file); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.store.Close() })
	w.installs = w.open(key)
	w.site = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { w.door.ServeHTTP(rw, r) }))
	t.Cleanup(w.site.Close)
	if w.door, err = NewDoor(w.options()); err != nil {
		t.Fatal(err)
	}
	w.browser = browser(t)
	return w
}

func (w *world) options() DoorOptions {
	return DoorOptions{Installs: w.installs, ClientID: w.ClientID, ClientSecret: w.ClientSecret, Address: w.site.URL, API: w.APIURL(),
		Scopes: []string{"chat:write", "im:history"}, Logger: slog.New(slog.NewTextHandler(&w.log, nil))}
}

func (w *world) open(key string) *Installs {
	w.t.Helper()
	i, err := Open(NewDepartures(w.store, w.store, 0, func() time.Time { return w.now }), key)
	if err != nil {
		w.t.Fatal(err)
	}
	return i
}

// browser keeps cookies and stays where it is sent from.
func browser(t *testing.T) *http.Client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// begin is where somebody is sent who begins.
func (w *world) begin(b *http.Client) string {
	w.t.Helper()
	r, err := b.Get(w.site.URL + PathInstall)
	if err != nil {
		w.t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != http.StatusFound {
		w.t.Fatalf("begin: %s", r.Status)
	}
	return r.Header.Get("Location")
}

func (w *world) get(b *http.Client, address string) (status int, page string) {
	w.t.Helper()
	r, err := b.Get(address)
	if err != nil {
		w.t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return r.StatusCode, string(body)
}

// install goes the whole way for a workspace.
func (w *world) install(team string) {
	w.t.Helper()
	if status, page := w.get(w.browser, w.Approve(team, w.begin(w.browser))); status != http.StatusOK || !strings.Contains(page, "Workspace "+team) {
		w.t.Fatalf("install %s: %d %s", team, status, page)
	}
}

// know keeps a person.
func (w *world) know(id coach.ID) {
	w.t.Helper()
	_, err := w.store.Update(w.t.Context(), id, "", w.now, func(p *coach.Person, _ coach.Journal) coach.Change {
		p.Name = "Amina"
		return coach.Change{}
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) known(id coach.ID) (known bool) {
	w.t.Helper()
	stop := errors.New("only looking")
	_, err := w.store.Update(w.t.Context(), id, "", w.now, func(p *coach.Person, _ coach.Journal) coach.Change {
		known = p.Name != ""
		return coach.Change{Abort: stop}
	})
	if err != nil && !errors.Is(err, stop) {
		w.t.Fatal(err)
	}
	return known
}

func TestTwoWorkspacesInstallTheApp(t *testing.T) {
	w := newWorld(t)
	w.AddWorkspace("T2", "E1")
	w.install("T1")
	w.install("T2")
	w.installs = w.open(key) // as after a restart
	api, err := web.New(web.Options{API: w.APIURL(), Tokens: w.installs})
	if err != nil {
		t.Fatal(err)
	}
	for _, team := range []string{"T1", "T2"} {
		s, err := api.Workspace(t.Context(), team)
		if err != nil {
			t.Fatal(err)
		}
		if a, err := s.AuthTest(t.Context()); err != nil || a.Team != team || strings.Join(a.Scopes, " ") != "chat:write im:history" {
			t.Errorf("the token of %s is that of %+v, %v", team, a, err)
		}
	}
	if in, err := w.installs.Of(t.Context(), "T2"); err != nil || in.Enterprise != "E1" || in.User != "UBOTT2" {
		t.Errorf("%+v, %v", in, err)
	}
	if _, err := w.installs.Token(t.Context(), "T3"); !errors.Is(err, web.ErrGone) {
		t.Errorf("where it is not installed: %v", err)
	}
}

// TestTokensAreSealed: neither the file nor the log has them, and another key does
// not open them.
func TestTokensAreSealed(t *testing.T) {
	w := newWorld(t)
	w.install("T1")
	token, err := w.installs.Token(t.Context(), "T1")
	if err != nil || !strings.HasPrefix(token, "xoxb-") {
		t.Fatal(err)
	}
	file, err := os.ReadFile(w.file)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(file, []byte("xoxb-")) || strings.Contains(w.log.String(), "xoxb-") || strings.Contains(w.log.String(), "code-") {
		t.Error("a token stands in the file or the log")
	}
	_, err = w.open("another key that nobody knows").Token(t.Context(), "T1")
	if err == nil || errors.Is(err, web.ErrGone) || !strings.Contains(err.Error(), "BOUNCEBACK_SLACK_KEY") {
		t.Errorf("with another key: %v", err)
	}
	sealed, _ := w.store.Note(t.Context(), "slack:T1", noteInstall)
	if err := w.store.SetNote(t.Context(), "slack:T2", noteInstall, sealed); err != nil {
		t.Fatal(err)
	}
	if _, err := w.installs.Token(t.Context(), "T2"); err == nil {
		t.Error("the token of T1 was moved to T2")
	}
	if _, err := Open(NewDepartures(w.store, w.store, 0, time.Now), "short"); err == nil {
		t.Error("a short key is taken")
	}
}

// TestPeopleAreErasedAfterTheGrace, and those of other workspaces stay.
func TestPeopleAreErasedAfterTheGrace(t *testing.T) {
	w := newWorld(t)
	w.AddWorkspace("T11", "")
	w.install("T1")
	w.install("T11")
	people := []coach.ID{"slack:T1/U1", "slack:T1/U2", "slack:T11/U3", "discord:1"}
	for _, id := range people {
		w.know(id)
	}
	ctx := t.Context()
	sweep := func(want int) {
		t.Helper()
		if n, err := w.installs.Sweep(ctx); err != nil || n != want {
			t.Errorf("%d were erased, %v; want %d", n, err, want)
		}
	}
	gone := func() {
		t.Helper()
		if err := w.installs.Gone(ctx, "T1", w.now); err != nil {
			t.Fatal(err)
		}
	}
	sweep(0)
	gone()
	if _, err := w.installs.Token(ctx, "T1"); !errors.Is(err, web.ErrGone) {
		t.Errorf("the token is still there: %v", err)
	}
	w.now = w.now.Add(Grace - time.Hour)
	gone() // Slack says it twice; the first time counts
	sweep(0)
	w.install("T1") // an admin's mistake
	w.now = w.now.Add(2 * time.Hour)
	sweep(0)
	if !w.known("slack:T1/U1") {
		t.Fatal("they are gone though they came back")
	}
	gone()
	w.now = w.now.Add(Grace)
	sweep(2)
	for i, id := range people {
		if w.known(id) != (i >= 2) {
			t.Errorf("%s is known: %t", id, i < 2)
		}
	}
	sweep(0)
	if _, err := w.installs.Token(ctx, "T11"); err != nil {
		t.Errorf("of another workspace: %v", err)
	}
}

// TestOldNewsChangeNothing: Slack brings an event again that was not acknowledged,
// also when the app is back by then.
func TestOldNewsChangeNothing(t *testing.T) {
	w := newWorld(t)
	w.install("T1")
	if err := w.installs.Gone(t.Context(), "T1", w.now.Add(-5*time.Minute)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.installs.Token(t.Context(), "T1"); err != nil {
		t.Errorf("old news took the token: %v", err)
	}
}

// failing erases nothing at first.
type failing struct {
	Erase
	times int
}

func (f *failing) EraseAll(ctx context.Context, prefix coach.ID) (int, error) {
	if f.times--; f.times >= 0 {
		return 0, errors.New("the disk is full")
	}
	return f.Erase.EraseAll(ctx, prefix)
}

// TestASweepThatFailsIsDoneAgain, also without any door.
func TestASweepThatFailsIsDoneAgain(t *testing.T) {
	w := newWorld(t)
	w.know("slack:T1/U1")
	d := NewDepartures(w.store, &failing{Erase: w.store, times: 1}, time.Hour, func() time.Time { return w.now })
	if err := d.Gone(t.Context(), "T1", w.now); err != nil {
		t.Fatal(err)
	}
	w.now = w.now.Add(time.Hour)
	if _, err := d.Sweep(t.Context()); err == nil {
		t.Error("nobody was told")
	}
	if n, err := d.Sweep(t.Context()); n != 1 || err != nil {
		t.Errorf("%d were erased, %v", n, err)
	}
	w.know("slack:T1/U1")
	d.Gone(t.Context(), "T1", w.now)
	if err := d.Back(t.Context(), "T1"); err != nil {
		t.Fatal(err)
	}
	w.now = w.now.Add(2 * time.Hour)
	if n, err := d.Sweep(t.Context()); n != 0 || err != nil {
		t.Errorf("%d were erased though they are back, %v", n, err)
	}
}
