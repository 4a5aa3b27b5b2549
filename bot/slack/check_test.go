package slack

import (
	"strings"
	"testing"

	"bounceback/bot/bottest/slacktest"
)

// TestCheck: each thing that can be wrong is found, with what to do about it, and no
// token is in what is said.
func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name string
		set  func(*slacktest.Server, *Options)
		to   string
		want string // a part of the fault; empty: all is in order
	}{
		{"in order", func(*slacktest.Server, *Options) {}, "U1", ""},
		{"nobody to write to", func(*slacktest.Server, *Options) {}, "", ""},
		{"a bot token for the app's", func(s *slacktest.Server, o *Options) { o.AppToken = o.BotToken }, "", "belongs into SLACK_BOT_TOKEN"},
		{"an app token for the bot's", func(s *slacktest.Server, o *Options) { o.BotToken = o.AppToken }, "", "belongs into SLACK_APP_TOKEN"},
		{"an app token of nobody", func(s *slacktest.Server, o *Options) { o.AppToken = "xapp-secret" }, "", "set SLACK_APP_TOKEN"},
		{"a bot token of nobody", func(s *slacktest.Server, o *Options) { o.BotToken = "xoxb-secret" }, "", "set SLACK_BOT_TOKEN"},
		{"no token", func(s *slacktest.Server, o *Options) { o.BotToken = "" }, "", "There is no bot token"},
		{"a scope is missing", func(s *slacktest.Server, o *Options) { o.BotToken = s.Install("T1", "chat:write", "im:write") }, "", "commands"},
		{"the tab is closed", func(s *slacktest.Server, o *Options) {
			s.Fault(slacktest.Fault{Method: "chat.postMessage", Times: 9, NotOK: true, Error: "messages_tab_disabled"})
		}, "U1", "App Home"},
		{"nobody of that name", func(*slacktest.Server, *Options) {}, "U404", "Copy member ID"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := slacktest.New(t)
			s.AddUser(slacktest.User{ID: "U1"})
			o := Options{BotToken: s.BotToken(), AppToken: s.AppToken, API: s.APIURL(), Coach: mind(t), Pace: 1000}
			c.set(s, &o)
			found, err := Check(t.Context(), o, c.to)
			if err != nil {
				t.Fatal(err)
			}
			var faults []string
			for _, f := range found {
				if !f.OK {
					faults = append(faults, f.Text)
				}
			}
			said := strings.Join(faults, "\n")
			if c.want == "" && said != "" || !strings.Contains(said, c.want) || found.OK() != (c.want == "") {
				t.Errorf("found %+v", found)
			}
			if strings.Contains(said, "secret") {
				t.Errorf("a token is told: %s", said)
			}
			if left := s.Seen("U1", ""); len(left) != 0 {
				t.Errorf("what was written stands there: %+v", left)
			}
		})
	}
}
