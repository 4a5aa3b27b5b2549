package discord_test

import (
	"slices"
	"strings"
	"testing"

	"bounceback/bot/bottest/discordtest"
)

// values are what stands in the form that is open.
func values(t *testing.T, p *discordtest.Person) string {
	t.Helper()
	form, ok := p.Form()
	if !ok {
		t.Fatal("no form came")
	}
	var all []string
	for _, f := range form.Fields {
		all = append(all, f.Value)
	}
	return strings.Join(all, ", ")
}

// TestARoomIsSetUpWithAForm, is looked at and ended by a tap, and is changed with a
// form in which stands what is set.
func TestARoomIsSetUpWithAForm(t *testing.T) {
	t.Parallel()
	r := newRig(t).start()
	g, here, who := r.community("admin", "member")
	admin := who[0]
	g.Join(admin, discordtest.ManageChannels)
	r.must(admin.Slash(here, "room").Acknowledged(r.ctx))
	if got := values(t, admin); got != "9:00, , weekdays, everything" {
		t.Errorf("in the first form stands %s", got)
	}
	admin.Submit(map[string]string{"time": "8:30", "zone": "Warsaw", "days": "Mon, Thu", "kinds": "steps"})
	if m := r.waitFor(admin, here, "Monday and Thursday"); !m.Ephemeral || !strings.Contains(m.Text, "<t:") {
		t.Errorf("the answer is %q", m.Text)
	}

	admin.Slash(here, "room")
	var m discordtest.Message
	r.must(r.Wait(r.ctx, "it says what is set", func() bool {
		m = r.newest(admin, here)
		return slices.Contains(m.Labels(), "Another time")
	}))
	if got := strings.Join(m.Labels(), ", "); !m.Ephemeral || got != "It's fine, Another time, Show me the next one, Turn it off" {
		t.Errorf("there is to tap: %s", got)
	}
	r.must(admin.Tap(m.ID, "Another time").Acknowledged(r.ctx))
	if got := values(t, admin); got != "08:30, Europe/Warsaw, monday thursday, steps" {
		t.Errorf("in the second form stands %s", got)
	}
	admin.Submit(map[string]string{"time": "17:00"})
	r.waitFor(admin, here, "at 17:00")
	if m, _ = r.Message(m.ID); strings.Contains(m.Text, "You:") || strings.Contains(m.Text, "Back to") {
		t.Errorf("after the change it reads\n%s", m.Text)
	}

	admin.Slash(here, "room")
	r.must(r.Wait(r.ctx, "it can be turned off", func() bool {
		m = r.newest(admin, here)
		return slices.Contains(m.Labels(), "Turn it off")
	}))
	admin.Tap(m.ID, "Turn it off")
	r.waitFor(admin, here, "Off. Nothing comes here any more")
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

// TestWhatCannotBeReadInTheFormIsAskedInTheRoom, and answered there: whoever sets a
// room up looks at the room.
func TestWhatCannotBeReadInTheFormIsAskedInTheRoom(t *testing.T) {
	t.Parallel()
	r := newRig(t).start()
	g, here, who := r.community("admin")
	admin := who[0]
	g.Join(admin, discordtest.ManageChannels)
	answer := func(m discordtest.Message, asked, words string) {
		t.Helper()
		r.must(admin.Tap(m.ID, "In my own words").Acknowledged(r.ctx))
		form, ok := admin.Form()
		if !ok || !strings.Contains(form.Fields[0].Placeholder, asked) {
			t.Fatalf("the form is %+v", form)
		}
		admin.Submit(map[string]string{form.Fields[0].ID: words})
	}
	r.must(admin.Slash(here, "room").Acknowledged(r.ctx))
	admin.Submit(map[string]string{"time": "half past never", "zone": "Nowhere"})
	m := r.waitFor(admin, here, "half past never")
	if got := strings.Join(m.Labels(), ", "); !m.Ephemeral || !strings.HasSuffix(got, "17:00, Not now, In my own words") {
		t.Errorf("there is to tap: %s", got)
	}
	answer(m, "half past never", "half nine")
	m = r.waitFor(admin, here, "Nowhere")
	answer(m, "Nowhere", "Berlin")
	r.waitFor(admin, here, "at 09:30, Berlin time")
	if got := r.read(admin, discordtest.Direct); got != "" {
		t.Errorf("the direct message reads\n%s", got)
	}
	r.nothingPublic(here)
}

// TestWhoElseIsAllowedSetsARoomUp: a server can let others give the command than those
// who manage channels.
func TestWhoElseIsAllowedSetsARoomUp(t *testing.T) {
	t.Parallel()
	r := newRig(t).start()
	g, here, who := r.community("helper")
	helper := who[0]
	g.Allow(helper, "room")
	r.must(helper.Slash(here, "room").Acknowledged(r.ctx))
	helper.Submit(map[string]string{"zone": "Warsaw"})
	r.waitFor(helper, here, "at 09:00, Warsaw time")
	m, err := helper.Slash(here, "room").Await(r.ctx)
	r.must(err)
	r.must(helper.Tap(m.ID, "Another time").Acknowledged(r.ctx))
	helper.Submit(map[string]string{"time": "17:00"})
	r.waitFor(helper, here, "at 17:00")
}
