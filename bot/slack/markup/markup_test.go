package markup

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/slack-go/slack"
	"golang.org/x/tools/txtar"

	"bounceback/coach"
)

var update = flag.Bool("update", false, "rewrite the expected blocks")

// TestGolden renders each message of testdata as it is sent and as it stands
// after its first choice was tapped.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) < 6 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := &txtar.Archive{Comment: ar.Comment, Files: ar.Files[:1:1]}
			m, o := read(t, ar.Files[0])
			messages := Render(m, o)
			for i, one := range messages {
				got.Files = append(got.Files, txtar.File{Name: fmt.Sprintf("sent %d", i+1), Data: show(t, one)})
			}
			if len(m.Choices) > 0 && !o.Room {
				tapped := Chosen(roundTrip(t, messages[len(messages)-1].Blocks), m.Choices[0].Label)
				got.Files = append(got.Files, txtar.File{Name: "tapped", Data: show(t, tapped)})
			}
			if want, text := txtar.Format(ar), txtar.Format(got); !bytes.Equal(text, want) {
				if !*update {
					t.Fatalf("%s: got\n%s", file, text)
				}
				if err := os.WriteFile(file, text, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// read takes the message from a file whose name says how it is shown: "dm",
// "room", and either with a picture. The first lines are choices in brackets, a
// figure's alt text behind "figure:"; the rest is the text.
func read(t *testing.T, f txtar.File) (m coach.Message, o Options) {
	t.Helper()
	o = Options{Room: strings.Contains(f.Name, "room"), Menu: "Choose"}
	if strings.Contains(f.Name, "picture") {
		o.Picture = "F123"
	}
	var lines []string
	for line := range strings.Lines(string(f.Data)) {
		switch {
		case strings.HasPrefix(line, "["):
			label := strings.Trim(line, "[]\n")
			m.Choices = append(m.Choices, coach.Choice{Key: "page#" + label, Label: label})
		case strings.HasPrefix(line, "figure: "):
			m.Figure = &coach.Figure{Alt: strings.TrimSpace(strings.TrimPrefix(line, "figure: ")), Bars: []coach.Bar{{Label: "wins", Value: 2}}}
		default:
			lines = append(lines, line)
		}
	}
	m.Text = strings.TrimSpace(strings.Join(lines, ""))
	return m, o
}

func show(t *testing.T, m Message) []byte {
	t.Helper()
	if err := Check(m); err != nil {
		t.Error(err)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(map[string]any{"text": m.Text, "blocks": m.Blocks}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// roundTrip is what Slack sends along with a tap.
func roundTrip(t *testing.T, blocks []slack.Block) []slack.Block {
	t.Helper()
	data, err := json.Marshal(blocks)
	if err != nil {
		t.Fatal(err)
	}
	var back slack.Blocks
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	return back.BlockSet
}

// all is what a reader of the messages sees.
func all(messages []Message) string {
	var parts []string
	for _, m := range messages {
		for _, b := range m.Blocks {
			if s := plain(b); s != "" {
				parts = append(parts, s)
			}
		}
	}
	return strings.Join(parts, "\n\n")
}

// escape is what the coach does to a person's words.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune("\\`*_[]<>#|~&", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// TestOwnWordsComeBackAsTyped: nothing of them is read, in the message or in
// its fallback.
func TestOwnWordsComeBackAsTyped(t *testing.T) {
	for _, words := range []string{
		"*so* tired, _really_, ~gone~ and `code`", "<!channel> <@U1> <#C1> @here", "<https://x.example|click>", "https://x.example/a_b_c",
		":smile: & &amp; &lt;b&gt;", "3) third", "1.", "3. third", "-", "---", "[a](http://b)", "back\\slash", "a | b", "# no title", "שלום 👩🏽‍💻",
		"<b>x</b>", "=====",
	} {
		for _, around := range []string{"%s", "Noted: “%s”.", "> %s", "**%s**"} {
			if strings.HasPrefix(around, "**") && strings.HasPrefix(words, "*") {
				continue // stars beside stars are the writer's
			}
			messages := Render(coach.Message{Text: fmt.Sprintf(around, escape(words))}, Options{})
			if len(messages) != 1 {
				t.Fatalf("%q: %d messages", words, len(messages))
			}
			want := strings.NewReplacer("**", "", "> ", "").Replace(fmt.Sprintf(around, "\x00"))
			want = strings.ReplaceAll(want, "\x00", words)
			if got := all(messages); got != want {
				t.Errorf("%q in %q reads %q", words, around, got)
			}
			if got := messages[0].Text; got != escaper.Replace(want) {
				t.Errorf("%q in %q has the fallback %q", words, around, got)
			}
			if err := Check(messages[0]); err != nil { // links and mentions are elements of their own
				t.Errorf("%q: %v", words, err)
			}
			data, _ := json.Marshal(messages[0].Blocks)
			if bytes.Contains(data, []byte(`"type":"link"`)) || bytes.Contains(data, []byte(`mrkdwn`)) {
				t.Errorf("%q becomes %s", words, data)
			}
		}
	}
}

// TestLongTextIsParted at paragraphs, and nothing of it is lost.
func TestLongTextIsParted(t *testing.T) {
	sentence := "This is a sentence of a rather long mail that somebody wrote. "
	for name, text := range map[string]string{
		"many paragraphs": strings.Repeat("A short paragraph.\n\n", 180),
		"long paragraphs": strings.Repeat(strings.Repeat(sentence, 30)+"\n\n", 15),
		"moments":         strings.Repeat("[tomorrow at 09:30](time:1772526600) ", 300),
		"one paragraph":   strings.Repeat(sentence, 500),
		"no space":        strings.Repeat("日本語", 4000),
		"code":            "```\n" + strings.Repeat(sentence+"\n", 200) + "```",
		"quote":           "> " + strings.Repeat(sentence, 200),
		"long list":       strings.Repeat("- "+sentence+"\n", 200),
	} {
		t.Run(name, func(t *testing.T) {
			m := coach.Message{Text: text, Figure: &coach.Figure{Alt: "wins: 2"},
				Choices: []coach.Choice{{Key: "a", Label: "Yes"}, {Key: "b", Label: "No"}}}
			messages := Render(m, Options{Picture: "F1"})
			for i, one := range messages {
				if err := Check(one); err != nil {
					t.Error(err)
				}
				_, tappable := one.Blocks[len(one.Blocks)-1].(*slack.ActionBlock)
				if last := i == len(messages)-1; tappable != last {
					t.Errorf("message %d of %d has choices: %t", i+1, len(messages), tappable)
				}
				if len(one.Text) > 4*maxFallback {
					t.Errorf("the fallback has %d bytes", len(one.Text))
				}
			}
			letters := func(s string) string {
				return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" \n`>-•", r) }), "")
			}
			want := strings.NewReplacer("[", "", "](time:1772526600)", "").Replace(letters(text)) + "wins:2"
			if got := letters(all(messages)); got != want {
				t.Errorf("%d of %d letters are left", len(got), len(want))
			}
			if one := Render(m, Options{Room: true}); len(one) != 1 || Check(one[0]) != nil {
				t.Errorf("a post has become %d messages: %v", len(one), Check(one[0]))
			}
		})
	}
}

func TestNothingIsNoMessage(t *testing.T) {
	for _, text := range []string{"", " \n ", "```\n```", "**\u200b**"} {
		for _, m := range Render(coach.Message{Text: text}, Options{}) {
			if err := Check(m); err != nil {
				t.Errorf("%q: %v", text, err)
			}
		}
	}
	if got := Render(coach.Message{}, Options{}); got != nil {
		t.Error(got)
	}
	if got := Render(coach.Message{Figure: &coach.Figure{}}, Options{Picture: "F1"}); len(got) != 1 || Check(got[0]) != nil {
		t.Error(got, Check(got[0]))
	}
}

// TestChosenKeepsNoChoices also when Slack tells more of a picture than it takes.
func TestChosenKeepsNoChoices(t *testing.T) {
	var sent slack.Blocks
	if err := json.Unmarshal([]byte(`[
		{"type":"rich_text","block_id":"x","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"a <b> & c"}]}]},
		{"type":"image","block_id":"y","alt_text":"wins: 2","image_url":"https://files.example/1","image_bytes":5,"slack_file":{"id":"F1","url":"https://files.example/1"}},
		{"type":"actions","block_id":"choices-0","elements":[{"type":"button","action_id":"choices-0","text":{"type":"plain_text","text":"Yes"},"value":"k"}]}]`), &sent); err != nil {
		t.Fatal(err)
	}
	m := Chosen(sent.BlockSet, "Yes\n<!here>")
	if err := Check(m); err != nil {
		t.Error(err)
	}
	if want := "a &lt;b&gt; &amp; c\n\nwins: 2\n\n✓ Yes &lt;!here&gt;"; m.Text != want {
		t.Errorf("got %q", m.Text)
	}
	data, _ := json.Marshal(m.Blocks)
	if bytes.Contains(data, []byte("actions")) || bytes.Contains(data, []byte("files.example")) {
		t.Errorf("%s", data)
	}
}

// TestATapTellsItsLetter, which is how a message is found that Slack does not send
// along.
func TestATapTellsItsLetter(t *testing.T) {
	m := coach.Message{Text: "a"}
	for i := range 12 {
		m.Choices = append(m.Choices, coach.Choice{Key: fmt.Sprint(i), Label: "x"})
		for _, o := range []Options{{Key: "letter-1", Menu: "m"}, {Key: "letter-1", Room: true}} {
			for _, b := range Render(m, o)[0].Blocks[1:] {
				if got := Letter(b.ID()); got != "letter-1" {
					t.Errorf("%q is of the letter %q", b.ID(), got)
				}
			}
		}
	}
	if got := Letter("choices-0") + Letter("") + Letter("home.x"); got != "" {
		t.Errorf("no letter is %q", got)
	}
}

// TestCheck breaks one rule at a time.
func TestCheck(t *testing.T) {
	long := func(n int) string { return strings.Repeat("x", n) }
	button := func(id, text, value string) slack.BlockElement {
		return slack.NewButtonBlockElement(id, value, plainText(text))
	}
	var many []slack.Block
	for range 51 {
		many = append(many, slack.NewDividerBlock())
	}
	options := func(n int) (list []*slack.OptionBlockObject) {
		for range n {
			list = append(list, slack.NewOptionBlockObject("v", plainText("o"), nil))
		}
		return list
	}
	menu := func(placeholder string, n int) slack.Block {
		return slack.NewActionBlock("", slack.NewOptionsSelectBlockElement("static_select", plainText(placeholder), "m", options(n)...))
	}
	section := func(e ...slack.RichTextSectionElement) slack.Block {
		return slack.NewRichTextBlock("", slack.NewRichTextSection(e...))
	}
	for name, blocks := range map[string][]slack.Block{
		"too many blocks":    many,
		"long section":       {slack.NewSectionBlock(plainText(long(3001)), nil, nil)},
		"empty section":      {slack.NewSectionBlock(nil, nil, nil)},
		"no text":            {paragraph("")},
		"no elements":        {section()},
		"empty rich text":    {slack.NewRichTextBlock("")},
		"mention":            {section(slack.NewRichTextSectionUserElement("U1", nil))},
		"broadcast":          {section(slack.NewRichTextSectionBroadcastElement("here"))},
		"long label":         {slack.NewActionBlock("", button("a", long(76), ""))},
		"empty label":        {slack.NewActionBlock("", button("a", "", ""))},
		"long value":         {slack.NewActionBlock("", button("a", "b", long(2001)))},
		"no action id":       {slack.NewActionBlock("", button("", "b", "c"))},
		"action id twice":    {slack.NewActionBlock("", button("a", "b", "c"), button("a", "d", "e"))},
		"no actions":         {slack.NewActionBlock("")},
		"block id twice":     {slack.NewActionBlock("x", button("a", "b", "c")), slack.NewActionBlock("x", button("a", "b", "c"))},
		"empty menu":         {menu("m", 0)},
		"long menu":          {menu("m", 101)},
		"no placeholder":     {menu("", 1)},
		"no alt text":        {slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: "F"}, "", "", nil)},
		"no file":            {slack.NewImageBlockSlackFile(nil, "a", "", nil)},
		"long header":        {slack.NewHeaderBlock(plainText(long(151)))},
		"too much in all":    {paragraph(long(3000)), paragraph(long(3000)), paragraph(long(3000)), paragraph(long(3000)), paragraph(long(1201))},
		"a block too clever": {slack.NewMarkdownBlock("", "x")},
	} {
		if err := Check(Message{Text: "x", Blocks: blocks}); err == nil {
			t.Errorf("%s is found right", name)
		} else if strings.Contains(err.Error(), "xxxx") {
			t.Errorf("%s: the error holds the text", name)
		}
	}
	if Check(Message{Blocks: []slack.Block{paragraph("a")}}) == nil {
		t.Error("a message without a fallback is found right")
	}
	if CheckBlocks(many) != nil {
		t.Error("a view of 51 blocks is found wrong")
	}
}

// FuzzRender: whatever the text, Slack takes what becomes of it.
func FuzzRender(f *testing.F) {
	f.Add("1. a\n   - b\n\n   > c\n2. d\n```\nc", "label", 3)
	f.Add("> 1) x\n> - \n\n---\n# *a* [b](http://c) <http://d>", "", 9)
	f.Add("\xff\x00 [x](mailto:a@b) `\n`\n\n* * *\n- - -", "\u202e", 120)
	f.Add("[a](time:1) [](time:2) [b](time:-3) [c](<time:99999999999999999999>)", "l", 2)
	f.Add(strings.Repeat("**a** ", 600), "l", 1)
	f.Fuzz(func(t *testing.T, text, label string, choices int) {
		m := coach.Message{Text: text, Figure: &coach.Figure{Alt: label}}
		for i := range choices % 200 {
			m.Choices = append(m.Choices, coach.Choice{Key: fmt.Sprint(i), Label: label})
		}
		for _, o := range []Options{{Menu: "m"}, {Menu: "m", Picture: "F1"}, {Room: true}} {
			if o.Room {
				m.Choices = m.Choices[:min(len(m.Choices), 8)]
			}
			for _, one := range Render(m, o) {
				if err := Check(one); err != nil {
					t.Errorf("%.200q: %v", text, err)
				}
				if err := Check(Chosen(roundTrip(t, one.Blocks), label)); err != nil {
					t.Errorf("%.200q, tapped: %v", text, err)
				}
			}
		}
	})
}
