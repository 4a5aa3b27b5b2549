package main

import (
	"strings"
	"testing"
)

// TestTokensOfTheEnvironment: what is wrong with one is said with its remedy, and
// never with the token itself.
func TestTokensOfTheEnvironment(t *testing.T) {
	const discord, bot, app = "abc.abcdefghijklmnop", "xoxb-abcdefghijklmnop", "xapp-abcdefghijklmnop"
	for _, c := range []struct {
		discord, bot, app string
		wrong             string // empty: all is right
	}{
		{"", "", "", ""},
		{discord, "", "", ""},
		{" Bot " + discord + "\n", "", "", ""},
		{"", " " + bot, app + "\n", ""},
		{discord, bot, app, ""},
		{"abc abcdefghijklmnop", "", "", "DISCORD_TOKEN has a blank in it. Copy the token once more, alone"},
		{"", bot, "", "SLACK_BOT_TOKEN is set and SLACK_APP_TOKEN is not; Slack needs both. It is under Basic Information"},
		{"", "", app, "SLACK_APP_TOKEN is set and SLACK_BOT_TOKEN is not; Slack needs both. It is under OAuth & Permissions"},
		{"", app, bot, "stand in each other's place. Swap them"},
		{"", bot, bot, "SLACK_APP_TOKEN holds something else than an app's token"},
		{"", "xoxp-abcdefghijklmnop", app, "SLACK_BOT_TOKEN holds something else than a bot's token"},
		{"", bot + "\nabcdefghijklmnop", app, "SLACK_BOT_TOKEN has a blank in it"},
	} {
		variables := map[string]string{discordVariable: c.discord, slackBotVariable: c.bot, slackAppVariable: c.app}
		got, err := readTokens(func(name string) string { return variables[name] })
		switch {
		case err != nil && strings.Contains(err.Error(), "abcdefgh"):
			t.Errorf("a token is repeated: %v", err)
		case c.wrong == "" && err != nil, c.wrong != "" && (err == nil || !strings.Contains(err.Error(), c.wrong)):
			t.Errorf("%+v: %v", c, err)
		case c.wrong == "" && c.discord != "" && got.discord != discord, c.wrong == "" && c.bot != "" && (got.slackBot != bot || got.slackApp != app):
			t.Errorf("%+v becomes %+v", c, got)
		}
	}
}
