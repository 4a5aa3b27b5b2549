package discordtest_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"bounceback/bot/bottest/discordtest"
)

func farAway() time.Time { return time.Now().Add(time.Minute) }

// register sends commands of all sorts.
func register(t *testing.T, d *discordtest.Server) {
	t.Helper()
	status, _ := askRaw(t, d, "PUT", "/applications/"+d.AppID+"/commands", "application/json", marshal(t, []obj{
		{"name": "win", "description": "keep a win", "options": []obj{{"name": "what", "description": "d", "type": 3, "required": true}}, "integration_types": []int{0, 1}, "contexts": []int{0, 1, 2}},
		{"name": "zone", "description": "your time zone", "options": []obj{{"name": "zone", "description": "d", "type": 3, "autocomplete": true}}},
		{"name": "room", "description": "a room", "default_member_permissions": "16", "contexts": []int{0}},
	}))
	if status != 200 {
		t.Fatalf("the commands were answered with %d", status)
	}
}

// callback is the first answer to the interaction that comes next, in c.
func callback(t *testing.T, d *discordtest.Server, c *client, typ int, data obj) (status int, o, i obj) {
	t.Helper()
	i = c.want(0, "INTERACTION_CREATE")["d"].(obj)
	status, o = ask(t, d, "POST", fmt.Sprintf("/interactions/%s/%s/callback", i["id"], i["token"]), obj{"type": typ, "data": data})
	return status, o, i
}

func TestDeferredPrivately(t *testing.T) {
	d, ctx := open(t)
	register(t, d)
	g := d.Guild("women in tech")
	hall := g.Channel("hall")
	amina, bea := d.Person("amina"), d.Person("bea")
	g.Join(amina, 0)
	g.Join(bea, discordtest.ManageChannels)
	if got := amina.Commands(hall); !slices.Equal(got, []string{"win", "zone"}) {
		t.Errorf("she is shown %q", got)
	}
	if got := bea.Commands(hall); !slices.Equal(got, []string{"room", "win", "zone"}) {
		t.Errorf("who manages the channel is shown %q", got)
	}
	c, _ := ready(t, d)
	c.want(0, "GUILD_CREATE")
	act := amina.Slash(hall, "win", "what:an interview: tomorrow")
	status, _, i := callback(t, d, c, 5, obj{"flags": 64})
	member := i["member"].(obj)
	if status != 204 || i["user"] != nil || member["permissions"] == nil || i["data"].(obj)["options"].([]any)[0].(obj)["value"] != "an interview: tomorrow" {
		t.Errorf("status %d, %v", status, i)
	}
	if m, ok := act.Reply(); !ok || !m.Loading {
		t.Errorf("she does not see that it is thinking: %v", m)
	}
	hook := fmt.Sprintf("/webhooks/%s/%s", d.AppID, i["token"])
	ask(t, d, "PATCH", hook+"/messages/@original", write("well done"))
	ask(t, d, "POST", hook, obj{"content": "more", "flags": 64, "allowed_mentions": obj{"parse": []any{}}})
	if m, err := act.Await(ctx); err != nil || m.Text != "well done" || !m.Ephemeral {
		t.Errorf("%v, %v", m, err)
	}
	if len(d.Messages(hall)) != 0 || len(bea.Sees(hall)) != 0 || len(amina.Ephemeral()) != 2 {
		t.Errorf("not private: %v", bea.Sees(hall))
	}
	d.Advance(16 * time.Minute)
	if status, o := ask(t, d, "POST", hook, write("late")); status != 401 || o["code"] != 50027.0 {
		t.Errorf("after 16 minutes: %d %v", status, o)
	}
}

func TestFirstAnswerInTime(t *testing.T) {
	d, _ := open(t)
	register(t, d)
	amina := d.Person("amina")
	c, _ := ready(t, d)
	act := amina.Slash(discordtest.Direct, "win", "what:x")
	_, _, i := callback(t, d, c, 4, write("ok"))
	path := fmt.Sprintf("/interactions/%s/%s/callback", i["id"], i["token"])
	if status, o := ask(t, d, "POST", path, obj{"type": 4, "data": write("ok")}); status != 400 || o["code"] != 40060.0 {
		t.Errorf("answered twice: %d %v", status, o)
	}
	if took, ok := act.Took(); !ok || took > 3*time.Second || i["member"] != nil || i["user"].(obj)["id"] != amina.ID {
		t.Errorf("took %v, %v", took, i)
	}
	c.want(0, "MESSAGE_CREATE")
	d.HoldToThreeSeconds()
	amina.Slash(discordtest.Direct, "win", "what:x")
	d.Advance(4 * time.Second)
	if status, o, _ := callback(t, d, c, 4, write("ok")); status != 404 || o["code"] != 10062.0 {
		t.Errorf("answered late: %d %v", status, o)
	}
}

func TestFormsTapsAndChoices(t *testing.T) {
	d, ctx := open(t)
	register(t, d)
	amina := d.Person("amina")
	c, _ := ready(t, d)
	m := write("How was it?")
	m["components"] = []obj{
		{"type": 1, "components": []obj{{"type": 2, "style": 1, "label": "Tell", "custom_id": "v1:tell"}}},
		{"type": 1, "components": []obj{{"type": 3, "custom_id": "v1:mood", "options": []obj{{"label": "Good", "value": "g"}, {"label": "Bad", "value": "b"}}}}},
	}
	_, o := ask(t, d, "POST", "/channels/"+amina.DirectID()+"/messages", m)
	c.want(0, "MESSAGE_CREATE")
	id := o["id"].(string)

	amina.Tap(id, "Tell")
	callback(t, d, c, 9, obj{"title": "Tell", "custom_id": "v1:f", "components": []obj{{"type": 1, "components": []obj{
		{"type": 4, "custom_id": "w", "label": "What was it?", "style": 2, "max_length": 100}}}}})
	f, shown := amina.Form()
	if !shown || f.Fields[0].Label != "What was it?" || !f.Fields[0].Required || f.Fields[0].Max != 100 {
		t.Errorf("the form %+v", f)
	}
	amina.Submit(map[string]string{"What was it?": "hard"})
	_, _, i := callback(t, d, c, 7, write("Noted."))
	row := i["data"].(obj)["components"].([]any)[0].(obj)["components"].([]any)[0].(obj)
	if row["value"] != "hard" || amina.Sees(discordtest.Direct)[0].Text != "Noted." {
		t.Errorf("sent %v", row)
	}
	c.want(0, "MESSAGE_UPDATE")
	amina.Select(id, "Bad")
	_, _, i = callback(t, d, c, 6, nil)
	if v := i["data"].(obj)["values"].([]any); v[0] != "b" || i["message"].(obj)["id"] != id {
		t.Errorf("chosen %v", i)
	}
	act := amina.Type(discordtest.Direct, "zone", "zone:war")
	callback(t, d, c, 8, obj{"choices": []obj{{"name": "Warsaw", "value": "Europe/Warsaw"}}})
	if got, err := act.Offered(ctx); err != nil || len(got) != 1 || got[0].Value != "Europe/Warsaw" {
		t.Errorf("offered %v, %v", got, err)
	}
}

// TestClientsForbid: what a client would not let somebody do is a breach.
func TestClientsForbid(t *testing.T) {
	d := discordtest.New(lenient{t})
	register(t, d)
	amina := d.Person("amina")
	out := d.GuildWithoutBot("elsewhere").Channel("hall")
	for name, do := range map[string]func() *discordtest.Interaction{
		"unknown command":   func() *discordtest.Interaction { return amina.Slash(discordtest.Direct, "lose") },
		"required option":   func() *discordtest.Interaction { return amina.Slash(discordtest.Direct, "win") },
		"context":           func() *discordtest.Interaction { return amina.Slash(discordtest.Direct, "room") },
		"not installed":     func() *discordtest.Interaction { return amina.Slash(out, "win", "what:x") },
		"no such message":   func() *discordtest.Interaction { return amina.Tap("1", "Yes") },
		"form that is shut": func() *discordtest.Interaction { return amina.Submit(nil) },
	} {
		if act := do(); act.Refused == "" || act.Acknowledged(t.Context()) == nil {
			t.Errorf("%s: it could be done", name)
		}
	}
}
