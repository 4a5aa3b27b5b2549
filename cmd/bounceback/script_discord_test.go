package main

import (
	"context"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"bounceback/bot/bottest/discordtest"
)

// onDiscord is the command of the scripts that stands for Discord: "discord start"
// starts a local one and sets the variables by which the program finds it,
// "discord ready" waits until the bot listens, "discord says NAME WORDS" has
// somebody write to it and waits for the answer, which is then in the file NAME,
// and "discord breaks" makes it fail at everything, until the bot has felt it;
// "discord heals" ends that.
func onDiscord(t *testing.T) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg || len(args) == 0 {
			ts.Fatalf("usage: discord start|ready|says|breaks|heals|closes")
		}
		if args[0] == "start" {
			d := discordtest.New(t)
			ts.Setenv(discordVariable, d.Token)
			ts.Setenv(discordAPIVariable, d.URL())
			ts.Setenv("APP", d.AppID)
			ts.Value("world").(map[string]any)["discord"] = d
			return
		}
		d, ok := ts.Value("world").(map[string]any)["discord"].(*discordtest.Server)
		if !ok {
			ts.Fatalf("Discord was not started")
		}
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		switch {
		case args[0] == "ready":
			ts.Check(d.Wait(ctx, "the bot listens", func() bool { return d.Listening() && len(d.Registered()) > 0 }))
		case args[0] == "says" && len(args) > 2:
			p := d.Person(args[1])
			m, err := p.AnswerTo(ctx, p.Say(strings.Join(args[2:], " ")))
			ts.Check(err)
			ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(m.String()+"\n"), 0o600))
		case args[0] == "breaks":
			d.FailRate("*", 1, 1, discordtest.Limited(time.Second), discordtest.Status(503), discordtest.CutBefore())
			d.Person("Tom").Say("hello")
			asked := d.Asked()
			ts.Check(d.Wait(ctx, "the bot tries", func() bool { return d.Asked() > asked+1 }))
		case args[0] == "heals":
			d.Heal()
		case args[0] == "closes" && len(args) == 2:
			code, err := strconv.Atoi(args[1])
			ts.Check(err)
			d.At(discordtest.BeforeReady, discordtest.Close(code))
		default:
			ts.Fatalf("discord cannot do %q", args)
		}
	}
}
