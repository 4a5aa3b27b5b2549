package gateway

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"bounceback/bot/bottest/discordtest"
)

// connected is a link that has been greeted, and where its end is told.
func connected(t *testing.T, d *discordtest.Server, pace Pace) (*link, <-chan error) {
	t.Helper()
	g := New(Options{Token: d.Token, API: d.URL(), Pace: pace})
	sh := &shard{gateway: g, total: 1}
	a, err := g.ask(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	far, err := g.dial(t.Context(), a.URL)
	if err != nil {
		t.Fatal(err)
	}
	l, err := newLink(t.Context(), sh, "", far, func() {})
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
	return l, ended
}

// TestAStuckSessionIsReplaced holds discordgo's lock, as its own deadlocks do. The
// session is given up, and the next one hears what this one could not.
func TestAStuckSessionIsReplaced(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	amina := d.Person("amina")
	l, ended := connected(t, d, Pace{Greet: 200 * time.Millisecond, Stuck: 200 * time.Millisecond, Identify: time.Millisecond})
	l.lib.Lock()
	defer l.lib.Unlock()
	if err := <-ended; !errors.Is(err, errStuck) {
		t.Errorf("it ended with %v", err)
	}
	id := amina.Say("where are you?")
	sh, g := l.shard, l.shard.gateway
	g.leaving.Wait()
	if c := g.Counts(); c.Abandoned != 1 {
		t.Errorf("counted: %+v", c)
	}
	// What it gets out late does not count: it comes again.
	sh.keep(l, &discordgo.Event{Type: typeMessage, Sequence: 2, RawData: []byte(`{"id":"1","channel_id":"2","author":{"id":"3"}}`)})

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

// TestSilenceIsNoticedWithoutHeartbeats: discordgo sends none while it is stuck.
func TestSilenceIsNoticedWithoutHeartbeats(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Heartbeat(200*time.Millisecond))
	l, ended := connected(t, d, Pace{Stuck: time.Hour})
	l.lib.Lock()
	defer l.lib.Unlock()
	select {
	case err := <-ended:
		if late, ok := err.(net.Error); !ok || !late.Timeout() {
			t.Errorf("it ended with %v", err)
		}
	case <-time.After(30 * time.Second):
		t.Error("it goes on")
	}
}
