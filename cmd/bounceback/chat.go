package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/term"

	"bounceback/bot"
	"bounceback/bot/console"
	"bounceback/coach"
	"bounceback/coach/understand"
)

type chatCommand struct {
	As    string `placeholder:"NAME" help:"Talk as another person, who has that name."`
	New   bool   `xor:"store" help:"Begin afresh; nothing of this talk is kept."`
	DB    string `name:"db" xor:"store" placeholder:"FILE" help:"Keep what is said in this file."`
	Plain bool   `help:"Write line by line, as for a screen reader."`
}

// Help is shown by chat --help.
func (*chatCommand) Help() string {
	return `Write as you would to a person. Beside that:

  a number or the words of a choice   take that choice
  /help                               what the coach can do; /win, /rejected … are commands
  @ +3d   @ +48h   @ Mon 2026-03-02 18:20
                                      move this chat's clock on, and see what would have come;
                                      a talk that is kept goes on from there
  @                                   the time in this chat
  ↑ ↓                                 select a choice; without choices, what you wrote before
  Ctrl-P  Ctrl-N                      what you wrote before
  Alt-Enter or Ctrl-J                 a new line
  Ctrl-D or Ctrl-C                    leave

When input or output is no terminal, the talk is written as a plain transcript.`
}

// Run talks until the person leaves.
func (c *chatCommand) Run(w *world) (err error) {
	if c.As != "" && strings.TrimSpace(c.As) == "" {
		return mistake{fmt.Errorf("--as needs a name: --as Amina")}
	}
	config, _, err := loadConfig(w.cli.Config, w.env)
	if err != nil {
		return mistake{err}
	}
	// Also when the window is closed or nobody reads on: a chat that is not kept
	// takes its file with it.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE)
	defer stop()
	file, remove, err := c.file(config, w)
	if err != nil {
		return err
	}
	defer remove()
	people, err := openStore(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, people.Close()) }()
	return c.talk(ctx, w, config, file, people)
}

// file is the store's file, and what to do with it at the end.
func (c *chatCommand) file(config Config, w *world) (file string, remove func(), err error) {
	if !c.New {
		file, err = dataFile(c.DB, config, w.env)
		return file, func() {}, err
	}
	folder, err := os.MkdirTemp("", "bounceback-")
	if err != nil {
		return "", nil, fmt.Errorf("make a temporary store: %w", err)
	}
	return filepath.Join(folder, "bounceback.db"), func() { os.RemoveAll(folder) }, nil
}

func (c *chatCommand) talk(ctx context.Context, w *world, config Config, file string, people bot.People) error {
	where, err := console.Where(!c.New)
	if err != nil {
		return err
	}
	mind, err := newCoach(config, where)
	if err != nil {
		return err
	}
	reader, err := understand.NewReader()
	if err != nil {
		return err
	}
	o := console.Options{
		Coach: mind, People: people, Who: strings.TrimSpace(c.As), TimeZone: systemZone(w.env),
		In: w.in, Out: w.out, Environ: os.Environ(), Again: c.again(w),
	}
	if !c.New {
		o.File = tilde(file, w.env)
	}
	c.face(w, &o)
	chat, err := console.New(o)
	if err != nil {
		return err
	}
	b := bot.New(bot.Options{
		Coach: mind, Reader: reader, People: chat.People(), Platforms: []bot.Platform{chat},
		Clock: chat.Clock().Now, Logger: chatLog(w, config),
	})
	chat.Join(b)
	return b.Run(ctx)
}

// face chooses how the chat looks: a screen on a terminal that can move its
// cursor, lines with a prompt on one that cannot, else a transcript.
func (c *chatCommand) face(w *world, o *console.Options) {
	terminal := isTerminal(w.in) && isTerminal(w.out)
	o.Screen = terminal && !c.Plain && w.env("TERM") != "dumb"
	o.Echo = !terminal
}

// again is the command that leads back here.
func (c *chatCommand) again(w *world) string {
	command := []string{w.name(), "chat"}
	if c.As != "" {
		command = append(command, "--as", quote(c.As))
	}
	if c.DB != "" {
		command = append(command, "--db", quote(c.DB))
	}
	if c.Plain {
		command = append(command, "--plain")
	}
	if w.cli.Config != "" {
		command = append(command, "--config", quote(w.cli.Config))
	}
	return strings.Join(command, " ")
}

func quote(word string) string {
	if strings.ContainsAny(word, " \t'\"$\\&|;<>()*?[]#~`!") {
		return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	}
	return word
}

func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// newCoach makes a coach with the operator's pages.
func newCoach(config Config, where string) (*coach.Coach, error) {
	lines, err := lifelines(config)
	if err != nil {
		return nil, err
	}
	o := coach.Options{Host: config.Host, Where: where, Lifelines: lines}
	if config.Pages != "" {
		if err := isFolder(config.Pages); err != nil {
			return nil, mistake{fmt.Errorf("pages: %w", err)}
		}
		o.Pages = os.DirFS(config.Pages)
	}
	mind, err := coach.New(o)
	if err != nil {
		return nil, mistake{err}
	}
	return mind, nil
}

// chatLog is silent but for what went wrong, unless the config asks for more:
// standard error is the person's window.
func chatLog(w *world, config Config) *slog.Logger {
	if config.Log.Level == "info" {
		config.Log.Level = "error"
	}
	if isTerminal(w.err) && isTerminal(w.out) {
		return slog.New(slog.DiscardHandler)
	}
	return newLog(w.err, config.Log)
}
