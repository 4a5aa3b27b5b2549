package discord_test

import (
	"strings"
	"testing"
	"time"

	"bounceback/bot/discord"
	"bounceback/coach"
)

func TestAddressesAreReadBack(t *testing.T) {
	made := time.Unix(1_772_467_200, 0)
	i := discord.Interaction{App: "55", ID: "1180", User: "81", Where: discord.InServer, Made: made, Token: "aW50/ZXI=:x"}
	for _, a := range []coach.Address{discord.UserAddress("81"), discord.ChannelAddress("7700"), i.Address()} {
		place, err := discord.ParseAddress(a)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case place.User != "":
			if discord.UserAddress(place.User) != a {
				t.Errorf("%v became %v", a, place)
			}
		case place.Channel != "":
			if discord.ChannelAddress(place.Channel) != a {
				t.Errorf("%v became %v", a, place)
			}
		default:
			if got := *place.Interaction; !got.Made.Equal(made) || got.Address() != a || got.Token != i.Token {
				t.Errorf("%v became %v", i, got)
			}
		}
	}
}

func TestForeignAddressesAreRefused(t *testing.T) {
	for _, to := range []string{
		"", "u", "u/", "u/me", "x/81", "c/#general", "u/81/82", "u/123456789012345678901",
		"i/1", "i/5/1/81/g/zz", "i/5/1/81/x/abc/secret", "i/5/one/81/g/abc/secret", "i/5/1/you/g/abc/secret", "i/app/1/81/g/abc/secret",
		"i/5/1/81/g/!/secret", "i/5/1/81/g/abc/",
	} {
		_, err := discord.ParseAddress(coach.Address{Platform: "discord", To: to})
		if err == nil {
			t.Errorf("%q is taken for an address", to)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("the error for %q tells the token: %v", to, err)
		}
	}
	if _, err := discord.ParseAddress(coach.Address{Platform: "slack", To: "u/81"}); err == nil {
		t.Error("an address of Slack is taken for one of Discord")
	}
}

func TestAnInteractionRunsOut(t *testing.T) {
	made := time.Unix(1_772_467_200, 0)
	i := discord.Interaction{Made: made}
	if i.Over(made.Add(14 * time.Minute)) {
		t.Error("it ran out after 14 minutes")
	}
	if !i.Over(made.Add(15 * time.Minute)) {
		t.Error("it can be answered after 15 minutes")
	}
}
