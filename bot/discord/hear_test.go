package discord_test

import (
	"fmt"
	"strings"
	"testing"

	"bounceback/bot/bottest/discordtest"
	"bounceback/bot/discord"
	"bounceback/coach"
)

// TestWhatHasNoWordsIsAnswered, and what nobody wrote is not.
func TestWhatHasNoWordsIsAnswered(t *testing.T) {
	t.Parallel()
	r := newRig(t).start()
	amina := r.Person("amina")
	id := amina.Send("", nil, discordtest.File{Name: "letter.jpg", Content: []byte("x")})
	m, err := amina.AnswerTo(r.ctx, id)
	r.must(err)
	if m.Reads() != "I can read text only. Could you say it in words?" {
		t.Errorf("a picture is answered with %q", m.Text)
	}
	said := len(amina.Sees(discordtest.Direct))
	user := map[string]any{"id": amina.ID, "username": "amina"}
	message := func(change map[string]any) {
		m := map[string]any{"id": "1", "channel_id": amina.DirectID(), "author": user, "content": "hello", "type": 0, "attachments": []any{}, "embeds": []any{}}
		for k, v := range change {
			m[k] = v
		}
		r.Dispatch("MESSAGE_CREATE", m)
	}
	message(map[string]any{"author": map[string]any{"id": amina.ID, "username": "x", "bot": true}})
	message(map[string]any{"author": nil})
	message(map[string]any{"webhook_id": "5"})
	message(map[string]any{"type": 6})         // a pin
	message(map[string]any{"content": " \n "}) // nothing at all
	message(map[string]any{"guild_id": "77"})
	message(map[string]any{"author": map[string]any{"id": "someone", "username": "x"}})
	amina.Edit(amina.Say("hello"), "hello there")
	// What was forwarded is read, and a component that nobody knows yet is no
	// hindrance.
	message(map[string]any{"id": "77", "content": "", "message_snapshots": []any{map[string]any{"message": map[string]any{"content": "siemens rejected me", "type": 0}}}})
	message(map[string]any{"id": "78", "content": "how far am I?", "components": []any{map[string]any{"type": 99}}})
	r.waitFor(amina, discordtest.Direct, "Siemens")
	r.must(r.bot.Settle(r.ctx))
	if turns := strings.Count(r.log.String(), "msg=turn"); turns != 3 {
		t.Errorf("%d turns were made of %d messages more:\n%s\n%s", turns, len(amina.Sees(discordtest.Direct))-said, r.read(amina, discordtest.Direct), r.log)
	}
}

// TestMessagesAreAnsweredInOrder: a person who writes fast is read in the order in
// which they wrote, whatever others do.
func TestMessagesAreAnsweredInOrder(t *testing.T) {
	t.Parallel()
	r := newRig(t).start()
	const people, lines = 6, 4
	var who []*discordtest.Person
	for n := range people {
		p := r.Person(fmt.Sprintf("p%d", n))
		who = append(who, p)
		var texts []string
		for l := range lines {
			texts = append(texts, fmt.Sprintf("/applied Firma%d", l))
		}
		p.SayAll(texts...)
	}
	for _, p := range who {
		_, err := p.Reads(r.ctx, discordtest.Direct, fmt.Sprintf("Firma%d", lines-1))
		r.must(err)
	}
	r.must(r.bot.Settle(r.ctx))
	for _, p := range who {
		var got []string
		r.must(r.people.Look(r.ctx, discord.PersonID(p.ID), func(_ *coach.Person, j coach.Journal) {
			for e := range j.Newest() {
				got = append(got, e.Words["company"])
			}
		}))
		if want := "Firma3 Firma2 Firma1 Firma0"; strings.Join(got, " ") != want {
			t.Errorf("%s was heard in another order: %q", p.Name, got)
		}
	}
}
