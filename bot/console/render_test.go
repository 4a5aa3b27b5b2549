package console

import (
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/tools/txtar"

	"bounceback/coach"
)

var update = flag.Bool("update", false, "rewrite the expected texts")

// TestRender lays each text out as a transcript and for windows of two widths.
func TestRender(t *testing.T) {
	files, err := filepath.Glob("testdata/render/*.txtar")
	if err != nil || len(files) < 4 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			text := string(ar.Files[0].Data)
			got := &txtar.Archive{Comment: ar.Comment, Files: ar.Files[:1:1]}
			for _, width := range []int{0, 28, 72} {
				lines := render(text, width, false)
				for _, line := range lines {
					if width > 0 && ansi.StringWidth(line) > width {
						t.Errorf("at %d this is too long: %q", width, line)
					}
				}
				got.Files = append(got.Files, txtar.File{Name: "width " + strconv.Itoa(width), Data: []byte(strings.Join(lines, "\n") + "\n")})
			}
			compare(t, file, string(txtar.Format(ar)), got)
		})
	}
}

// compare is what all golden files end in.
func compare(t *testing.T, file, want string, got *txtar.Archive) {
	t.Helper()
	text := string(txtar.Format(got))
	if text == want {
		return
	}
	if !*update {
		t.Errorf("%s: got\n%s", file, text)
		return
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestRenderWithStyles(t *testing.T) {
	for text, want := range map[string]string{
		"a **b** *c*": "a \x1b[1mb\x1b[m \x1b[3mc\x1b[m",
		"`d`":         "\x1b[1md\x1b[m",
		"> e":         "\x1b[2m│ \x1b[me",
		"- f":         "• f",
		"# g":         "\x1b[1mg\x1b[m",
	} {
		if got := strings.Join(render(text, 40, true), "\n"); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// TestCleanTakesOutWhatSteersATerminal: a pasted mail may hold anything.
func TestCleanTakesOutWhatSteersATerminal(t *testing.T) {
	for text, want := range map[string]string{
		"a\x1b[2Jb":            "a[2Jb",
		"a\x07\x00\x08b\u009b": "ab",
		"a\tb":                 "a    b",
		"a\r\nb\rc":            "a\nbc",
		"a\xff\xfeb":           "a\uFFFDb",
		"\u202eabc\u2066":      "abc",
		"שלום, Kraków 👋🏽":      "שלום, Kraków 👋🏽",
	} {
		if got := clean(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// FuzzRender: any text can be shown at any width, and nothing of it steers the
// terminal.
func FuzzRender(f *testing.F) {
	f.Add("1. a\n\n   > b\n```\nc", 10)
	f.Add("\x1b]0;x\x07 [a](\x1b[2J://b) \xff<b>", 1)
	f.Add("👩🏽‍💻👩🏽‍💻👩🏽‍💻👩🏽‍💻 日本語", 8)
	f.Fuzz(func(t *testing.T, text string, width int) {
		for _, line := range render(text, width%200, false) {
			if !utf8.ValidString(line) || strings.ContainsFunc(line, func(r rune) bool { return r < ' ' || r == 0x7f || r == 0x9b }) {
				t.Errorf("%q at %d shows %q", text, width, line)
			}
		}
	})
}

func TestChart(t *testing.T) {
	f := &coach.Figure{Title: "Your six weeks", Bars: []coach.Bar{
		{Label: "applications", Value: 40}, {Label: "talks", Value: 3}, {Label: "offers", Value: 0},
		{Label: "people who promised to write back, and did", Value: 1},
	}}
	want := strings.Join([]string{
		"Your six weeks",
		"applications                  ████████████████████████ 40",
		"talks                         █▊ 3",
		"offers                        0",
		"people who promised to writ…  ▌ 1",
	}, "\n")
	if got := strings.Join(chart(f, 0), "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for _, width := range []int{20, 30, 45} {
		for _, line := range chart(f, width) {
			if ansi.StringWidth(line) > width {
				t.Errorf("at %d this is too long: %q", width, line)
			}
		}
	}
}

// TestFewAreNotStretched: two wins are not a full bar.
func TestFewAreNotStretched(t *testing.T) {
	f := &coach.Figure{Bars: []coach.Bar{{Label: "wins", Value: 2}, {Label: "no's", Value: 1}}}
	if got := strings.Join(chart(f, 60), "\n"); got != "wins  ██ 2\nno's  █ 1" {
		t.Error(got)
	}
}
