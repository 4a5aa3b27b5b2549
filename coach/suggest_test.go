package coach_test

import (
	"strings"
	"testing"

	"bounceback/coach"
	"bounceback/coach/page"
	"bounceback/coach/understand"
)

func suggest(t *testing.T, c *coach.Coach, command, option, typed string, j coach.Journal) (words []string, list []page.Code) {
	t.Helper()
	for _, cmd := range c.Commands() {
		for _, o := range cmd.Options {
			if cmd.Name == command && o.Name == option {
				if !c.Completes(o) {
					t.Errorf("%s %s is not completed", command, option)
				}
				list = c.Suggest(o, typed, j, 25)
			}
		}
	}
	for _, code := range list {
		words = append(words, code.Words)
	}
	return words, list
}

func TestWhatIsTypedIsCompleted(t *testing.T) {
	c, err := coach.New(coach.Options{})
	if err != nil {
		t.Fatal(err)
	}
	logged := journal{
		{Kind: coach.Rejection, Words: map[string]string{"company": "Globex"}},
		{Kind: coach.Win, Words: map[string]string{"win": "slept"}},
		{Kind: coach.Application, Words: map[string]string{"company": "siemens"}},
		{Kind: coach.Rejection, Words: map[string]string{"company": "Siemens"}},
	}
	for _, w := range []struct{ command, option, typed, want string }{
		{"room", "zone", "wars", "Warsaw (Europe/Warsaw), Warszawa (Europe/Warsaw)"},
		{"room", "zone", "Köl", "Köln (Europe/Berlin), Kolding (Europe/Copenhagen), Kolkata (Asia/Kolkata)"},
		{"room", "zone", "europe/li", "Europe/Lisbon"},
		{"room", "zone", "Krakov", "Kraków (Europe/Warsaw)"},
		{"lifeline", "country", "united a", "United Arab Emirates"},
		{"lifeline", "country", "Deutschland", "Germany"},
		{"rejected", "company", "", "Siemens, Globex"},
		{"rejected", "company", "glo", "Globex"},
		{"rejected", "company", "initech", ""},
	} {
		words, _ := suggest(t, c, w.command, w.option, w.typed, logged)
		if got := strings.Join(words, ", "); got != w.want {
			t.Errorf("%s %s:%s gives %q", w.command, w.option, w.typed, got)
		}
	}
	if words, _ := suggest(t, c, "rejected", "company", "", nil); words != nil {
		t.Errorf("somebody without a journal is offered %q", words)
	}
	if words, _ := suggest(t, c, "room", "zone", "", nil); len(words) != 25 || words[0] != "Berlin (Europe/Berlin)" {
		t.Errorf("with nothing typed: %q", words)
	}
}

// TestWhatIsOfferedIsTaken: whatever is chosen from a completion can be read.
func TestWhatIsOfferedIsTaken(t *testing.T) {
	c, err := coach.New(coach.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for letter := 'a'; letter <= 'z'; letter++ {
		_, zones := suggest(t, c, "room", "zone", string(letter), nil)
		for _, z := range zones {
			if zone, ok := understand.ParseZone(z.Code); !ok || !strings.HasSuffix(z.Words, zone) && !strings.HasSuffix(z.Words, zone+")") {
				t.Errorf("%s is read as %s", z.Words, zone)
			}
		}
		_, countries := suggest(t, c, "lifeline", "country", string(letter), nil)
		for _, country := range countries {
			iso, _ := understand.ParseCountry(country.Code)
			if strings.TrimPrefix(c.Book(coach.English).Forms["country"][iso], "the ") != country.Words {
				t.Errorf("%s, %s, is read as %q", country.Code, country.Words, iso)
			}
		}
	}
}
