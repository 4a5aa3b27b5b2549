package discord_test

import (
	"bytes"
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"bounceback/bot"
	"bounceback/bot/bottest/discordtest"
	"bounceback/bot/discord"
	"bounceback/coach"
	"bounceback/coach/understand"
	"bounceback/store"
)

// mind is the real coach and its reader, made once: neither changes.
var mind = sync.OnceValues(func() (m struct {
	coach  *coach.Coach
	reader *understand.Reader
}, err error) {
	if m.coach, err = coach.New(coach.Options{Where: "on this computer"}); err != nil {
		return m, err
	}
	m.reader, err = understand.NewReader()
	return m, err
})

// rig is the whole program on a local Discord.
type rig struct {
	*discordtest.Server
	t      *testing.T
	ctx    context.Context
	file   string
	log    *buffer
	bot    *bot.Bot
	people *store.Store
	clock  func() time.Time
	stop   func()
}

// buffer is a log that can be read while it is written.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// patience is how long a test waits for what must come: long, for a busy machine.
const patience = 45 * time.Second

// newRig makes a Discord. Call start.
func newRig(t *testing.T, options ...discordtest.Option) *rig {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return &rig{Server: discordtest.New(t, options...), t: t, ctx: ctx, file: filepath.Join(t.TempDir(), "people.db"), log: &buffer{}, clock: time.Now}
}

// start runs the program until the test ends or stop is called.
func (r *rig) start() *rig {
	r.t.Helper()
	m, err := mind()
	if err != nil {
		r.t.Fatal(err)
	}
	people, err := store.Open(r.file)
	if err != nil {
		r.t.Fatal(err)
	}
	r.people = people
	log := slog.New(slog.NewTextHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	p, err := discord.New(discord.Options{
		Token: r.Token, API: r.URL(), Coach: m.coach, Notes: people, Look: people.Look, Room: room(people), Logger: log, Clock: r.clock,
	}.Hurry())
	if err != nil {
		r.t.Fatal(err)
	}
	r.bot = bot.New(bot.Options{Coach: m.coach, Reader: m.reader, People: people, Platforms: []bot.Platform{p}, Logger: log, Clock: r.clock})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- r.bot.Run(ctx) }()
	r.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			r.t.Errorf("the bot ended with %v", err)
		}
		if err := people.Close(); err != nil {
			r.t.Error(err)
		}
		r.nothingSecret()
	})
	r.t.Cleanup(r.stop)
	r.must(r.Wait(r.ctx, "the commands are registered", func() bool { return r.Listening() && len(r.Registered()) > 0 }))
	return r
}

// nothingSecret fails if a token stands in the log, which is one of all levels.
func (r *rig) nothingSecret() {
	r.t.Helper()
	log := r.log.String()
	for name, secret := range map[string]string{"the bot's token": r.Token, "the token of an interaction": discordtest.InteractionToken} {
		if strings.Contains(log, secret) {
			r.t.Errorf("%s stands in the log:\n%s", name, log)
		}
	}
}

// room looks a room up in a store.
func room(people *store.Store) func(context.Context, coach.ID) (*coach.Room, error) {
	return func(ctx context.Context, id coach.ID) (r *coach.Room, err error) {
		err = people.Look(ctx, "discord:1", func(_ *coach.Person, j coach.Journal) { r = j.Room(id) })
		return r, err
	}
}

func (r *rig) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// newest is the newest message that a person sees somewhere.
func (r *rig) newest(p *discordtest.Person, where string) discordtest.Message {
	seen := p.Sees(where)
	return seen[len(seen)-1]
}

// read is a place as a person reads it: a transcript.
func (r *rig) read(p *discordtest.Person, where string) string {
	var b strings.Builder
	for _, m := range p.Sees(where) {
		who := p.Name
		if m.Author == r.BotID {
			who = "Bot"
		}
		b.WriteString(who + ": " + strings.ReplaceAll(m.Text, "\n", "\n     "))
		for _, l := range m.Labels() {
			b.WriteString(" [" + l + "]")
		}
		b.WriteString("\n")
	}
	return b.String()
}
