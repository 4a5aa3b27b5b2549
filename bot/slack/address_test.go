package slack

import (
	"strings"
	"testing"
	"time"

	"bounceback/coach"
)

func TestAddressesComeBack(t *testing.T) {
	u := User{"T0123", "U0456"}
	made := time.Unix(1772475600, 0)
	r := Request{User: u, Channel: "C9", URL: "https://hooks.slack.com/commands/T0123/1/secret", Made: made}
	for _, c := range []struct {
		a    coach.Address
		want Place
	}{
		{u.Address(), Place{User: u}},
		{ChannelAddress("T0123", "C9"), Place{User: User{Team: "T0123"}, Channel: "C9"}},
		{r.Address(), Place{User: u, Request: &r}},
	} {
		got, err := ParseAddress(c.a)
		if err != nil {
			t.Errorf("%s: %v", c.a.To, err)
			continue
		}
		if got.User != c.want.User || got.Channel != c.want.Channel || (got.Request == nil) != (c.want.Request == nil) {
			t.Errorf("%s came back as %+v", c.a.To, got)
		}
		if got.Request != nil && *got.Request != r {
			t.Errorf("the request came back as %+v", *got.Request)
		}
	}
	if r.Over(made.Add(28*time.Minute)) || !r.Over(made.Add(29*time.Minute)) {
		t.Error("a request can be answered for 29 minutes")
	}
	if got := u.Person(); got != "slack:T0123/U0456" {
		t.Errorf("the person is %s", got)
	}
}

func TestABrokenAddressTellsNoSecret(t *testing.T) {
	for _, to := range []string{
		"", "T1", "T1/", "T1/u1", "t1/U1", "T1/c/", "T1/c/c9", "T1/r/U1/C9/zz", "T1/r/U1/C9/?/https://secret", "T1/r/U1//s/https://secret",
		"T1/x/https://secret", "T1/U1/https://secret",
	} {
		_, err := ParseAddress(coach.Address{Platform: Name, To: to})
		if err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", to, err)
		}
	}
	if _, err := ParseAddress(coach.Address{Platform: "discord", To: "T1/U1"}); err == nil {
		t.Error("an address of another platform was taken")
	}
}
