package discord

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"bounceback/bot/bottest/discordtest"
	"bounceback/bot/discord/rest"
)

// TestAcknowledgementsDoNotQueue: while a crowd's answers wait for what Discord
// allows in a second, what is tapped and commanded is acknowledged all the same, and
// Discord has no reason to complain.
func TestAcknowledgementsDoNotQueue(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.WithoutSchema())
	d.Limit("*", 50, time.Second)
	h := openHouse(t, d, filepath.Join(t.TempDir(), "people.db"), rest.PerSecond)
	const people = 60
	for n := range people {
		d.Person(fmt.Sprint("person", n)).Say("hello")
	}
	var acts []*discordtest.Interaction
	for n := range people {
		acts = append(acts, d.Person(fmt.Sprint("other", n)).Slash(discordtest.Direct, "say", "words:hello"))
	}
	for _, i := range acts {
		if _, err := i.Await(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	unanswered := 0
	for n := range people {
		if len(d.Person(fmt.Sprint("person", n)).Sees(discordtest.Direct)) < 2 {
			unanswered++
		}
	}
	if unanswered == 0 {
		t.Error("the commands were answered after all messages")
	}
	settle(t, h)
	early := 0
	for _, q := range d.Requests("*") {
		if q.Status == 429 {
			early++
		}
	}
	if early > people/20 { // on a busy machine what was spread may arrive together
		t.Errorf("%d requests came too early", early)
	}
	h.close(t)
}
