package console

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"bounceback/coach"
)

// typist is a person at the screen: it presses keys and sees what the prompt
// draws. Nothing runs beside it.
type typist struct {
	t *testing.T
	s *screen
}

func newTypist(t *testing.T, width int) *typist {
	t.Helper()
	w, err := readWords()
	if err != nil {
		t.Fatal(err)
	}
	s := newScreen(strings.NewReader(""), &bytes.Buffer{}, nil, w).(*screen)
	p := &typist{t, s}
	p.size(width)
	return p
}

func (p *typist) size(width int) { p.s.prompt.Update(tea.WindowSizeMsg{Width: width, Height: 24}) }

func (p *typist) types(text string) {
	for _, r := range text {
		p.s.prompt.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

// press takes names such as "up", "enter", "ctrl+c".
func (p *typist) press(names ...string) (last tea.Cmd) {
	keys := map[string]tea.KeyPressMsg{
		"up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown}, "enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape},
		"backspace": {Code: tea.KeyBackspace}, "home": {Code: tea.KeyHome}, "ctrl+j": {Code: 'j', Mod: tea.ModCtrl},
		"ctrl+c": {Code: 'c', Mod: tea.ModCtrl}, "ctrl+d": {Code: 'd', Mod: tea.ModCtrl},
		"ctrl+p": {Code: 'p', Mod: tea.ModCtrl}, "ctrl+n": {Code: 'n', Mod: tea.ModCtrl}, "ctrl+u": {Code: 'u', Mod: tea.ModCtrl},
	}
	for _, name := range names {
		k, ok := keys[name]
		if !ok || k.String() != name {
			p.t.Fatalf("no key %q: %q", name, k.String())
		}
		_, last = p.s.prompt.Update(k)
	}
	return last
}

// asks offers choices, as the coach does.
func (p *typist) asks(open bool, labels ...string) {
	var list []coach.Choice
	for i, l := range labels {
		list = append(list, coach.Choice{Key: fmt.Sprint("key-", i+1), Label: l})
	}
	p.s.prompt.Update(askedMsg{choices: list, asks: open})
}

// sees is what is drawn, without colours.
func (p *typist) sees() string {
	var lines []string
	for line := range strings.Lines(ansi.Strip(p.s.prompt.View().Content)) {
		lines = append(lines, strings.TrimRight(line, " \n"))
	}
	return strings.Join(lines, "\n")
}

// said is what was handed over, which must be one thing.
func (p *typist) said() input {
	p.t.Helper()
	if len(p.s.typed) != 1 {
		p.t.Fatalf("%d things were handed over", len(p.s.typed))
	}
	return <-p.s.typed
}

func (p *typist) want(screen ...string) {
	p.t.Helper()
	if got := p.sees(); got != strings.Join(screen, "\n") {
		p.t.Errorf("sees\n%s\nwant\n%s", got, strings.Join(screen, "\n"))
	}
}
