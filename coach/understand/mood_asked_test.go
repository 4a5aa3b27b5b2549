package understand

import "testing"

func TestParseMood(t *testing.T) {
	for text, want := range map[string]int{
		"3": 3, "a bit tired but ok, 3": 3, "five!": 5, "very low today": 1, "Really bad.": 1, "low": 2, "not great": 2, "not so good today": 2,
		"a bit low": 2, "so-so": 3, "meh": 3, "I'm okay": 3, "not bad actually": 3, "pretty good": 4, "pretty well, thanks": 4, "it was a good day": 4,
		"very good!!": 5, "great": 5, "it is really great today": 5,
		// These say no mood, more than one, or more than a mood.
		"": 0, "today": 0, "good and bad": 0, "they said no, so very low": 0, "not": 0, "seven": 0, "bad because of Siemens": 0, "no": 0, "good news": 0, "good morning": 0,
	} {
		got, ok := ParseMood(text)
		if got != want || ok != (want > 0) {
			t.Errorf("%q: %d (%v), want %d", text, got, ok, want)
		}
	}
}
