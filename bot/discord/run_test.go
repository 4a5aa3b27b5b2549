package discord_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"bounceback/bot"
	"bounceback/bot/discord"
	"bounceback/store"
)

// TestOtherShardsLeaveItToTheFirst: a process without shard 0 hears no direct messages,
// so it looks for none, and the commands are the first one's to register.
func TestOtherShardsLeaveItToTheFirst(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	o := r.options()
	people, err := store.Open(r.file)
	r.must(err)
	defer people.Close()
	amina := r.Person("amina")
	for name, value := range map[string]string{"channel": amina.DirectID(), "last": "1"} {
		r.must(people.SetNote(r.ctx, discord.PersonID(amina.ID), name, []byte(value)))
	}
	o.Notes, o.Shards, o.Logger = people, "1-1/2", slog.New(slog.NewTextHandler(r.log, nil))
	p, err := discord.New(o.Hurry())
	r.must(err)
	ctx, stop := context.WithCancel(r.ctx)
	ended := make(chan error, 1)
	go func() { ended <- p.Run(ctx, func(context.Context, bot.Heard) {}) }()
	r.must(r.Wait(r.ctx, "it is connected", func() bool { return strings.Contains(r.log.String(), "connected") }))
	time.Sleep(100 * time.Millisecond) // for what must not happen
	stop()
	r.must(<-ended)
	for _, q := range r.Requests("*") {
		if !strings.HasSuffix(q.Path, "/gateway/bot") {
			t.Errorf("it asks for %s", q.Path)
		}
	}
}
