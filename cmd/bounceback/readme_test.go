package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTheReadmeIsTrue says again what "You" say in the README, and the coach must
// answer what stands there. "go test ./cmd/bounceback -update" writes it anew.
func TestTheReadmeIsTrue(t *testing.T) {
	const file = "../../README.md"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := bytes.Cut(text, []byte("```text\n"))
	was, after, ended := bytes.Cut(rest, []byte("```\n"))
	if !ok || !ended {
		t.Fatal("there is no transcript")
	}
	var words strings.Builder
	for line := range strings.Lines(string(was)) {
		if said, ok := strings.CutPrefix(line, "You:   "); ok {
			words.WriteString(said)
		} else if strings.HasPrefix(line, "@ +") {
			words.WriteString(line)
		}
	}
	if strings.Count(words.String(), "\n") < 4 {
		t.Errorf("this is no talk: %q", words.String())
	}
	var out, log bytes.Buffer
	if code := Main([]string{"bounceback", "chat", "--new"}, strings.NewReader(words.String()), &out, &log, home(t.TempDir())); code != exitOK {
		t.Fatalf("exit code %d\n%s", code, log.String())
	}
	if bytes.Equal(out.Bytes(), was) {
		return
	}
	if !*update {
		t.Fatalf("the README says\n%s\nthe program says\n%s", was, out.String())
	}
	whole := bytes.Join([][]byte{before, []byte("```text\n"), out.Bytes(), []byte("```\n"), after}, nil)
	if err := os.WriteFile(file, whole, 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestTheReadmeNamesWhatThereIs: each link and each command of the README exists,
// and no command of the program and no document is left out.
func TestTheReadmeNamesWhatThereIs(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, link := range regexp.MustCompile(`\]\(([^):]+)\)`).FindAllSubmatch(text, -1) {
		if _, err := os.Stat(filepath.Join("../..", string(link[1]))); err != nil {
			t.Errorf("a link leads nowhere: %v", err)
		}
	}
	documents, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range documents {
		if name := "docs/" + filepath.Base(file); !bytes.Contains(text, []byte("]("+name+")")) {
			t.Errorf("the README does not lead to %s", name)
		}
	}
	help := func(args ...string) string {
		var out bytes.Buffer
		Main(append(append([]string{"bounceback"}, args...), "--help"), nil, &out, &out, noVariables)
		return out.String()
	}
	_, list, _ := strings.Cut(help(), "Commands:\n")
	for line := range strings.Lines(list) {
		if name := regexp.MustCompile(`^  ([a-z]+) `).FindStringSubmatch(line); name != nil {
			if !bytes.Contains(text, []byte("`bounceback "+name[1])) {
				t.Errorf("the README does not tell of %q", name[1])
			}
		}
	}
	for _, row := range regexp.MustCompile("(?m)^\\| `bounceback ([a-z ]+[a-z])").FindAllSubmatch(text, -1) {
		if args := strings.Fields(string(row[1])); !strings.HasPrefix(help(args...), "Usage: bounceback "+string(row[1])) {
			t.Errorf("the README tells of %q, and its help says %.200s", row[1], help(args...))
		}
	}
}
