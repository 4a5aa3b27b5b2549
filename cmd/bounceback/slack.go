package main

import (
	"fmt"

	"bounceback/bot/slack"
)

// slackCommand is what whoever sets up the Slack app needs.
type slackCommand struct {
	Manifest slackManifestCommand `cmd:"" help:"Print the manifest of the Slack app."`
}

type slackManifestCommand struct {
	URL string `name:"url" placeholder:"ADDRESS" help:"Your public address, if Slack shall send everything there. Left out: that of the config, or none, which needs none."`
}

// Help is shown by slack manifest --help.
func (*slackManifestCommand) Help() string {
	return `It describes the app to Slack: name, commands, permissions, each with what it is for. At https://api.slack.com/apps choose Create New App, From a manifest, and paste it. docs/slack.md has all the steps.`
}

// Run prints the manifest.
func (c *slackManifestCommand) Run(w *world) error {
	config, _, err := loadConfig(w.cli.Config, w.env)
	if err != nil {
		return mistake{err}
	}
	mind, err := newCoach(config, "")
	if err != nil {
		return err
	}
	if c.URL == "" && config.Slack.Listen != "" {
		c.URL = config.Slack.Address
	}
	manifest, err := slack.Manifest(mind.Commands(), c.URL)
	if err != nil {
		return mistake{err}
	}
	_, err = fmt.Fprint(w.out, manifest)
	return err
}
