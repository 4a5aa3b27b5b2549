package main

import (
	"strings"
	"testing"
)

// TestSecretsOfTheEnvironment: what is wrong with one is said with its remedy, and
// never with the secret itself. What kind of token it is, the adapters look at.
func TestSecretsOfTheEnvironment(t *testing.T) {
	variables := []string{discordVariable, slackBotVariable, slackAppVariable, slackSigningVariable, slackClientVariable, slackSecretVariable, slackKeyVariable}
	for _, variable := range variables {
		for given, right := range map[string]bool{
			"abcdefghijklmnop": true, " abcdefghijklmnop\n": true, "": true,
			"abcdefgh ijklmnop": false, "abcdefgh\nijklmnop": false, "a=abcdefgh ": true,
		} {
			_, err := readSecrets(func(name string) string {
				if name == variable {
					return given
				}
				return ""
			})
			switch {
			case right != (err == nil):
				t.Errorf("%s=%q: %v", variable, given, err)
			case err != nil && (!strings.HasPrefix(err.Error(), variable+" has a blank in it. Copy it once more") || strings.Contains(err.Error(), "abcdefgh")):
				t.Errorf("%s=%q: %v", variable, given, err)
			}
		}
	}
	got, err := readSecrets(func(name string) string { return map[string]string{discordVariable: " Bot abc.def\n"}[name] })
	if err != nil || got.discord != "abc.def" {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestWhichPlatformsRun: those with secrets, and Slack in HTTP mode.
func TestWhichPlatformsRun(t *testing.T) {
	http := Config{Slack: Slack{Listen: ":8080"}}
	for _, c := range []struct {
		s     secrets
		of    Config
		slack bool
	}{
		{secrets{}, Config{}, false},
		{secrets{discord: "a"}, Config{}, false},
		{secrets{slackBot: "a"}, Config{}, true},
		{secrets{slackApp: "a"}, Config{}, true},
		{secrets{}, http, true},
		{secrets{slackSigning: "a", slackClient: "a"}, Config{}, false},
	} {
		if got := c.s.onSlack(c.of); got != c.slack {
			t.Errorf("%+v with %+v: %v", c.s, c.of.Slack, got)
		}
	}
}
