package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"bounceback/coach/understand"
)

type understandCommand struct {
	Messages []string `arg:"" optional:"" name:"message" help:"A message, in quotes. Left out: standard input, one message a line."`
	Report   string   `placeholder:"FILE.tsv" help:"Instead, read messages whose label is known and tell how well they are understood."`
}

// Help is shown by understand --help.
func (*understandCommand) Help() string {
	return `For each message one line of JSON is written: what it is about, the details in it, and whether it has a warning sign. Nothing is kept.

The file of --report has one message a line: a label, a tab, the message. What follows a second tab is left aside, and so are empty lines and those that begin with #. docs/understand.md tells what the labels and the figures mean.`
}

// Run reads messages and writes what was understood.
func (c *understandCommand) Run(w *world) error {
	if c.Report != "" && len(c.Messages) > 0 {
		return mistake{errors.New("--report takes its messages from the file. Leave the others out")}
	}
	reader, err := understand.NewReader()
	if err != nil {
		return err
	}
	switch {
	case c.Report != "":
		return c.report(w.out, reader)
	case len(c.Messages) > 0:
		return readAll(w.out, reader, c.Messages)
	}
	if isTerminal(w.in) {
		fmt.Fprintln(w.err, "Write messages, one a line. Ctrl-D ends.")
	}
	return readLines(w.in, w.out, reader)
}

func readAll(out io.Writer, reader *understand.Reader, messages []string) error {
	for _, m := range messages {
		if err := reader.WriteLine(out, strings.ToValidUTF8(m, "\uFFFD")); err != nil {
			return err
		}
	}
	return nil
}

// readLines reads messages of any length. Each line gives one, also an empty
// one, so that line 7 of the output is about line 7 of the input.
func readLines(in io.Reader, out io.Writer, reader *understand.Reader) error {
	lines, write := bufio.NewReaderSize(in, 1<<16), bufio.NewWriter(out)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
			if err := readAll(write, reader, []string{line}); err != nil {
				return err
			}
		}
		switch {
		case err != nil && err != io.EOF:
			return errors.Join(fmt.Errorf("read messages: %w", err), write.Flush())
		case err != nil:
			return write.Flush()
		case lines.Buffered() == 0: // whoever writes the lines may wait for an answer
			if err := write.Flush(); err != nil {
				return err
			}
		}
	}
}

// report measures the reader on a file.
func (c *understandCommand) report(out io.Writer, reader *understand.Reader) error {
	file, err := os.Open(c.Report)
	if err != nil {
		return mistake{fmt.Errorf("--report: %w", err)}
	}
	defer file.Close()
	rows, err := understand.ReadExamples(file, c.Report, reader.Labels()...)
	if err != nil {
		return mistake{err}
	}
	if len(rows) == 0 {
		return mistake{fmt.Errorf("%s: there is no message in it. A line is a label, a tab and a text", c.Report)}
	}
	return understand.Report(out, reader, rows)
}
