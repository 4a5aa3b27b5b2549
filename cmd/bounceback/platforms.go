package main

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"bounceback/bot"
	"bounceback/bot/discord"
	"bounceback/coach"
	"bounceback/store"
)

// The variables of the secrets. They stand nowhere else: not in a config, which
// is copied about, and not in an option, which every user of a computer can see.
const (
	discordVariable  = "DISCORD_TOKEN"
	slackBotVariable = "SLACK_BOT_TOKEN"
	slackAppVariable = "SLACK_APP_TOKEN"
)

// tokens are the secrets of the chat platforms. A platform whose secrets are set
// is run.
type tokens struct{ discord, slackBot, slackApp string }

// readTokens reads them from the environment. Errors never repeat one.
func readTokens(env func(string) string) (t tokens, err error) {
	for variable, set := range map[string]*string{discordVariable: &t.discord, slackBotVariable: &t.slackBot, slackAppVariable: &t.slackApp} {
		*set = strings.TrimSpace(env(variable))
		if strings.ContainsAny(*set, " \t\r\n") && variable != discordVariable {
			err = errors.Join(err, fmt.Errorf("%s has a blank in it. Copy the token once more, alone", variable))
		}
	}
	// Some guides have people write it as it stands in a header.
	t.discord = strings.TrimSpace(strings.TrimPrefix(t.discord, "Bot "))
	if strings.ContainsAny(t.discord, " \t\r\n") {
		err = errors.Join(err, fmt.Errorf("%s has a blank in it. Copy the token once more, alone", discordVariable))
	}
	return t, errors.Join(err, t.slack())
}

// slack says what is wrong with the two tokens of Slack.
func (t tokens) slack() error {
	const botWhere = "It is under OAuth & Permissions of your app at https://api.slack.com/apps and begins with xoxb-"
	const appWhere = "It is under Basic Information, App-Level Tokens, of your app at https://api.slack.com/apps and begins with xapp-"
	switch {
	case t.slackBot == "" && t.slackApp == "":
		return nil
	case t.slackBot == "":
		return fmt.Errorf("%s is set and %s is not; Slack needs both. %s", slackAppVariable, slackBotVariable, botWhere)
	case t.slackApp == "":
		return fmt.Errorf("%s is set and %s is not; Slack needs both. %s", slackBotVariable, slackAppVariable, appWhere)
	case strings.HasPrefix(t.slackBot, "xapp-") && strings.HasPrefix(t.slackApp, "xoxb-"):
		return fmt.Errorf("%s and %s stand in each other's place. Swap them", slackBotVariable, slackAppVariable)
	case !strings.HasPrefix(t.slackBot, "xoxb-"):
		return fmt.Errorf("%s holds something else than a bot's token. %s", slackBotVariable, botWhere)
	case !strings.HasPrefix(t.slackApp, "xapp-"):
		return fmt.Errorf("%s holds something else than an app's token. %s", slackAppVariable, appWhere)
	}
	return nil
}

// parts are what all adapters are made of.
type parts struct {
	coach *coach.Coach
	store *store.Store
	log   *slog.Logger
}

// platforms makes the adapters of the platforms whose tokens are set.
func (t tokens) platforms(config Config, with parts) (all []bot.Platform, err error) {
	if t.discord != "" {
		p, err := discord.New(t.onDiscord(config, with))
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	if t.slackBot != "" {
		return nil, fmt.Errorf("this version cannot talk over Slack. Unset %s and %s", slackBotVariable, slackAppVariable)
	}
	return all, nil
}

// onDiscord are the options of Discord. For a look from outside the store is nil.
func (t tokens) onDiscord(config Config, with parts) discord.Options {
	o := discord.Options{Token: t.discord, API: config.Discord.APIURL, Shards: config.Discord.Shards, Coach: with.coach, Logger: with.log}
	if with.store != nil {
		o.Notes, o.Look, o.Room = with.store, with.store.Look, with.store.Room
	}
	return o
}
