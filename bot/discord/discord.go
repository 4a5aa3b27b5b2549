package discord

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"bounceback/bot"
	"bounceback/bot/discord/gateway"
	"bounceback/bot/discord/markup"
	"bounceback/bot/discord/rest"
	"bounceback/coach"
	"bounceback/coach/page"
)

// Name is the platform's name.
const Name = "discord"

// Coach is what the adapter needs of a coach. A *coach.Coach is one.
type Coach interface {
	// Commands is the one list of commands, and Command reads one that was typed as
	// words: "/win finished my CV".
	Commands() []page.Command
	Command(line string) (h coach.Heard, ok bool)
	// Book has the pages of a language, for the words of commands.
	Book(language string) *page.Book
	// Completes tells whether Suggest knows something of an option, and Suggest
	// what it can hold, given what a person is typing.
	Completes(o page.Option) bool
	Suggest(o page.Option, typed string, j coach.Journal, most int) []page.Code
}

// Look shows a person, new if unknown, and their journal; what see changes is not
// kept.
type Look func(ctx context.Context, id coach.ID, see func(*coach.Person, coach.Journal)) error

// Options of a Platform. Token, Coach and Notes are needed.
type Options struct {
	// Token is the bot's token. It stands in no log and in no error.
	Token string
	// API is what stands before /api/v9. Empty: https://discord.com.
	API string
	// Shards are those that this process runs: empty or "auto" for as many as Discord
	// advises, "0-3/16" for a range of a number. Direct messages arrive only on
	// shard 0.
	Shards string
	Coach  Coach
	// Notes is where DM channels and last messages are remembered.
	Notes bot.Notes
	// Look is for what is offered while a person types, such as the companies they
	// have logged, which only they see. Nil: nothing of theirs is offered.
	Look Look
	// Room is what is set in a room, for the form of /room: nil if nothing is.
	// Nil: the form is empty.
	Room func(ctx context.Context, id coach.ID) (*coach.Room, error)
	// Logger gets what happens around messages, never their words. Nil: no log.
	Logger *slog.Logger
	// Clock is what is taken for now. Nil: time.Now.
	Clock func() time.Time

	pace gateway.Pace // tests do not wait for the library to say goodbye
}

var (
	_ bot.Platform = (*Platform)(nil)
	_ bot.Rooms    = (*Platform)(nil)
)

// Platform is Bounceback on Discord.
type Platform struct {
	*sender
	options Options
	inbox   *inbox
	trails  *trails
	gate    *gateway.Gateway

	registering atomic.Bool // the commands are looked after
}

// New makes a Platform. It connects to nothing.
func New(o Options) (*Platform, error) {
	shards, err := o.check()
	if err != nil {
		return nil, err
	}
	w, err := readWords()
	if err != nil {
		return nil, err
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	client, err := rest.New(rest.Options{Token: o.Token, API: o.API})
	if err != nil {
		return nil, err
	}
	show := markup.Renderer{Choose: w.Choose, Chosen: w.Chosen}
	return &Platform{
		sender:  newSender(client, o.Notes, show, w, o.Logger, o.Clock),
		options: o, inbox: newInbox(o.Logger), trails: newTrails(o.Notes),
		gate: gateway.New(gateway.Options{Token: o.Token, API: o.API, Shards: shards, Logger: o.Logger, Pace: o.pace}),
	}, nil
}

// Name is the platform's name.
func (p *Platform) Name() string { return Name }
