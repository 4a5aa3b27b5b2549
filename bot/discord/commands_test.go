package discord_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"bounceback/bot/discord"
	"bounceback/coach"

	"github.com/bwmarrin/discordgo"
)

// TestCommandsAreRegisteredAsTheCoachHasThem looks at a few by hand; the local
// Discord holds all of them against its schema.
func TestCommandsAreRegisteredAsTheCoachHasThem(t *testing.T) {
	t.Parallel()
	german := fstest.MapFS{}
	for file, words := range map[string]*strings.Replacer{
		"commands.md": strings.NewReplacer("Open the menu.", "Öffne das Menü.", "| what you did |", "| was du geschafft hast |"),
		"forms.md":    strings.NewReplacer("| the last round |", "| die letzte Runde |", "| 5 | very good |", "| 5 | sehr gut |"),
	} {
		english, err := os.ReadFile("../../coach/flows/en/" + file)
		if err != nil {
			t.Fatal(err)
		}
		german["de/"+file] = &fstest.MapFile{Data: []byte(words.Replace(string(english)))}
	}
	c, err := coach.New(coach.Options{Pages: german})
	if err != nil {
		t.Fatal(err)
	}
	commands := map[string]*discordgo.ApplicationCommand{}
	for _, cmd := range discord.Commands(c) {
		commands[cmd.Name] = cmd
	}
	if len(commands) != len(c.Commands()) {
		t.Errorf("%d of %d commands", len(commands), len(c.Commands()))
	}
	option := func(command, name string) *discordgo.ApplicationCommandOption {
		for _, o := range commands[command].Options {
			if o.Name == name {
				return o
			}
		}
		t.Fatalf("/%s has no %s", command, name)
		return nil
	}
	room, win, menu := commands["room"], commands["win"], commands["coach"]
	if n := room.DefaultMemberPermissions; n == nil || *n != discordgo.PermissionManageChannels || len(*room.Contexts) != 1 || len(*room.IntegrationTypes) != 1 {
		t.Errorf("/room is for %+v", room)
	}
	if win.DefaultMemberPermissions != nil || len(*win.Contexts) != 3 || len(*win.IntegrationTypes) != 2 {
		t.Errorf("/win is for %+v", win)
	}
	if o := option("rejected", "stage"); len(o.Choices) != 6 || o.Choices[0].Value != "cv" || o.Autocomplete {
		t.Errorf("the stage is %+v", o)
	}
	if o := option("checkin", "mood"); o.Type != discordgo.ApplicationCommandOptionInteger || len(o.Choices) != 5 || o.Choices[4].Name != "5: very good" {
		t.Errorf("the mood is %+v", o)
	}
	final, best := option("rejected", "stage").Choices[4], option("checkin", "mood").Choices[4]
	if got := fmt.Sprint(final.NameLocalizations, best.NameLocalizations, option("rejected", "stage").Choices[0].NameLocalizations); got != "map[German:die letzte Runde] map[German:5: sehr gut] map[]" {
		t.Errorf("in German the last round and the best mood are %s", got)
	}
	for command, name := range map[string]string{"room": "zone", "lifeline": "country", "rejected": "company"} {
		if o := option(command, name); !o.Autocomplete || len(o.Choices) != 0 {
			t.Errorf("/%s %s is %+v", command, name, o)
		}
	}
	if got := (*menu.DescriptionLocalizations)[discordgo.German]; got != "Öffne das Menü." || len(*menu.DescriptionLocalizations) != 1 {
		t.Errorf("/coach is described as %q", got)
	}
	if win.DescriptionLocalizations != nil || option("win", "win").DescriptionLocalizations[discordgo.German] != "was du geschafft hast" {
		t.Errorf("/win is described as %+v, its option as %+v", win.DescriptionLocalizations, option("win", "win"))
	}
}
