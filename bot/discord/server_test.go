package discord_test

import (
	"strings"
	"testing"

	"bounceback/bot/bottest/discordtest"
)

// community is a server with one channel, in which some people are.
func (r *rig) community(people ...string) (g *discordtest.Guild, channel string, who []*discordtest.Person) {
	g = r.Guild("abroad")
	channel = g.Channel("general")
	for _, name := range people {
		p := r.Person(name)
		g.Join(p, 0)
		who = append(who, p)
	}
	return g, channel, who
}

// nothingPublic fails if anybody can read something of the bot's in a channel.
func (r *rig) nothingPublic(channel string) {
	r.t.Helper()
	for _, m := range r.Messages(channel) {
		r.t.Errorf("all can read %q", m.Text)
	}
}

// TestJoiningAServerPostsNothing: whoever added it finds /room and /help.
func TestJoiningAServerPostsNothing(t *testing.T) {
	t.Parallel()
	r := newRig(t).start()
	g, here, who := r.community("admin")
	g.Join(who[0], discordtest.ManageChannels)
	if got := strings.Join(who[0].Commands(here), " "); !strings.Contains(got, "help") || !strings.Contains(got, "room") {
		t.Errorf("the admin finds %s", got)
	}
	r.must(r.bot.Settle(r.ctx))
	r.nothingPublic(here)
}

// TestAQuestionGoesToTheDirectMessage: what was asked in a server wants words, and
// the door is open.
func TestAQuestionGoesToTheDirectMessage(t *testing.T) {
	t.Parallel()
	r := newRig(t).start()
	_, here, who := r.community("amina")
	amina := who[0]
	m, err := amina.Slash(here, "rejected", "company:Siemens", "stage:the last round").Await(r.ctx)
	r.must(err)
	if !m.Ephemeral {
		t.Errorf("all can read %q", m.Text)
	}
	written := r.waitFor(amina, here, "I've written to you")
	if b := written.Buttons; len(b) != 1 || b[0].URL != "https://discord.com/channels/@me/"+amina.DirectID() {
		t.Errorf("what leads to the direct message is %+v", b)
	}
	q := r.waitFor(amina, discordtest.Direct, "What would help now?")
	amina.Tap(q.ID, "Let it out")
	next, err := amina.AnswerTo(r.ctx, q.ID)
	r.must(err)
	amina.Say("all of it for nothing")
	_, err = amina.AnswerTo(r.ctx, next.ID)
	r.must(err)
	if seen := r.read(amina, here); strings.Contains(seen, "What would help") {
		t.Errorf("the question is in the server, too:\n%s", seen)
	}
	r.nothingPublic(here)
}

// TestAQuestionStaysWhenTheDoorIsClosed: it goes on where it is, with a field to
// write in, and only they see it.
func TestAQuestionStaysWhenTheDoorIsClosed(t *testing.T) {
	t.Parallel()
	r := newRig(t).start()
	_, here, who := r.community("ben")
	ben := who[0]
	ben.CloseDoor()
	_, err := ben.Slash(here, "rejected", "company:Siemens", "stage:the last round").Await(r.ctx)
	r.must(err)
	q := r.waitFor(ben, here, "What would help now?")
	if got := strings.Join(q.Labels(), ", "); got != "Let it out, Just log it, Do something else, Not now, In my own words" {
		t.Errorf("there is to tap: %s", got)
	}
	tap := ben.Tap(q.ID, "Let it out")
	r.must(tap.Acknowledged(r.ctx))
	q = r.waitFor(ben, here, "Write as much or as little")
	if !strings.Contains(q.Reads(), "You: Let it out") {
		t.Errorf("what was chosen is not to be seen: %s", q.Reads())
	}
	opened := ben.Tap(q.ID, "In my own words")
	r.must(opened.Acknowledged(r.ctx))
	if opened.Answered() != discordtest.AnswerForm {
		t.Fatalf("the button was answered with %d", opened.Answered())
	}
	form, ok := ben.Form()
	if !ok || len(form.Fields) != 1 || !form.Fields[0].Long || !strings.HasPrefix(form.Fields[0].Placeholder, "Write as much or as little") {
		t.Fatalf("the form is %+v", form)
	}
	r.must(ben.Submit(map[string]string{form.Fields[0].ID: "all of it for *nothing*, @everyone"}).Acknowledged(r.ctx))
	after := r.waitFor(ben, here, "That's said now")
	if !strings.Contains(after.Reads(), "You: all of it for *nothing*, @everyone") {
		t.Errorf("what was written is not to be seen: %s", after.Reads())
	}
	if got := r.read(ben, discordtest.Direct); got != "" {
		t.Errorf("something went through a closed door: %s", got)
	}
	r.nothingPublic(here)
}

// TestAPersonsOwnInstallation: it works where the bot is no member, and only they
// see it.
func TestAPersonsOwnInstallation(t *testing.T) {
	t.Parallel()
	r := newRig(t).start()
	g := r.GuildWithoutBot("elsewhere")
	here := g.Channel("general")
	cleo := r.Person("cleo")
	g.Join(cleo, discordtest.Administrator)
	cleo.Install()
	for _, where := range []string{here, discordtest.Elsewhere} {
		i := cleo.Slash(where, "win", "win:called the clinic")
		m, err := i.Await(r.ctx)
		r.must(err)
		if !m.Ephemeral || !strings.Contains(m.Text, "called the clinic") {
			t.Errorf("the answer is %+v", m)
		}
		r.must(r.bot.Settle(r.ctx))
	}
	for _, name := range cleo.Commands(here) {
		if name == "room" {
			t.Error("/room is there, where the bot cannot post")
		}
	}
	r.nothingPublic(here)
}

// TestACrowdDoesNotWaitForDoors: direct messages are opened slowly, and a question
// that would have to wait for that stays in the server.
func TestACrowdDoesNotWaitForDoors(t *testing.T) {
	t.Parallel()
	r := newRig(t).start()
	_, here, who := r.community("a", "b", "c", "d", "e", "f", "g", "h")
	for _, p := range who {
		p.Slash(here, "rejected", "company:Siemens", "stage:the last round")
	}
	direct, stayed := 0, 0
	for _, p := range who {
		r.must(r.Wait(r.ctx, p.Name+" is asked", func() bool {
			all := r.read(p, here)
			return strings.Contains(all, "I've written to you") || strings.Contains(all, "In my own words")
		}))
		if strings.Contains(r.read(p, discordtest.Direct), "What would help") {
			direct++
		}
		if strings.Contains(r.read(p, here), "What would help") {
			stayed++
		}
	}
	if direct < 1 || stayed < 1 || direct+stayed != len(who) {
		t.Errorf("%d were asked in the direct message, and %d where they were", direct, stayed)
	}
}
