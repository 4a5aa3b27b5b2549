package coach_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"bounceback/coach"
	"bounceback/coach/understand"
)

// TestATimeIsAMoment: where a time is meant the message holds it beside its words,
// so that a platform can show it on the reader's own clock. A day without a time of
// day is none.
func TestATimeIsAMoment(t *testing.T) {
	c, err := coach.New(coach.Options{})
	if err != nil {
		t.Fatal(err)
	}
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 2, 18, 20, 0, 0, berlin)
	p := &coach.Person{TimeZone: "Europe/Berlin", Met: now}
	room := coach.Address{Platform: "test", To: "room"}
	turn := c.Hear(p, coach.Heard{Command: "room", Args: map[string]string{"time": "9:30", "zone": "Warsaw"}, Room: &room, Manages: true}, nil, now)
	if len(turn.Messages) != 1 {
		t.Fatalf("%v", turn.Messages)
	}
	link := regexp.MustCompile(`\[tomorrow at 09:30\]\(time:(\d+)\)`).FindStringSubmatch(turn.Messages[0].Text)
	if link == nil {
		t.Fatalf("no moment in %q", turn.Messages[0].Text)
	}
	if unix, _ := strconv.ParseInt(link[1], 10, 64); !time.Unix(unix, 0).Equal(time.Date(2026, 3, 3, 9, 30, 0, 0, berlin)) {
		t.Errorf("the moment is %s", time.Unix(unix, 0).In(berlin))
	}
	r, err := understand.NewReader()
	if err != nil {
		t.Fatal(err)
	}
	for _, said := range []string{"interview at Siemens next Friday", "[x](time:1)"} {
		for _, m := range c.Hear(&coach.Person{Met: now}, coach.Heard{Text: said, Reading: r.Read(said)}, nil, now).Messages {
			if regexp.MustCompile(`[^\\]\]\(time:`).MatchString(m.Text) {
				t.Errorf("%q makes a moment: %q", said, m.Text)
			}
		}
	}
}

// TestAnHourWithoutAZoneIsNoMoment: “Tuesday at 3” stays three o'clock for somebody
// whose clock is not known.
func TestAnHourWithoutAZoneIsNoMoment(t *testing.T) {
	c, err := coach.New(coach.Options{})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 2, 18, 20, 0, 0, time.UTC)
	for zone, want := range map[string]string{"": "tomorrow at 15:00", "Europe/Berlin": "[tomorrow at 15:00](time:1772546400)"} {
		h := coach.Heard{Command: "interview", Args: map[string]string{"company": "Siemens", "when": "tomorrow at 15:00"}}
		var all string
		for _, m := range c.Hear(&coach.Person{Met: now, TimeZone: zone}, h, nil, now).Messages {
			all += m.Text + "\n"
		}
		if !strings.Contains(all, want) || strings.Contains(all, "(time:") != (zone != "") {
			t.Errorf("in %q it reads %q", zone, all)
		}
	}
}

// TestAPlaceOfHelpCanBeFollowed: where a crisis line can be written to on the web,
// a tap leads there.
func TestAPlaceOfHelpCanBeFollowed(t *testing.T) {
	c, err := coach.New(coach.Options{})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 2, 18, 20, 0, 0, time.UTC)
	said := func(country string) (all string) {
		for _, m := range c.Hear(&coach.Person{Met: now}, coach.Heard{Command: "lifeline", Args: map[string]string{"country": country}}, nil, now).Messages {
			all += m.Text + "\n"
		}
		return all
	}
	for country, want := range map[string]string{"GB": "SHOUT to 85258, [samaritans.org](https://samaritans.org)", "SO": "[findahelpline.com](https://findahelpline.com)"} {
		if got := said(country); !strings.Contains(got, want) {
			t.Errorf("%s: %s", country, got)
		}
	}
}
