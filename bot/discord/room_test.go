package discord

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"bounceback/bot"
	"bounceback/bot/bottest/discordtest"
	"bounceback/coach"

	"github.com/bwmarrin/discordgo"
)

func eight() (list []coach.Choice) {
	for n := range 8 {
		list = append(list, coach.Choice{Key: fmt.Sprint("room/mood/", n), Label: fmt.Sprint("Choice ", n)})
	}
	return list
}

// reads fails if the channel does not read so to everybody.
func (w *town) reads(want ...string) {
	w.t.Helper()
	var got []string
	for _, m := range w.other.Sees(w.square) {
		got = append(got, m.String())
	}
	if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
		w.t.Errorf("the channel reads\n%q, not\n%q", got, want)
	}
}

func TestPostAndReplace(t *testing.T) {
	w := newTown(t)
	room := ChannelAddress(w.square)
	var spots []string
	for range 2 { // the second time after a crash
		spot, err := w.Post(w.ctx, room, "key", coach.Message{Text: "How is today, @everyone?", Choices: eight()})
		if err != nil {
			t.Fatal(err)
		}
		spots = append(spots, spot)
		w.start()
	}
	if spots[0] != spots[1] || spots[0] == "" {
		t.Errorf("the spots %q", spots)
	}
	seen := w.Messages(w.square)
	if len(seen) != 1 || len(seen[0].Buttons) != 8 {
		t.Fatalf("%v", seen)
	}
	for n, b := range seen[0].Buttons {
		if want := n / 5; b.Row != want {
			t.Errorf("button %d is in row %d", n, b.Row)
		}
	}
	for range 2 {
		if err := w.Replace(w.ctx, room, spots[0], text("Five were here.")); err != nil {
			t.Fatal(err)
		}
	}
	w.reads("Five were here.")
	for range 2 {
		if err := w.Replace(w.ctx, room, spots[0], coach.Message{}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Replace(w.ctx, room, spots[0], text("too late")); err != nil {
		t.Error(err)
	}
	w.reads()
	for _, bad := range []string{"", "x", "1,", "1,x"} {
		if err := w.Replace(w.ctx, room, bad, text("one")); !errors.Is(err, bot.ErrRefused) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if _, err := w.Post(w.ctx, w.here(), "k", text("one")); !errors.Is(err, bot.ErrRefused) {
		t.Error(err)
	}
}

// A post that was written before a crash is found again when its nonce is long
// forgotten, whatever others wrote since.
func TestPostAfterALongNight(t *testing.T) {
	w := newTown(t)
	room := ChannelAddress(w.square)
	spot, err := w.Post(w.ctx, room, "key", coach.Message{Text: "How is today?", Choices: eight()})
	if err != nil {
		t.Fatal(err)
	}
	w.other.SayIn(w.square, "fine")
	w.later(time.Hour)
	w.start()
	again, err := w.Post(w.ctx, room, "key", coach.Message{Text: "How is today?", Choices: eight()})
	if err != nil || again != spot {
		t.Errorf("%s became %s, %v", spot, again, err)
	}
	w.later(24 * time.Hour)
	w.start()
	next, err := w.Post(w.ctx, room, "key2", coach.Message{Text: "How is today?", Choices: eight()})
	if err != nil || next == spot {
		t.Errorf("the post of another day counts as this one: %v", err)
	}
}

func TestALongPost(t *testing.T) {
	w := newTown(t)
	room := ChannelAddress(w.square)
	spot, err := w.Post(w.ctx, room, "key", coach.Message{Text: long(), Choices: yesNo})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(w.Messages(w.square)); n < 2 || strings.Count(spot, spotMark) != n-1 {
		t.Errorf("%d messages with the spot %s", n, spot)
	}
	if err := w.Replace(w.ctx, room, spot, text("Over.")); err != nil {
		t.Fatal(err)
	}
	w.reads("Over.")
}

func TestRoomsThatCannotBeWrittenTo(t *testing.T) {
	for name, shut := range map[string]func(*town){
		"sending is not allowed": func(w *town) { w.guild.Deny(w.square, discordtest.SendMessages) },
		"it is not to be seen":   func(w *town) { w.guild.Deny(w.square, discordtest.ViewChannel) },
		"it was deleted":         func(w *town) { w.DeleteChannel(w.square) },
		"the bot was expelled":   func(w *town) { w.guild.Expel() },
	} {
		t.Run(name, func(t *testing.T) {
			w := newTown(t)
			shut(w)
			if _, err := w.Post(w.ctx, ChannelAddress(w.square), "key", text("one")); !errors.Is(err, bot.ErrUnreachable) {
				t.Error(err)
			}
		})
	}
	w := newTown(t)
	w.guild.Deny(w.square, discordtest.ReadHistory) // which is no need
	if _, err := w.Post(w.ctx, ChannelAddress(w.square), "key", text("one")); err != nil {
		t.Error(err)
	}
	w.Fail(sends, 1, discordtest.Status(500))
	if _, err := w.Post(w.ctx, ChannelAddress(w.square), "key2", text("one")); err == nil || errors.Is(err, bot.ErrUnreachable) || errors.Is(err, bot.ErrRefused) {
		t.Error(err)
	}
	w.DeleteChannel(w.square)
	if err := w.Replace(w.ctx, ChannelAddress(w.square), "1", text("one")); err != nil {
		t.Error(err)
	}
}

// Why the bot cannot post is said with what is to be done about it.
func TestRoomTrouble(t *testing.T) {
	words, err := readWords()
	if err != nil {
		t.Fatal(err)
	}
	p := &Platform{sender: &sender{words: words}}
	for _, c := range []struct {
		by   discordgo.ApplicationIntegrationType
		may  int64
		want string
	}{
		{discordgo.ApplicationIntegrationUserInstall, discordgo.PermissionAllText, words.NotMember},
		{discordgo.ApplicationIntegrationGuildInstall, 0, "**View Channel, Send Messages**. Then"},
		{discordgo.ApplicationIntegrationGuildInstall, discordgo.PermissionViewChannel, "**Send Messages**. Then"},
		{discordgo.ApplicationIntegrationGuildInstall, discordgo.PermissionViewChannel | discordgo.PermissionSendMessages, ""},
		{discordgo.ApplicationIntegrationGuildInstall, discordgo.PermissionAdministrator, ""},
	} {
		i := &discordgo.Interaction{AppPermissions: c.may, AuthorizingIntegrationOwners: map[discordgo.ApplicationIntegrationType]string{c.by: "1"}}
		if got := p.roomTrouble(i); !strings.Contains(got, c.want) || c.want == "" && got != "" {
			t.Errorf("installed by %d, with %b, it says %q", c.by, c.may, got)
		}
	}
}
