package slack

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bounceback/bot"
	"bounceback/bot/bottest/slacktest"
	"bounceback/coach"
	"bounceback/store"
)

var _ bot.Rooms = (*Platform)(nil)

// out is an adapter that only writes, to a local Slack, with a real store.
type out struct {
	*slacktest.Server
	p     *Platform
	store *store.Store
	set   func(*Options)
	now   time.Time
	t     *testing.T
}

// somebody is who is written to.
var somebody = User{Team: "T1", ID: "U1"}

func newOut(t *testing.T, set func(*Options)) *out {
	s, err := store.Open(filepath.Join(t.TempDir(), "people.db"))
	if err != nil {
		t.Fatal(err)
	}
	o := &out{Server: slacktest.New(t), store: s, set: set, now: time.Now(), t: t}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	o.AddUser(slacktest.User{ID: somebody.ID})
	o.know(somebody)
	o.restart()
	return o
}

// know keeps a person.
func (o *out) know(u User) {
	o.t.Helper()
	_, err := o.store.Update(o.t.Context(), u.Person(), "", time.Now(), func(p *coach.Person, _ coach.Journal) coach.Change {
		p.Name = "Amina"
		return coach.Change{}
	})
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *out) restart() {
	o.t.Helper()
	options := Options{BotToken: o.BotToken(), AppToken: o.AppToken, API: o.APIURL(), Coach: mind(o.t), Notes: o.store, Erase: o.store, Pace: 1000, Clock: func() time.Time { return o.now }}
	if o.set != nil {
		o.set(&options)
	}
	p, err := New(options)
	if err != nil {
		o.t.Fatal(err)
	}
	o.p = p
}

func (o *out) send(to coach.Address, key string, m coach.Message) error {
	return o.p.Send(o.t.Context(), to, key, m)
}

// seen are the texts in somebody's direct message.
func (o *out) seen(user string) (texts []string) {
	for _, m := range o.Seen(user, "") {
		texts = append(texts, m.Text)
	}
	return texts
}

func (o *out) saw(user string, want ...string) {
	o.t.Helper()
	if got := o.seen(user); !slices.Equal(got, want) {
		o.t.Errorf("%s saw %q, want %q", user, got, want)
	}
}

func text(s string) coach.Message { return coach.Message{Text: s} }

// TestTheDirectMessageIsOpenedOnce, and its channel known after a restart.
func TestTheDirectMessageIsOpenedOnce(t *testing.T) {
	o := newOut(t, nil)
	for _, key := range []string{"1", "2"} {
		if err := o.send(somebody.Address(), key, text("hello "+key)); err != nil {
			t.Fatal(err)
		}
	}
	o.restart()
	if err := o.send(somebody.Address(), "3", text("hello 3")); err != nil {
		t.Fatal(err)
	}
	o.saw("U1", "hello 1", "hello 2", "hello 3")
	if n := len(o.Calls("conversations.open")); n != 1 {
		t.Errorf("it was opened %d times", n)
	}
	// Whom one has heard, one can write to.
	o.AddUser(slacktest.User{ID: "U2"})
	o.know(User{"T1", "U2"})
	o.p.heardIn(User{"T1", "U2"}, o.Direct("U2"))
	if err := o.send(User{"T1", "U2"}.Address(), "4", text("hello")); err != nil {
		t.Fatal(err)
	}
	o.restart()
	if err := o.send(User{"T1", "U2"}.Address(), "5", text("hello")); err != nil {
		t.Fatal(err)
	}
	if n := len(o.Calls("conversations.open")); n != 1 {
		t.Errorf("it was opened %d times", n)
	}
}

// TestAWrongChannelIsOpenedAgain: people are written to where they are now.
func TestAWrongChannelIsOpenedAgain(t *testing.T) {
	o := newOut(t, nil)
	if err := o.store.SetNote(t.Context(), somebody.Person(), noteDirect, []byte("D0")); err != nil {
		t.Fatal(err)
	}
	if err := o.send(somebody.Address(), "1", text("hello")); err != nil {
		t.Fatal(err)
	}
	o.saw("U1", "hello")
	if got, _ := o.store.Note(t.Context(), somebody.Person(), noteDirect); string(got) != o.Direct("U1") {
		t.Errorf("noted is %q", got)
	}
}

// TestNoNoteOfThoseWhoWereErased: the last goodbye brings nothing back.
func TestNoNoteOfThoseWhoWereErased(t *testing.T) {
	o := newOut(t, nil)
	gone := User{"T1", "U7"} // is not kept
	o.AddUser(slacktest.User{ID: "U7"})
	o.p.heardIn(gone, o.Direct("U7"))
	if err := o.send(gone.Address(), "1", text("goodbye")); err != nil {
		t.Fatal(err)
	}
	o.saw("U7", "goodbye")
	if got, _ := o.store.Note(t.Context(), gone.Person(), noteDirect); got != nil {
		t.Errorf("noted is %q", got)
	}
}

// TestWhatCannotBeReached tells a person who left from trouble that passes.
func TestWhatCannotBeReached(t *testing.T) {
	o := newOut(t, nil)
	o.AddUser(slacktest.User{ID: "U2", Deleted: true})
	for name, c := range map[string]struct {
		to    coach.Address
		fault string
		want  error
	}{
		"nobody":            {User{"T1", "U9"}.Address(), "", bot.ErrUnreachable},
		"somebody who left": {User{"T1", "U2"}.Address(), "", bot.ErrUnreachable},
		"left meanwhile":    {somebody.Address(), "user_disabled", bot.ErrUnreachable},
		"a channel":         {ChannelAddress("T1", "C1"), "", bot.ErrRefused},
		"no address":        {coach.Address{Platform: Name, To: "?"}, "", bot.ErrRefused},
		"too much":          {somebody.Address(), "msg_blocks_too_long", bot.ErrRefused},
		"no Messages tab":   {somebody.Address(), "messages_tab_disabled", nil},
		"a wrong token":     {somebody.Address(), "invalid_auth", nil},
		"trouble":           {somebody.Address(), "internal_error", nil},
	} {
		if c.fault != "" {
			o.Fault(slacktest.Fault{Method: "chat.postMessage", Times: 1, NotOK: true, Error: c.fault})
		}
		err := o.send(c.to, "k", text("secret words"))
		final := errors.Is(err, bot.ErrUnreachable) || errors.Is(err, bot.ErrRefused)
		if err == nil || c.want != nil && !errors.Is(err, c.want) || c.want == nil && final || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestALongMessageIsPartedAndSentOnce, though it breaks in the middle and after a
// restart.
func TestALongMessageIsPartedAndSentOnce(t *testing.T) {
	o := newOut(t, nil)
	m := coach.Message{Text: strings.Repeat(strings.Repeat("word ", 500)+"\n\n", 12), Choices: []coach.Choice{{Key: "a", Label: "Yes"}}}
	if err := o.send(somebody.Address(), "0", text("before")); err != nil {
		t.Fatal(err)
	}
	o.Fault(slacktest.Fault{Method: "chat.postMessage", Times: 1, Lost: true})
	if err := o.send(somebody.Address(), "1", m); err == nil {
		t.Fatal("the first part was lost")
	}
	o.Fault(slacktest.Fault{Method: "conversations.history", Times: 1, Status: 500})
	if err := o.send(somebody.Address(), "1", m); err == nil {
		t.Fatal("nobody could look")
	}
	if err := o.send(somebody.Address(), "1", m); err != nil {
		t.Fatal(err)
	}
	if err := o.send(somebody.Address(), "1", m); err != nil {
		t.Fatal(err)
	}
	got := o.Seen("U1", "")
	if n := len(got); n < 3 || n > 5 {
		t.Fatalf("there are %d messages", n)
	}
	words := 0
	for i, m := range got {
		words += strings.Count(m.Text, "word")
		if last := i == len(got)-1; (len(m.Buttons) > 0) != last {
			t.Errorf("message %d has the buttons %q", i, m.Buttons)
		}
	}
	if words != 6000 {
		t.Errorf("%d words are seen", words)
	}
}

// TestAWorkspaceThatLeftIsUnreachable, where others can install it; with a plain
// token the letters wait.
func TestAWorkspaceThatLeftIsUnreachable(t *testing.T) {
	o := newOut(t, func(o *Options) {
		o.HTTP = &HTTP{SigningSecret: "signing", Address: "https://coach.example.org", ClientID: "1.2", ClientSecret: "a secret of the client"}
	})
	if err := o.send(somebody.Address(), "1", text("hello")); !errors.Is(err, bot.ErrUnreachable) {
		t.Error(err)
	}
	if _, err := o.p.Post(t.Context(), ChannelAddress("T1", "C1"), "1", text("hello")); !errors.Is(err, bot.ErrUnreachable) {
		t.Error(err)
	}
	o.set = nil
	o.restart()
	o.Uninstall("T1")
	if err := o.send(somebody.Address(), "1", text("hello")); err == nil || errors.Is(err, bot.ErrUnreachable) {
		t.Error(err)
	}
}

// TestAStorm writes to many people at once while one call in ten fails, most of
// them after they were done: each letter comes once.
func TestAStorm(t *testing.T) {
	const people, each = 150, 2
	o := newOut(t, nil)
	for i := range people {
		o.AddUser(slacktest.User{ID: fmt.Sprint("U9", i)})
	}
	for _, f := range []slacktest.Fault{{Lost: true}, {Lost: true}, {Cut: true}, {Status: 500}, {NotOK: true}} {
		f.Rate = 0.02
		o.Fault(f)
	}
	var all sync.WaitGroup
	turns := make(chan int)
	for range 20 {
		all.Go(func() {
			for i := range turns {
				for n := range each {
					for o.send(User{"T1", fmt.Sprint("U9", i)}.Address(), fmt.Sprint("k", i, "-", n), text("hello")) != nil {
						if t.Context().Err() != nil {
							return
						}
					}
				}
			}
		})
	}
	for i := range people {
		turns <- i
	}
	close(turns)
	all.Wait()
	for i := range people {
		for n := range each {
			if key := fmt.Sprint("k", i, "-", n); o.Posted(key) != 1 {
				t.Errorf("%s was posted %d times", key, o.Posted(key))
			}
		}
	}
	t.Logf("%d posts, %d looks, %d openings", len(o.Calls("chat.postMessage")), len(o.Calls("conversations.history")), len(o.Calls("conversations.open")))
}
