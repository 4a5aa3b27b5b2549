package markup_test

import (
	"strings"
	"testing"
	"unicode"

	"bounceback/bot/bottest/discordtest"
	"bounceback/bot/discord/markup"
	"bounceback/coach"
	"bounceback/coach/page"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// TestEveryLineOfThePagesReadsAsItIsWritten: what a reader of Discord sees of it has
// all its words and none of its marks.
func TestEveryLineOfThePagesReadsAsItIsWritten(t *testing.T) {
	c, err := coach.New(coach.Options{})
	if err != nil {
		t.Fatal(err)
	}
	lines, marked, md := 0, 0, goldmark.DefaultParser()
	for _, p := range c.Book(coach.English).Pages {
		for _, s := range p.Steps {
			for _, b := range s.Blocks {
				if b.Say == nil {
					continue
				}
				for _, v := range b.Say.Variants {
					source := literal(v)
					if lines++; !strings.ContainsAny(source, "*_`<[]#>|~\\@\n") {
						continue // there is nothing that could go wrong, and very much of it
					}
					marked++
					if got, want := letters(discordtest.Reading(markup.Text(source))), letters(plain(md, source)); got != want {
						t.Errorf("%s#%s reads\n%s\nnot\n%s", p.Name, s.Slug, got, want)
					}
				}
			}
			for _, choice := range s.Choices {
				if id := markup.ChoiceID(p.Name + "/" + s.Slug + "/" + choice.Key + "~zzzzzz"); len(id) > markup.MaxID {
					t.Errorf("%s has %d bytes", id, len(id))
				}
			}
		}
	}
	if lines < 1000 || marked < 50 {
		t.Errorf("only %d lines were read, %d with marks", lines, marked)
	}
}

// literal is a line with something in the place of each word.
func literal(v page.Text) string {
	var b strings.Builder
	for i := range v {
		if b.WriteString(v[i].Literal); v[i].Word != "" {
			b.WriteString("Word")
		}
	}
	return b.String()
}

// plain is the text of Markdown without its marks.
func plain(md parser.Parser, source string) string {
	src := []byte(source)
	var b strings.Builder
	ast.Walk(md.Parse(text.NewReader(src)), func(n ast.Node, in bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Text:
			if in {
				b.Write(util.UnescapePunctuations(n.Segment.Value(src)))
			}
		case *ast.FencedCodeBlock:
			if in {
				b.Write(n.Lines().Value(src))
			}
		case *ast.AutoLink:
			if in {
				b.Write(n.Label(src))
			}
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// letters is a text without spaces.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// FuzzEscape: whatever a person writes reads as they wrote it.
func FuzzEscape(f *testing.F) {
	for _, s := range []string{
		"*a* **b** _c_ __d__ ~~e~~ ||f|| `g` ```h```", "# a", "-# a", "> a", ">>> a", "- a", "* a", "1. a", "2) a", "<@1> <#2> <@&3> <t:4:R> <:x:5> </y:6>",
		"@everyone @here", "https://a.b/c_d?e=*f*", "[a](https://b.c)", ":smile: :x:y:", `\*a\* \\`, "a*b_c~d", "*", "__", "****", "discord.gg/abc", "￼😀👨‍👩‍👧",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.Map(func(r rune) rune {
			if unicode.IsControl(r) || r == unicode.ReplacementChar || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 {
				return -1
			}
			return r
		}, strings.ToValidUTF8(s, ""))
		if got := discordtest.Reading(markup.Escape(s)); got != s {
			t.Errorf("%q is written %q and reads %q", s, markup.Escape(s), got)
		}
	})
}
