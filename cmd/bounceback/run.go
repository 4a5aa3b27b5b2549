package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"bounceback/bot"
	"bounceback/coach/understand"
)

type runCommand struct {
	DB string `name:"db" placeholder:"FILE" help:"Keep what is said in this file."`
}

// Help is shown by run --help.
func (*runCommand) Help() string {
	return `It ends on SIGINT and SIGTERM: what was heard is still answered, and nothing is lost.

Exit codes: 0 it was stopped, 1 it failed, 2 something has to be configured first, such as a token that Discord or Slack does not take: then it is of no use to start it again.`
}

// Run runs the platforms until a signal ends it.
func (c *runCommand) Run(w *world) error {
	config, used, err := loadConfig(w.cli.Config, w.env)
	if err != nil {
		return mistake{err}
	}
	keys, err := readSecrets(w.env)
	if err != nil {
		return mistake{err}
	}
	if keys.discord == "" && !keys.onSlack(config) {
		return c.nothing(w, used)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return c.serve(ctx, w, config, keys.platforms)
}

// nothing says what to do when there is no platform.
func (c *runCommand) nothing(w *world, config string) error {
	if config == "" {
		config = "none was found, and none is needed"
	}
	return mistake{fmt.Errorf(`there is no chat platform to run.
For Discord, set DISCORD_TOKEN in the environment: docs/discord.md tells how.
For Slack, set SLACK_BOT_TOKEN and SLACK_APP_TOKEN: docs/slack.md tells how.
Config: %s.
Meanwhile the coach talks here: %s chat`, config, w.name())}
}

// serve wires everything and runs it until ctx ends.
func (c *runCommand) serve(ctx context.Context, w *world, config Config, platforms func(Config, parts) ([]bot.Platform, error)) (err error) {
	file, err := dataFile(c.DB, config, w.env)
	if err != nil {
		return err
	}
	words, err := readWords()
	if err != nil {
		return err
	}
	mind, err := newCoach(config, words.Where)
	if err != nil {
		return err
	}
	reader, err := understand.NewReader()
	if err != nil {
		return err
	}
	people, err := openStore(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, people.Close()) }()
	log := newLog(w.err, config.Log)
	run, err := platforms(config, parts{coach: mind, store: people, log: log})
	if err != nil {
		return mistake{err}
	}
	err = bot.New(bot.Options{Coach: mind, Reader: reader, People: people, Platforms: run, Logger: log}).Run(ctx)
	if forOperator(err) {
		return mistake{err}
	}
	return err
}
