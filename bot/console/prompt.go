package console

import (
	"image/color"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"bounceback/coach"
)

// What the screen tells the prompt.
type (
	workingMsg bool // an answer is being made
	askedMsg   struct {
		choices []coach.Choice
		asks    bool // own words are awaited, too
	}
	slowMsg  int // the answer with that number takes long
	leaveMsg struct{}
)

const (
	// aMoment is how long an answer may take before that shows.
	aMoment = 400 * time.Millisecond
	// highest is how many lines of a long message show while it is written.
	highest = 8
)

// prompt is the moving part of a screen: the choices, the line that is written
// and a hint.
type prompt struct {
	*screen
	edit    textarea.Model
	sized   chan struct{} // closed when the size of the window is known
	once    sync.Once
	history history

	choices  []coach.Choice
	asks     bool
	selected int // index into choices; -1 is none
	answers  int // how many answers were waited for
	working  bool
	slow     bool
	leaving  bool
}

func newPrompt(s *screen) *prompt {
	p := &prompt{screen: s, edit: textarea.New(), sized: make(chan struct{}), selected: -1}
	e := &p.edit
	e.ShowLineNumbers = false
	e.CharLimit, e.MaxContentHeight = 0, 10000
	e.DynamicHeight, e.MinHeight, e.MaxHeight = true, 1, highest
	e.SetVirtualCursor(false)
	e.KeyMap.InsertNewline = key.NewBinding(key.WithKeys("alt+enter", "shift+enter", "ctrl+j"))
	e.SetPromptFunc(textIndent, func(i textarea.PromptInfo) string {
		if i.LineNumber == 0 {
			return "› "
		}
		return "  "
	})
	p.look()
	p.resize()
	e.Placeholder = s.words.Placeholder
	e.Focus()
	return p
}

// look sets the colours.
func (p *prompt) look() {
	plain := lipgloss.NewStyle()
	state := textarea.StyleState{
		Prompt: plain.Foreground(p.accent()), Placeholder: plain.Faint(true), Selection: plain.Reverse(true),
	}
	p.edit.SetStyles(textarea.Styles{Focused: state, Blurred: state})
}

// accent is the one colour, out of those that the person chose for their
// terminal.
func (s *screen) accent() color.Color {
	switch s.dark.Load() {
	case 1:
		return lipgloss.BrightCyan
	case 2:
		return lipgloss.Blue
	}
	return lipgloss.Cyan
}

func (p *prompt) resize() {
	width := int(p.width.Load())
	p.edit.SetWidth(max(min(width-1, widestText+textIndent), narrowest))
	if width < ansi.StringWidth(p.words.Placeholder)+textIndent+2 {
		p.edit.Placeholder = ""
	}
}

// Init asks the terminal for its background.
func (p *prompt) Init() tea.Cmd { return tea.RequestBackgroundColor }

// Update does what the person or the screen asked for.
func (p *prompt) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		p.width.Store(int64(msg.Width))
		p.once.Do(func() { close(p.sized) })
		p.resize()
	case tea.BackgroundColorMsg:
		p.dark.Store(2)
		if msg.IsDark() {
			p.dark.Store(1)
		}
		p.look()
	case workingMsg:
		return p, p.wait(bool(msg))
	case slowMsg:
		p.slow = p.working && int(msg) == p.answers
		return p, nil
	case askedMsg:
		if len(msg.choices) > 0 || msg.asks {
			p.choices, p.asks, p.selected = msg.choices, msg.asks, -1
		}
		return p, nil
	case leaveMsg:
		return p.leave()
	case tea.KeyPressMsg:
		if cmd, done := p.press(msg); done {
			return p, cmd
		}
	}
	var cmd tea.Cmd
	p.edit, cmd = p.edit.Update(msg)
	return p, cmd
}

func (p *prompt) leave() (tea.Model, tea.Cmd) {
	p.leaving = true
	return p, tea.Quit
}

func (p *prompt) wait(on bool) tea.Cmd {
	p.working, p.slow = on, false
	if !on {
		return nil
	}
	p.answers++
	n := p.answers
	return tea.Tick(aMoment, func(time.Time) tea.Msg { return slowMsg(n) })
}

// press is done with a key, or leaves it to the line that is written.
func (p *prompt) press(k tea.KeyPressMsg) (cmd tea.Cmd, done bool) {
	empty := p.edit.Length() == 0
	switch k.String() {
	case "ctrl+c":
		_, cmd := p.leave()
		return cmd, true
	case "ctrl+d":
		if empty {
			p.say(input{err: io.EOF}) // what was written before is answered first
		}
		return nil, empty
	case "ctrl+z":
		return tea.Suspend, true
	case "enter":
		p.submit()
		return nil, true
	case "esc":
		p.selected = -1
		return nil, true
	case "up", "down":
		return nil, p.arrow(k.String() == "up", empty)
	case "ctrl+p", "ctrl+n":
		p.recall(k.String() == "ctrl+p")
		return nil, true
	}
	if k.Text != "" {
		p.selected = -1
	}
	return nil, false
}

// arrow selects a choice while nothing is written, else it moves in the text,
// and beyond its ends in what was written before.
func (p *prompt) arrow(up, empty bool) (done bool) {
	if empty && len(p.choices) > 0 {
		n := len(p.choices)
		switch {
		case p.selected < 0 && up:
			p.selected = n - 1
		case p.selected < 0:
			p.selected = 0
		case up:
			p.selected = (p.selected + n - 1) % n
		default:
			p.selected = (p.selected + 1) % n
		}
		return true
	}
	line := p.edit.LineInfo()
	switch {
	case up && p.edit.Line() == 0 && line.RowOffset == 0:
	case !up && p.edit.Line() == p.edit.LineCount()-1 && line.RowOffset >= line.Height-1:
	default:
		return false
	}
	p.recall(up)
	return true
}

func (p *prompt) recall(older bool) {
	if text, ok := p.history.move(older, p.edit.Value()); ok {
		p.edit.SetValue(text)
	}
}

// submit hands over what was written or selected.
func (p *prompt) submit() {
	text := strings.TrimSpace(p.edit.Value())
	in := input{text: text}
	switch {
	case text == "" && p.selected >= 0 && p.selected < len(p.choices):
		c := p.choices[p.selected]
		in = input{text: c.Label, tap: c.Key}
	case text == "":
		p.edit.Reset()
		return
	default:
		in.shown = p.named(text)
	}
	if !p.say(in) {
		return // so much waits already; the text stays
	}
	if text != "" {
		p.history.add(text)
	}
	p.edit.Reset()
	p.edit.Placeholder = ""
	if !strings.HasPrefix(text, "@") { // the clock is no answer
		p.choices, p.asks, p.selected = nil, false, -1
	}
}

func (p *prompt) say(in input) bool {
	select {
	case p.typed <- in:
		return true
	default:
		return false
	}
}

// named adds to the number of a choice its words, so that one can read later
// what was chosen.
func (p *prompt) named(text string) string {
	n, err := strconv.Atoi(text)
	if err != nil || p.asks || n < 1 || n > len(p.choices) {
		return ""
	}
	return text + " · " + p.choices[n-1].Label
}
