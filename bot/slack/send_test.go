package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"bounceback/bot"
	"bounceback/bot/bottest/slacktest"
	"bounceback/bot/slack/web"
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
	options := Options{BotToken: o.BotToken(), API: o.APIURL(), Notes: o.store, Pace: 1000, Clock: func() time.Time { return o.now }}
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

func figureOf(n int) *coach.Figure {
	return &coach.Figure{Title: "Six weeks", Alt: "Six weeks. wins: 2", Bars: []coach.Bar{{Label: "wins", Value: n}}}
}

// TestAFigureIsAPicture in the message, with its words for those who do not see it.
func TestAFigureIsAPicture(t *testing.T) {
	o := newOut(t, nil)
	o.FileDelay = 150 * time.Millisecond
	m := coach.Message{Text: "Look.", Figure: figureOf(2)}
	o.Fault(slacktest.Fault{Method: "chat.postMessage", Times: 1, Status: 502})
	o.send(somebody.Address(), "1", m)
	if err := o.send(somebody.Address(), "1", m); err != nil {
		t.Fatal(err)
	}
	got := o.Last("U1", "")
	if len(got.Images) != 1 || got.Images[0].Alt != m.Figure.Alt || len(o.File(got.Images[0].File)) < 100 {
		t.Errorf("seen is %+v", got.Images)
	}
	if n := len(o.Calls("files.completeUploadExternal")); n != 1 {
		t.Errorf("it was uploaded %d times", n)
	}
}

// TestAFigureThatCannotBeShownIsSaid: whatever keeps the picture away, the words
// come.
func TestAFigureThatCannotBeShownIsSaid(t *testing.T) {
	for name, fault := range map[string]slacktest.Fault{
		"no scope":  {Method: "files.getUploadURLExternal", NotOK: true, Error: "missing_scope"},
		"no upload": {Method: "upload", Status: 500},
		"refused":   {Method: "chat.postMessage", NotOK: true, Error: "invalid_blocks"},
	} {
		o := newOut(t, nil)
		fault.Times = 1
		o.Fault(fault)
		if err := o.send(somebody.Address(), "1", coach.Message{Text: "Look.", Figure: figureOf(2)}); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := o.Last("U1", ""); len(got.Images) != 0 || got.Text != "Look.\nSix weeks. wins: 2" {
			t.Errorf("%s: seen is %q with %d pictures", name, got.Text, len(got.Images))
		}
	}
}

// slash is a command in a channel, and the address of its answer.
func (o *out) slash() Request {
	o.t.Helper()
	o.AddChannel(slacktest.Channel{ID: "C1", Members: []string{"U1", "UBOTT1"}})
	d := o.Slash("U1", "C1", "/coach", "progress")
	return Request{User: somebody, Channel: "C1", URL: d.Payload["response_url"].(string), Made: o.now}
}

// TestAnAnswerToARequestIsSeenByOneAlone, and when Slack takes no more it goes on
// in the direct message; never in the channel.
func TestAnAnswerToARequestIsSeenByOneAlone(t *testing.T) {
	o := newOut(t, nil)
	r := o.slash()
	for i := range 7 {
		m := coach.Message{Text: "private", Figure: figureOf(2)}
		if err := o.send(r.Address(), string(rune('a'+i)), m); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(o.Ephemerals("U1")); n != 5 {
		t.Errorf("%d answers are seen at the command", n)
	}
	for _, m := range o.Ephemerals("U1") {
		if len(m.Images) > 0 || !strings.Contains(m.Text, "wins: 2") {
			t.Errorf("a picture belongs to the channel: %+v", m)
		}
	}
	if n := len(o.seen("U1")); n != 2 {
		t.Errorf("%d are seen in the direct message", n)
	}
	o.now = o.now.Add(requestLife)
	calls := len(o.Calls("chat.postMessage"))
	if err := o.send(r.Address(), "late", text("late")); err != nil {
		t.Fatal(err)
	}
	if len(o.Calls("chat.postMessage")) != calls+1 {
		t.Error("a late answer does not go to the direct message")
	}
	if n := len(o.Messages("C1")); n != 0 {
		t.Errorf("everybody sees %d messages", n)
	}
}

// TestAFailedAnswerHoldsNoSecret: who has the address can speak in the app's name.
func TestAFailedAnswerHoldsNoSecret(t *testing.T) {
	o := newOut(t, nil)
	r := o.slash()
	o.Fault(slacktest.Fault{Method: "response_url", Times: 1, Cut: true})
	err := o.send(r.Address(), "1", text("private"))
	if err == nil || strings.Contains(err.Error(), "commands") || strings.Contains(err.Error(), "private") {
		t.Error(err)
	}
}

// TestACopyIsHandedOverOnce, whatever breaks.
func TestACopyIsHandedOverOnce(t *testing.T) {
	content := []byte(`{"name":"Amina"}`)
	for name, fault := range map[string]slacktest.Fault{
		"nothing":  {},
		"upload":   {Method: "upload", Times: 1, Status: 500},
		"lost":     {Method: "files.completeUploadExternal", Times: 1, Lost: true},
		"cut":      {Method: "files.completeUploadExternal", Times: 1, Cut: true},
		"no look":  {Method: "conversations.history", Times: 1, Status: 500},
		"busy":     {Method: "files.completeUploadExternal", Times: 1, Status: 500},
		"no place": {Method: "files.getUploadURLExternal", Times: 1, NotOK: true},
	} {
		for _, crash := range []bool{false, true} {
			o := newOut(t, nil)
			if fault.Method != "" {
				o.Fault(fault)
			}
			ctx := t.Context()
			if err := o.p.Hand(ctx, o.slash().Address(), "1", "me.json", content); (err == nil) != (fault.Method == "") {
				t.Fatalf("%s: %v", name, err)
			}
			if crash {
				o.restart()
				ctx = bot.MarkAgain(ctx)
			}
			if err := o.p.Hand(ctx, somebody.Address(), "1", "me.json", content); err != nil {
				t.Fatalf("%s, crash %t: %v", name, crash, err)
			}
			got := o.Seen("U1", "")
			if len(got) != 1 || !slices.Equal(got[0].Files, []string{"me.json"}) {
				t.Errorf("%s, crash %t: seen is %+v", name, crash, got)
			}
		}
	}
}

// gone is what is installed nowhere.
type gone struct{}

func (gone) Token(context.Context, string) (string, error) { return "", web.ErrGone }

// TestAWorkspaceThatLeftIsUnreachable, where others can install it; with a plain
// token the letters wait.
func TestAWorkspaceThatLeftIsUnreachable(t *testing.T) {
	o := newOut(t, func(o *Options) { o.Tokens = gone{} })
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

// TestRooms posts once, replaces, and takes away.
func TestRooms(t *testing.T) {
	o := newOut(t, nil)
	o.AddChannel(slacktest.Channel{ID: "C1", Members: []string{"U1", "UBOTT1"}})
	room, ctx := ChannelAddress("T1", "C1"), t.Context()
	m := coach.Message{Text: "A thought, <!channel> @here", Choices: []coach.Choice{{Key: "1", Label: "a"}, {Key: "2", Label: "b"}, {Key: "3", Label: "c"},
		{Key: "4", Label: "d"}, {Key: "5", Label: "e"}, {Key: "6", Label: "f"}, {Key: "7", Label: "g"}, {Key: "8", Label: "h"}}}
	o.Fault(slacktest.Fault{Method: "chat.postMessage", Times: 1, Lost: true})
	if _, err := o.p.Post(ctx, room, "1", m); err == nil {
		t.Fatal("it was lost")
	}
	spot, err := o.p.Post(ctx, room, "1", m)
	if err != nil || spot == "" {
		t.Fatal(spot, err)
	}
	o.restart()
	if same, err := o.p.Post(bot.MarkAgain(ctx), room, "1", m); err != nil || same != spot {
		t.Errorf("after a crash it stands at %q, not %q: %v", same, spot, err)
	}
	if got := o.Messages("C1"); len(got) != 1 || len(got[0].Buttons) != 8 {
		t.Errorf("seen is %+v", got)
	}
	for range 2 {
		if err := o.p.Replace(ctx, room, spot, text("Closed.")); err != nil {
			t.Error(err)
		}
	}
	if got := o.Messages("C1"); len(got) != 1 || got[0].Text != "Closed." || len(got[0].Buttons) != 0 {
		t.Errorf("seen is %+v", got)
	}
	for range 2 {
		if err := o.p.Replace(ctx, room, spot, coach.Message{}); err != nil {
			t.Error(err)
		}
	}
	if n := len(o.Messages("C1")); n != 0 {
		t.Errorf("%d posts are left", n)
	}
	if err := o.p.Replace(ctx, room, spot, text("Closed.")); err != nil {
		t.Errorf("a post that somebody has taken away: %v", err)
	}
	o.ChangeChannel("C1", func(c *slacktest.Channel) { c.Archived = true })
	if _, err := o.p.Post(ctx, room, "2", m); !errors.Is(err, bot.ErrUnreachable) {
		t.Errorf("archived: %v", err)
	}
	o.RemoveChannel("C1")
	if _, err := o.p.Post(ctx, room, "3", m); !errors.Is(err, bot.ErrUnreachable) {
		t.Errorf("deleted: %v", err)
	}
	for _, err := range []error{o.p.Replace(ctx, somebody.Address(), spot, m), func() error { _, err := o.p.Post(ctx, somebody.Address(), "1", m); return err }()} {
		if !errors.Is(err, bot.ErrRefused) {
			t.Errorf("a person is no room: %v", err)
		}
	}
}

// TestWhatWasChosenIsShown in the direct message and in an answer to a command,
// and under a post in a channel nothing changes.
func TestWhatWasChosenIsShown(t *testing.T) {
	o := newOut(t, nil)
	m := coach.Message{Text: "Shall we?", Choices: []coach.Choice{{Key: "p#yes", Label: "Yes"}, {Key: "p#no", Label: "No"}}}
	r := o.slash()
	room := ChannelAddress("T1", "C1")
	if err := errors.Join(o.send(somebody.Address(), "1", m), o.send(r.Address(), "2", m)); err != nil {
		t.Fatal(err)
	}
	if _, err := o.p.Post(t.Context(), room, "3", m); err != nil {
		t.Fatal(err)
	}
	for where, on := range map[string]slacktest.Message{"direct": o.Last("U1", ""), "alone": o.Ephemerals("U1")[0], "room": o.Messages("C1")[0]} {
		tap := o.tap(on, "Yes")
		action := tap.ActionCallback.BlockActions[0]
		if key, ok := keyOf(action); !ok || key != "p#yes" {
			t.Errorf("%s: the key is %q", where, key)
		}
		for range 2 {
			o.p.showChosen(t.Context(), "T1", tap, action)
		}
	}
	for where, got := range map[string]slacktest.Message{"direct": o.Last("U1", ""), "alone": o.Ephemerals("U1")[0]} {
		if len(got.Buttons) != 0 || got.Text != "Shall we?\n✓ Yes" {
			t.Errorf("%s: seen is %q with %q", where, got.Text, got.Buttons)
		}
	}
	if got := o.Messages("C1")[0]; len(got.Buttons) != 2 {
		t.Errorf("a post lost its buttons: %+v", got)
	}
}

// tap is what the app is told of a tap.
func (o *out) tap(on slacktest.Message, label string) *slack.InteractionCallback {
	o.t.Helper()
	d := o.Tap("U1", on, label)
	payload, err := json.Marshal(d.Payload)
	if err != nil {
		o.t.Fatal(err)
	}
	var tap slack.InteractionCallback
	if err := json.Unmarshal(payload, &tap); err != nil {
		o.t.Fatal(err)
	}
	return &tap
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
