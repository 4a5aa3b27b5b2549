// Package slack is Bounceback on Slack, a [bot.Platform].
//
// A person is "slack:", the id of their workspace, a slash and their own id. There
// are three kinds of address:
//
//   - a person, whose direct message with the app it is: "T1/U1". Its channel is
//     looked up, or opened once, when something is sent;
//   - a channel, which is a room: "T1/c/C1";
//   - a request, which is a slash command, or a tap outside the direct message. Its
//     answer is seen by that person alone, for as long as Slack takes one; what
//     comes later goes to the direct message. See [Request].
//
// What comes in: messages in the direct message, commands, taps, forms, shortcuts,
// mentions and the opening of the home tab. Events are acknowledged once they are
// kept, since Slack brings them again if they are not; everything else is
// acknowledged at once, since it does not.
//
// Caveats. The owners of a workspace may be able to export direct messages; the
// introduction says so. What only one person sees in a channel is gone when they
// reload Slack, and nobody can tell whether it got there: after a crash it may come
// twice.
package slack

import (
	"context"
	"log/slog"
	"time"

	"github.com/slack-go/slack"

	"bounceback/bot"
	"bounceback/bot/slack/web"
	"bounceback/coach"
	"bounceback/coach/page"
)

// Name is the platform's name.
const Name = "slack"

// Coach is what the adapter needs of a coach. A *coach.Coach is one.
type Coach interface {
	// Commands is the one list of commands.
	Commands() []page.Command
	// Home is what the home tab says, Settings what the form of settings shows, and
	// Fits whether what was typed into a form can be read.
	Home(p *coach.Person, j coach.Journal, now time.Time) []coach.Message
	Settings(p *coach.Person) map[string]string
	Fits(command, option, given string, now time.Time) bool
}

// Look shows a person, new if unknown, and their journal; what see changes is not
// kept.
type Look func(ctx context.Context, id coach.ID, see func(*coach.Person, coach.Journal)) error

// Options of a Platform. BotToken and AppToken are needed in Socket Mode; Coach,
// Look and Notes always.
type Options struct {
	// BotToken (xoxb-…) is what is written with, AppToken (xapp-…) what is heard
	// with. They stand in no log and in no error.
	BotToken, AppToken string
	// Tokens are those of several workspaces, in place of BotToken.
	Tokens web.Tokens
	// API is where Slack's Web API is. Empty: https://slack.com/api/.
	API   string
	Coach Coach
	Look  Look
	// Room is what is set in a room, for the form of its check-in: nil if nothing is.
	Room  func(ctx context.Context, id coach.ID) (*coach.Room, error)
	Notes bot.Notes
	// Managers is the id of a user group whose members may set up the check-in of
	// any channel, beside those who made the channel and the admins of the workspace.
	// Empty: only these.
	Managers string
	// Logger gets what happens around messages, never their words. Nil: no log.
	Logger *slog.Logger
	// Clock is what is taken for now. Nil: time.Now.
	Clock func() time.Time
	// Pace is how many times faster than Slack allows it may write, for a local
	// server. Zero: 1.
	Pace float64
}

// Platform is Bounceback on Slack.
type Platform struct {
	options Options
	words   words
	log     *slog.Logger
	clock   func() time.Time
	web     *web.API
	files   *recent[string]        // ids of uploaded files, by the key of the letter
	directs *recent[string]        // channels of direct messages, by person
	asked   *recent[[]slack.Block] // what only one person sees and can be tapped, by the key of the letter
}

// New makes a Platform. It connects to nothing.
func New(o Options) (*Platform, error) {
	w, err := readWords()
	if err != nil {
		return nil, err
	}
	p := &Platform{
		options: o, words: w, log: o.Logger, clock: o.Clock,
		files: newRecent[string](500), directs: newRecent[string](20_000), asked: newRecent[[]slack.Block](500),
	}
	if p.log == nil {
		p.log = slog.New(slog.DiscardHandler)
	}
	if p.clock == nil {
		p.clock = time.Now
	}
	tokens := o.Tokens
	if tokens == nil {
		tokens = web.Plain(o.BotToken)
	}
	p.web, err = web.New(web.Options{API: o.API, Tokens: tokens, Pace: o.Pace})
	if err != nil {
		return nil, err
	}
	return p, nil
}

// Name is the platform's name.
func (p *Platform) Name() string { return Name }
