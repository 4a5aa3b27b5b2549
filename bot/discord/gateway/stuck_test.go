package gateway

import (
	"context"
	"errors"
	"testing"
	"time"

	"bounceback/bot/bottest/discordtest"
)

// TestAStuckSessionIsReplaced holds discordgo's lock, as its own deadlocks do. The
// session is given up, and the next one hears what this one could not.
func TestAStuckSessionIsReplaced(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	amina := d.Person("amina")
	g := New(Options{Token: d.Token, API: d.URL(), Pace: Pace{Greet: 200 * time.Millisecond, Stuck: 200 * time.Millisecond, Identify: time.Millisecond}})
	sh := &shard{gateway: g, total: 1}
	a, err := g.ask(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	far, err := g.dial(t.Context(), a.URL)
	if err != nil {
		t.Fatal(err)
	}
	l, err := newLink(t.Context(), sh, "", far)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() {
		_, err := l.run()
		ended <- err
	}()
	if e := <-g.queue; e.Ready == nil || !e.Ready.Fresh {
		t.Fatalf("first came %+v", e)
	}
	l.lib.Lock()
	defer l.lib.Unlock()
	if err := <-ended; !errors.Is(err, errStuck) {
		t.Errorf("it ended with %v", err)
	}
	id := amina.Say("where are you?")
	g.leaving.Wait()
	if c := g.Counts(); c.Abandoned != 1 {
		t.Errorf("counted: %+v", c)
	}

	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	go sh.run(ctx)
	if e := <-g.queue; e.Message == nil || e.Message.ID != id {
		t.Errorf("after that came %+v", e)
	}
	if e := <-g.queue; e.Ready == nil || e.Ready.Fresh {
		t.Errorf("and then %+v", e)
	}
}
