package console

import (
	"bytes"
	"context"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"bounceback/coach"
)

// newLines is a chat line by line that reads in; width 0 makes it a transcript.
func newLines(t *testing.T, in string, width int) (*plain, *bytes.Buffer) {
	t.Helper()
	w, err := readWords()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	p := newPlain(strings.NewReader(in), &out, width == 0, w)
	p.width = func() int { return width }
	return p, &out
}

var question = coach.Message{
	Text:    "I've noted it; *undo* takes it back. What would help now?",
	Choices: []coach.Choice{{Key: "a", Label: "Let it out"}, {Key: "b", Label: "Not now"}},
}

// talk shows one of everything.
func talk(t *testing.T, p *plain) {
	t.Helper()
	ctx := context.Background()
	steps := []func() error{
		func() error { return p.begin([]string{"Kept on this computer: ~/bounceback.db"}) },
		func() error {
			in, err := p.next(ctx)
			return errors.Join(err, p.heard(in.text))
		},
		func() error { return p.said(question, false) },
		func() error { return p.moment("Mon 2026-03-02 18:20") },
		func() error {
			return p.said(coach.Message{Text: "How is it going? You wanted to rest for two days.\n\nDid you?"}, true)
		},
		func() error { return p.note("Your copy is in the file /home/amina/bounceback.json") },
		func() error { return p.end("Take care.") },
	}
	for i, step := range steps {
		if err := step(); err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
	}
}

func TestATranscript(t *testing.T) {
	p, out := newLines(t, "I got rejected\r\n", 0)
	talk(t, p)
	const want = `You:   I got rejected
Coach: I've noted it; undo takes it back. What would help now?
       [Let it out] [Not now]
@ Mon 2026-03-02 18:20
Coach: (nudge) How is it going? You wanted to rest for two days.

       Did you?
       Your copy is in the file /home/amina/bounceback.json
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out, want)
	}
}

// TestLinesOnATerminal: what was typed stands there already, choices have the
// numbers to type, and words are not broken at the edge of the window.
func TestLinesOnATerminal(t *testing.T) {
	p, out := newLines(t, "I got rejected\n", 40)
	talk(t, p)
	const want = `Kept on this computer:
~/bounceback.db
/help what I can do   ·   Ctrl-D
goodbye

You:   Coach: I've noted it; undo takes it
       back. What would help now?
       1  Let it out
       2  Not now
@ Mon 2026-03-02 18:20
Coach: (nudge) How is it going? You
       wanted to rest for two
       days.

       Did you?
       Your copy is in the file
       /home/amina/bounceback.json

Take care.
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out, want)
	}
}

// TestEveryLineIsRead also the last one without an end, and the input's end is
// told after it.
func TestEveryLineIsRead(t *testing.T) {
	huge := strings.Repeat("no ", longestLine)
	p, _ := newLines(t, "one\r\n\n"+huge+"\nlast", 0)
	for _, want := range []string{"one", "", huge[:longestLine], "last"} {
		in, err := p.next(context.Background())
		if err != nil || in.text != want {
			t.Fatalf("read %d bytes, %v; want %d", len(in.text), err, len(want))
		}
	}
	if _, err := p.next(context.Background()); !errors.Is(err, io.EOF) {
		t.Error(err)
	}
}

// TestTheEndOfAContextEndsTheWait, though nothing is typed.
func TestTheEndOfAContextEndsTheWait(t *testing.T) {
	w, err := readWords()
	if err != nil {
		t.Fatal(err)
	}
	in, other := io.Pipe()
	defer other.Close()
	p := newPlain(in, io.Discard, true, w)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := p.next(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestEveryWordIsThere: a key that is missing from words.yaml would be silence.
func TestEveryWordIsThere(t *testing.T) {
	w, err := readWords()
	if err != nil {
		t.Fatal(err)
	}
	all := reflect.ValueOf(w)
	for i := range all.NumField() {
		if all.Field(i).String() == "" {
			t.Errorf("%s is empty", all.Type().Field(i).Tag.Get("yaml"))
		}
	}
}
