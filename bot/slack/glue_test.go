package slack

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"bounceback/bot/bottest/slacktest"
)

// said are the texts of all that the app wrote to somebody in a channel.
func (w *town) said(user, channel string) (texts []string) {
	for _, m := range w.Answers(user, channel) {
		texts = append(texts, m.Text)
	}
	return texts
}

// hears waits until the app has said something to somebody in a channel.
func (w *town) hears(user, channel, text string) {
	w.t.Helper()
	if !w.WaitFor(func() bool {
		return slices.ContainsFunc(w.said(user, channel), func(s string) bool { return strings.Contains(s, text) })
	}) {
		w.t.Logf("they see %q", w.said(user, channel))
	}
}

// TestWhatIsAnsweredAndWhatIsNot: an edit, a deletion, what others say among
// themselves and what the app itself says are acknowledged and left alone; a reply in a
// thread, one that goes to the channel as well, and a file are answered.
func TestWhatIsAnsweredAndWhatIsNot(t *testing.T) {
	w := newTown(t, nil)
	w.DM("U1", "hello").Wait()
	w.hears("U1", "", "What brings you here?")
	direct := w.Direct("U1")
	event := func(subtype, channel, kind, text string, more slacktest.JSON) slacktest.JSON {
		e := slacktest.JSON{"type": "message", "user": "U1", "text": text, "ts": "1700000000.00000" + text[:1], "channel": channel, "channel_type": kind}
		if subtype != "" {
			e["subtype"] = subtype
		}
		for k, v := range more {
			e[k] = v
		}
		return e
	}
	heard := func() int { return w.counted() }
	before := heard()
	w.EditLast("U1", "I got rejected").Wait()
	for _, e := range []slacktest.JSON{
		event("message_deleted", direct, "im", "1 gone", slacktest.JSON{"deleted_ts": "1700000000.000001"}),
		event("channel_join", "C1", "channel", "2 joined", nil),
		event("", "C1", "channel", "3 among ourselves", nil),
		event("", "G9", "mpim", "4 in a group", nil),
		event("bot_message", direct, "im", "5 of a bot", slacktest.JSON{"bot_id": "B9"}),
		{"type": "reaction_added", "user": "U1", "reaction": "cry"},
		{"type": "of_next_year", "user": "U1"},
	} {
		w.Emit(e).Wait()
	}
	if after := heard(); after != before {
		t.Errorf("%d of what is no message was taken for one", after-before)
	}
	for i, e := range []slacktest.JSON{
		event("", direct, "im", "6 I got rejected", slacktest.JSON{"thread_ts": "1700000000.000001"}),
		event("thread_broadcast", direct, "im", "7 no answer for weeks", slacktest.JSON{"thread_ts": "1700000000.000001"}),
		event("me_message", direct, "im", "8 is sad", nil),
		event("file_share", direct, "im", " ", slacktest.JSON{"files": []any{slacktest.JSON{"id": "F1", "name": "letter.pdf"}}}),
	} {
		w.Emit(e).Wait()
		if after := heard(); after != before+i+1 {
			t.Errorf("of messages in the direct message %d were heard, not %d", after-before, i+1)
		}
	}
}

// counted is how many things the bot has heard.
func (w *town) counted() int { return int(w.bot.Counts().Heard) }

// TestAFormStandsBehindNothing: a trigger lives three seconds, and while Slack is slow
// with the profiles and home tabs of a crowd, a form opens at once.
func TestAFormStandsBehindNothing(t *testing.T) {
	w := newTown(t, nil)
	for _, method := range []string{"users.info", "views.publish"} {
		w.Fault(slacktest.Fault{Method: method, Rate: 1, Delay: time.Minute})
	}
	for i := range 2 * hands {
		id := "U7" + string(rune('A'+i%26)) + string(rune('A'+i/26))
		w.AddUser(slacktest.User{ID: id})
		w.OpenHome(id).Wait()
		w.DM(id, "hello").Wait()
	}
	w.WaitFor(func() bool { return len(w.p.rest) > 0 && len(w.p.tabs) > 0 })
	for range 5 { // a busy machine may take three seconds, too
		if w.Slash("U1", "C1", "/win", "").Wait(); w.Modal("U1") != nil {
			break
		}
		w.WaitFor(func() bool { return w.Modal("U1") != nil || len(w.Answers("U1", "C1")) > 0 })
	}
	if w.Modal("U1") == nil {
		t.Error("the form came too late")
	}
	// And what cannot be opened any more is said at once, in words.
	w.TriggerLife = time.Nanosecond
	w.Slash("U2", "C1", "/coach", "settings checkin:weekdays").Wait()
	w.hears("U2", "C1", "time")
	w.Tap("U2", w.Last("U2", "C1"), w.p.words.Answer).Wait()
	w.hears("U2", "C1", w.p.words.AnswerBroken)
}

// TestTheCrewLeavesNothingUndone: what it was given before the end is done, with a ctx
// that says so.
func TestTheCrewLeavesNothingUndone(t *testing.T) {
	c := newCrew()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	var done, broke atomic.Int64
	for range 50 {
		job := func(ctx context.Context) {
			if done.Add(1); ctx.Err() == nil {
				t.Error("a job is not told that the end has come")
			}
			panic("words of somebody")
		}
		if !c.forms.give(job) || !c.rest.give(job) {
			t.Fatal("there is no room")
		}
	}
	c.start(ctx, func(err error) {
		if broke.Add(1); strings.Contains(err.Error(), "words") {
			t.Error(err)
		}
	})
	c.team.Wait()
	if done.Load() != 100 || broke.Load() != 100 {
		t.Errorf("%d jobs were done and %d told of, not 100", done.Load(), broke.Load())
	}
	for range waiting {
		c.tabs.give(func(context.Context) {})
	}
	if c.tabs.give(func(context.Context) {}) {
		t.Error("more waits than there is room for")
	}
}

// TestACommandIsAnsweredWhereItWasGiven: in the direct message with the app the answer
// stays; in one with a colleague it is seen by who asked alone, and stands nowhere else.
func TestACommandIsAnsweredWhereItWasGiven(t *testing.T) {
	w := newTown(t, nil)
	w.AddChannel(slacktest.Channel{ID: "D9", Members: []string{"U1", "U2"}})
	w.Slash("U1", "", "/coach", "help").Wait()
	w.hears("U1", "", "Write as you would to a friend")
	if w.Last("U1", "").Ephemeral {
		t.Error("what was asked for in the direct message is gone when Slack is opened anew")
	}
	own := len(w.Answers("U1", ""))
	w.Slash("U1", "D9", "/coach", "help").Wait()
	w.WaitFor(func() bool { return len(w.Answers("U1", "D9")) > 0 })
	if !w.Last("U1", "D9").Ephemeral || len(w.Answers("U2", "D9")) > 0 || len(w.Answers("U1", "")) != own {
		t.Error("a command in a direct message with a colleague is answered elsewhere, or to both")
	}
	w.Tap("U1", w.Last("U1", "D9"), "Which commands are there?").Wait()
	w.hears("U1", "D9", "/coach rejected")
	w.Slash("U1", "C1", "/bounce", "help").Wait()
	w.Slash("U1", "C1", "/bounce", "").Wait()
	w.WaitFor(func() bool { return len(w.Answers("U1", "C1")) == 2 })
	for _, m := range w.Answers("U1", "C1") {
		if len(m.Buttons) == 0 {
			t.Errorf("a command under another name is not that of the menu: %q", m.Text)
		}
	}
}

// TestAFormThatStaysOpen: it can be sent empty, twice, and after the request that it was
// opened for is over.
func TestAFormThatStaysOpen(t *testing.T) {
	var late atomic.Int64
	w := newTown(t, func(o *Options) { o.Clock = func() time.Time { return time.Now().Add(time.Duration(late.Load())) } })
	form := func(typed map[string]any) *slacktest.Delivery {
		w.Slash("U1", "C1", "/rejected", "").Wait()
		w.WaitFor(func() bool { return w.Modal("U1") != nil })
		return w.SubmitView("U1", typed).Wait()
	}
	form(nil)
	w.WaitFor(func() bool { return w.person("U1").Tally.Total["rejection"] == 1 })
	sent := form(map[string]any{"company": "Bosch"})
	w.WaitFor(func() bool { return w.person("U1").Tally.Total["rejection"] == 2 })
	sent.Again()
	sent.Wait()
	w.Slash("U1", "C1", "/rejected", "").Wait()
	w.WaitFor(func() bool { return w.Modal("U1") != nil })
	late.Store(int64(requestLife))
	w.SubmitView("U1", map[string]any{"company": "Miele"}).Wait()
	w.hears("U1", "", "Miele")
	if n := w.person("U1").Tally.Total["rejection"]; n != 3 {
		t.Errorf("%d no's are counted, not 3", n)
	}
}

// TestTheHomeTabFollows: it is made anew while somebody looks at it, and not when they
// do not; of many at once the last one stays.
func TestTheHomeTabFollows(t *testing.T) {
	w := newTown(t, nil)
	for range 20 {
		w.OpenHome("U1")
	}
	home := func(text string) {
		t.Helper()
		w.WaitFor(func() bool { v := w.Home("U1"); return v != nil && strings.Contains(v.Text(), text) })
	}
	home("I'm a bot")
	w.TapHome("U1", "Log a win").Wait()
	w.WaitFor(func() bool { return w.Modal("U1") != nil })
	w.SubmitView("U1", map[string]any{"win": "passed B2"}).Wait()
	home("Good things  1  ■")
	if n := len(w.Calls("views.publish")); n > 15 {
		t.Errorf("for 20 openings and a turn the tab was made %d times", n)
	}
	w.OpenMessages("U1").Wait()
	w.WaitFor(func() bool { return !w.p.homes.isOpen(User{"T1", "U1"}) })
	before := len(w.Calls("views.publish"))
	w.DM("U1", "/undo").Wait()
	w.WaitFor(func() bool { return w.person("U1").Tally.Total["win"] == 0 })
	if after := len(w.Calls("views.publish")); after != before {
		t.Error("a tab is made that nobody looks at")
	}
	w.Fault(slacktest.Fault{Method: "views.publish", Times: 1, NotOK: true, Error: "hash_conflict"})
	w.OpenHome("U1").Wait()
	w.OpenHome("U1").Wait()
	w.WaitFor(func() bool { v := w.Home("U1"); return !strings.Contains(v.Text(), "■") })
}

// TestAWarningSignIsAnsweredWhereverItStands, at once, with somebody to turn to, and
// never where others read.
func TestAWarningSignIsAnsweredWhereverItStands(t *testing.T) {
	w := newTown(t, nil)
	w.ChangeChannel("C1", func(c *slacktest.Channel) { c.Members = append(c.Members, w.Team.BotUser) })
	const sign = "I want to kill myself"
	for i, way := range []func(user string){
		func(u string) { w.Slash(u, "C1", "/rejected", sign).Wait() },
		func(u string) { w.Slash(u, "C1", "/coach", sign).Wait() },
		func(u string) { w.Slash(u, "C1", "/coach", "help "+sign).Wait() },
		func(u string) {
			w.Slash(u, "C1", "/win", "").Wait()
			w.WaitFor(func() bool { return w.Modal(u) != nil })
			w.SubmitView(u, map[string]any{"win": sign}).Wait()
		},
		func(u string) { w.Mention(u, "C1", sign).Wait() },
		func(u string) {
			w.DM(u, "hello").Wait()
			w.hears(u, "", "What brings you here?")
			w.MessageShortcut(u, callbackFeedback, w.Seen(u, "")[0]).Wait()
			w.WaitFor(func() bool { return w.Modal(u) != nil })
			w.SubmitView(u, map[string]any{"said": sign}).Wait()
		},
	} {
		user := "U8" + string(rune('0'+i))
		w.AddUser(slacktest.User{ID: user})
		way(user)
		if !w.WaitFor(func() bool {
			all := strings.Join(append(w.said(user, ""), w.said(user, "C1")...), "\n")
			return strings.Contains(all, "112") && strings.Contains(all, "findahelpline.com")
		}) {
			t.Errorf("way %d: they see %q and %q", i, w.said(user, "C1"), w.said(user, ""))
		}
	}
	if all := w.Messages("C1"); slices.ContainsFunc(all, func(m slacktest.Message) bool { return m.Bot }) {
		t.Errorf("everybody sees %+v", all)
	}
}

// TestEveryCommandIsAnswered: as a word after /coach, and those that stand alone; with
// an answer for the person's own eyes, or with a form.
func TestEveryCommandIsAnswered(t *testing.T) {
	w := newTown(t, nil)
	for i, c := range w.coach.Commands() {
		for _, line := range [][2]string{{"/coach", c.Name}, {"/" + c.Name, ""}} {
			if line[1] == "" && !slices.Contains(append(alone, menu), c.Name) {
				continue
			}
			user := "U" + string(rune('A'+i)) + string(rune('A'+len(line[1])%26))
			w.AddUser(slacktest.User{ID: user})
			w.Slash(user, "C1", line[0], line[1]).Wait()
			w.WaitFor(func() bool { return len(w.Answers(user, "C1")) > 0 || w.Modal(user) != nil })
			if v := w.Modal(user); v != nil && strings.HasPrefix(v.Title(), "/") {
				t.Errorf("the form of %q is called %s", line, v.Title())
			}
			for _, m := range w.Answers(user, "C1") {
				if !m.Ephemeral {
					t.Errorf("%q is answered before everybody: %s", line, m.Text)
				}
			}
		}
	}
}
