package discord_test

import (
	"strings"
	"testing"

	"bounceback/bot/bottest/discordtest"
)

// TestARoomIsSetUpWithAForm: it comes with what is set, and what is set comes back
// in it.
func TestARoomIsSetUpWithAForm(t *testing.T) {
	t.Parallel()
	r := newRig(t).start()
	g, here, who := r.community("admin", "member")
	g.Join(who[0], discordtest.ManageChannels)
	admin := who[0]
	for _, want := range []string{"9:00, , weekdays, everything", "08:30, Europe/Warsaw, monday thursday, steps"} {
		i := admin.Slash(here, "room")
		r.must(i.Acknowledged(r.ctx))
		form, ok := admin.Form()
		if !ok {
			t.Fatalf("no form came, but %d", i.Answered())
		}
		var values []string
		for _, f := range form.Fields {
			values = append(values, f.Value)
		}
		if got := strings.Join(values, ", "); got != want {
			t.Errorf("in the form stands %s, not %s", got, want)
		}
		admin.Submit(map[string]string{"time": "8:30", "zone": "Warsaw", "days": "Mon, Thu", "kinds": "steps"})
		if m := r.waitFor(admin, here, "Monday and Thursday"); !m.Ephemeral || !strings.Contains(m.Text, "<t:") {
			t.Errorf("the answer is %q", m.Text)
		}
	}
	admin.Slash(here, "room", "do:turn it off")
	r.waitFor(admin, here, "until someone sets it up again")
	r.nothingPublic(here)
	for _, name := range who[1].Commands(here) {
		if name == "room" {
			t.Error("/room is there for who does not manage the channel")
		}
	}
}

// TestMissingPermissionsAreSaidAtOnce, with the remedy, and not for what needs none.
func TestMissingPermissionsAreSaidAtOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t).start()
	g, here, who := r.community("admin")
	admin := who[0]
	g.Join(admin, discordtest.ManageChannels)
	g.Deny(here, discordtest.SendMessages)
	for _, options := range [][]string{nil, {"time:9:30"}} {
		m, err := admin.Slash(here, "room", options...).Await(r.ctx)
		r.must(err)
		if !m.Ephemeral || !strings.Contains(m.Reads(), "under Permissions: Send Messages. Then give the command again.") {
			t.Errorf("/room %v is answered with %q", options, m.Reads())
		}
	}
	m, err := admin.Slash(here, "room", "do:preview").Await(r.ctx)
	r.must(err)
	if strings.Contains(m.Text, "Permissions") {
		t.Errorf("the preview is answered with %q", m.Text)
	}
}

// TestWhatIsTypedIsCompleted: cities for all, and of companies only one's own.
func TestWhatIsTypedIsCompleted(t *testing.T) {
	t.Parallel()
	r := newRig(t).start()
	amina, ben := r.Person("amina"), r.Person("ben")
	_, err := amina.Slash(discordtest.Direct, "applied", "company:Globex").Await(r.ctx)
	r.must(err)
	r.must(r.bot.Settle(r.ctx))
	for _, c := range []struct {
		who                   *discordtest.Person
		command, option, want string
	}{
		{amina, "settings", "zone:wars", "Warsaw (Europe/Warsaw)=Warsaw"},
		{amina, "lifeline", "country:germ", "Germany=DE"},
		{amina, "rejected", "company:glo", "Globex=Globex"},
		{ben, "rejected", "company:glo", "Not on my list: glo=glo"},
		{ben, "rejected", "company:", ""},
	} {
		offered, err := c.who.Type(discordtest.Direct, c.command, c.option).Offered(r.ctx)
		r.must(err)
		got := ""
		if len(offered) > 0 {
			got = offered[0].Label + "=" + offered[0].Value
		}
		if got != c.want || len(offered) > 25 {
			t.Errorf("%s types /%s %s and is offered %q", c.who.Name, c.command, c.option, got)
		}
	}
}
