package markup_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"bounceback/bot/discord/markup"
	"bounceback/coach"

	"github.com/bwmarrin/discordgo"
)

var update = flag.Bool("update", false, "write the golden files anew")

var renderer = markup.Renderer{Choose: "Choose one", Chosen: "You: **{choice}**"}

func choices(labels ...string) (list []coach.Choice) {
	for _, l := range labels {
		list = append(list, coach.Choice{Key: "page/step/" + strings.ToLower(strings.ReplaceAll(l, " ", "-")) + "~1f", Label: l})
	}
	return list
}

// TestGolden shows one message of each kind. Read testdata/*.json as Discord would.
func TestGolden(t *testing.T) {
	for name, m := range map[string]coach.Message{
		"plain": {Text: "I'm sorry, Amina. Two rounds, and then a no:\nthat hurts."},
		"choices": {
			Text: "What would help *right now*?", Choices: choices("Let it out", "Just log it", "Not now"), Asks: true,
		},
		"menu": {
			Text: "Which one?", Choices: choices("Mon", "Tue", "Wed", "Thu", "Fri", "Sat"),
		},
		"long label": {
			Text: "Which thought?", Choices: choices("It was a bad day and I did what I could with the little time that I had before it, and that is enough", "Neither"),
		},
		"formatting": {
			Text: "## A plan\n\n**One** question, *friendly*, and short. See [the rules](https://example.org/mail), <https://example.org> or [later](later.md).\n\n" +
				"1. wrote to **two** people\n2. asked one question\n   - a short one\n   - in Dutch\n\n- rest\n- 3\\. is not a list\n\n#### Small\n\nThe end.",
		},
		"numbers to call": {
			Text: "You can talk to someone\nright now:\n\n> Samaritans: 116 123 (24/7)\n> In danger: 112\n> Any country: [findahelpline.com](https://findahelpline.com)\n>\n> They listen.",
		},
		"mail to copy": {
			Text: "Here is a mail:\n\n```\nDear Ms Weber,\n\nthank you for *the talk*.\n```\n\nChange what you like.",
		},
		"fence in a fence": {
			Text: "````\nThey wrote:\n```\nno\n```\n````\n\nWrite `/win`, or ``a`b``.",
		},
		"words of a person": {
			Text: "Noted: “\\*not bold\\* \\_not\\_ \\[a link\\](x) \\<b\\>not\\</b\\> \\# no heading \\~\\~no\\~\\~ \\|\\|no spoiler\\|\\|”.\n\n" +
				"“@everyone @here \\<@81\\> \\<\\#7\\> \\<t:1:R\\> \\<:wave:9\\> :smile: https://evil.example/a\\_b discord.gg/abc \\`\\`\\`x\\`\\`\\`”\n\n" +
				"\\> no quote\n\n\\- no list\n\n1\\. no number\n\n\\\\ one backslash, a@b.example, 9:30, 2\\*3\\*4",
		},
		"moment": {
			Text: "The next one comes [Tuesday at 9:00](time:1772467200).",
		},
		"figure": {
			Text: "Six weeks:", Figure: &coach.Figure{Title: "So far", Alt: "So far. talks: 3", Bars: []coach.Bar{{Label: "talks", Value: 3}}},
		},
		"figure alone": {
			Figure: &coach.Figure{Alt: "talks: 3", Bars: []coach.Bar{{Label: "talks", Value: 3}}},
		},
		"long": {
			Text:    strings.Repeat("This is a sentence about one day of the search. ", 30) + "\n\n" + strings.Repeat("Another day, another sentence. ", 50),
			Choices: choices("Go on"),
		},
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, renderer.Message(m)) })
	}
	golden(t, "post in a room", renderer.Post(coach.Message{
		Text: "What went well, however small?", Choices: choices("Very low", "Low", "So-so", "Good", "Very good", "Log a win", "I got a no", "Only reading"),
	}))
	golden(t, "tapped", renderer.Tapped("What would help *right now*?", "Let it *out*"))
	golden(t, "tapped, no room", renderer.Tapped(strings.Repeat("x", 1995), "Let it out"))
}

func golden(t *testing.T, name string, got any) {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(got); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", strings.NewReplacer(" ", "-", ",", "").Replace(name)+".json")
	if *update {
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, b.Bytes()) {
		t.Errorf("%s is shown in another way; -update if that is right. Now:\n%s", name, b.Bytes())
	}
}

func units(s string) int { return len(utf16.Encode([]rune(s))) }

// TestLongTextsAreCutWell cuts texts of all sorts: no part is too long or empty, no
// character is broken, no fence left open, and together they say everything.
func TestLongTextsAreCutWell(t *testing.T) {
	for name, text := range map[string]string{
		"sentences":        strings.Repeat("A sentence of some words. ", 300),
		"one word":         strings.Repeat("wort", 1500),
		"escaped word":     strings.Repeat("\\*", 3001),
		"families":         strings.Repeat("👩🏽‍👩🏽‍👧🏽‍👦🏽", 300),
		"accents":          strings.Repeat("e\u0301\u0323", 2001),
		"bold":             "**" + strings.Repeat("so bold ", 600) + "end**",
		"quote":            "> " + strings.Repeat("they said no. ", 400),
		"list":             "- " + strings.Repeat("one thing, ", 400) + "\n- " + strings.Repeat("another, ", 400),
		"fence":            "Here:\n\n```\n" + strings.Repeat("a line of a mail\n", 300) + "```\n\nThat was it.",
		"long line, fence": "```\n" + strings.Repeat("日本語", 1500) + "\n```",
		"moments":          strings.Repeat("[on Tuesday at nine](time:1772467200) ", 400),
		"paragraphs":       strings.Repeat("A paragraph.\n\n", 400),
	} {
		t.Run(name, func(t *testing.T) {
			parts := renderer.Message(coach.Message{Text: text, Choices: choices("Go on")})
			if len(parts) < 2 {
				t.Fatalf("%d parts", len(parts))
			}
			var all strings.Builder
			for i, p := range parts {
				all.WriteString(p.Content)
				switch n := units(p.Content); {
				case n > markup.MaxContent || strings.TrimSpace(p.Content) == "":
					t.Errorf("part %d has %d units", i, n)
				case !utf8.ValidString(p.Content):
					t.Errorf("part %d breaks a character", i)
				case strings.Count(p.Content, "```")%2 != 0:
					t.Errorf("part %d leaves a fence open: %.40q … %q", i, p.Content, p.Content[len(p.Content)-20:])
				case strings.Count(p.Content, "**")%2 != 0 && name == "bold":
					t.Errorf("part %d leaves bold open", i)
				case strings.Count(p.Content, "<t:1772467200:f>")*len("<t:1772467200:f>") != strings.Count(p.Content, "<")*len("<t:1772467200:f>"):
					t.Errorf("part %d breaks a moment", i)
				case strings.HasSuffix(strings.TrimRight(p.Content, `\`), `*`) != (name == "escaped word" || name == "bold") && name == "escaped word":
					t.Errorf("part %d ends in a backslash", i)
				}
				if last := i == len(parts)-1; (len(p.Components) > 0) != last {
					t.Errorf("the choices are under part %d", i)
				}
			}
			said := strings.NewReplacer(" ", "", "\n", "", ">", "", "-", "", "*", "", "`", "", `\`, "")
			if got, want := said.Replace(all.String()), said.Replace(markup.Text(text)); got != want {
				t.Errorf("something is lost or made: %d bytes became %d", len(want), len(got))
			}
		})
	}
}

func TestPartsBreakBetweenSentences(t *testing.T) {
	parts := renderer.Message(coach.Message{Text: strings.Repeat("One sentence that has eight words in it. ", 100)})
	for _, p := range parts {
		if !strings.HasPrefix(p.Content, "One") || !strings.HasSuffix(p.Content, "it.") {
			t.Errorf("a part is %.20q … %q", p.Content, p.Content[len(p.Content)-20:])
		}
	}
}

// TestChoicesKeepDiscordsLimits has labels and keys that the coach never makes.
func TestChoicesKeepDiscordsLimits(t *testing.T) {
	family := "👩🏽‍👩🏽‍👧🏽‍👦🏽"
	list := []coach.Choice{
		{Key: "a/b/c~1", Label: strings.Repeat(family, 9)},
		{Key: "a/b/c~1", Label: "the same key"},
		{Key: strings.Repeat("k", 99), Label: "a key that is too long"},
		{Key: "a/b/d~1", Label: " \n "},
		{Key: "a/b/e~1", Label: "Fine"},
	}
	row := renderer.Post(coach.Message{Text: "?", Choices: list})[0].Components[0].(discordgo.ActionsRow)
	if len(row.Components) != 2 {
		t.Fatalf("%d buttons", len(row.Components))
	}
	b := row.Components[0].(discordgo.Button)
	if units(b.Label) > 80 || !strings.HasPrefix(b.Label, family) || strings.Trim(b.Label, family+"…") != "" || len(b.CustomID) > markup.MaxID {
		t.Errorf("button %q %q", b.Label, b.CustomID)
	}
	var many []coach.Choice
	for i := range 40 {
		many = append(many, coach.Choice{Key: "a/b/" + strings.Repeat("x", i+1), Label: strings.Repeat("long ", 40)})
	}
	menu := renderer.Message(coach.Message{Text: "?", Choices: many})[0].Components[0].(discordgo.ActionsRow).Components[0].(discordgo.SelectMenu)
	if len(menu.Options) != 25 {
		t.Fatalf("%d options", len(menu.Options))
	}
	for _, o := range menu.Options {
		if units(o.Label) > 100 {
			t.Errorf("an option of %d units", units(o.Label))
		}
	}
}

func TestTheLabelOfATapIsFound(t *testing.T) {
	for _, c := range []struct{ components, id, want string }{
		{`[{"type":1,"components":[{"type":2,"label":"Yes","custom_id":"k:a"},{"type":2,"label":"No","custom_id":"k:b"}]}]`, "k:b", "No"},
		{`[{"type":1,"components":[{"type":3,"custom_id":"m","options":[{"label":"Mon","value":"k:m"},{"label":"Tue","value":"k:t"}]}]}]`, "k:t", "Tue"},
		{`[{"type":1,"components":[{"type":2,"label":"Yes","custom_id":"k:a"}]}]`, "k:z", ""},
		{`[]`, "k:a", ""},
	} {
		var m discordgo.Message
		if err := json.Unmarshal([]byte(`{"components":`+c.components+`}`), &m); err != nil {
			t.Fatal(err)
		}
		if got := markup.Label(m.Components, c.id); got != c.want {
			t.Errorf("%s in %s: %q", c.id, c.components, got)
		}
	}
	if got := markup.Label([]discordgo.MessageComponent{nil, (*discordgo.ActionsRow)(nil), (*discordgo.SelectMenu)(nil), (*discordgo.Button)(nil)}, "k:a"); got != "" {
		t.Errorf("nothing gives %q", got)
	}
}

func TestTheLastParagraphAsPlainText(t *testing.T) {
	for in, want := range map[string]string{
		markup.Text("That hurts.\n\nYou began with “I\\*m \\_no one\\_”. What would be *fairer*?"): "You began with “I*m _no one_”. What would be fairer?",
		"How true does that feel, from 0 to 10?":                                                   "How true does that feel, from 0 to…",
		"It comes <t:1:f>. Right?":                                                                 "",
		`ends in a \`:                                                                              `ends in a \`,
		"":                                                                                         "",
	} {
		limit := 60
		if strings.HasPrefix(in, "How") {
			limit = 35
		}
		if got := markup.LastPlain(in, limit); got != want {
			t.Errorf("%q becomes %q", in, got)
		}
	}
}

// TestEscapedTextHasNoMeaning looks at single things that must not work.
func TestEscapedTextHasNoMeaning(t *testing.T) {
	for in, want := range map[string]string{
		"@everyone":               `\@everyone`,
		"@Here":                   `\@Here`,
		"<@81>":                   `\<@81\>`,
		"<#7>":                    `\<#7\>`,
		"<t:1:R>":                 `\<t\:1:R\>`,
		"<:wave:9>":               `\<\:wave:9\>`,
		":smile:":                 `\:smile:`,
		"# big":                   `\# big`,
		"-# small":                `\-# small`,
		"> quote":                 `\> quote`,
		">>> quote":               `\>\>\> quote`,
		"- item":                  `\- item`,
		"* item":                  `\* item`,
		"3. item":                 `3\. item`,
		"one\n2) two":             "one\n2\\) two",
		"one\n# two":              "one\n\\# two",
		"||spoiler||":             `\|\|spoiler\|\|`,
		"~~gone~~":                `\~\~gone\~\~`,
		"__under__":               `\_\_under\_\_`,
		"`code`":                  "\\`code\\`",
		"```\nfence\n```":         "\\`\\`\\`\nfence\n\\`\\`\\`",
		"[x](https://a.b)":        `\[x\](https\://a.b)`,
		"https://a.b":             `https\://a.b`,
		"discord.gg/abc":          `discord\.gg/abc`,
		`\*`:                      `\\\*`,
		"plain, 9:30 (a) c#! 5-3": "plain, 9:30 (a) c#! 5-3",
		"\u202Edrow":              "drow",
	} {
		if got := markup.Escape(in); got != want {
			t.Errorf("%q becomes %q, not %q", in, got, want)
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add("> a **b** `c`\n\n- d\n  1. e\n\n```\nf\n```\n[g](time:1)")
	f.Fuzz(func(t *testing.T, text string) {
		for _, p := range renderer.Message(coach.Message{Text: text}) {
			if units(p.Content) > markup.MaxContent || !utf8.ValidString(p.Content) || p.Content == "" {
				t.Fatalf("%q becomes %q", text, p.Content)
			}
		}
	})
}
