package discord

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"bounceback/bot"
	"bounceback/bot/bottest/discordtest"
	"bounceback/store"

	"github.com/bwmarrin/discordgo"
)

// TestVoyage has a gateway on which everything goes wrong that can, again and
// again, while people write. They are all answered, once and in order.
func TestVoyage(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Heartbeat(400*time.Millisecond), discordtest.StartLimit(1<<20), discordtest.WithoutSchema())
	h := openHouse(t, d, filepath.Join(t.TempDir(), "people.db"), unlimited)
	over := make(chan struct{})
	var all []*talker
	var talking sync.WaitGroup
	for n := range 4 {
		p := &talker{Person: d.Person(fmt.Sprint("talker", n)), d: d}
		all = append(all, p)
		if _, err := p.AnswerTo(t.Context(), p.Say("hello")); err != nil {
			t.Fatal(err)
		}
		talking.Go(func() { p.talk(over) })
	}
	dice := rand.New(rand.NewPCG(5, 5))
	for range 25 {
		trouble(d, dice.IntN(9))
		time.Sleep(time.Duration(dice.IntN(200)) * time.Millisecond)
	}
	close(over)
	talking.Wait()
	for _, p := range all {
		wait(t, d, p.Name+" reads all answers", func() bool { return slices.Contains(p.answers(), p.line(p.said-1)) })
		p.tapped = nil // what is tapped while nobody is connected is lost
		p.examineAfter(t, 1)
	}
	h.close(t)
}

// trouble is one of the troubles of a gateway.
func trouble(d *discordtest.Server, which int) {
	switch which {
	case 0:
		d.Do(discordtest.Reconnect())
	case 1:
		d.Do(discordtest.InvalidSession(false))
	case 2:
		d.Do(discordtest.InvalidSession(true))
	case 3:
		d.Do(discordtest.Close(4009))
	case 4:
		d.Do(discordtest.Mute())
	case 5:
		d.Do(discordtest.Raw("{"))
	case 6:
		d.At(discordtest.BeforeReady, discordtest.Reconnect())
		d.Do(discordtest.Close(4009))
	case 7:
		d.At(discordtest.AtResume, discordtest.InvalidSession(false))
		d.Do(discordtest.Cut())
	default:
		d.Do(discordtest.Cut())
	}
}

// TestMissedBehindAnEarlierEvent: an event of one session is reached when the next
// has begun. What was missed between the two is still found, for it is not before
// that event.
func TestMissedBehindAnEarlierEvent(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	people, err := store.Open(filepath.Join(t.TempDir(), "people.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer people.Close()
	p, err := New(Options{Token: d.Token, API: d.URL(), Coach: mimic{}, Notes: people})
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	events := map[string]bool{}
	heard := func(_ context.Context, h bot.Heard) { // one person, so one at a time
		if !events[h.Event] { // as the bot does
			texts, events[h.Event] = append(texts, h.Heard.Text), true
		}
		h.Done(nil)
	}
	amina := d.Person("amina")
	comes := func(text string) {
		p.hearMessage(t.Context(), &discordgo.Message{ID: amina.Say(text), ChannelID: amina.DirectID(), Content: text, Author: &discordgo.User{ID: amina.ID}}, heard)
	}
	if err := p.trails.begin(t.Context(), time.Now()); err != nil {
		t.Fatal(err)
	}
	p.trails.fresh()
	comes("one")
	p.inbox.settle()
	busy := make(chan struct{})
	p.inbox.put(t.Context(), amina.ID, nil, func(context.Context) { <-busy })
	comes("two")
	amina.Say("three")
	p.trails.fresh()
	close(busy)
	p.inbox.settle()
	comes("four")
	p.inbox.settle()
	if want := []string{"one", "two", "three", "four"}; !slices.Equal(texts, want) {
		t.Errorf("it hears %q", texts)
	}
}
