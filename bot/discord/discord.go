package discord

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"bounceback/bot"
	"bounceback/coach"
	"bounceback/coach/page"
)

// Name is the platform's name.
const Name = "discord"

// defaultAPI is where Discord's API is.
const defaultAPI = "https://discord.com"

// Coach is what the adapter needs of a coach. A *coach.Coach is one.
type Coach interface {
	// Commands is the one list of commands.
	Commands() []page.Command
	// Book has the pages of a language, for the words that can be chosen in an
	// option and for the commands' descriptions in other languages.
	Book(language string) *page.Book
}

// Options of a Platform. Token, Coach and Notes are needed.
type Options struct {
	// Token is the bot's token. It stands in no log and in no error.
	Token string
	// API is what stands before /api/v9. Empty: https://discord.com.
	API string
	// Shards are those that this process runs: empty for the one of a small bot,
	// "auto" for as many as Discord advises, "0-3/16" for a range of a number.
	// Direct messages arrive only on shard 0.
	Shards string
	Coach  Coach
	// Notes is where DM channels and last messages are remembered.
	Notes bot.Notes
	// Companies lists the companies that a person has logged, newest first, for
	// autocomplete; only that person sees them. Nil: none is offered.
	Companies func(ctx context.Context, id coach.ID) ([]string, error)
	// Room is what is set in a room, for the form of /room: nil if nothing is.
	// Nil: the form is empty.
	Room func(ctx context.Context, id coach.ID) (*coach.Room, error)
	// Logger gets what happens around messages, never their words. Nil: no log.
	Logger *slog.Logger
	// Clock is what is taken for now. Nil: time.Now.
	Clock func() time.Time
}

// Platform is Bounceback on Discord.
type Platform struct {
	options Options
	words   words
	log     *slog.Logger
	clock   func() time.Time
}

// New makes a Platform. It connects to nothing.
func New(o Options) (*Platform, error) {
	if o.Token == "" {
		return nil, fmt.Errorf("discord: no token: set DISCORD_TOKEN to the token on the page Bot of your application at https://discord.com/developers/applications")
	}
	w, err := readWords()
	if err != nil {
		return nil, err
	}
	if o.API == "" {
		o.API = defaultAPI
	}
	p := &Platform{options: o, words: w, log: o.Logger, clock: o.Clock}
	if p.log == nil {
		p.log = slog.New(slog.DiscardHandler)
	}
	if p.clock == nil {
		p.clock = time.Now
	}
	return p, nil
}

// Name is the platform's name.
func (p *Platform) Name() string { return Name }
