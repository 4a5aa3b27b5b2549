package main

import (
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"bounceback/bot/discord"
	"bounceback/bot/slack"
	"bounceback/bot/slack/install"
	"bounceback/coach/understand"
)

// TestTheDocumentNamesAll that "bounceback understand" prints: fields, labels,
// details and outcomes.
func TestTheDocumentNamesAll(t *testing.T) {
	text, err := os.ReadFile("../../docs/understand.md")
	if err != nil {
		t.Fatal(err)
	}
	reader, err := understand.NewReader()
	if err != nil {
		t.Fatal(err)
	}
	words := []string{}
	line := reflect.TypeFor[understand.Line]()
	for i := range line.NumField() {
		name, _, _ := strings.Cut(line.Field(i).Tag.Get("json"), ",")
		words = append(words, name)
	}
	for _, l := range reader.Labels() {
		words = append(words, string(l))
	}
	details := understand.Details{
		Company: "a", Role: "a", Stage: "a", Contact: "a", City: "a", Country: "a", Zone: "a", Mood: "a", Count: 1,
		Clock: &understand.Clock{}, When: &understand.When{Text: "a"},
	}
	for name := range details.Words() {
		words = append(words, name)
	}
	if n := reflect.TypeFor[understand.Details]().NumField(); len(details.Words()) != n {
		t.Errorf("%d details are tested, and there are %d", len(details.Words()), n)
	}
	for _, o := range []understand.Outcome{understand.Sure, understand.Unsure, understand.None} {
		words = append(words, string(o))
	}
	for level := understand.NoWarning; level <= understand.Clear; level++ {
		words = append(words, level.String())
	}
	for _, w := range words {
		if !strings.Contains(string(text), "`"+w+"`") {
			t.Errorf("docs/understand.md does not name %q", w)
		}
	}
}

// TestTheGuideToDiscordNamesAll that the bot asks for, as Discord names it.
func TestTheGuideToDiscordNamesAll(t *testing.T) {
	text, err := os.ReadFile("../../docs/discord.md")
	if err != nil {
		t.Fatal(err)
	}
	links, err := discord.InviteLinks("1")
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range links {
		for _, n := range append(l.Scopes, l.Permissions...) {
			if !strings.Contains(string(text), "*"+n.Name+"*") && !strings.Contains(string(text), "`"+n.Name+"`") {
				t.Errorf("docs/discord.md does not say what %q is for", n.Name)
			}
		}
	}
}

// TestTheGuideToSlackNamesAll scopes that the manifest asks for, each with the
// manifest's own words about it, and how long the people of a workspace that left
// are kept.
func TestTheGuideToSlackNamesAll(t *testing.T) {
	text, err := os.ReadFile("../../docs/slack.md")
	if err != nil {
		t.Fatal(err)
	}
	mind, err := newCoach(Config{}, "")
	if err != nil {
		t.Fatal(err)
	}
	manifest, err := slack.Manifest(mind.Commands(), "")
	if err != nil {
		t.Fatal(err)
	}
	_, scopes, _ := strings.Cut(manifest, "scopes:")
	scopes, _, _ = strings.Cut(scopes, "settings:")
	found := regexp.MustCompile(`- ([a-z_:]+) # (.*)`).FindAllStringSubmatch(scopes, -1)
	if len(found) < 5 {
		t.Fatalf("the manifest asks for %q", scopes)
	}
	for _, scope := range found {
		if row := "| `" + scope[1] + "` | " + scope[2] + " |"; !strings.Contains(string(text), row) {
			t.Errorf("docs/slack.md lacks the row\n%s", row)
		}
	}
	if days := fmt.Sprintf("kept for %d days", install.Grace/(24*time.Hour)); !strings.Contains(string(text), days) {
		t.Errorf("docs/slack.md does not say %q", days)
	}
}
