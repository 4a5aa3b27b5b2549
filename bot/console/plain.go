package console

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"
	"sync"

	"bounceback/coach"
)

// longestLine is how much of one line is read, in bytes. The coach keeps less.
const longestLine = 1 << 20

// indent is what stands below "Coach: ".
const indent = "       "

// plain is a chat as a transcript: the same lines for the same talk, whatever
// the window. With echo the lines that were read are written, too, so that
// the transcript can be read alone; without it there is a prompt.
type plain struct {
	words words
	echo  bool
	lines chan input

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
	p := &plain{words: w, echo: echo, lines: make(chan input), out: bufio.NewWriter(out)}
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

func (p *plain) begin([]string) error { return nil }

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
	lines := render(m.Text, 0, false)
	if nudge && len(lines) > 0 {
		lines[0] = p.words.Nudge + " " + lines[0]
	}
	if m.Figure != nil {
		lines = append(lines, chart(m.Figure, 0)...)
	}
	if len(m.Choices) > 0 {
		labels := make([]string, len(m.Choices))
		for i, c := range m.Choices {
			labels[i] = "[" + clean(c.Label) + "]"
		}
		lines = append(lines, strings.Join(labels, " "))
	}
	return p.block("Coach: ", lines)
}

func (p *plain) moment(time string) error { return p.write("@ " + time + "\n") }

func (p *plain) note(text string) error {
	return p.block(indent, strings.Split(text, "\n"))
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
