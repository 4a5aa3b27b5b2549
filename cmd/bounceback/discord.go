package main

import (
	"context"
	"fmt"
	"time"

	"bounceback/bot/discord"
)

// discordCommand is what whoever sets up the bot on Discord needs.
type discordCommand struct {
	Invite discordInviteCommand `cmd:"" help:"Print the links that bring the bot into a server, or to a person."`
}

type discordInviteCommand struct {
	App string `placeholder:"ID" help:"The id of the application, from its page General Information. Without it Discord is asked, with the token."`
}

// Help is shown by discord invite --help.
func (*discordInviteCommand) Help() string {
	return `Each link says what it asks for, and why. docs/discord.md has all the steps from nothing to a bot that answers.`
}

// Run prints the links.
func (c *discordInviteCommand) Run(w *world) error {
	if c.App == "" {
		app, err := w.discordApp()
		if err != nil {
			return err
		}
		c.App = app
	}
	links, err := discord.InviteLinks(c.App)
	if err != nil {
		return mistake{err}
	}
	for _, l := range links {
		fmt.Fprintf(w.out, "For %s:\n    %s\n", l.For, l.URL)
		for _, n := range append(l.Scopes, l.Permissions...) {
			fmt.Fprintf(w.out, "    %-22s %s\n", n.Name, n.Why)
		}
		fmt.Fprintln(w.out)
	}
	return nil
}

// askFor is how long a platform may take to answer a question of an operator.
const askFor = 30 * time.Second

// discordApp asks Discord whose token it is.
func (w *world) discordApp() (id string, err error) {
	config, _, err := loadConfig(w.cli.Config, w.env)
	if err != nil {
		return "", mistake{err}
	}
	keys, err := readSecrets(w.env)
	switch {
	case err != nil:
		return "", mistake{err}
	case keys.discord == "":
		return "", mistake{fmt.Errorf("%s is not set, so it is not known whose links to print. Set it, or name the application with --app ID", discordVariable)}
	}
	mind, err := newCoach(config, "")
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(context.Background(), askFor)
	defer cancel()
	report, err := discord.Check(ctx, keys.discordOptions(config, parts{coach: mind}))
	if err == nil && report.App == "" {
		for _, f := range report.Findings {
			if !f.OK {
				return "", mistake{fmt.Errorf("%s", f.Text)}
			}
		}
	}
	return report.App, err
}
