package console

import (
	"errors"
	"image/color"
	"io"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

func TestTheFirstPromptSaysWhatToDo(t *testing.T) {
	p := newTypist(t, 80)
	p.want(
		"› Write as you would to a person",
		"  /help what I can do   ·   Ctrl-D goodbye")
	p.types("hi")
	p.want("› hi")
	p.press("enter")
	if in := p.said(); in.text != "hi" || in.tap != "" {
		t.Error(in)
	}
	p.want("›", "  /help what I can do   ·   Ctrl-D goodbye")
}

func TestAChoiceIsSelectedWithTheArrows(t *testing.T) {
	p := newTypist(t, 80)
	p.types("hello")
	p.press("enter")
	p.said()
	p.asks(false, "Let it out", "Just log it", "Not now")
	p.want(
		"  1  Let it out",
		"  2  Just log it",
		"  3  Not now",
		"",
		"›",
		"  ↑ ↓ Enter, the number, or your own words")
	p.press("down", "down")
	p.want(
		"  1  Let it out",
		"▸ 2  Just log it",
		"  3  Not now",
		"",
		"›",
		"  ↑ ↓ Enter, the number, or your own words")
	p.press("enter")
	if in := p.said(); in.tap != "key-2" || in.text != "Just log it" {
		t.Error(in)
	}
	p.want("›", "  /help what I can do   ·   Ctrl-D goodbye") // the choices are answered
}

// TestTheArrowsGoRound from one end to the other, and Esc or a letter lets go.
func TestTheArrowsGoRound(t *testing.T) {
	p := newTypist(t, 80)
	p.asks(false, "a", "b", "c")
	for _, c := range []struct {
		key  string
		want int
	}{{"up", 2}, {"down", 0}, {"up", 2}, {"up", 1}, {"esc", -1}, {"down", 0}, {"esc", -1}, {"enter", -1}} {
		if p.press(c.key); p.s.prompt.selected != c.want {
			t.Errorf("after %s %d is selected, want %d", c.key, p.s.prompt.selected, c.want)
		}
	}
	p.press("down")
	p.types("x")
	if p.s.prompt.selected != -1 {
		t.Error("the choice is still selected while something is written")
	}
	if len(p.s.typed) > 0 {
		t.Error("nothing was chosen or written, and something was handed over")
	}
}

// TestANumberIsShownWithItsWords, so that one can read later what was chosen; but
// a number that answers an open question is a number.
func TestANumberIsShownWithItsWords(t *testing.T) {
	for _, c := range []struct {
		open bool
		text string
		want string
	}{{false, "2", "2 · Just log it"}, {true, "2", ""}, {false, "3", ""}, {false, "two", ""}, {false, "0", ""}} {
		p := newTypist(t, 80)
		p.asks(c.open, "Let it out", "Just log it")
		p.types(c.text)
		p.press("enter")
		if in := p.said(); in.text != c.text || in.shown != c.want || in.tap != "" {
			t.Errorf("%+v: %+v", c, in)
		}
	}
}

// TestTheClockIsNoAnswer: the choices stay after a line with @.
func TestTheClockIsNoAnswer(t *testing.T) {
	p := newTypist(t, 80)
	p.asks(false, "Yes", "No")
	p.types("@ +3d")
	p.press("enter")
	p.said()
	if !strings.HasPrefix(p.sees(), "  1  Yes\n  2  No\n") {
		t.Error(p.sees())
	}
}

func TestWhatWasWrittenComesBack(t *testing.T) {
	p := newTypist(t, 80)
	for _, line := range []string{"first", "second", "second"} {
		p.types(line)
		p.press("enter")
		p.said()
	}
	p.types("dra")
	for _, c := range []struct{ key, want string }{
		{"up", "second"}, {"up", "first"}, {"up", "first"}, {"down", "second"}, {"down", "dra"}, {"down", "dra"},
		{"ctrl+p", "second"}, {"ctrl+p", "first"}, {"ctrl+n", "second"}, {"ctrl+n", "dra"},
	} {
		if p.press(c.key); p.s.prompt.edit.Value() != c.want {
			t.Errorf("after %s there is %q, want %q", c.key, p.s.prompt.edit.Value(), c.want)
		}
	}
	p.press("enter")
	if in := p.said(); in.text != "dra" {
		t.Error(in)
	}
	// The arrows belong to the choices while there are some; Ctrl-P does not.
	p.asks(false, "Yes")
	if p.press("ctrl+p"); p.s.prompt.edit.Value() != "dra" {
		t.Error(p.s.prompt.edit.Value())
	}
}

// TestALongPaste shows as many lines as fit and hands over all of them.
func TestALongPaste(t *testing.T) {
	p := newTypist(t, 60)
	text := strings.TrimSpace(strings.Repeat("Sehr geehrte Frau Kowalska, leider müssen wir Ihnen mitteilen 👋🏽\n", 200))
	p.s.prompt.Update(tea.PasteMsg{Content: text})
	if n := strings.Count(p.sees(), "\n") + 1; n > highest {
		t.Errorf("it takes %d lines of the window", n)
	}
	p.press("enter")
	if in := p.said(); in.text != text {
		t.Errorf("of %d bytes %d were handed over", len(text), len(in.text))
	}
}

func TestANewLineWithoutSending(t *testing.T) {
	p := newTypist(t, 60)
	p.types("one")
	p.press("ctrl+j")
	p.types("two")
	p.want("› one", "  two")
	p.press("enter")
	if in := p.said(); in.text != "one\ntwo" {
		t.Errorf("%q", in.text)
	}
}

// TestNothingLeavesANarrowWindow at the widths of telephones and half windows.
func TestNothingLeavesANarrowWindow(t *testing.T) {
	for _, width := range []int{20, 40, 60, 80, 120} {
		p := newTypist(t, width)
		p.asks(true, "Let it out", strings.Repeat("somewhat long ", 5), "日本語日本語日本語日本語")
		p.press("down")
		check := func() {
			t.Helper()
			for line := range strings.Lines(p.sees()) {
				if w := ansi.StringWidth(strings.TrimRight(line, "\n")); w > width {
					t.Errorf("at %d a line has %d columns: %q", width, w, line)
				}
			}
		}
		check()
		p.types("they went with someone else, 日本語 👩🏽‍💻, and I had hoped so much that it would be me")
		check()
		p.press("enter")
		check()
	}
}

func TestTheWindowChangesItsSize(t *testing.T) {
	p := newTypist(t, 120)
	p.types(strings.Repeat("word ", 20))
	if n := strings.Count(p.sees(), "\n"); n != 1 {
		t.Errorf("%d lines at 120", n+1)
	}
	p.size(30)
	if n := strings.Count(p.sees(), "\n"); n != 3 {
		t.Errorf("%d lines at 30", n+1)
	}
	p.size(120)
	p.press("enter")
	if in := p.said(); in.text != strings.TrimSpace(strings.Repeat("word ", 20)) {
		t.Errorf("%q", in.text)
	}
}

func TestLeaving(t *testing.T) {
	p := newTypist(t, 80)
	p.types("x")
	if p.press("ctrl+d"); len(p.s.typed) > 0 {
		t.Error("Ctrl-D in the middle of a line has ended the chat")
	}
	p.press("backspace", "ctrl+d")
	if in := p.said(); !errors.Is(in.err, io.EOF) {
		t.Error(in)
	}
	if cmd := p.press("ctrl+c"); cmd == nil || cmd() != (tea.QuitMsg{}) {
		t.Error("Ctrl-C does not end the chat")
	}
	p.want("") // nothing of the prompt is left behind
}

// TestOnlyALongWaitShows: an answer usually comes at once.
func TestOnlyALongWaitShows(t *testing.T) {
	p := newTypist(t, 80)
	slow := func() bool { return strings.Contains(p.sees(), p.s.words.Working) }
	p.s.prompt.Update(workingMsg(true))
	if slow() {
		t.Error("the wait shows at once")
	}
	p.s.prompt.Update(slowMsg(1))
	if !slow() {
		t.Error("a long wait does not show")
	}
	p.s.prompt.Update(workingMsg(false))
	p.s.prompt.Update(workingMsg(true))
	p.s.prompt.Update(slowMsg(1)) // that of the answer before
	if slow() {
		t.Error("the wait for an earlier answer shows")
	}
}

// TestColours are the terminal's own, fit for its background.
func TestColours(t *testing.T) {
	for _, c := range []struct {
		background color.Color
		want       string
	}{{nil, "\x1b[36m"}, {color.Black, "\x1b[96m"}, {color.White, "\x1b[34m"}} {
		p := newTypist(t, 80)
		if c.background != nil {
			p.s.prompt.Update(tea.BackgroundColorMsg{Color: c.background})
		}
		p.asks(false, "Yes")
		if got := p.s.prompt.View().Content; !strings.Contains(got, c.want+"  1\x1b[m") {
			t.Errorf("on %v: %q", c.background, got)
		}
	}
}
