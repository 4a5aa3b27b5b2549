package discord_test

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bounceback/bot"
	"bounceback/bot/bottest/discordtest"
	"bounceback/bot/discord"
	"bounceback/coach"
	"bounceback/store"
)

// ears are a bot that only listens and says "heard", with a real store.
type ears struct {
	*discordtest.Server
	t     *testing.T
	ctx   context.Context
	file  string
	log   *buffer
	clock func() time.Time
	stop  func()

	mu    sync.Mutex
	heard []string // what was heard, each with its person: "amina: hello"
	names map[coach.ID]string
	// fails is asked for each message whether it cannot be kept.
	fails func(text string) error
}

func newEars(t *testing.T, options ...discordtest.Option) *ears {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return &ears{Server: discordtest.New(t, options...), t: t, ctx: ctx, file: filepath.Join(t.TempDir(), "people.db"),
		log: &buffer{}, clock: time.Now, names: map[coach.ID]string{}, fails: func(string) error { return nil }}
}

// person is somebody who is told from others in heard.
func (e *ears) person(name string) *discordtest.Person {
	p := e.Person(name)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.names[discord.PersonID(p.ID)] = name
	return p
}

// start listens until the test ends or stop is called.
func (e *ears) start() {
	e.t.Helper()
	m, err := mind()
	e.must(err)
	people, err := store.Open(e.file)
	e.must(err)
	p, err := discord.New(discord.Options{Token: e.Token, API: e.URL(), Coach: m.coach, Notes: people, Clock: e.clock,
		Logger: slog.New(slog.NewTextHandler(e.log, &slog.HandlerOptions{Level: slog.LevelDebug}))}.Hurry())
	e.must(err)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- p.Run(ctx, func(ctx context.Context, h bot.Heard) { h.Done(e.hear(ctx, people, p, h)) })
	}()
	e.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			e.t.Errorf("it ended with %v", err)
		}
		e.must(people.Close())
	})
	e.t.Cleanup(e.stop)
	e.until("it listens", func() bool { return e.Listening() && len(e.Registered()) > 0 })
}

// hear keeps what is heard as the bot does: each event once.
func (e *ears) hear(ctx context.Context, people *store.Store, p *discord.Platform, h bot.Heard) error {
	what := h.Heard.Text
	if h.Heard.Command != "" {
		what = "/" + h.Heard.Command
	}
	if err := e.fails(what); err != nil {
		return err
	}
	fresh, err := people.Update(ctx, h.From, h.Event, time.Now(), func(*coach.Person, coach.Journal) coach.Change { return coach.Change{} })
	if err != nil || !fresh {
		return err
	}
	e.mu.Lock()
	e.heard = append(e.heard, e.names[h.From]+": "+what)
	key := fmt.Sprintf("heard-%d", len(e.heard))
	e.mu.Unlock()
	if len(e.of(e.names[h.From])) > 1 {
		return nil
	}
	// Since Discord was asked where to answer, the channel is known.
	return p.Send(ctx, h.To, key, coach.Message{Text: "Heard."})
}

func (e *ears) must(err error) {
	e.t.Helper()
	if err != nil {
		e.t.Fatal(err)
	}
}

func (e *ears) until(what string, so func() bool) {
	e.t.Helper()
	for !so() {
		if e.ctx.Err() != nil {
			e.t.Fatalf("waited in vain until %s; heard %q\n%s", what, e.of(""), e.log)
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// of is what was heard of somebody, in order, and without a name of all.
func (e *ears) of(name string) (texts []string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, h := range e.heard {
		if text, ok := strings.CutPrefix(h, name+": "); name == "" {
			texts = append(texts, h)
		} else if ok {
			texts = append(texts, text)
		}
	}
	return texts
}

// hears waits until somebody was heard, and sees that nothing else was heard of them.
func (e *ears) hears(name string, texts ...string) {
	e.t.Helper()
	e.until(name+" is heard", func() bool { return len(e.of(name)) >= len(texts) })
	if got := e.of(name); !slices.Equal(got, texts) {
		e.t.Fatalf("of %s was heard %q\nnot %q\n%s", name, got, texts, e.log)
	}
}

// read counts how often messages were fetched that may have been missed. The sender
// reads as well, before the first letter after a start, but not from a message on.
func (e *ears) read() (n int) {
	for _, r := range e.Requests("GET /channels/*/messages") {
		if strings.Contains(r.Query, "after=") && r.Status == 200 {
			n++
		}
	}
	return n
}
