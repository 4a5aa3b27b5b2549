package slack

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bounceback/bot"
	"bounceback/bot/bottest/slacktest"
	"bounceback/coach"
	"bounceback/store"
)

// house is a bot in this process that says back what it hears, and is not slowed
// down to what Slack allows.
type house struct {
	*bot.Bot
	t      testing.TB
	people *store.Store
	ended  chan error
	stop   context.CancelFunc
}

func newStore(t testing.TB) string { return filepath.Join(t.TempDir(), "people.db") }

// openHouse starts a bot on a file, in HTTP mode if there is an address.
func openHouse(t testing.TB, s *slacktest.Server, file, listen string) *house {
	t.Helper()
	people, err := store.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, people: people, ended: make(chan error, 1)}
	o := options(people, s.APIURL(), s.BotToken(), s.AppToken)
	if listen != "" {
		o.HTTP = &HTTP{Listen: listen, SigningSecret: s.SigningSecret}
	}
	if h.Bot, err = newBot(o, people); err != nil {
		t.Fatal(err)
	}
	var ctx context.Context
	ctx, h.stop = context.WithCancel(context.Background())
	go func() { h.ended <- h.Run(ctx) }()
	if listen == "" {
		s.WaitSockets(1)
	}
	return h
}

// options are those of a bot with a mimic.
func options(people *store.Store, api, bot, app string) Options {
	return Options{BotToken: bot, AppToken: app, API: api, Coach: mimic{}, Look: people.Look, Notes: people, Erase: people, Pace: 1000}
}

func newBot(o Options, people *store.Store) (*bot.Bot, error) {
	p, err := New(o)
	if err != nil {
		return nil, err
	}
	p.backlog.patience = time.Minute // the machine may be busy
	return bot.New(bot.Options{Coach: mimic{}, Reader: mimic{}, People: people, Platforms: []bot.Platform{p}}), nil
}

func (h *house) close() {
	h.t.Helper()
	h.stop()
	if err := <-h.ended; err != nil {
		h.t.Error(err)
	}
	if err := h.people.Close(); err != nil {
		h.t.Error(err)
	}
}

func (h *house) settle() {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := h.Settle(ctx); err != nil {
		h.t.Fatal(err)
	}
}

// answers are what the bot wrote to somebody, without what a tap left below it.
func answers(s *slacktest.Server, user string) (texts []string) {
	for _, m := range s.Answers(user, "") {
		text, _, _ := strings.Cut(m.Text, "\n")
		texts = append(texts, text)
	}
	return texts
}

// reads waits until what somebody was answered is that.
func reads(t *testing.T, s *slacktest.Server, user string, want ...string) {
	t.Helper()
	s.WaitFor(func() bool { return len(answers(s, user)) >= len(want) })
	if got := answers(s, user); !slices.Equal(got, want) {
		t.Errorf("%s reads %q, want %q", user, got, want)
	}
}

// TestWhatNobodyBringsAgainIsFound: messages from while the bot was away for longer
// than Slack tries, in the order in which they were written, before what is written
// then; and what was answered is not answered again.
func TestWhatNobodyBringsAgainIsFound(t *testing.T) {
	s, file := slacktest.New(t), newStore(t)
	s.RetryEvery, s.Retries = 200*time.Millisecond, 100
	for _, id := range []string{"U1", "U2", "U3"} {
		s.AddUser(slacktest.User{ID: id})
	}
	h := openHouse(t, s, file, "")
	s.DM("U1", "one").Wait()
	s.DM("U2", "one").Wait()
	reads(t, s, "U1", "one")
	reads(t, s, "U2", "one")
	h.close()
	s.GiveUp(s.DM("U1", "two"), s.DM("U1", "three"), s.DM("U2", "two"), s.DM("U3", "never heard before"))
	h = openHouse(t, s, file, "")
	s.DM("U1", "four")
	s.DM("U3", "hello")
	reads(t, s, "U1", "one", "two", "three", "four")
	reads(t, s, "U2", "one", "two") // who does not write again either
	reads(t, s, "U3", "never heard before", "hello")
	h.close()
	h = openHouse(t, s, file, "")
	s.DM("U1", "five").Wait()
	reads(t, s, "U1", "one", "two", "three", "four", "five")
	h.close()
}

// TestAGapIsLookedInto: while no socket was open for long, messages were lost.
func TestAGapIsLookedInto(t *testing.T) {
	s := slacktest.New(t)
	s.AddUser(slacktest.User{ID: "U1"})
	h := openHouse(t, s, newStore(t), "")
	p, err := New(options(h.people, s.APIURL(), s.BotToken(), s.AppToken))
	if err != nil {
		t.Fatal(err)
	}
	h.close()
	p.backlog.reopened(gap - time.Second)
	if len(p.backlog.again) != 0 {
		t.Error("a short gap is looked into")
	}
	p.backlog.reopened(gap)
	p.backlog.reopened(gap)
	if len(p.backlog.again) != 1 {
		t.Error("a long gap is not looked into")
	}
}

// TestWhoWasErasedIsNotReadAgain: their messages still stand in Slack.
func TestWhoWasErasedIsNotReadAgain(t *testing.T) {
	s, file := slacktest.New(t), newStore(t)
	s.RetryEvery, s.Retries = 200*time.Millisecond, 100
	s.AddUser(slacktest.User{ID: "U1"})
	h := openHouse(t, s, file, "")
	s.DM("U1", "one").Wait()
	s.DM("U1", "two").Wait()
	reads(t, s, "U1", "one", "two")
	h.settle()
	if _, err := h.people.EraseAll(t.Context(), coach.ID(Name+":T1/")); err != nil {
		t.Fatal(err)
	}
	h.close()
	h = openHouse(t, s, file, "")
	s.DM("U1", "three").Wait()
	reads(t, s, "U1", "one", "two", "three")
	h.close()
}

// TestWhatWasTappedKeepsItsKey, however the choice is shown: the letter may still be
// looked for by it.
func TestWhatWasTappedKeepsItsKey(t *testing.T) {
	s := slacktest.New(t)
	s.AddUser(slacktest.User{ID: "U1"})
	h := openHouse(t, s, newStore(t), "")
	defer h.close()
	for i, fault := range []string{"none", "chat.update"} {
		s.Fault(slacktest.Fault{Method: fault, Rate: 1, Status: 503})
		s.DM("U1", fmt.Sprint("number ", i)).Wait()
		s.WaitFor(func() bool { return len(s.Answers("U1", "")) == 2*i+1 })
		m := s.Last("U1", "")
		s.Tap("U1", m, more).Wait()
		var after slacktest.Message
		s.WaitFor(func() bool {
			all := s.Answers("U1", "")
			after = all[slices.IndexFunc(all, func(o slacktest.Message) bool { return o.TS == m.TS })]
			return strings.Contains(after.Text, "✓ "+more)
		})
		if fmt.Sprint(after.Metadata) != fmt.Sprint(m.Metadata) || len(m.Metadata) == 0 {
			t.Errorf("%s: the message had %v and has %v", fault, m.Metadata, after.Metadata)
		}
		s.WaitFor(func() bool { return len(s.Answers("U1", "")) == 2*i+2 })
	}
}
