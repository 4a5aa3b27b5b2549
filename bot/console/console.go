// Package console is the chat in a terminal, a [bot.Platform].
//
// On a terminal that can, it has line editing, choices that can be selected and
// text wrapped to the window. Anywhere else it is a transcript, the same for
// the same talk. A line that begins with @ moves the chat's clock, so that what
// comes later can be seen now; a line that begins with / is a command.
package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"syscall"

	"bounceback/bot"
	"bounceback/coach"
)

// Name is the platform's name.
const Name = "console"

// owner is the person who talks when nobody else is named.
const owner = "me"

// Options of a Platform. Coach and People are needed.
type Options struct {
	Coach  Coach
	People bot.People
	// Who talks; empty is the owner of the terminal. The same name in other
	// letters is the same person.
	Who string
	// TimeZone is the IANA name of the zone of this computer; empty is not known.
	TimeZone string
	// In and Out are the chat. Nil: standard input and output.
	In  io.Reader
	Out io.Writer
	// Screen asks for the chat of a terminal that can move its cursor; In and Out
	// must be one. Otherwise, Echo makes a transcript, with what was read in it,
	// and without it there is a prompt.
	Screen, Echo bool
	// Environ are the variables of the environment, for the screen's colours.
	Environ []string
	// File is where what is said is kept, for the line at the top; empty: it is
	// not kept.
	File string
	// Again is the command that brings one back here, for the goodbye.
	Again string
	// Folder is where files for the person go. Empty: the current one.
	Folder string
	// Clock is nil for the real time.
	Clock *Clock
}

// Bot is what a chat needs of a bot. A *bot.Bot is one.
type Bot interface {
	// Tick nudges who is due.
	Tick(ctx context.Context) error
	// Settle waits until all that was heard is answered.
	Settle(ctx context.Context) error
}

// face is how a chat looks. Its errors are those of the terminal.
type face interface {
	begin(top []string) error
	// next waits for what the person does. The error is io.EOF when they leave.
	next(ctx context.Context) (input, error)
	heard(text string) error // shows what the person wrote
	working(bool)            // an answer is being made, or no more
	said(m coach.Message, nudge bool) error
	moment(time string) error // the clock was moved to there
	note(text string) error
	end(goodbye string) error
}

// Platform is a chat with one person.
type Platform struct {
	options Options
	words   words
	people  *People
	clock   *Clock
	face    face
	bot     Bot
	dead    chan struct{} // closed when the terminal is gone
	die     func(why error)
	why     error // to be read when dead is closed

	mu      sync.Mutex
	hearing bool                // what is said now answers something
	shown   map[string]struct{} // keys
	told    string              // the time that was shown last
	dated   bool                // the time does not depend on when this runs
}

// New makes a chat. Call Join before Run.
func New(o Options) (*Platform, error) {
	w, err := readWords()
	if err != nil {
		return nil, err
	}
	if o.In == nil {
		o.In = os.Stdin
	}
	if o.Out == nil {
		o.Out = os.Stdout
	}
	p := &Platform{options: o, words: w, clock: o.Clock, dead: make(chan struct{}), shown: map[string]struct{}{}}
	var once sync.Once
	p.die = func(why error) {
		once.Do(func() {
			p.why = why
			close(p.dead)
		})
	}
	if p.clock == nil {
		p.clock = NewClock(nil)
	}
	p.people = Only(o.People, o.Coach, p.id(), p.address())
	if o.Echo {
		p.clock.stand()
	}
	if o.Screen {
		p.face = newScreen(o.In, o.Out, o.Environ, w)
	} else {
		p.face = newPlain(o.In, o.Out, o.Echo, w)
	}
	return p, nil
}

// Join gives the chat the bot that it is a platform of.
func (p *Platform) Join(b Bot) { p.bot = b }

// People is the store as this chat's bot may see it.
func (p *Platform) People() *People { return p.people }

// Clock is the clock of the chat.
func (p *Platform) Clock() *Clock { return p.clock }

// Name is the platform's name.
func (p *Platform) Name() string { return Name }

// key is the person's name as part of their id.
func (p *Platform) key() string {
	if key := strings.ToLower(strings.Join(strings.Fields(p.options.Who), " ")); key != "" {
		return key
	}
	return owner
}

func (p *Platform) id() coach.ID { return coach.ID(Name + ":" + p.key()) }

func (p *Platform) address() coach.Address { return coach.Address{Platform: Name, To: p.key()} }

// Where says where what is told here is kept, as people should read it.
func Where(forGood bool) (string, error) {
	w, err := readWords()
	if forGood {
		return w.Where, err
	}
	return w.WhereNew, err
}

// Run talks until the person leaves or ctx ends.
func (p *Platform) Run(ctx context.Context, heard func(context.Context, bot.Heard)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-p.dead: // nobody reads the answers any more
			cancel()
		case <-ctx.Done():
		}
	}()
	if err := p.start(ctx); err != nil {
		return err
	}
	for {
		in, err := p.face.next(ctx)
		if err != nil {
			return p.leave(err)
		}
		if err := p.take(ctx, in, heard); err != nil {
			return p.leave(err)
		}
	}
}

// start shows where one is, and what has come due since the last talk.
func (p *Platform) start(ctx context.Context) error {
	me, err := p.people.Person(ctx, p.clock.Now())
	if err != nil {
		return err
	}
	if err := p.face.begin(p.top()); err != nil {
		return fmt.Errorf("console: %w", err)
	}
	if me.Heard.After(p.clock.Now()) {
		// An earlier chat had moved its clock, and time does not go back.
		p.clock.set(me.Heard)
		p.dated = true
		if err := p.tell(me, me.Heard); err != nil {
			return fmt.Errorf("console: %w", err)
		}
	}
	if err := p.settle(ctx); err != nil {
		return err
	}
	if err := p.bot.Tick(ctx); err != nil {
		return err
	}
	return p.settle(ctx)
}

func (p *Platform) top() []string {
	top := []string{p.words.KeptNot}
	if p.options.File != "" {
		top[0] = fill(p.words.Kept, "file", p.options.File)
	}
	if p.options.Who != "" {
		top = append(top, fill(p.words.Others, "name", p.options.Who))
	}
	return top
}

// leave ends the chat. It is no error when the person left, the program was
// stopped, or whoever reads has read enough, as head does.
func (p *Platform) leave(err error) error {
	goodbye := p.words.Goodbye
	if p.options.File == "" {
		goodbye = p.words.GoodbyeNew
	}
	end := p.face.end(fill(goodbye, "command", p.options.Again))
	select {
	case <-p.dead:
		err, end = p.why, nil
	default:
	}
	if errors.Is(err, io.EOF) || errors.Is(err, context.Canceled) || errors.Is(err, syscall.EPIPE) {
		err = nil
	}
	return errors.Join(err, end)
}
