package discordtest_test

import (
	"testing"

	"bounceback/bot/bottest/discordtest"
)

func TestReading(t *testing.T) {
	for markdown, want := range map[string]string{
		"**one** *two* __three__ ~~four~~ ||five|| `six` ***seven***": "one two three four five six seven",
		`\*one\* \_two\_ \<@1> \:smile: \\`:                           `*one* _two_ <@1> :smile: \`,
		"a * b * c, 2*3, snake_case_name":                             "a * b * c, 2*3, snake_case_name",
		"# Head\n> quoted\n-# small\nno # head":                       "Head\nquoted\nsmall\nno # head",
		"```go\nx := *y\n```\nafter":                                  "x := *y\nafter",
		"[here](https://a.example) <https://b.example>":               "here https://b.example",
		"<@12> :smile: <t:0:F>":                                       "{@12} {emoji} 1 January 1970 00:00",
		"at 9:30, *not closed":                                        "at 9:30, *not closed",
		"żółć **日本語** ohne Ende":                                      "żółć 日本語 ohne Ende",
	} {
		if got := discordtest.Reading(markdown); got != want {
			t.Errorf("%q reads\n%q, not\n%q", markdown, got, want)
		}
	}
}
