package main

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"bounceback/bot"
	"bounceback/bot/discord"
	"bounceback/bot/discord/gateway"
	"bounceback/bot/slack"
	"bounceback/bot/slack/socket"
	"bounceback/coach"
	"bounceback/store"
)

// The variables of the secrets. They stand nowhere else: not in a config, which
// is copied about, and not in an option, which every user of a computer can see.
const (
	discordVariable  = "DISCORD_TOKEN"
	slackBotVariable = "SLACK_BOT_TOKEN"
	slackAppVariable = "SLACK_APP_TOKEN"
	// For Slack's HTTP mode, and for an app that many workspaces install.
	slackSigningVariable = "SLACK_SIGNING_SECRET"
	slackClientVariable  = "SLACK_CLIENT_ID"
	slackSecretVariable  = "SLACK_CLIENT_SECRET"
	slackKeyVariable     = "BOUNCEBACK_SLACK_KEY"
)

// secrets are what the chat platforms let the program in for.
type secrets struct {
	discord                                                                    string
	slackBot, slackApp, slackSigning, slackClient, slackClientSecret, slackKey string
}

// readSecrets reads them from the environment. Errors never repeat one.
func readSecrets(env func(string) string) (s secrets, err error) {
	for variable, set := range map[string]*string{
		discordVariable: &s.discord, slackBotVariable: &s.slackBot, slackAppVariable: &s.slackApp, slackSigningVariable: &s.slackSigning,
		slackClientVariable: &s.slackClient, slackSecretVariable: &s.slackClientSecret, slackKeyVariable: &s.slackKey,
	} {
		*set = strings.TrimSpace(env(variable))
		if variable == discordVariable { // some guides write it as it stands in a header
			*set = strings.TrimSpace(strings.TrimPrefix(*set, "Bot "))
		}
		if strings.ContainsAny(*set, " \t\r\n") {
			err = errors.Join(err, fmt.Errorf("%s has a blank in it. Copy it once more, alone", variable))
		}
	}
	return s, err
}

// onSlack tells whether the coach shall run there: with a token, or in HTTP mode.
func (s secrets) onSlack(config Config) bool {
	return s.slackBot != "" || s.slackApp != "" || config.Slack.Listen != ""
}

// parts are what all adapters are made of.
type parts struct {
	coach *coach.Coach
	store *store.Store
	log   *slog.Logger
}

// platforms makes the adapters of the platforms for which there are secrets.
func (s secrets) platforms(config Config, with parts) (all []bot.Platform, err error) {
	if s.discord != "" {
		p, err := discord.New(s.discordOptions(config, with))
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	if s.onSlack(config) {
		p, err := slack.New(s.slackOptions(config, with))
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

// forOperator tells whether a platform ended for what only the operator can change,
// such as a token that was reset. The error says how.
func forOperator(err error) bool {
	_, onDiscord := errors.AsType[*gateway.Fatal](err)
	_, onSlack := errors.AsType[*socket.Fatal](err)
	return onDiscord || onSlack
}

// discordOptions are those of Discord. For a look from outside the store is nil.
func (s secrets) discordOptions(config Config, with parts) discord.Options {
	o := discord.Options{Token: s.discord, API: config.Discord.APIURL, Shards: config.Discord.Shards, Coach: with.coach, Logger: with.log}
	if with.store != nil {
		o.Notes, o.Look, o.Room = with.store, with.store.Look, with.store.Room
	}
	return o
}

// slackOptions are those of Slack, likewise.
func (s secrets) slackOptions(config Config, with parts) slack.Options {
	o := slack.Options{
		BotToken: s.slackBot, AppToken: s.slackApp, API: config.Slack.APIURL, Managers: config.Slack.Managers,
		Coach: with.coach, Logger: with.log,
	}
	if config.Slack.Listen != "" {
		o.HTTP = &slack.HTTP{
			Listen: config.Slack.Listen, SigningSecret: s.slackSigning, Address: config.Slack.Address,
			ClientID: s.slackClient, ClientSecret: s.slackClientSecret, Key: s.slackKey,
		}
	}
	if with.store != nil {
		o.Notes, o.Look, o.Room, o.Erase = with.store, with.store.Look, with.store.Room, with.store
	}
	return o
}
