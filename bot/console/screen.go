package console

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"golang.org/x/term"

	"bounceback/coach"
)

// The layout of a screen, in columns.
const (
	textIndent = 2
	widestText = 78 // longer lines are hard to read
	// What a window is taken for that does not tell its size.
	usualWidth, usualHeight = 80, 24
)

// screen is the chat of a terminal that can move its cursor. What is finished
// is printed above and scrolls as usual; only the prompt and the choices, see
// [prompt], are drawn anew.
type screen struct {
	words   words
	in      io.Reader
	out     io.Writer
	environ []string
	profile colorprofile.Profile
	prompt  *prompt
	program *tea.Program // nil until there is a prompt
	typed   chan input
	width   *atomic.Int64
	dark    *atomic.Int64 // background: 0 not known, 1 dark, 2 light

	started atomic.Bool   // there is a prompt: what is said goes above it
	done    chan struct{} // closed when the program has ended
	ended   error
}

// errGone says that the terminal is not there any more.
var errGone = errors.New("the terminal is gone")

func newScreen(in io.Reader, out io.Writer, environ []string, w words) face {
	s := &screen{
		words: w, in: in, out: out, environ: environ, profile: colorprofile.Detect(out, environ),
		typed: make(chan input, 256), done: make(chan struct{}),
		width: &atomic.Int64{}, dark: &atomic.Int64{},
	}
	s.width.Store(usualWidth)
	if f, ok := out.(*os.File); ok {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
			s.width.Store(int64(width))
		}
	}
	s.prompt = newPrompt(s)
	return s
}

func (s *screen) begin(top []string) error {
	faint := lipgloss.NewStyle().Faint(true)
	for _, line := range top {
		for _, l := range wrap(clean(line), s.columns(), true) {
			if err := s.print(faint.Render(l)); err != nil {
				return err
			}
		}
	}
	return s.print("")
}

// start draws the prompt. It waits until that is done: what was typed ahead
// would be printed over it.
func (s *screen) start() {
	s.started.Store(true)
	s.program = tea.NewProgram(s.prompt, tea.WithInput(s.in), tea.WithOutput(s.out),
		tea.WithEnvironment(s.environ), tea.WithColorProfile(s.profile), tea.WithoutSignalHandler(),
		tea.WithWindowSize(int(s.width.Load()), usualHeight))
	go func() {
		_, s.ended = s.program.Run()
		close(s.done)
	}()
	select {
	case <-s.prompt.sized:
		time.Sleep(firstFrame)
	case <-s.done:
	}
}

// firstFrame is longer than it takes until something is drawn that was shown.
const firstFrame = 50 * time.Millisecond

// columns is the room for text.
func (s *screen) columns() int {
	return min(int(s.width.Load())-textIndent-1, widestText)
}

func (s *screen) next(ctx context.Context) (input, error) {
	if !s.started.Load() {
		s.start()
	}
	select {
	case in := <-s.typed:
		return in, in.err
	case <-ctx.Done():
		return input{}, ctx.Err()
	case <-s.done:
		if s.ended != nil {
			return input{}, s.ended
		}
		return input{}, io.EOF
	}
}

func (s *screen) heard(text string) error {
	you := lipgloss.NewStyle().Foreground(s.accent())
	lead := "› "
	for _, line := range wrap(clean(text), s.columns(), true) {
		if err := s.print(you.Render(lead + line)); err != nil {
			return err
		}
		lead = strings.Repeat(" ", textIndent)
	}
	return s.print("")
}

func (s *screen) working(on bool) { s.program.Send(workingMsg(on)) }

func (s *screen) said(m coach.Message, _ bool) error {
	lines := render(m.Text, s.columns(), true)
	if m.Figure != nil {
		lines = append(append(lines, ""), chart(m.Figure, s.columns())...)
	}
	for _, line := range lines {
		if line != "" {
			line = strings.Repeat(" ", textIndent) + line
		}
		if err := s.print(line); err != nil {
			return err
		}
	}
	if asked := (askedMsg{choices: m.Choices, asks: m.Asks}); s.started.Load() {
		s.program.Send(asked)
	} else {
		s.prompt.Update(asked)
	}
	return s.print("")
}

func (s *screen) moment(time string) error {
	return s.aside("── " + time + " ──")
}

func (s *screen) note(text string) error {
	var lines []string
	for line := range strings.Lines(text) {
		lines = append(lines, wrap(clean(strings.TrimRight(line, "\n")), s.columns(), true)...)
	}
	return s.aside(lines...)
}

// aside prints what is not the coach's.
func (s *screen) aside(lines ...string) error {
	faint := lipgloss.NewStyle().Faint(true)
	for _, line := range lines {
		if err := s.print(faint.Render(strings.Repeat(" ", textIndent) + line)); err != nil {
			return err
		}
	}
	return s.print("")
}

// end restores the terminal and says goodbye.
func (s *screen) end(goodbye string) error {
	if s.started.Load() {
		s.program.Send(leaveMsg{})
		<-s.done
	}
	if s.ended != nil {
		return s.ended
	}
	var lines []string
	for line := range strings.Lines(goodbye) {
		lines = append(lines, wrap(strings.TrimRight(line, "\n"), s.columns(), true)...)
	}
	_, err := fmt.Fprintf(s.out, "%s\n", strings.Join(lines, "\n"))
	return err
}

// print prints one line above the prompt. Line by line, for a text that is
// higher than the window would lose its top.
func (s *screen) print(line string) error {
	line = s.downgrade(line)
	if !s.started.Load() {
		_, err := fmt.Fprintln(s.out, line)
		return err
	}
	if line == "" {
		line = " " // nothing at all is not printed
	}
	printed := make(chan struct{})
	go func() {
		s.program.Println(line) // blocks for ever when the program has ended
		close(printed)
	}()
	select {
	case <-printed:
		return nil
	case <-s.done:
		return errGone
	}
}

// downgrade leaves of a line's colours what the terminal has and the person
// wants to see.
func (s *screen) downgrade(line string) string {
	var b bytes.Buffer
	w := colorprofile.Writer{Forward: &b, Profile: s.profile}
	if _, err := w.WriteString(line); err != nil {
		return line
	}
	return b.String()
}
