package discord

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"bounceback/bot/bottest/discordtest"
	"bounceback/bot/discord/markup"
	"bounceback/bot/discord/rest"
	"bounceback/coach"
	"bounceback/store"

	"github.com/bwmarrin/discordgo"
)

// town is a local Discord with a person in a server, and the way out to it with a
// real store.
type town struct {
	*discordtest.Server
	t      *testing.T
	ctx    context.Context
	amina  *discordtest.Person
	other  *discordtest.Person
	guild  *discordtest.Guild
	square string // a channel of the server
	file   string
	store  *store.Store
	client *rest.Client
	ahead  atomic.Int64 // of our clock
	log    strings.Builder
	*sender
}

func newTown(t *testing.T) *town {
	t.Helper()
	d := discordtest.New(t)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(cancel)
	w := &town{Server: d, t: t, ctx: ctx, amina: d.Person("amina"), other: d.Person("bo"), guild: d.Guild("town"),
		file: filepath.Join(t.TempDir(), "store.db")}
	w.square = w.guild.Channel("square")
	w.guild.Join(w.amina, 0)
	w.guild.Join(w.other, 0)
	w.amina.Install()
	client, err := rest.New(rest.Options{Token: d.Token, API: d.URL(), PerSecond: 10_000, OpenEvery: time.Microsecond, Pause: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	w.client = client
	command := &discordgo.ApplicationCommand{Name: "win", Description: "Log a win",
		IntegrationTypes: &[]discordgo.ApplicationIntegrationType{0, 1}, Contexts: &[]discordgo.InteractionContextType{0, 1, 2}}
	if err := client.SetCommands(ctx, d.AppID, []*discordgo.ApplicationCommand{command}); err != nil {
		t.Fatal(err)
	}
	w.start()
	_, err = w.store.Update(ctx, PersonID(w.amina.ID), "", time.Now(), func(p *coach.Person, _ coach.Journal) coach.Change {
		p.Heard = time.Now()
		return coach.Change{}
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// start begins a run of the program. What a run has in memory is not there in the
// next.
func (w *town) start() {
	w.t.Helper()
	if w.store != nil {
		if err := w.store.Close(); err != nil {
			w.t.Fatal(err)
		}
	}
	s, err := store.Open(w.file)
	if err != nil {
		w.t.Fatal(err)
	}
	w.store = s
	w.t.Cleanup(func() { s.Close() })
	words, err := readWords()
	if err != nil {
		w.t.Fatal(err)
	}
	clock := func() time.Time { return time.Now().Add(time.Duration(w.ahead.Load())) }
	w.sender = newSender(w.client, s, markup.Renderer{Choose: words.Choose, Chosen: words.Chosen}, words, slog.New(slog.NewTextHandler(&w.log, nil)), clock)
}

// later moves all clocks.
func (w *town) later(d time.Duration) {
	w.Advance(d)
	w.ahead.Add(int64(d))
}

func (w *town) here() coach.Address { return UserAddress(w.amina.ID) }

func (w *town) send(to coach.Address, key string, m coach.Message) {
	w.t.Helper()
	if err := w.Send(w.ctx, to, key, m); err != nil {
		w.t.Fatal(err)
	}
}

// asks is /win in a place, acknowledged as the adapter does it.
func (w *town) asks(place string) (*discordtest.Interaction, coach.Address) {
	w.t.Helper()
	i := w.amina.Slash(place, "win")
	a := w.interaction(i, place)
	if err := w.client.Defer(w.ctx, a.rest(), a.Where != InDirect); err != nil {
		w.t.Fatal(err)
	}
	return i, a.Address()
}

func (w *town) interaction(i *discordtest.Interaction, place string) *Interaction {
	a := &Interaction{App: w.AppID, ID: i.ID, Token: i.Token, User: w.amina.ID, Where: InServer, Made: w.clock()}
	switch place {
	case discordtest.Direct:
		a.Where = InDirect
	case discordtest.Elsewhere:
		a.Where = InPrivate
	}
	return a
}

// sees fails if she does not see these messages of the bot's in a place.
func (w *town) sees(place string, want ...string) {
	w.t.Helper()
	var got []string
	for _, m := range w.amina.Sees(place) {
		if m.Author == w.BotID {
			got = append(got, m.String())
		}
	}
	if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
		w.t.Errorf("she sees\n%q, not\n%q", got, want)
	}
}

// opened is how often a direct message was opened.
func (w *town) opened() int { return len(w.Requests("POST /users/@me/channels")) }

const sends, edits = "POST /channels/*/messages", "PATCH /webhooks/*/*/messages/@original"

var yesNo = []coach.Choice{{Key: "feel/start/yes~1", Label: "Yes"}, {Key: "feel/start/no~1", Label: "No"}}

var bars = &coach.Figure{Title: "Wins", Alt: "Two wins in May, three in June.", Bars: []coach.Bar{{Label: "May", Value: 2}, {Label: "June", Value: 3}}}

func text(s string) coach.Message { return coach.Message{Text: s} }

// long is a text of several messages.
func long() string {
	var b strings.Builder
	for n := range 40 {
		fmt.Fprintf(&b, "Paragraph %d. %s\n\n", n, strings.Repeat("It goes on for a while. ", 4))
	}
	return b.String()
}
