package slack

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"bounceback/bot/slack/markup"
	"bounceback/coach"
)

var update = flag.Bool("update", false, "rewrite the golden views")

var monday = time.Date(2026, 3, 2, 18, 20, 0, 0, time.UTC)

// someone is a platform with the real coach, and one person behind it.
func someone(t *testing.T, p *coach.Person) *Platform {
	t.Helper()
	c := mind(t)
	s, err := New(Options{
		BotToken: "xoxb-1", AppToken: "xapp-1",
		Coach: c, Clock: func() time.Time { return monday },
		Look: func(_ context.Context, _ coach.ID, see func(*coach.Person, coach.Journal)) error {
			if p == nil {
				return errors.New("the disk is gone")
			}
			see(p, nil)
			return nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func amina() *coach.Person {
	return &coach.Person{
		Version: 1, Name: "Amina", TimeZone: "Europe/Berlin", Met: monday.AddDate(0, -1, 0), Heard: monday.AddDate(0, 0, -1),
		CheckIn: &coach.CheckIn{Days: "monday thursday", At: "19:30", Next: monday.Add(10 * time.Minute)},
		Tally:   coach.Tally{Total: map[string]int{"win": 3}, Week: map[string]int{"win": 2, "application": 5}, WeekOf: "2026-03-02", Weeks: 4},
	}
}

// TestForms compares the form of each command with its golden JSON, and holds it to
// Slack's rules.
func TestForms(t *testing.T) {
	p := someone(t, amina())
	for _, c := range p.options.Coach.Commands() {
		if len(c.Options) == 0 {
			continue
		}
		given, at := map[string]string{}, ground{To: "T1/U1"}
		if c.Name == "settings" {
			given = p.options.Coach.Settings(amina())
			at.Was = given
		}
		v := p.form(c, given, at)
		check(t, c.Name, v.Blocks.BlockSet, v)
		if len(v.Title.Text) > maxTitle || strings.HasPrefix(v.Title.Text, "/") && c.Name == "settings" {
			t.Errorf("%s: the title %q", c.Name, v.Title.Text)
		}
	}
	v := p.answerForm(strings.Repeat("What happened? ", 200), ground{To: "T1/U1"})
	check(t, "answer", v.Blocks.BlockSet, v)
}

// TestFormsWithAnything: whatever is set already, a form is one that Slack takes.
func TestFormsWithAnything(t *testing.T) {
	p := someone(t, amina())
	for _, c := range p.options.Coach.Commands() {
		given := map[string]string{}
		for _, o := range c.Options {
			given[o.Name] = strings.Repeat("ж<!channel> ", 900)
		}
		if err := markup.CheckBlocks(p.form(c, given, ground{}).Blocks.BlockSet); err != nil {
			t.Errorf("%s: %v", c.Name, err)
		}
	}
}

func TestHomeTab(t *testing.T) {
	quiet := amina()
	quiet.Stopped, quiet.CheckIn, quiet.Tally = true, nil, coach.Tally{}
	for name, person := range map[string]*coach.Person{"home": amina(), "home-new": {}, "home-stopped": quiet, "home-broken": nil} {
		v := someone(t, person).homeView(t.Context(), User{"T1", "U1"})
		check(t, name, v.Blocks.BlockSet, v)
	}
}

// check holds a view to Slack's rules and to its golden JSON.
func check(t *testing.T, name string, blocks []slack.Block, view any) {
	t.Helper()
	if err := markup.CheckBlocks(blocks); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	got, err := json.MarshalIndent(view, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", "views", name+".json")
	if *update {
		if err := os.WriteFile(file, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != string(got)+"\n" {
		t.Errorf("%s is not as it was; go test ./bot/slack -run 'Forms|Home' -update rewrites it\n%s", name, got)
	}
}

// sent is a form as Slack sends it back.
func sent(v slack.ModalViewRequest, typed map[string]string) *slack.View {
	back := &slack.View{CallbackID: v.CallbackID, PrivateMetadata: v.PrivateMetadata, State: &slack.ViewState{Values: map[string]map[string]slack.BlockAction{}}}
	for _, b := range v.Blocks.BlockSet {
		field, ok := b.(*slack.InputBlock)
		if !ok {
			continue
		}
		value := typed[field.BlockID]
		var a slack.BlockAction
		switch field.Element.(type) {
		case *slack.SelectBlockElement:
			a.SelectedOption.Value = value
		case *slack.TimePickerBlockElement:
			a.SelectedTime = value
		default:
			a.Value = value
		}
		back.State.Values[field.BlockID] = map[string]slack.BlockAction{field.BlockID: a}
	}
	return back
}

// TestAFormBecomesACommand: what was typed arrives, what stayed as it was does not,
// and what cannot be read is said field by field.
func TestAFormBecomesACommand(t *testing.T) {
	p := someone(t, amina())
	command := func(name string) slack.ModalViewRequest {
		for _, c := range p.options.Coach.Commands() {
			if c.Name == name {
				was := p.options.Coach.Settings(amina())
				return p.form(c, was, ground{To: "T1/r/U1/C1/abc/https://answer", Room: "C1", Was: was})
			}
		}
		t.Fatalf("there is no command %s", name)
		return slack.ModalViewRequest{}
	}
	h, at, faults, err := p.filled(sent(command("win"), map[string]string{"win": "  passed B2 \n"}), "")
	if err != nil || faults != nil || h.Command != "win" || h.Args["win"] != "passed B2" || at.To != "T1/r/U1/C1/abc/https://answer" || at.Room != "C1" {
		t.Errorf("a win came as %+v at %+v, with %v and %v", h, at, faults, err)
	}
	was := p.options.Coach.Settings(amina())
	typed := maps.Clone(was)
	typed["time"], typed["name"], typed["zone"] = "08:15", "Mina", ""
	h, _, faults, err = p.filled(sent(command("settings"), typed), "Europe/Lisbon")
	if want := map[string]string{"time": "08:15", "name": "Mina", "zone": "Europe/Lisbon"}; err != nil || faults != nil || !maps.Equal(h.Args, want) {
		t.Errorf("settings came as %v, with %v and %v, not as %v", h.Args, faults, err, want)
	}
	typed["zone"], typed["country"] = "Atlantis", "Wakanda"
	_, _, faults, err = p.filled(sent(command("settings"), typed), "")
	if err != nil || len(faults) != 2 || !strings.Contains(faults["zone"], "Warsaw") || faults["country"] == "" {
		t.Errorf("the faults are %v, %v", faults, err)
	}
	h, _, _, err = p.filled(sent(p.answerForm("What happened?", ground{}), map[string]string{answerForm: "they went silent"}), "")
	if err != nil || h.Text != "they went silent" || h.Command != "" {
		t.Errorf("an answer came as %+v, %v", h, err)
	}
	for _, v := range []*slack.View{{}, {PrivateMetadata: "{}", CallbackID: "another"}} {
		if _, _, _, err := p.filled(v, ""); err == nil {
			t.Errorf("a form of nobody's was read: %+v", v)
		}
	}
}
