package discordtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"strings"
	"testing"
	"time"

	"bounceback/bot/bottest/discordtest"
)

func TestNonceIsTakenOnce(t *testing.T) {
	d, _ := open(t)
	amina := d.Person("amina")
	_, dm := ask(t, d, "POST", "/users/@me/channels", obj{"recipient_id": amina.ID})
	path := "/channels/" + dm["id"].(string) + "/messages"
	if dm["id"] != amina.DirectID() {
		t.Errorf("the direct message has two ids: %v and %s", dm["id"], amina.DirectID())
	}
	send := func(text, nonce string) any {
		m := write(text)
		m["nonce"], m["enforce_nonce"] = nonce, true
		_, o := ask(t, d, "POST", path, m)
		return o["id"]
	}
	first, again, other := send("one", "a"), send("one", "a"), send("two", "b")
	d.Advance(10 * time.Minute)
	if late := send("one", "a"); first != again || other == first || late == first {
		t.Errorf("ids %v %v %v %v", first, again, other, late)
	}
	d.Fail("POST /channels/*/messages", 1, discordtest.Lose())
	if got := send("three", "c"); got != nil {
		t.Errorf("a lost answer came back: %v", got)
	}
	send("three", "c")
	var texts []string
	for _, m := range amina.Sees(discordtest.Direct) {
		texts = append(texts, m.Text)
	}
	if got := strings.Join(texts, " "); got != "one two one three" {
		t.Errorf("she reads %q", got)
	}
}

func TestHistoryIsNewestFirst(t *testing.T) {
	d, _ := open(t)
	amina := d.Person("amina")
	ids := amina.SayAll("1", "2", "3", "4")
	for query, want := range map[string]string{"": "4321", "?limit=2": "43", "?after=" + ids[0] + "&limit=2": "32", "?before=" + ids[2]: "21"} {
		_, raw := askRaw(t, d, "GET", "/channels/"+amina.DirectID()+"/messages"+query, "", nil)
		var all []obj
		json.Unmarshal(raw, &all)
		got := ""
		for _, m := range all {
			got += m["content"].(string)
		}
		if got != want {
			t.Errorf("%q gives %q, not %q", query, got, want)
		}
	}
}

func TestFilesHaveTheirDescription(t *testing.T) {
	d, _ := open(t)
	amina := d.Person("amina")
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	m := write("your month")
	m["attachments"] = []obj{{"id": "0", "description": "four noes, one yes"}}
	w.WriteField("payload_json", string(marshal(t, m)))
	f, _ := w.CreateFormFile("files[0]", "chart.png")
	f.Write([]byte("PNG"))
	w.Close()
	if status, raw := askRaw(t, d, "POST", "/channels/"+amina.DirectID()+"/messages", w.FormDataContentType(), form.Bytes()); status != 200 {
		t.Fatalf("%d %s", status, raw)
	}
	if got := amina.Sees(discordtest.Direct)[0].String(); got != "your month (chart.png: four noes, one yes)" {
		t.Error(got)
	}
}

func TestFaultsOfTheAPI(t *testing.T) {
	d, _ := open(t)
	amina := d.Person("amina")
	path := "/channels/" + amina.DirectID() + "/messages"
	for _, c := range []struct {
		fault        discordtest.Fault
		status, left int
	}{
		{discordtest.Limited(time.Second), 429, 0}, {discordtest.GlobalLimited(time.Second), 429, 0}, {discordtest.Cloudflare(time.Second), 429, 0},
		{discordtest.Status(502), 502, 0}, {discordtest.LateStatus(502), 502, 1}, {discordtest.CutBefore(), 0, 0}, {discordtest.Lose(), 0, 1},
		{discordtest.Unreachable(), 403, 0}, {discordtest.Unauthorized(), 401, 0}, {discordtest.Delay(time.Millisecond), 200, 1},
	} {
		before := len(amina.Sees(discordtest.Direct))
		d.Fail("POST /channels/*/messages", 1, c.fault)
		status, _ := ask(t, d, "POST", path, write("hi"))
		if left := len(amina.Sees(discordtest.Direct)) - before; status != c.status || left != c.left {
			t.Errorf("%+v: status %d, %d messages", c.fault, status, left)
		}
	}
	d.FailRate("*", 0.2, 1, discordtest.Status(503))
	bad := 0
	for range 100 {
		if status, _ := ask(t, d, "GET", "/users/@me", nil); status == 503 {
			bad++
		}
	}
	if bad < 8 || bad > 35 {
		t.Errorf("%d of 100 failed at a rate of 0.2", bad)
	}
	if n := len(d.Requests("GET /users/@me")); n != 100 {
		t.Errorf("%d requests are in the log", n)
	}
}

func TestLimits(t *testing.T) {
	d, _ := open(t)
	d.Limit("*", 2, time.Hour)
	for n, want := range []int{200, 200, 429} {
		if status, o := ask(t, d, "GET", "/users/@me", nil); status != want || status == 429 && o["global"] != true {
			t.Errorf("request %d: %d %v", n, status, o)
		}
	}
	if status, _ := ask(t, d, "POST", "/interactions/1/2/callback", obj{"type": 6}); status != 404 {
		t.Errorf("an interaction is limited: %d", status)
	}
	d.Advance(time.Hour)
	if status, _ := ask(t, d, "GET", "/users/@me", nil); status != 200 {
		t.Errorf("limited for ever: %d", status)
	}
}

func TestPermissions(t *testing.T) {
	d, _ := open(t)
	g := d.Guild("women in tech")
	hall := g.Channel("hall")
	post := func() string {
		status, o := ask(t, d, "POST", "/channels/"+hall+"/messages", write("hello"))
		return fmt.Sprint(status, " ", o["code"])
	}
	g.Deny(hall, discordtest.SendMessages)
	if got := post(); got != "403 50013" {
		t.Error(got)
	}
	g.Deny(hall, discordtest.ViewChannel)
	if got := post(); got != "403 50001" {
		t.Error(got)
	}
	g.Deny(hall, 0)
	if got := post(); got != "200 <nil>" {
		t.Error(got)
	}
	d.DeleteChannel(hall)
	if got := post(); got != "404 10003" {
		t.Error(got)
	}
}

// TestBreachesAreSeen sends one wrong body after the other.
func TestBreachesAreSeen(t *testing.T) {
	d := discordtest.New(lenient{t})
	amina := d.Person("amina")
	button := func(id, label string) obj { return obj{"type": 2, "style": 1, "custom_id": id, "label": label} }
	rows := func(inside ...obj) obj {
		m := write("choose")
		m["components"] = []obj{{"type": 1, "components": inside}}
		return m
	}
	option := obj{"name": "what", "description": "d", "type": 3}
	cmd := func(o obj) []obj { return []obj{o} }
	commands := "/applications/" + d.AppID + "/commands"
	messages := "/channels/" + amina.DirectID() + "/messages"
	for name, c := range map[string]struct {
		method, path string
		body         any
	}{
		"too long":                  {"POST", messages, write(strings.Repeat("😀", 2001))},
		"empty":                     {"POST", messages, write(" \n")},
		"pings":                     {"POST", messages, obj{"content": "@everyone"}},
		"pings, null":               {"POST", messages, obj{"content": "x", "allowed_mentions": obj{"parse": nil}}},
		"two of one id":             {"POST", messages, rows(button("a", "A"), button("a", "B"))},
		"six buttons":               {"POST", messages, rows(button("a", "A"), button("b", "A"), button("c", "A"), button("d", "A"), button("e", "A"), button("f", "A"))},
		"long label":                {"POST", messages, rows(button("a", strings.Repeat("x", 81)))},
		"long nonce":                {"POST", messages, obj{"content": "x", "allowed_mentions": obj{"parse": []any{}}, "nonce": strings.Repeat("n", 26), "enforce_nonce": true}},
		"nonce for nothing":         {"POST", messages, obj{"content": "x", "allowed_mentions": obj{"parse": []any{}}, "nonce": "n"}},
		"capital command":           {"PUT", commands, cmd(obj{"name": "Win", "description": "d"})},
		"command without words":     {"PUT", commands, cmd(obj{"name": "win", "description": ""})},
		"required after optional":   {"PUT", commands, cmd(obj{"name": "win", "description": "d", "options": []obj{option, {"name": "b", "description": "d", "type": 3, "required": true}}})},
		"null for all commands":     {"PUT", commands, obj{}},
		"recipient that is no id":   {"POST", "/users/@me/channels", obj{"recipient_id": 5}},
		"a route that is not there": {"POST", "/channels/1/poll", write("x")},
	} {
		if name == "recipient that is no id" && !discordtest.HasSchema() {
			continue // only the schema knows
		}
		before := len(d.Breaches())
		status, _ := ask(t, d, c.method, c.path, c.body)
		if len(d.Breaches()) != before+1 || status < 400 {
			t.Errorf("%s: status %d, breaches %q", name, status, d.Breaches()[before:])
		}
	}
	long := rows(button("a", "A"), button("b", "B"))
	long["content"] = strings.Repeat("😀", 2000)
	if status, _ := ask(t, d, "POST", messages, long); status != 200 {
		t.Errorf("a right message is refused: %q", d.Breaches())
	}
}
