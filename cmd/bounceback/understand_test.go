package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"

	"bounceback/coach/understand"
)

// TestUnderstandTakesAnyLine: long ones, what is no text at all, the ends of
// lines of other systems. Each line gives one line that says what was read.
func TestUnderstandTakesAnyLine(t *testing.T) {
	reader, err := understand.NewReader()
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("they said no ", 1<<17/13+1)
	in := "they said no\r\n\n\xff\xfe\x00 no\n" + long + "\nthe last one"
	want := []string{"they said no", "", "\uFFFD\x00 no", long, "the last one"}
	for name, r := range map[string]io.Reader{"at once": strings.NewReader(in), "in pieces": iotest.HalfReader(strings.NewReader(in))} {
		var out bytes.Buffer
		if err := readLines(r, &out, reader); err != nil {
			t.Fatal(name, err)
		}
		lines := strings.SplitAfter(strings.TrimSuffix(out.String(), "\n"), "\n")
		if len(lines) != len(want) {
			t.Fatalf("%s: %d lines, want %d", name, len(lines), len(want))
		}
		for i, line := range lines {
			var got struct {
				Text    string            `json:"text"`
				Outcome string            `json:"outcome"`
				Guesses []json.RawMessage `json:"guesses"`
				Details map[string]string `json:"details"`
				Warning string            `json:"warning"`
			}
			if err := json.Unmarshal([]byte(line), &got); err != nil {
				t.Fatal(name, i, err)
			}
			if got.Text != want[i] || got.Outcome == "" || len(got.Guesses) != len(reader.Labels()) || got.Details == nil || got.Warning != "none" {
				t.Errorf("%s: line %d is %.200s", name, i+1, line)
			}
		}
	}
}

// TestUnderstandAnswersAtOnce: whoever writes line by line gets line by line.
func TestUnderstandAnswersAtOnce(t *testing.T) {
	reader, err := understand.NewReader()
	if err != nil {
		t.Fatal(err)
	}
	in, write := io.Pipe()
	read, out := io.Pipe()
	go func() { out.CloseWithError(readLines(in, out, reader)) }()
	answers := json.NewDecoder(read)
	for _, text := range []string{"they said no", "I got the job"} {
		if _, err := io.WriteString(write, text+"\n"); err != nil {
			t.Fatal(err)
		}
		var got struct{ Text string }
		if err := answers.Decode(&got); err != nil || got.Text != text {
			t.Fatalf("%q: %q, %v", text, got.Text, err)
		}
	}
	write.Close()
	if _, err := read.Read(make([]byte, 1)); err != io.EOF {
		t.Error(err)
	}
}

// TestUnderstandTellsWhatFailed when the input ends in the middle.
func TestUnderstandTellsWhatFailed(t *testing.T) {
	reader, err := understand.NewReader()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	in := io.MultiReader(strings.NewReader("they said no\n"), iotest.ErrReader(io.ErrUnexpectedEOF))
	if err := readLines(in, &out, reader); err == nil || !strings.Contains(err.Error(), "read messages: unexpected EOF") {
		t.Error(err)
	}
	if !strings.HasPrefix(out.String(), `{"text":"they said no"`) {
		t.Errorf("what was read before is lost: %q", out.String())
	}
}

// TestAReportTakesAnyFile: long lines, those of Windows with its mark at the
// beginning, a last line without an end, what is no text.
func TestAReportTakesAnyFile(t *testing.T) {
	reader, err := understand.NewReader()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "labelled.tsv")
	rows := "\uFEFFrejected\tthey said no\r\nrejected\t" + strings.Repeat("they said no ", 1<<17/13+1) + "\r\n\r\nrejected\tthey said \xff no\t{}"
	if err := os.WriteFile(file, []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := (&understandCommand{Report: file}).report(&out, reader); err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`messages +3\n *accuracy, first guess right +100\.0 %`).MatchString(out.String()) {
		t.Errorf("it says\n%s", out.String())
	}
}
