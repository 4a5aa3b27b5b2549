package gateway_test

import (
	"testing"
	"time"

	"bounceback/bot/bottest/discordtest"
	"bounceback/bot/discord/gateway"
)

func TestAThousandEventsStayInOrder(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	amina := d.Person("amina")
	r := start(t, d)
	r.listens(1)
	var want []string
	for i := range 1000 {
		want = append(want, words(i))
	}
	began := time.Now()
	for i, w := range want {
		amina.Say(w)
		if i%250 == 125 {
			r.listens(1 + i/250) // a session that was cut three times at its greeting is given up
			d.Do(discordtest.Cut())
		}
	}
	r.hears(want...)
	lost := len(d.Closes())
	t.Logf("%d messages, with %d lost connections, took %v", len(want), lost, time.Since(began))
	if lost == 0 {
		t.Error("no connection was lost")
	}
}

// TestASlowListenerLosesNothing: more comes than the queue holds while the listener
// sleeps through many heartbeats.
func TestASlowListenerLosesNothing(t *testing.T) {
	t.Parallel()
	const beat = 50 * time.Millisecond
	d := discordtest.New(t, discordtest.Heartbeat(beat))
	amina := d.Person("amina")
	r := start(t, d)
	r.listens(1)
	r.on = func(e gateway.Event) {
		if e.Message != nil && e.Message.Content == words(0) {
			time.Sleep(20 * beat)
		}
	}
	var want []string
	for i := range 3000 {
		want = append(want, words(i))
		amina.Say(want[i])
	}
	r.hears(want...)
}

// TestHeartbeatsGoOnWhileTheListenerSleeps: a full queue stops only the reading.
func TestHeartbeatsGoOnWhileTheListenerSleeps(t *testing.T) {
	t.Parallel()
	const (
		beat = 400 * time.Millisecond
		many = 1200 // more than the queue holds
	)
	d := discordtest.New(t, discordtest.Heartbeat(beat))
	amina := d.Person("amina")
	r := start(t, d)
	r.listens(1)
	wake := make(chan struct{})
	r.on = func(gateway.Event) { <-wake }
	var all []string
	for i := range many {
		all = append(all, words(i))
	}
	amina.SayAll(all...)
	time.Sleep(3 * beat) // discordgo gives up after five
	if c := d.Closes(); len(c) != 0 {
		t.Errorf("the connection was closed while the listener slept: %v", c)
	}
	close(wake)
	r.wait("all came", func() bool { return len(r.texts()) == many })
}

// TestAnEventThatComesTwiceIsHandedOverOnce: a resume may begin further back than
// was asked for.
func TestAnEventThatComesTwiceIsHandedOverOnce(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	amina := d.Person("amina")
	r := start(t, d)
	r.listens(1)
	amina.Say(words(1))
	amina.Say(words(2))
	r.hears(words(1), words(2))
	d.Do(discordtest.Raw(`{"op":0,"s":2,"t":"MESSAGE_CREATE","d":{"id":"1","channel_id":"2","author":{"id":"3"}}}`))
	amina.Say(words(3))
	r.hears(words(1), words(2), words(3))
}

func TestABrokenHandlerIsSurvived(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	amina := d.Person("amina")
	r := start(t, d)
	r.listens(1)
	r.on = func(e gateway.Event) { panic(e.Message.Content) }
	amina.Say(words(1))
	amina.Say(words(2))
	r.hears(words(1), words(2))
	r.wait("both are counted", func() bool { return r.g.Counts().Panics == 2 })
}

// TestWhatCannotBeReadIsSurvived sends what discordgo breaks on, in whole or in
// part, and sees that what comes after it is heard.
func TestWhatCannotBeReadIsSurvived(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	amina := d.Person("amina")
	r := start(t, d)
	r.listens(1)
	message := func(components ...int) map[string]any {
		all := []any{}
		for _, c := range components {
			all = append(all, map[string]any{"type": c, "content": "x"})
		}
		return map[string]any{"id": "1", "channel_id": "2", "content": words(len(components)),
			"author": map[string]any{"id": "3"}, "components": all}
	}
	for _, e := range []struct {
		kind string
		d    any
	}{
		{"MESSAGE_CREATE", nil},
		{"MESSAGE_CREATE", []int{1}},
		{"MESSAGE_CREATE", map[string]any{"id": 7}},
		{"MESSAGE_CREATE", map[string]any{"id": "7", "channel_id": "8", "content": secret}}, // without an author
		{"INTERACTION_CREATE", nil},
		{"INTERACTION_CREATE", map[string]any{"id": "7", "type": 99}},
		{"INTERACTION_CREATE", map[string]any{"id": "7", "token": secret, "type": 5, "user": map[string]any{"id": "3"},
			"data": map[string]any{"custom_id": "x", "components": []any{map[string]any{"type": 18}}}}},
		{"GUILD_CREATE", nil},
		{"GUILD_UPDATE", nil},
		{"VOICE_SERVER_UPDATE", map[string]any{}},
		{"SOMETHING_NEW", map[string]any{"words": secret}},
	} {
		d.Dispatch(e.kind, e.d)
	}
	d.Dispatch("MESSAGE_CREATE", message(16))
	d.Dispatch("MESSAGE_CREATE", message(20, 999))
	amina.Say(words(3))
	r.hears(words(1), words(2), words(3))
	if c := r.g.Counts(); c.Malformed != 7 || c.Unknown != 4 || c.Connects != 1 {
		t.Errorf("counted: %+v", c)
	}
	for _, e := range r.events {
		if i := e.Interaction; i != nil && (i.Token != secret || i.Data != nil || i.User.ID != "3") {
			t.Errorf("the interaction that could be read in part is %+v", i)
		}
	}
}

func TestInteractionsComeWithWhatTheyHold(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	r := start(t, d)
	r.listens(1)
	d.Dispatch("INTERACTION_CREATE", map[string]any{"id": "7", "application_id": d.AppID, "type": 2, "token": "t", "version": 1,
		"member": map[string]any{"user": map[string]any{"id": "3"}, "permissions": "0"}, "guild_id": "4", "channel_id": "5",
		"data": map[string]any{"id": "6", "name": "win", "type": 1}})
	r.wait("it came", func() bool { r.mu.Lock(); defer r.mu.Unlock(); return len(r.events) == 2 })
	i := r.events[1].Interaction
	if i.ApplicationCommandData().Name != "win" || i.Member.User.ID != "3" || i.GuildID != "4" {
		t.Errorf("%+v", i)
	}
}
