package understand

import (
	"math"
	"reflect"
	"strings"
	"testing"
)

func shippedReader(t testing.TB) *Reader {
	t.Helper()
	r, err := NewReader()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestRead holds plain messages that everybody would read in one way.
func TestRead(t *testing.T) {
	r := shippedReader(t)
	for text, want := range map[string]Label{
		"They said no again": "rejected",
		"Unfortunately we have decided to move forward with other candidates.": "rejected",
		"Leider müssen wir Ihnen absagen.":                                     "rejected",
		"three weeks now and still no answer from them":                        "ghosted",
		"I'm so sad and angry about all this":                                  "feeling_low",
		"I'm just not good enough for this country":                            "self_blame",
		"how do I ask them for feedback":                                       "feedback",
		"what should I do better next time":                                    "lesson",
		"I passed my B2 exam!!":                                                "win",
		"I signed the contract today":                                          "offer",
		"show me my numbers":                                                   "progress",
		"I applied at Ikea as a cook":                                          "application",
		"I have an interview on Monday":                                        "interview",
		"I don't know anybody in my trade here":                                "network",
		"my goal is five applications a week":                                  "goal",
		"I want to give up and go back home":                                   "giving_up",
		"I can't sleep and need a break":                                       "self_care",
		"how many applications does it take until somebody says yes":           "persistence",
		"today was a 3 out of 5":                                               "checkin",
		"remind me at 8 pm instead":                                            "settings",
		"who can read what I write here":                                       "privacy",
		"what can you do":                                                      "help",
		"good morning":                                                         "greeting",
		"thank you, bye":                                                       "thanks",
		"never mind, go back":                                                  "cancel",
		"I want to kill myself":                                                "crisis",
		"how do I get a residence permit":                                      "out_of_scope",
		"what's the weather tomorrow":                                          "out_of_scope",
	} {
		got := r.Read(text)
		if got.Guesses[0].Label != want || got.Outcome != Sure {
			t.Errorf("%q is %s %v, not %s", text, got.Outcome, got.Guesses[:2], want)
		}
	}
}

// check says what is wrong with a reading whatever the text is.
func check(t *testing.T, r *Reader, text string) {
	t.Helper()
	a, b := r.Read(text), r.Read(text)
	if !reflect.DeepEqual(a, b) {
		t.Fatalf("%q is read in two ways: %v, %v", text, a, b)
	}
	if len(a.Guesses) != len(r.Labels()) {
		t.Fatalf("%q has %d guesses", text, len(a.Guesses))
	}
	for _, g := range a.Guesses {
		if !(g.Confidence >= 0 && g.Confidence <= 1) || math.IsNaN(g.Confidence) {
			t.Fatalf("%q: %s has confidence %v", text, g.Label, g.Confidence)
		}
	}
}

func TestReadAnyText(t *testing.T) {
	r := shippedReader(t)
	for _, text := range []string{
		"", " ", "\n\n", "\x00", "\xff\xfe\xfd", "!!!!????", "😀", strings.Repeat("😀", 16_000), strings.Repeat("a", 64<<10),
		strings.Repeat("no ", 20_000), strings.Repeat("\u202eabc \u202d", 5_000), strings.Repeat("é\u0301\u0301\u0301", 8_000),
		strings.Repeat("\x80", 64<<10), "ｆｕｌｌ ｗｉｄｔｈ", "不", strings.Repeat("不", 20_000), strings.Repeat("!?", 30_000),
	} {
		check(t, r, text)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{thirty, "they said no", "Leider müssen wir", "\xff", "😀!!", "Bosch said no and stop the reminders", "um 8 Uhr, I'm in Kraków"} {
		f.Add(s)
	}
	r := shippedReader(f)
	f.Fuzz(func(t *testing.T, text string) { check(t, r, text) })
}

func TestReport(t *testing.T) {
	var b strings.Builder
	err := Report(&b, shippedReader(t), []Example{
		{Label: "rejected", Text: "they said no"}, {Label: "out_of_scope", Text: "what's the weather tomorrow"}, {Label: "win", Text: "three weeks without an answer"},
	})
	if err != nil {
		t.Fatal(err)
	}
	plain := strings.Join(strings.Fields(b.String()), " ")
	for _, want := range []string{"first guess right 66.7 %", "out of scope, no conversation started 100.0 %", "win ghosted 1", "is sure", "is unsure"} {
		if !strings.Contains(plain, want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}
