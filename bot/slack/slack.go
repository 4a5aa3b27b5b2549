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
// mentions and the opening of the home tab. All is acknowledged once it is kept, some
// milliseconds later: events, since Slack brings them again if they are not, and
// the rest, which it does not bring again, so that people see when it was not taken.
// That rest is acknowledged after a tenth of a second in any case.
//
// Caveats. The owners of a workspace may be able to export direct messages; the
// introduction says so. What only one person sees in a channel is gone when they
// reload Slack, and nobody can tell whether it got there: after a crash it may come
// twice.
package slack

import (
	"context"
	"log/slog"
	"regexp"
	"time"

	"github.com/slack-go/slack"

	"bounceback/bot"
	"bounceback/bot/slack/install"
	"bounceback/bot/slack/socket"
	"bounceback/bot/slack/web"
	"bounceback/coach"
	"bounceback/coach/page"
)

// Name is the platform's name.
const Name = "slack"

// Coach is what the adapter needs of a coach. A *coach.Coach is one.
type Coach interface {
	// Commands is the one list of commands, and Command reads a typed line.
	Commands() []page.Command
	Command(line string) (coach.Heard, bool)
	// Home is what the home tab says, Settings what the form of settings shows, and
	// Fits whether what was typed into a form can be read.
	Home(p *coach.Person, j coach.Journal, now time.Time) []coach.Message
	Settings(p *coach.Person) map[string]string
	Fits(command, option, given string, now time.Time) bool
}

// Look shows a person, new if unknown, and their journal; what see changes is not
// kept.
type Look func(ctx context.Context, id coach.ID, see func(*coach.Person, coach.Journal)) error

// HTTP is what HTTP mode needs.
type HTTP struct {
	// Listen is where Slack's requests arrive, such as ":8080"; TLS is for a proxy in
	// front.
	Listen string
	// SigningSecret shows that a request is Slack's.
	SigningSecret string
	// Address is where the program can be reached from outside, such as
	// https://coach.example.org, and ClientID and ClientSecret are those of the app.
	// With them any workspace can install it, at /slack/install, and no BotToken is
	// needed. Key seals the tokens; empty: the client secret does.
	Address, ClientID, ClientSecret, Key string
}

// Options of a Platform. AppToken is needed in Socket Mode, HTTP in HTTP mode;
// BotToken unless workspaces install the app themselves; Coach, Look, Notes and Erase
// always.
type Options struct {
	// BotToken (xoxb-…) is what is written with, AppToken (xapp-…) what is heard
	// with. They stand in no log and in no error.
	BotToken, AppToken string
	// Sockets is how many sockets are open in Socket Mode. Zero: 2, so that nothing is
	// lost while Slack has one opened anew; then messages typed within milliseconds can
	// come in either order.
	Sockets int
	// HTTP is set in HTTP mode.
	HTTP *HTTP
	// API is where Slack's Web API is. Empty: https://slack.com/api/.
	API   string
	Coach Coach
	Look  Look
	// Room is what is set in a room, for the form of its check-in: nil if nothing is.
	Room  func(ctx context.Context, id coach.ID) (*coach.Room, error)
	Notes bot.Notes
	// Erase erases the people of a workspace that took the app out, after Grace, and
	// at install.Grace if that is zero.
	Erase install.Erase
	Grace time.Duration
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

// source is one of the two ways in.
type source interface {
	Run(ctx context.Context, on func(socket.Event)) error
}

// Platform is Bounceback on Slack.
type Platform struct {
	options Options
	words   words
	log     *slog.Logger
	clock   func() time.Time
	web     *web.API
	source  source
	slashes *regexp.Regexp
	tenants
	files   *recent[string]        // ids of uploaded files, by the key of the letter
	directs *recent[string]        // channels of direct messages, by person
	asked   *recent[[]slack.Block] // what only one person sees and can be tapped, by the key of the letter
	met     met
	homes   homes
	backlog *backlog
	crew
}

// New makes a Platform. It connects to nothing. An error says what to set.
func New(o Options) (*Platform, error) {
	w, err := readWords()
	if err != nil {
		return nil, err
	}
	p := &Platform{
		options: o, words: w, log: o.Logger, clock: o.Clock, crew: newCrew(),
		files: newRecent[string](500), directs: newRecent[string](20_000), asked: newRecent[[]slack.Block](500),
		homes:   newHomes(),
		backlog: newBacklog(),
	}
	if p.log == nil {
		p.log = slog.New(slog.DiscardHandler)
	}
	if p.clock == nil {
		p.clock = time.Now
	}
	p.slashes = slashPattern(o.Coach.Commands())
	if p.tenants, err = p.newTenants(); err != nil {
		return nil, err
	}
	if p.web, err = web.New(web.Options{API: o.API, Tokens: p.tokens, Pace: o.Pace}); err != nil {
		return nil, err
	}
	if p.source, err = p.newSource(); err != nil {
		return nil, err
	}
	return p, nil
}

func (p *Platform) newSource() (source, error) {
	if h := p.options.HTTP; h != nil {
		return socket.NewEndpoint(socket.HTTPOptions{SigningSecret: h.SigningSecret, Listen: h.Listen, Log: p.log, Also: p.pages()})
	}
	return socket.NewSockets(socket.Options{AppToken: p.options.AppToken, APIURL: p.options.API, Log: p.log, Sockets: p.options.Sockets, Reopened: p.backlog.reopened})
}

// Name is the platform's name.
func (p *Platform) Name() string { return Name }

// Run connects and hands over what it hears until ctx ends. An error says what an
// operator has to mend.
func (p *Platform) Run(ctx context.Context, heard func(context.Context, bot.Heard)) error {
	// The crew works on while the source ends: what it was given until then must not
	// be lost.
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer p.team.Wait()
	defer stop()
	p.start(working, func(err error) { p.log.ErrorContext(ctx, "a job broke off", "err", err) })
	p.team.Go(func() { p.sweep(working) })
	ears := &ears{Platform: p, ctx: working, heard: heard}
	p.team.Go(ears.lookBack)
	return p.source.Run(ctx, ears.hear)
}
