package gateway_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bounceback/bot/bottest/discordtest"
	"bounceback/bot/discord/gateway"

	"github.com/bwmarrin/discordgo"
)

// patience is how long a test waits for what must happen.
const patience = 30 * time.Second

// secret is in the words of all messages: it may stand in no log.
const secret = "rejected"

// chatter is how often the library wrote to its own log, where tokens and messages
// would stand.
var chatter atomic.Int64

func TestMain(m *testing.M) {
	discordgo.Logger = func(int, int, string, ...any) { chatter.Add(1) }
	os.Exit(m.Run())
}

// rig is a Gateway that runs against a local Discord.
type rig struct {
	*discordtest.Server
	t    *testing.T
	g    *gateway.Gateway
	log  *book
	stop context.CancelFunc
	done chan struct{} // closed when Run has returned
	err  error         // of Run

	mu     sync.Mutex
	events []gateway.Event
	on     func(gateway.Event) // called for each, after it was noted
}

// book is a log that can be read while it is written.
type book struct {
	mu sync.Mutex
	b  strings.Builder
}

func (b *book) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *book) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// quick is a pace for tests.
var quick = gateway.Pace{
	Dial: 5 * time.Second, Greet: time.Second, Identify: 5 * time.Millisecond, Renew: 50 * time.Millisecond,
	First: 5 * time.Millisecond, Most: 50 * time.Millisecond, Settle: 10 * time.Second, Stuck: 5 * time.Second,
	Leave: time.Millisecond, // discordgo sleeps for a second when it closes, for which few tests need to wait
}

// start runs a Gateway until the test ends, and sees that no word and no token got
// into its log.
func start(t *testing.T, d *discordtest.Server, change ...func(*gateway.Options)) *rig {
	t.Helper()
	r := &rig{Server: d, t: t, log: &book{}, done: make(chan struct{})}
	o := gateway.Options{Token: d.Token, API: d.URL(), Pace: quick,
		Logger: slog.New(slog.NewTextHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug}))}
	for _, c := range change {
		c(&o)
	}
	r.g = gateway.New(o)
	var ctx context.Context
	ctx, r.stop = context.WithCancel(context.Background())
	go func() {
		defer close(r.done)
		r.err = r.g.Run(ctx, r.take)
	}()
	t.Cleanup(func() {
		r.stop()
		<-r.done
		if n := chatter.Load(); n > 0 {
			t.Errorf("discordgo has logged %d times", n)
		}
		if log := r.log.String(); strings.Contains(log, d.Token) || strings.Contains(log, secret) {
			t.Errorf("the log tells too much:\n%s", log)
		}
		if t.Failed() {
			t.Logf("log:\n%s\nstarts: %+v\ncloses: %v\ncounts: %+v", r.log, d.Identifies(), d.Closes(), r.g.Counts())
		}
	})
	return r
}

func (r *rig) take(e gateway.Event) {
	r.mu.Lock()
	r.events = append(r.events, e)
	on := r.on
	r.mu.Unlock()
	if on != nil {
		on(e)
	}
}

// wait waits until something is so.
func (r *rig) wait(what string, so func() bool) {
	r.t.Helper()
	end := time.Now().Add(patience)
	for !so() {
		if time.Now().After(end) {
			r.t.Fatalf("waited in vain until %s", what)
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// listens waits until there were so many Readys, and what people do is heard.
func (r *rig) listens(readys int) {
	r.t.Helper()
	r.wait(fmt.Sprintf("it is ready for the %d. time", readys), func() bool { return len(r.readys()) >= readys && r.Listening() })
}

func (r *rig) readys() (all []gateway.Ready) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, e := range r.events {
		if e.Ready != nil {
			all = append(all, *e.Ready)
		}
	}
	return all
}

// texts are those of the messages that came, in order.
func (r *rig) texts() (all []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, e := range r.events {
		if e.Message != nil {
			all = append(all, e.Message.Content)
		}
	}
	return all
}

// hears waits until exactly these messages came.
func (r *rig) hears(texts ...string) {
	r.t.Helper()
	r.wait(fmt.Sprintf("%d messages came", len(texts)), func() bool { return len(r.texts()) >= len(texts) })
	if got := r.texts(); fmt.Sprint(got) != fmt.Sprint(texts) {
		r.t.Fatalf("came: %q\nwant: %q", got, texts)
	}
}

// ends waits until Run has returned by itself.
func (r *rig) ends() error {
	r.t.Helper()
	select {
	case <-r.done:
		return r.err
	case <-time.After(patience):
		r.t.Fatal("Run goes on")
		return nil
	}
}

// words is what somebody says.
func words(n int) string { return fmt.Sprintf("%s %d", secret, n) }
