package rest_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"bounceback/bot"
	"bounceback/bot/bottest/discordtest"
	"bounceback/bot/discord/rest"
)

// world is a local Discord with a person in it and a client of the bot's.
func world(t *testing.T) (*discordtest.Server, *discordtest.Person, *rest.Client) {
	t.Helper()
	d := discordtest.New(t)
	c, err := rest.New(rest.Options{Token: d.Token, API: d.URL()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return d, d.Person("amina"), c
}

func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

var choices = []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
	discordgo.Button{Label: "Yes", Style: discordgo.SecondaryButton, CustomID: "k:yes"},
	discordgo.Button{Label: "No", Style: discordgo.SecondaryButton, CustomID: "k:no"},
}}}

func TestDirectMessage(t *testing.T) {
	t.Parallel()
	d, amina, c := world(t)
	ctx := soon(t)
	channel, err := c.OpenDM(ctx, amina.ID)
	if err != nil || channel != amina.DirectID() {
		t.Fatal(channel, err)
	}
	m := rest.Message{Content: "look", Components: choices, NoPreview: true,
		Files: []rest.File{{Name: "chart.png", Type: "image/png", Alt: "two bars", Content: []byte("PNG")}}}
	first, err := c.SendMessage(ctx, channel, "key", m)
	if err != nil {
		t.Fatal(err)
	}
	again, err := c.SendMessage(ctx, channel, "key", m)
	if err != nil || again != first {
		t.Errorf("the same nonce made %s and %s, %v", first, again, err)
	}
	seen := amina.Sees(discordtest.Direct)
	if len(seen) != 1 || fmt.Sprint(seen[0]) != "look [Yes] [No] (chart.png: two bars)" {
		t.Errorf("she sees %v", seen)
	}
	if err := c.Typing(ctx, channel); err != nil || d.Typing(channel) != 1 {
		t.Error(err)
	}
	if err := c.EditMessage(ctx, channel, first, rest.Message{Content: "look again"}); err != nil {
		t.Error(err)
	}
	theirs := amina.Say("hello")
	second, err := c.SendMessage(ctx, channel, "key2", rest.Message{Content: "hi"})
	if err != nil {
		t.Error(err)
	}
	page, err := c.MessagesAfter(ctx, channel, first, 100)
	if err != nil || len(page) != 2 || page[0].ID != theirs || page[0].Author.ID != amina.ID || page[1].ID != second || !page[1].Author.Bot {
		t.Errorf("%v %+v", err, page)
	}
	if err := c.DeleteMessage(ctx, channel, second); err != nil {
		t.Error(err)
	}
	if err := c.DeleteMessage(ctx, channel, second); !errors.Is(err, rest.ErrNoMessage) {
		t.Error(err)
	}
	if seen = amina.Sees(discordtest.Direct); len(seen) != 2 || fmt.Sprint(seen[0]) != "look again" {
		t.Errorf("she sees %v", seen)
	}
	amina.CloseDoor()
	if _, err := c.SendMessage(ctx, channel, "key3", rest.Message{Content: "hi"}); !errors.Is(err, bot.ErrUnreachable) {
		t.Error(err)
	}
}

func TestTheApplication(t *testing.T) {
	t.Parallel()
	d, _, c := world(t)
	ctx := soon(t)
	if me, err := c.Me(ctx); err != nil || me.ID != d.BotID || !me.Bot {
		t.Error(me, err)
	}
	if app, err := c.Application(ctx); err != nil || app.ID != d.AppID {
		t.Error(app, err)
	}
	if err := c.SetCommands(ctx, d.AppID, []*discordgo.ApplicationCommand{{Name: "win", Description: "Log a win"}}); err != nil {
		t.Error(err)
	}
	if all, err := c.Commands(ctx, d.AppID); err != nil || len(all) != 1 || all[0].Name != "win" {
		t.Error(all, err)
	}
	if err := c.SetCommands(ctx, d.AppID, nil); err != nil || len(d.Registered()) != 0 {
		t.Error(err, d.Registered())
	}
	wrong, err := rest.New(rest.Options{Token: "wrong", API: d.URL()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := wrong.Me(ctx); !errors.Is(err, rest.ErrToken) {
		t.Error(err)
	}
}

func TestAnswersToAnInteraction(t *testing.T) {
	t.Parallel()
	d, amina, c := world(t)
	ctx := soon(t)
	if err := c.SetCommands(ctx, d.AppID, []*discordgo.ApplicationCommand{{Name: "win", Description: "Log a win",
		IntegrationTypes: &[]discordgo.ApplicationIntegrationType{discordgo.ApplicationIntegrationUserInstall},
		Contexts:         &[]discordgo.InteractionContextType{discordgo.InteractionContextPrivateChannel}}}); err != nil {
		t.Fatal(err)
	}
	amina.Install()
	win := amina.Slash(discordtest.Elsewhere, "win")
	i := rest.Interaction{App: d.AppID, ID: win.ID, Token: win.Token}
	d.Fail("POST /interactions/*/*/callback", 1, discordtest.LateStatus(502))
	if err := c.Defer(ctx, i, true); err != nil {
		t.Fatal(err)
	}
	if err := c.Defer(ctx, i, true); !errors.Is(err, rest.ErrAnswered) {
		t.Error(err)
	}
	if m, err := c.GetOriginal(ctx, i); err != nil || !m.Private() || !m.Loading() {
		t.Errorf("%+v %v", m, err)
	}
	first := rest.Message{Content: "one", Components: choices, Files: []rest.File{{Name: "a.png", Alt: "a", Content: []byte("A")}}}
	m, err := c.EditOriginal(ctx, i, first)
	if err != nil || m.Loading() || len(m.Attachments) != 1 {
		t.Fatalf("%+v %v", m, err)
	}
	more := rest.Message{Content: "one\n\ntwo", Keep: true, Kept: []string{m.Attachments[0].ID}, Files: []rest.File{{Name: "b.png", Alt: "b", Content: []byte("B")}}}
	if _, err := c.EditOriginal(ctx, i, more); err != nil {
		t.Error(err)
	}
	if m, _ := win.Reply(); fmt.Sprintf("%q", fmt.Sprint(m)) != `"one\n\ntwo [Yes] [No] (a.png: a) (b.png: b)"` {
		t.Errorf("%q", fmt.Sprint(m))
	}
	for n := range 6 {
		_, err := c.Followup(ctx, i, rest.Message{Content: "more", Private: true})
		if n < 5 && err != nil || n == 5 && !errors.Is(err, rest.ErrFollowups) {
			t.Errorf("%d: %v", n, err)
		}
	}
	d.Advance(16 * time.Minute)
	if _, err := c.EditOriginal(ctx, i, first); !errors.Is(err, rest.ErrExpired) {
		t.Error(err)
	}
	late := amina.Slash(discordtest.Elsewhere, "win")
	d.HoldToThreeSeconds()
	d.Advance(4 * time.Second)
	if err := c.Defer(ctx, rest.Interaction{App: d.AppID, ID: late.ID, Token: late.Token}, true); !errors.Is(err, rest.ErrExpired) {
		t.Error(err)
	}
	for _, m := range amina.Ephemeral() {
		if !m.Ephemeral {
			t.Errorf("everybody sees %v", m)
		}
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	d, amina, c := world(t)
	ctx := soon(t)
	channel := amina.DirectID()
	for n, fault := range []discordtest.Fault{
		discordtest.Limited(50 * time.Millisecond), discordtest.GlobalLimited(50 * time.Millisecond), discordtest.Cloudflare(time.Second),
	} {
		d.Fail("POST /channels/*/messages", 1, fault)
		if _, err := c.SendMessage(ctx, channel, fmt.Sprint("n", n), rest.Message{Content: "hi"}); err != nil {
			t.Error(err)
		}
	}
	for n, fault := range []discordtest.Fault{discordtest.Lose(), discordtest.LateStatus(504), discordtest.CutBefore(), discordtest.Status(502)} {
		d.Fail("POST /channels/*/messages", 1, fault)
		nonce := fmt.Sprint("m", n)
		_, err := c.SendMessage(ctx, channel, nonce, rest.Message{Content: "hi"})
		if e, ok := errors.AsType[*rest.Error](err); !ok || !e.Unsure {
			t.Errorf("%d: %v", n, err)
		}
		if _, err := c.SendMessage(ctx, channel, nonce, rest.Message{Content: "hi"}); err != nil {
			t.Error(err)
		}
	}
	if n := len(amina.Sees(discordtest.Direct)); n != 7 {
		t.Errorf("she sees %d messages, and 7 were written", n)
	}
	if got := c.Counts(); got.Limited != 3 || got.Failed != 4 {
		t.Errorf("%+v", got)
	}
}

// A storm against limits that Discord does not announce: all arrives, once.
func TestStorm(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	c, err := rest.New(rest.Options{Token: d.Token, API: d.URL(), PerSecond: 10_000, Patience: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	const people, each = 20, 4
	d.Limit("*", 30, time.Second) // long beside what a busy machine takes for all of them
	var all sync.WaitGroup
	for n := range people {
		channel := d.Person(fmt.Sprint("p", n)).DirectID()
		for k := range each {
			all.Go(func() {
				if _, err := c.SendMessage(soon(t), channel, fmt.Sprint("n", n, "-", k), rest.Message{Content: "hi"}); err != nil {
					t.Error(err)
				}
			})
		}
	}
	all.Wait()
	for n := range people {
		if got := len(d.Person(fmt.Sprint("p", n)).Sees(discordtest.Direct)); got != each {
			t.Errorf("%d got %d messages of %d", n, got, each)
		}
	}
	if got := c.Counts(); got.Done != people*each || got.Limited > people*each {
		t.Errorf("%+v", got)
	}
}
