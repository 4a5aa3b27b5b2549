package discord

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"bounceback/bot/bottest/discordtest"
	"bounceback/bot/discord/rest"
)

// longestStall measures, until the returned function is called, by how much the
// machine was late to wake somebody who slept for a moment.
func longestStall(t *testing.T) func() time.Duration {
	const nap = 5 * time.Millisecond
	var longest time.Duration
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			began := time.Now()
			select {
			case <-end:
				return
			case <-time.After(nap):
				longest = max(longest, time.Since(began)-nap)
			}
		}
	}()
	stop := sync.OnceFunc(func() { close(end); <-ended })
	t.Cleanup(stop)
	return func() time.Duration { stop(); return longest }
}

// TestAcknowledgementsDoNotQueue: while a crowd's answers wait for what Discord
// allows in a second, what is tapped and commanded is acknowledged all the same, and
// Discord has no reason to complain.
func TestAcknowledgementsDoNotQueue(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.WithoutSchema())
	d.Limit("*", 50, time.Second)
	h := openHouse(t, d, filepath.Join(t.TempDir(), "people.db"), rest.PerSecond)
	stalled := longestStall(t)
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
	// Where the machine stood still, what was spread arrives together; and one stall
	// seldom comes alone.
	if most := people/20 + int(2*rest.PerSecond*stalled().Seconds()); early > most {
		t.Errorf("%d requests came too early; with these stalls %d may", early, most)
	}
	h.close(t)
}
