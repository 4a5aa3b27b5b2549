package discord

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"bounceback/bot"
	"bounceback/bot/bottest/discordtest"
	"bounceback/coach"

	"github.com/bwmarrin/discordgo"
)

// TestNothingPrivateInAChannel sends every kind of letter in answer to what was done
// in a server, in every state that the answer can be in and with faults on the way.
func TestNothingPrivateInAChannel(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	if _, err := w.Post(w.ctx, ChannelAddress(w.square), "post", coach.Message{Text: "How is today?", Choices: yesNo}); err != nil {
		t.Fatal(err)
	}
	post := w.Messages(w.square)[0]
	const private = "PRIVATE"
	more := strings.Repeat(" and more", 240) // two messages
	letters := []coach.Message{
		text(private), {Text: private, Choices: yesNo}, {Text: private, Asks: true}, {Text: private, Choices: yesNo, Asks: true},
		{Text: private, Figure: bars}, text(private + more), {Text: private + more, Choices: yesNo, Asks: true},
	}
	// How the interaction was made and acknowledged.
	states := map[string]func() *Interaction{
		"command": func() *Interaction { return must(ParseAddress(second(w.asks(w.square)))).Interaction },
		"command, never acknowledged": func() *Interaction {
			return w.interaction(w.amina.Slash(w.square, "win"), w.square)
		},
		"tap on the post": func() *Interaction {
			i := w.interaction(w.amina.Tap(post.ID, "Yes"), w.square)
			w.must(w.client.Defer(w.ctx, i.rest(), true))
			return i
		},
		"tap on the post, acknowledged silently": func() *Interaction { // its first answer is the post itself
			i := w.interaction(w.amina.Tap(post.ID, "Yes"), w.square)
			w.must(w.client.Respond(w.ctx, i.rest(), discordgo.InteractionResponseDeferredMessageUpdate, nil))
			return i
		},
		"tap on the post, never acknowledged": func() *Interaction {
			return w.interaction(w.amina.Tap(post.ID, "Yes"), w.square)
		},
		"elsewhere": func() *Interaction { return must(ParseAddress(second(w.asks(discordtest.Elsewhere)))).Interaction },
		"ran out": func() *Interaction {
			i := must(ParseAddress(second(w.asks(w.square)))).Interaction
			w.Advance(16 * time.Minute)
			return i
		},
	}
	faults := map[string]func(){
		"none":       func() {},
		"edits fail": func() { w.Fail(edits, 3, discordtest.LateStatus(503)) },
		"put away":   func() { w.Fail(edits, 1, discordtest.Refuse(404, 10008, "Unknown Message")) },
		"no followups": func() {
			w.Fail("POST /webhooks/*/*", 1, discordtest.Refuse(400, 40094, "maximum number of follow up messages"))
		},
		"door closed": func() { w.amina.CloseDoor() },
		"sends fail":  func() { w.Fail(sends, 2, discordtest.Lose()) },
	}
	key, turn := 0, 0
	names := slices.Sorted(maps.Keys(faults))
	for _, state := range slices.Sorted(maps.Keys(states)) {
		for n, m := range letters {
			// There are seven letters and six faults, so they meet in all ways.
			fault := names[turn%len(names)]
			turn++
			i := states[state]()
			faults[fault]()
			key++
			err := errors.New("not sent")
			for try := 0; err != nil && !errors.Is(err, bot.ErrUnreachable) && try < 5; try++ {
				err = w.Send(w.ctx, i.Address(), fmt.Sprint("k", key), m)
			}
			if err != nil && fault != "door closed" {
				t.Errorf("%s, %s, letter %d: %v", state, fault, n, err)
			}
			if err := w.Hand(w.ctx, i.Address(), fmt.Sprint("f", key), private+".json", []byte(private)); err != nil && fault != "door closed" {
				t.Errorf("%s, %s, letter %d: %v", state, fault, n, err)
			}
			w.Heal()
			w.amina.OpenDoor()
		}
	}
	for _, m := range w.other.Sees(w.square) {
		if m.ID != post.ID || m.String() != post.String() || m.Edits != 0 {
			t.Errorf("everybody sees %v", m)
		}
	}
	if n := len(w.other.Ephemeral()) + len(w.other.Sees(discordtest.Direct)); n != 0 {
		t.Errorf("somebody else got %d messages", n)
	}
	if n := len(w.amina.Ephemeral()); n < key/2 {
		t.Errorf("she got %d messages to %d letters", n, key)
	}
	for _, r := range w.Requests("*") {
		if strings.Contains(string(r.Body), private) && !strings.Contains(string(r.Body), `"allowed_mentions":{"parse":[]`) {
			t.Errorf("%s %s may ping somebody", r.Method, r.Path)
		}
	}
	if strings.Contains(w.log.String(), private) {
		t.Error("the log holds what was private")
	}
}

func (w *town) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func second[A, B any](_ A, b B) B { return b }

// An answer that others can see is given only where it is certain that there are
// none.
func TestWhere(t *testing.T) {
	for _, x := range []struct {
		i    discordgo.Interaction
		want Where
	}{
		{discordgo.Interaction{GuildID: "1", Context: discordgo.InteractionContextBotDM}, InServer},
		{discordgo.Interaction{Context: discordgo.InteractionContextBotDM}, InDirect},
		{discordgo.Interaction{Context: discordgo.InteractionContextPrivateChannel}, InPrivate},
		{discordgo.Interaction{}, InPrivate}, // not told
	} {
		if got := where(&x.i); got != x.want {
			t.Errorf("%+v: %s", x.i, got)
		}
	}
}

// What comes without an author, or was not written by a person, is nobody's message.
func TestByPerson(t *testing.T) {
	amina := discordgo.User{ID: "81"}
	m := discordgo.Message{ID: "1", ChannelID: "2", Author: &amina, Content: "hello"}
	if !byPerson(&m) {
		t.Error("a person's message is not theirs")
	}
	for name, change := range map[string]func(*discordgo.Message){
		"no author": func(m *discordgo.Message) { m.Author = nil }, "a bot": func(m *discordgo.Message) { m.Author = &discordgo.User{ID: "81", Bot: true} },
		"Discord": func(m *discordgo.Message) { m.Author = &discordgo.User{ID: "81", System: true} }, "a webhook": func(m *discordgo.Message) { m.WebhookID = "3" },
		"a server": func(m *discordgo.Message) { m.GuildID = "4" }, "no channel": func(m *discordgo.Message) { m.ChannelID = "" },
		"a pin": func(m *discordgo.Message) { m.Type = discordgo.MessageTypeChannelPinnedMessage },
	} {
		m := m
		change(&m)
		if byPerson(&m) {
			t.Errorf("%s: taken for a person's message", name)
		}
	}
	if byPerson(nil) {
		t.Error("nothing is taken for a person's message")
	}
}
