package main

import (
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"bounceback/bot/bottest/slacktest"
)

// onSlack is the command of the scripts that stands for Slack: "slack start" starts
// a local one, with U1 in it, and sets the variables by which the program finds it,
// "slack ready" waits until the app listens, and "slack says U1 WORDS" has U1 write
// to it and waits for the answer, which is then in the file U1.
func onSlack(t *testing.T) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg || len(args) == 0 {
			ts.Fatalf("usage: slack start|ready|says")
		}
		if args[0] == "start" {
			s := slacktest.New(t)
			s.AddUser(slacktest.User{ID: "U1"})
			ts.Setenv(slackBotVariable, s.BotToken())
			ts.Setenv(slackAppVariable, s.AppToken)
			ts.Setenv(slackAPIVariable, s.APIURL())
			ts.Value("world").(map[string]any)["slack"] = s
			return
		}
		s, ok := ts.Value("world").(map[string]any)["slack"].(*slacktest.Server)
		if !ok {
			ts.Fatalf("Slack was not started")
		}
		switch {
		case args[0] == "ready":
			s.WaitSockets(1)
		case args[0] == "says" && len(args) > 2:
			before := len(s.Answers(args[1], ""))
			s.DM(args[1], strings.Join(args[2:], " "))
			if !s.WaitFor(func() bool { return len(s.Answers(args[1], "")) > before }) {
				ts.Fatalf("no answer came")
			}
			ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(s.Answers(args[1], "")[before].Text+"\n"), 0o600))
		default:
			ts.Fatalf("slack cannot do %q", args)
		}
	}
}
