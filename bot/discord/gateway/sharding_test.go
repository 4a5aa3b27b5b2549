package gateway_test

import (
	"slices"
	"testing"
	"time"

	"bounceback/bot/bottest/discordtest"
	"bounceback/bot/discord/gateway"
)

// started are the shards that identified, sorted, and the number that they gave.
func started(r *rig) (ids, totals []int) {
	for _, i := range r.Identifies() {
		ids, totals = append(ids, i.Shard), append(totals, i.Shards)
	}
	slices.Sort(ids)
	slices.Sort(totals)
	return ids, slices.Compact(totals)
}

func TestAsManyShardsAsAdvised(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Shards(3))
	amina := d.Person("amina")
	r := start(t, d, func(o *gateway.Options) { o.Pace.Identify = 100 * time.Millisecond })
	r.listens(3)
	if ids, totals := started(r); !slices.Equal(ids, []int{0, 1, 2}) || !slices.Equal(totals, []int{3}) {
		t.Errorf("started: %v of %v", ids, totals)
	}
	for i, s := range r.Identifies() {
		if i > 0 && s.At.Sub(r.Identifies()[i-1].At) < 60*time.Millisecond {
			t.Errorf("two starts are too near one another: %+v", r.Identifies())
		}
		if s.Intents != 1<<12 {
			t.Errorf("it asks for the intents %b", s.Intents)
		}
	}
	amina.Say(words(1))
	r.hears(words(1))
	if s := r.events[3].Shard; s != 0 {
		t.Errorf("a direct message came on shard %d", s)
	}
}

func TestARangeOfShards(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	r := start(t, d, func(o *gateway.Options) { o.Shards = gateway.Shards{First: 1, Last: 2, Total: 4} })
	r.wait("both are ready", func() bool { return len(r.readys()) == 2 })
	if ids, totals := started(r); !slices.Equal(ids, []int{1, 2}) || !slices.Equal(totals, []int{4}) {
		t.Errorf("started: %v of %v", ids, totals)
	}
}

// TestMoreShardsAreTaken: Discord wants more than it advised, as it does when a bot
// has grown.
func TestMoreShardsAreTaken(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Shards(2))
	d.At(discordtest.BeforeReady, discordtest.Close(4011))
	r := start(t, d)
	r.wait("all are ready", func() bool { return len(r.readys()) >= 2 && r.Listening() })
}

func TestRefusedAdviceIsNotTakenForEver(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	for range 10 {
		d.At(discordtest.BeforeReady, discordtest.Close(4011))
	}
	expectFatal(t, start(t, d), 4011, "larger number")
}

// TestACrashLoopDoesNotUseUpTheStarts: sessions are lost as soon as they are there.
// The local Discord fails the test when more are started than it allows.
func TestACrashLoopDoesNotUseUpTheStarts(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.StartLimit(20))
	for range 60 {
		d.At(discordtest.AfterReady, discordtest.InvalidSession(false))
	}
	r := start(t, d)
	r.wait("half of the starts are used", func() bool { return len(r.Identifies()) >= 10 })
	time.Sleep(300 * time.Millisecond)
	if n := len(r.Identifies()); n > 12 {
		t.Errorf("%d of 20 starts were used up in a moment", n)
	}
}
