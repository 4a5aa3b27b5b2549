package slack

import "testing"

// TestCommandsReadAsSlackTakesThem: a workspace shares its slash commands among all
// apps, and /help is Slack's own.
func TestCommandsReadAsSlackTakesThem(t *testing.T) {
	p := someone(t, amina())
	for text, want := range map[string]string{
		"Good. It's there: */goals*.":                  "Good. It's there: */coach goals*.",
		"Knöpfe und /help gehen immer":                 "Knöpfe und /coach help gehen immer",
		"“/nudges” starts them again":                  "“/coach nudges” starts them again",
		"/win        something good\n/coach      menu": "/coach win        something good\n/coach            menu",
		"Write /coach for the menu":                    "Write /coach for the menu",
		"https://example.org/help and 24/7 and/or win": "https://example.org/help and 24/7 and/or win",
		"/winner, /helpful":                            "/winner, /helpful",
	} {
		if got := p.slashed(text); got != want {
			t.Errorf("%q reads %q, not %q", text, got, want)
		}
	}
}
