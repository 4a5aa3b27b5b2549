package console

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/term"

	"bounceback/coach"
)

// longestLine is how much of one line is read, in bytes. The coach keeps less.
const longestLine = 1 << 20

// indent is what stands below "Coach: ".
const indent = "       "

// plain is a chat line by line. With echo it is a transcript: what was read is
// written, too, so that it can be read alone, and it looks the same whatever the
// window. Without echo there is a prompt, and text keeps to the window.
type plain struct {
	words words
	echo  bool
	lines chan input
	width func() int // of the window in columns; 0: text is not wrapped

	mu  sync.Mutex
	out *bufio.Writer
}

// input is what was read.
type input struct {
	text  string
	tap   string // the Key of a choice
	shown string // how it is shown, if not as text
	err   error
}

func newPlain(in io.Reader, out io.Writer, echo bool, w words) *plain {
	p := &plain{words: w, echo: echo, lines: make(chan input), out: bufio.NewWriter(out), width: func() int { return 0 }}
	if f, ok := out.(*os.File); ok && !echo {
		p.width = func() int {
			width, _, err := term.GetSize(int(f.Fd()))
			if err != nil {
				return 0
			}
			return width
		}
	}
	go p.read(bufio.NewReader(in))
	return p
}

// read hands over line by line. It cannot be interrupted while the input says
// nothing, and so lives until the program ends.
func (p *plain) read(in *bufio.Reader) {
	for {
		line, err := readLine(in)
		if line != "" || err == nil {
			p.lines <- input{text: line}
		}
		if err != nil {
			p.lines <- input{err: err}
			return
		}
	}
}

// readLine reads one line without its end, and of a very long one the beginning.
func readLine(in *bufio.Reader) (string, error) {
	var b strings.Builder
	for {
		part, err := in.ReadSlice('\n')
		b.Write(part[:min(len(part), longestLine-b.Len())])
		if !errors.Is(err, bufio.ErrBufferFull) {
			return strings.TrimRight(b.String(), "\r\n"), err
		}
	}
}

// begin says on a terminal where one is. A transcript begins with the talk.
func (p *plain) begin(top []string) error {
	if p.echo {
		return nil
	}
	var lines []string
	for _, line := range append(top, p.words.Hint) {
		lines = append(lines, wrap(clean(line), p.room(), p.room() > 0)...)
	}
	return p.write(strings.Join(lines, "\n") + "\n\n")
}

func (p *plain) next(ctx context.Context) (input, error) {
	if !p.echo {
		if err := p.write("You:   "); err != nil {
			return input{}, err
		}
	}
	select {
	case in := <-p.lines:
		return in, in.err
	case <-ctx.Done():
		return input{}, ctx.Err()
	}
}

func (p *plain) heard(text string) error {
	if !p.echo {
		return nil
	}
	if strings.HasPrefix(text, "@") {
		return p.write(clean(text) + "\n")
	}
	return p.block("You:   ", strings.Split(clean(text), "\n"))
}

func (p *plain) working(bool) {}

func (p *plain) said(m coach.Message, nudge bool) error {
	room, lead := p.room(), ""
	if nudge {
		lead = p.words.Nudge + " "
	}
	lines := render(m.Text, max(room-len(lead), 0), false)
	if len(lines) > 0 {
		lines[0] = lead + lines[0]
	}
	if m.Figure != nil {
		lines = append(lines, chart(m.Figure, room)...)
	}
	return p.block("Coach: ", append(lines, p.choices(m.Choices)...))
}

// room is the columns for text; 0 is any number.
func (p *plain) room() int {
	if width := p.width(); width > 0 {
		return min(max(width-len(indent)-1, narrowest), widestText)
	}
	return 0
}

// choices are those of a message: in one line as they stand in a transcript, or
// one a line, with the number to type.
func (p *plain) choices(list []coach.Choice) []string {
	if len(list) == 0 {
		return nil
	}
	labels := make([]string, len(list))
	for i, c := range list {
		labels[i] = "[" + clean(c.Label) + "]"
		if !p.echo {
			labels[i] = strconv.Itoa(i+1) + "  " + clean(c.Label)
		}
	}
	if p.echo {
		return []string{strings.Join(labels, " ")}
	}
	return labels
}

func (p *plain) moment(time string) error { return p.write("@ " + time + "\n") }

func (p *plain) note(text string) error {
	return p.block(indent, wrap(clean(text), p.room(), p.room() > 0))
}

func (p *plain) end(goodbye string) error {
	if p.echo {
		return nil
	}
	return p.write("\n" + goodbye + "\n")
}

// block writes lines behind a lead, the further ones indented.
func (p *plain) block(lead string, lines []string) error {
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(strings.TrimRight(lead+line, " ") + "\n")
		lead = indent
	}
	return p.write(b.String())
}

func (p *plain) write(s string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.out.WriteString(s) // an error stays with the writer
	return p.out.Flush()
}
