package main

import (
	"context"
	"errors"
	"fmt"

	"bounceback/bot"
	"bounceback/bot/discord"
	"bounceback/bot/slack"
	"bounceback/coach"
)

type checkCommand struct {
	SlackUser string `placeholder:"U…" help:"The member id of somebody on Slack who gets a line for a moment, to see whether people can write to the app."`
}

// Help is shown by check --help.
func (*checkCommand) Help() string {
	return `It reads the config, and asks the chat platforms whose tokens are set whether tokens, rights and commands are in order. It changes nothing there.

Exit codes: 0 all is in order, 1 a platform could not be asked, 2 something has to be changed first.`
}

// Run tells what holds, or everything that is wrong.
func (c *checkCommand) Run(w *world) error {
	config, used, err := loadConfig(w.cli.Config, w.env)
	if err != nil {
		return mistake{err}
	}
	data, err := dataFile("", config, w.env)
	if err != nil {
		return err
	}
	mind, err := newCoach(config, "")
	if err != nil {
		return err
	}
	show := func(name, value string) { fmt.Fprintf(w.out, "%-8s %s\n", name+":", value) }
	if used == "" {
		used = "none; all is as the program comes"
	}
	show("config", used)
	show("data", data)
	if config.Pages != "" {
		show("pages", config.Pages+", and the built-in ones for the rest")
	} else {
		show("pages", "the built-in ones")
	}
	if config.Lifelines != "" {
		show("lines", config.Lifelines+", and the built-in ones for the rest")
	}
	if config.Host != "" {
		show("host", config.Host)
	}
	show("log", config.Log.Level+", "+config.Log.Format)
	keys, err := readSecrets(w.env)
	if err != nil {
		return mistake{err}
	}
	well, err := c.ask(w, keys, config, mind)
	if err != nil {
		return err
	}
	if !well {
		return mistake{errors.New("not all is in order: each line above that begins with ! says what to do")}
	}
	fmt.Fprintln(w.out, "All is in order.")
	return nil
}

// ask asks the platforms for which there are secrets, and tells what they say.
func (c *checkCommand) ask(w *world, keys secrets, config Config, mind *coach.Coach) (well bool, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), askFor)
	defer cancel()
	var onDiscord, onSlack bot.Findings
	if keys.discord == "" {
		onDiscord.Found(true, "Not asked; %s is not set.", discordVariable)
	} else {
		report, err := discord.Check(ctx, keys.discordOptions(config, parts{coach: mind}))
		if err != nil {
			return false, err
		}
		onDiscord = report.Findings
	}
	if !keys.onSlack(config) {
		onSlack.Found(true, "Not asked; %s and %s are not set.", slackBotVariable, slackAppVariable)
	} else if onSlack, err = slack.Check(ctx, keys.slackOptions(config, parts{coach: mind}), c.SlackUser); err != nil {
		return false, err
	}
	w.tell("discord:", onDiscord)
	w.tell("slack:", onSlack)
	return onDiscord.OK() && onSlack.OK(), nil
}

// tell lists what a platform said. What is not in order begins with a “!”.
func (w *world) tell(name string, all bot.Findings) {
	for _, f := range all {
		mark := ""
		if !f.OK {
			mark = "! "
		}
		fmt.Fprintf(w.out, "%-8s %s%s\n", name, mark, f.Text)
		name = ""
	}
}
