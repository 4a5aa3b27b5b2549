package discord_test

import (
	"context"
	"strings"
	"testing"

	"bounceback/bot"
	"bounceback/bot/bottest/discordtest"
	"bounceback/bot/discord"
	"bounceback/coach"
)

// waitFor waits until a person reads a text somewhere, and until all is quiet.
func (r *rig) waitFor(p *discordtest.Person, where, words string) discordtest.Message {
	r.t.Helper()
	m, err := p.Reads(r.ctx, where, words)
	if err != nil {
		r.t.Fatalf("%v; it reads:\n%s%s", err, r.read(p, where), r.log)
	}
	r.must(r.bot.Settle(r.ctx))
	m, _ = r.Message(m.ID)
	return m
}

// TestATalkInTheDirectMessage: words, a tap, words, and a tap on what has passed.
func TestATalkInTheDirectMessage(t *testing.T) {
	t.Parallel()
	r := newRig(t).start()
	amina := r.Person("amina")
	amina.Say("siemens said no after the second interview")
	m := r.waitFor(amina, discordtest.Direct, "What would help now?")
	if got := strings.Join(m.Labels(), ", "); got != "Let it out, Just log it, Do something else, Not now" {
		t.Errorf("there is to tap: %s", got)
	}
	tap := amina.Tap(m.ID, "Let it out")
	r.must(tap.Acknowledged(r.ctx))
	if tap.Answered() != discordtest.AnswerUpdate {
		t.Errorf("the tap was acknowledged with %d", tap.Answered())
	}
	if m, _ = r.Message(m.ID); len(m.Labels()) != 0 || !strings.HasSuffix(m.Reads(), "You: Let it out") {
		t.Errorf("after the tap it reads %q with %q", m.Reads(), m.Labels())
	}
	next, err := amina.AnswerTo(r.ctx, m.ID)
	r.must(err)
	amina.Say("I gave it everything")
	if after, err := amina.AnswerTo(r.ctx, next.ID); err != nil || after.ID == next.ID {
		t.Fatalf("the words were not answered: %v", err)
	}
	old := amina.TapGone(m.ID, m.ID)
	r.must(old.Acknowledged(r.ctx))
	r.waitFor(amina, discordtest.Direct, "belongs to an earlier question")
}

func TestACommandInTheDirectMessage(t *testing.T) {
	t.Parallel()
	r := newRig(t).start()
	amina := r.Person("amina")
	i := amina.Slash(discordtest.Direct, "win", "win:finished my *CV*")
	m, err := i.Await(r.ctx)
	r.must(err)
	if m.Ephemeral || !strings.HasSuffix(m.Reads(), "“finished my *CV*”") {
		t.Errorf("the answer is %+v", m)
	}
	if q := r.waitFor(amina, discordtest.Direct, "One two-minute thing"); q.ID == m.ID || len(q.Labels()) != 4 {
		t.Errorf("the question is %+v", q)
	}
}

// TestAnAnswerThatTakesLongerIsAnnounced, to a message and to a tap, by the typing
// indicator, which Discord shows for ten seconds.
func TestAnAnswerThatTakesLongerIsAnnounced(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	p := r.alone(func(context.Context, bot.Heard) {}) // nobody answers
	amina := r.Person("amina")
	typing := func(n int) {
		t.Helper()
		r.must(r.Wait(r.ctx, "the indicator", func() bool { return r.Typing(amina.DirectID()) == n }))
	}
	amina.Say("hello")
	typing(1)
	r.must(p.Send(r.ctx, discord.UserAddress(amina.ID), "key", coach.Message{Text: "How is it?", Choices: []coach.Choice{{Key: "checkin/start/low~1", Label: "Low"}}}))
	amina.Tap(r.newest(amina, discordtest.Direct).ID, "Low")
	typing(2)
}
