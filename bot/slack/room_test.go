package slack

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/slack-go/slack"

	"bounceback/bot"
	"bounceback/bot/bottest/slacktest"
	"bounceback/coach"
)

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
	// When too many are changed at once, the tap itself is answered.
	if err := o.send(somebody.Address(), "5", m); err != nil {
		t.Fatal(err)
	}
	o.Fault(slacktest.Fault{Method: "chat.update", Times: 1, Status: 429, RetryAfter: "60"})
	crowded := o.tap(o.Last("U1", ""), "No")
	o.p.showChosen(t.Context(), "T1", crowded, crowded.ActionCallback.BlockActions[0])
	if got := o.Last("U1", ""); len(got.Buttons) != 0 || got.Text != "Shall we?\n✓ No" {
		t.Errorf("in a crowd seen is %q with %q", got.Text, got.Buttons)
	}
	// After a restart nobody knows what only one person saw: the choice is left of it.
	if err := o.send(r.Address(), "4", m); err != nil {
		t.Fatal(err)
	}
	o.restart()
	tap := o.tap(o.Ephemerals("U1")[1], "No")
	o.p.showChosen(t.Context(), "T1", tap, tap.ActionCallback.BlockActions[0])
	if got := o.Ephemerals("U1")[1]; len(got.Buttons) != 0 || got.Text != "✓ No" {
		t.Errorf("after a restart seen is %q with %q", got.Text, got.Buttons)
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
