package slack

import (
	"context"
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

// town is a workspace in which the whole bot runs: the real coach, reader and
// store, against a local Slack.
type town struct {
	*slacktest.Server
	t     *testing.T
	store *store.Store
	coach *coach.Coach
	bot   *bot.Bot
	p     *Platform
}

func newTown(t *testing.T, set func(*Options)) *town {
	t.Helper()
	w := &town{Server: slacktest.New(t), t: t, coach: mind(t)}
	w.AddUser(slacktest.User{ID: "U1", RealName: "Amina Haddad", TZ: "Europe/Berlin"})
	w.AddUser(slacktest.User{ID: "U2", RealName: "Boris"})
	w.AddUser(slacktest.User{ID: "U3", RealName: "Ada", Admin: true})
	w.AddChannel(slacktest.Channel{ID: "C1", Creator: "U2", Members: []string{"U1", "U2", "U3"}})
	var err error
	if w.store, err = store.Open(filepath.Join(t.TempDir(), "people.db")); err != nil {
		t.Fatal(err)
	}
	o := Options{
		BotToken: w.BotToken(), AppToken: w.AppToken, API: w.APIURL(), Coach: w.coach, Look: w.store.Look, Notes: w.store, Erase: w.store, Pace: 1000,
	}
	if set != nil {
		set(&o)
	}
	p, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	w.p = p
	reader, err := theReader()
	if err != nil {
		t.Fatal(err)
	}
	w.bot = bot.New(bot.Options{Coach: w.coach, Reader: reader, People: w.store, Platforms: []bot.Platform{p}})
	ctx, stop := context.WithCancel(context.Background())
	ran := make(chan error, 1)
	go func() { ran <- w.bot.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ran; err != nil {
			t.Error(err)
		}
		if err := w.store.Close(); err != nil {
			t.Error(err)
		}
	})
	if o.HTTP == nil {
		w.WaitSockets(1)
	}
	return w
}

// sweep is what happens every hour.
func (w *town) sweep() {
	w.t.Helper()
	if err := w.p.sweepOnce(w.t.Context()); err != nil {
		w.t.Error(err)
	}
}

// sees waits until the last that somebody sees in a channel holds a text.
func (w *town) sees(user, channel, text string) slacktest.Message {
	w.t.Helper()
	var last slacktest.Message
	if !w.WaitFor(func() bool {
		all := w.Answers(user, channel)
		if len(all) == 0 {
			return false
		}
		last = all[len(all)-1]
		return strings.Contains(last.Text, text)
	}) {
		w.t.Logf("they see %q", last.Text)
	}
	return last
}

// person is what is kept about somebody.
func (w *town) person(user string) (p coach.Person) {
	w.t.Helper()
	if err := w.store.Look(w.t.Context(), User{"T1", user}.Person(), func(kept *coach.Person, _ coach.Journal) { p = *kept }); err != nil {
		w.t.Fatal(err)
	}
	return p
}

// TestATalkInTheDirectMessage: comfort, a tap, and what the profile says.
func TestATalkInTheDirectMessage(t *testing.T) {
	w := newTown(t, nil)
	w.DM("U1", "Siemens &amp; Söhne said no").Wait()
	last := w.sees("U1", "", "What would help now?")
	if first := w.Answers("U1", "")[0]; !strings.Contains(first.Text, "That hurts") && !strings.Contains(first.Text, "no") {
		t.Errorf("the first answer is %q", first.Text)
	}
	if intro := w.Answers("U1", "")[1]; !strings.Contains(intro.Text, "run by the job club") || !strings.Contains(intro.Text, "owners of this workspace may be able to export") {
		t.Errorf("who can read along is not said: %q", intro.Text)
	}
	w.Tap("U1", last, "Just log it").Wait()
	w.sees("U1", "", "")
	w.WaitFor(func() bool {
		for _, m := range w.Answers("U1", "") {
			if m.TS == last.TS {
				return len(m.Buttons) == 0 && strings.Contains(m.Text, "Just log it")
			}
		}
		return false
	})
	w.WaitFor(func() bool { p := w.person("U1"); return p.Name == "Amina" && p.TimeZone == "Europe/Berlin" })
	w.ChangeProfile("U1", func(u *slacktest.User) { u.TZ = "Europe/Lisbon" }).Wait()
	w.WaitFor(func() bool { return w.person("U1").TimeZone == "Europe/Lisbon" })
	// Who leaves the workspace stays who they were, and whom the coach does not know
	// stays unknown.
	w.ChangeProfile("U1", func(u *slacktest.User) { u.Deleted, u.RealName, u.TZ = true, "deactivated", "Etc/UTC" }).Wait()
	w.ChangeProfile("U2", func(u *slacktest.User) { u.RealName = "Boris Godunov" }).Wait()
	if p := w.person("U1"); p.Name != "Amina" || p.TimeZone != "Europe/Lisbon" {
		t.Errorf("who left is %q in %s", p.Name, p.TimeZone)
	}
	if p := w.person("U2"); p.Name != "" || p.Profile.Name != "" {
		t.Errorf("who never wrote is %q", p.Name)
	}
}

// TestACommandInAChannelIsSeenByOne: the answer, its buttons and the field for an
// open question are theirs alone.
func TestACommandInAChannelIsSeenByOne(t *testing.T) {
	w := newTown(t, nil)
	w.Slash("U1", "C1", "/coach", "").Wait()
	m := w.sees("U1", "C1", "What is it about?")
	if !m.Ephemeral {
		t.Error("everybody sees it")
	}
	w.Slash("U1", "C1", "/coach", "I feel so tired of all this").Wait()
	w.WaitFor(func() bool { return len(w.Answers("U1", "C1")) >= 2 })
	w.Slash("U1", "C1", "/coach", "settings checkin:weekdays").Wait()
	w.WaitFor(func() bool { return slices.Contains(w.Last("U1", "C1").Buttons, "In my own words") })
	w.Tap("U1", w.Last("U1", "C1"), "In my own words").Wait()
	w.WaitFor(func() bool { return w.Modal("U1") != nil })
	w.SubmitView("U1", map[string]any{answerForm: "half past seven in the evening"}).Wait()
	w.WaitFor(func() bool {
		return slices.ContainsFunc(w.Answers("U1", "C1"), func(m slacktest.Message) bool { return strings.Contains(m.Text, "Monday to Friday at 19:30") })
	})
	if all := w.Messages("C1"); len(all) != 0 {
		t.Errorf("everybody sees %+v", all)
	}
}

// TestAWinByForm: the command without words opens a form, and so does the shortcut.
func TestAWinByForm(t *testing.T) {
	w := newTown(t, nil)
	for i, open := range []func(){
		func() { w.Slash("U1", "C1", "/win", "").Wait() },
		func() { w.Shortcut("U1", callbackWin).Wait() },
	} {
		open()
		w.WaitFor(func() bool { return w.Modal("U1") != nil })
		w.SubmitView("U1", map[string]any{"win": "passed B2"}).Wait()
		w.WaitFor(func() bool { return w.person("U1").Tally.Total["win"] == i+1 })
	}
	command := w.Slash("U1", "C1", "/win", "called two firms")
	command.Wait()
	command.Again() // a command that is delivered twice counts once
	command.Wait()
	w.WaitFor(func() bool { return w.person("U1").Tally.Total["win"] == 3 })
	mail := slacktest.Message{Text: "You were strong on plans &amp; people"}
	w.DM("U1", "hello").Wait()
	w.sees("U1", "", "")
	if all := w.Seen("U1", ""); len(all) > 0 {
		mail = all[0]
	}
	w.MessageShortcut("U1", callbackFeedback, mail).Wait()
	w.WaitFor(func() bool { return w.Modal("U1") != nil })
	w.SubmitView("U1", nil).Wait()
	w.WaitFor(func() bool { return w.person("U1").Tally.Total["feedback"] == 1 })
}

// TestTheHomeTab: it says how things stand, and its form sets what can be set.
func TestTheHomeTab(t *testing.T) {
	w := newTown(t, nil)
	home := func(text string) {
		t.Helper()
		w.OpenHome("U1").Wait()
		w.WaitFor(func() bool { v := w.Home("U1"); return v != nil && strings.Contains(v.Text(), text) })
	}
	home("I'm a bot")
	// Somebody's first settings are by the clock of their profile.
	w.AddUser(slacktest.User{ID: "U9", TZ: "Asia/Tokyo"})
	w.OpenHome("U9").Wait()
	w.WaitFor(func() bool { return w.Home("U9") != nil })
	w.TapHome("U9", "My settings").Wait()
	w.WaitFor(func() bool { return w.Modal("U9") != nil })
	w.SubmitView("U9", map[string]any{"checkin": "Every day", "time": "19:30"}).Wait()
	w.WaitFor(func() bool {
		p := w.person("U9")
		return p.CheckIn != nil && p.CheckIn.At == "19:30" && p.TimeZone == "Asia/Tokyo"
	})
	w.DM("U1", "hello").Wait()
	w.sees("U1", "", "")
	home("Nothing is planned")
	w.TapHome("U1", "My settings").Wait()
	w.WaitFor(func() bool { return w.Modal("U1") != nil })
	w.SubmitView("U1", map[string]any{"checkin": "Every day", "time": "19:30", "zone": "Atlantis"}).Wait()
	w.WaitFor(func() bool { v := w.Modal("U1"); return v != nil && strings.Contains(v.Errors["zone"], "Warsaw") })
	w.SubmitView("U1", map[string]any{"checkin": "Every day", "time": "19:30", "zone": "Warsaw"}).Wait()
	w.WaitFor(func() bool {
		p := w.person("U1")
		return p.CheckIn != nil && p.CheckIn.At == "19:30" && p.TimeZone == "Europe/Warsaw"
	})
	home("at 19:30: your check-in")
	w.TapHome("U1", "A copy of my data").Wait()
	w.WaitFor(func() bool {
		return slices.ContainsFunc(w.Answers("U1", ""), func(m slacktest.Message) bool { return slices.Contains(m.Files, "bounceback.json") })
	})
	w.TapHome("U1", "Delete my data").Wait()
	w.Tap("U1", w.sees("U1", "", "Delete"), "Yes, delete it all").Wait()
	w.WaitFor(func() bool { return w.person("U1").Heard.IsZero() })
	home("I'm a bot")
}

// TestARoomIsSetUpByWhoManagesIt: by who made the channel or runs the workspace, or is
// in the group that the operator named, and only where the app was invited.
func TestARoomIsSetUpByWhoManagesIt(t *testing.T) {
	w := newTown(t, func(o *Options) { o.Managers = "S1" })
	w.Slash("U3", "C1", "/coach", "room").Wait()
	w.sees("U3", "C1", "/invite @Bounceback")
	w.ChangeChannel("C1", func(c *slacktest.Channel) { c.Members = append(c.Members, w.Team.BotUser) })
	w.Slash("U1", "C1", "/coach", "room time:9:00").Wait()
	w.WaitFor(func() bool { return len(w.Answers("U1", "C1")) > 0 })
	for _, who := range []string{"U2", "U3"} {
		w.Slash(who, "C1", "/coach", "room").Wait()
		w.WaitFor(func() bool { return w.Modal(who) != nil })
		w.SubmitView(who, map[string]any{"time": "09:30", "zone": "Warsaw"}).Wait()
		w.sees(who, "C1", "9:30")
	}
	w.Slash("U1", "C1", "/coach", "room").Wait()
	w.hears("U1", "C1", "Only those who manage")
	w.AddChannel(slacktest.Channel{ID: "S1", Members: []string{"U1"}})
	w.Slash("U1", "C1", "/coach", "room").Wait()
	w.WaitFor(func() bool { return w.Modal("U1") != nil })
	if all := w.Messages("C1"); len(all) != 0 {
		t.Errorf("everybody sees %+v", all)
	}
}

// TestAMentionIsAnsweredInPrivate: nothing is said in the channel.
func TestAMentionIsAnsweredInPrivate(t *testing.T) {
	w := newTown(t, nil)
	w.ChangeChannel("C1", func(c *slacktest.Channel) { c.Members = append(c.Members, w.Team.BotUser) })
	w.Mention("U1", "C1", "I got rejected").Wait()
	w.sees("U1", "", "What would help now?")
	if all := w.Messages("C1"); slices.ContainsFunc(all, func(m slacktest.Message) bool { return m.Bot }) {
		t.Errorf("everybody sees %+v", all)
	}
}

// TestLateTriggersAreNoLoss: where a form cannot be opened, the coach asks in words.
func TestLateTriggersAreNoLoss(t *testing.T) {
	w := newTown(t, nil)
	w.TriggerLife = time.Nanosecond
	w.Slash("U1", "C1", "/win", "").Wait()
	w.WaitFor(func() bool { return len(w.Answers("U1", "C1")) > 0 })
}
