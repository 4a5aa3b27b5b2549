package slack

import "testing"

// TestWhatIsSaidIsReadAsItsAuthorSeesIt: Slack's own writing never gets to the coach,
// and what somebody typed is never taken for it.
func TestWhatIsSaidIsReadAsItsAuthorSeesIt(t *testing.T) {
	for text, want := range map[string]string{
		"Siemens &amp; Söhne said no":                     "Siemens & Söhne said no",
		"<http://siemens.com|siemens.com> said no":        "siemens.com said no",
		"see <https://jobs.example.org/1?a=1&amp;b=2>":    "see https://jobs.example.org/1?a=1&b=2",
		"the <https://jobs.example.org/1|advert> is gone": "the advert (https://jobs.example.org/1) is gone",
		"<mailto:hr@example.org|hr@example.org> wrote":    "hr@example.org wrote",
		"<@U2> said no":                                          "@… said no",
		"thanks to <@U2|boris> and <@U3>":                        "thanks to @boris and @…",
		"in <#C1|berlin> they told <!here> of it":                "in #berlin they told @here of it",
		"<!subteam^S1|@hr> says <!date^1772476200^{time}|19:30>": "@hr says 19:30",
		"they said no :cry: :broken_heart:":                      "they said no 😢 💔",
		":wave::skin-tone-3: hello":                              "👋 hello",
		"at 10:30:45, or :our_own_logo:":                         "at 10:30:45, or :our_own_logo:",
		"&lt;@U2&gt; is what I typed, &amp;lt; too":              "<@U2> is what I typed, &lt; too",
		"  \n":     "",
		"a <> b":   "a  b",
		"&lt;3 :)": "<3 :)",
	} {
		if got := said(text); got != want {
			t.Errorf("%q is read as %q, not as %q", text, got, want)
		}
	}
}
