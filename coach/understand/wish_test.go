package understand

import (
	"fmt"
	"strings"
	"testing"
)

// told writes a wish in short.
func (w Wish) told() string {
	parts := []string{string(w.Kind)}
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, name+"="+value)
		}
	}
	clock := func(c *Clock) string {
		if c == nil {
			return ""
		}
		return fmt.Sprintf("%02d:%02d", c.Hour, c.Minute)
	}
	add("days", w.Days)
	add("at", clock(w.Clock))
	add("from", clock(w.From))
	add("to", clock(w.To))
	add("zone", w.Zone)
	if w.Fixed {
		parts = append(parts, "fixed")
	}
	if w.Until != nil {
		add("until", w.Until.Text)
	}
	if w.Len != 0 {
		add("len", fmt.Sprint(w.Len))
	}
	if w.Item != 0 {
		add("item", fmt.Sprint(w.Item))
	}
	if w.All {
		parts = append(parts, "all")
	}
	add(w.Amiss+"?", w.Given)
	return strings.Join(parts, " ")
}

func TestParseWish(t *testing.T) {
	for text, want := range map[string]string{
		"what will you send me":             "list",
		"which reminders do I have?":        "list",
		"what messages are coming":          "list",
		"coach, when will you write next":   "list",
		"What will you send me next week?":  "list",
		"pause planned messages":            "pause",
		"only weekly":                       "times days=weekly",
		"once a week please":                "times days=weekly",
		"every weekday":                     "times days=weekdays",
		"Monday to Friday":                  "times days=weekdays",
		"only on mondays":                   "times days=monday",
		"every Friday at 6pm":               "times days=friday at=18:00",
		"daily at 7:30":                     "times days=daily at=07:30",
		"check in with me every day at 9":   "times days=daily at=09:00",
		"move it to 8 pm":                   "times at=20:00",
		"can you move the check-in to 8":    "times at=08:00",
		"move it to half past seven pm":     "times at=19:30",
		"please ask me at 21.30 uhr":        "times at=21:30",
		"remind me at 8 pm, I'm in Kraków":  "times at=20:00 zone=Europe/Warsaw",
		"move it to 8 pm because I work":    "times at=20:00",
		"not before 10":                     "quiet to=10:00",
		"don't write before 10 am":          "quiet to=10:00",
		"nothing after 9":                   "quiet from=21:00",
		"quiet from 9 to 9":                 "quiet from=21:00 to=09:00",
		"quiet from 10 to 6":                "quiet from=22:00 to=06:00",
		"no messages between 10pm and 7am":  "quiet from=22:00 to=07:00",
		"quiet from 9 to 17":                "quiet from=09:00 to=17:00",
		"I'm in Lisbon now":                 "place zone=Europe/Lisbon",
		"I moved to Vienna":                 "place zone=Europe/Vienna",
		"my time zone is Berlin Time":       "place zone=Europe/Berlin",
		"UTC+3":                             "place zone=Etc/GMT-3 fixed",
		"my time zone is UTC +5:30":         "place zone=Asia/Kolkata fixed",
		"gmt-4":                             "place zone=Etc/GMT+4 fixed",
		"it's 14:20 here":                   "here at=14:20",
		"my clock says 9:05 pm":             "here at=21:05",
		"nothing until Monday":              "pause until=Monday",
		"I'm on holiday until 3 May":        "pause until=3 May",
		"back on Friday":                    "pause until=Friday",
		"pause for two weeks":               "pause len=14",
		"pause for a month please":          "pause len=30",
		"no messages this week":             "pause until=next week",
		"no messages today":                 "pause len=1",
		"turn check-ins off until Monday":   "pause until=Monday",
		"pause for a while":                 "pause",
		"I need a pause":                    "pause",
		"no messages on weekends":           "weekend",
		"not at the weekend please":         "weekend",
		"turn check-ins off":                "off",
		"no more check-ins":                 "off",
		"start again":                       "on",
		"I'm back":                          "on",
		"turn messages back on please":      "on",
		"fewer messages":                    "fewer",
		"can you write me less often":       "fewer",
		"don't contact me between 1 and 4":  "quiet from=13:00 to=16:00",
		"quiet from ten to seven":           "quiet from=22:00 to=07:00",
		"no messages at night":              "quiet",
		"don't write me on weekends":        "weekend",
		"no messages on Fridays":            "times days=friday days?=no messages on Fridays",
		"weekly instead of daily":           "times days=weekly",
		"daily -> weekly pls":               "times days=weekly",
		"you ping me at 3am, I'm in Lisbon": "place zone=Europe/Lisbon",
		"change my reminder to 8:30":        "times at=08:30",
		"remind me at 8 not at 7":           "times at=08:00",
		"remind me on 14 May":               "remind until=14 May",
		"remind me tomorrow at 9":           "remind until=tomorrow at 9",
		"please remind me in two weeks":     "remind until=in two weeks",
		"remind me on Monday to Friday":     "times days=weekdays",
		"drop 2":                            "drop item=2",
		"drop the second one":               "drop item=2",
		"drop number 11":                    "drop item=11",
		"drop all of them":                  "drop all",
		"move 2 to Friday":                  "move until=Friday item=2",
		"move the last one to 3 May":        "move until=3 May item=-1",
		"please ask me at 25:00":            "times clock?=25:00",
		"move it to half past":              "times clock?=half past",
		"I'm in Krakov":                     "place zone?=Krakov",
		"my time zone is Brlin Time":        "place zone?=Brlin Time",
		"check in every blue moon":          "times days?=every blue moon",
		"ask me every other day":            "times days?=every other day",
		"twice a week please":               "times days?=twice a week",
		"ask me on mondays and thursdays":   "times days?=on mondays and thursdays",
		"nothing until the blue moon":       "pause date?=the blue moon",
		"I'm on holiday until 31 February":  "pause until=31 February",
		"I'd like a check-in at 8 pm daily": "times days=daily at=20:00",
	} {
		w, ok := ParseWish(text)
		if got := w.told(); !ok || got != want {
			t.Errorf("%q: %s (%v), want %s", text, got, ok, want)
		}
	}
}

// TestNoWish: what tells of something else, or could be the answer to a
// question, is left to others.
func TestNoWish(t *testing.T) {
	for _, text := range []string{
		"", "8 pm", "Monday", "nothing", "Lisbon", "no", "quiet", "not now", "never mind", "stop", "back", "1", "the second one was mean",
		"I'm in Lisbon now and I feel alone", "they said no after the second round", "I had an interview at 8 pm in Berlin",
		"I'm in trouble", "I'm in Berlin for an interview on Friday", "every day I get a no", "weekly calls with my mentor",
		"I want it all to stop", "they will answer until Monday", "I moved to Vienna for my husband's job", "move on", "it's 14:20 and nobody called",
		"I need a break from this life", "I don't want to wake up", "I want to sleep and never wake up", "nothing from Siemens until Monday",
		"I can't do this every day", "every rejection makes me want to cry", "at what point do you stop?", "until next time", "I'm just not good at anything", "remind me to take my pills", "stop writing me",
		"show me my messages", "what do you have on me", "what is next", "what did they send you", "every morning the same", "monthly report", "I'm at 3 of 5", "better to go home than to stay", "at home I hired people",
	} {
		if w, ok := ParseWish(text); ok {
			t.Errorf("%q is taken for a wish: %s", text, w.told())
		}
	}
}

// FuzzParseWish: any text is read, and what is read makes sense.
func FuzzParseWish(f *testing.F) {
	for _, text := range []string{"move it to 8 pm", "quiet from 9 to", "every", "UTC+", "until", "the", "drop the last one", "it's 25:00 here", "на 8", "from 9 to 9 to 9"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		w, ok := ParseWish(text)
		if ok == (w.Kind == NoWish) {
			t.Errorf("%q: %v with the kind %q", text, ok, w.Kind)
		}
		for _, c := range []*Clock{w.Clock, w.From, w.To} {
			if c != nil && (c.Hour < 0 || c.Hour > 23 || c.Minute < 0 || c.Minute > 59) {
				t.Errorf("%q holds the time %v", text, *c)
			}
		}
		if w.Amiss != "" && w.Given == "" {
			t.Errorf("%q: something is amiss, and it is not said what", text)
		}
	})
}

// TestPartOfWish: of a message that is about messages, the part that says what is
// wanted counts.
func TestPartOfWish(t *testing.T) {
	for text, want := range map[string]string{
		"pause for two weeks, my sister visits":            "pause len=14",
		"I work nights, so nothing before 2 pm":            "quiet to=14:00",
		"I've moved to Toronto, change my time zone":       "place zone=America/Toronto",
		"no messages after 21:00 pls, baby sleeps":         "quiet from=21:00",
		"my phone died. move the daily question to 22:10":  "times at=22:10",
		"reminder at six in the morning?? make it ten pm.": "times at=22:00",
		"move it to 21.00. My shift ends late these weeks": "times at=21:00",
	} {
		w, ok := PartOfWish(text)
		if got := w.told(); !ok || got != want {
			t.Errorf("%q: %s (%v), want %s", text, got, ok, want)
		}
	}
	if w, ok := PartOfWish("how do I change when you write, and where"); ok {
		t.Errorf("a question is taken for a wish: %s", w.told())
	}
}
