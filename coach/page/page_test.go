package page

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// TestWhole reads a page that has everything a page can have, with commands and
// forms, and compares the book with how it should be.
func TestWhole(t *testing.T) {
	const name = "testdata/whole.txtar"
	ar, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	f := readFixture(t, ar)
	b, err := Load(f.v, f.lang, f.sources...)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	e := json.NewEncoder(&got)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(b); err != nil {
		t.Fatal(err)
	}
	if got.String() == f.want {
		return
	}
	if !*update {
		t.Fatalf("the book is not as it was; go test -run Whole -update rewrites it\n%s", got.String())
	}
	ar.Files[len(ar.Files)-1].Data = []byte(got.String())
	if err := os.WriteFile(name, txtar.Format(ar), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestParseText(t *testing.T) {
	for in, want := range map[string]string{
		"":                       "",
		"No word.":               "No word.",
		"Hello, {name}. {role}?": "Hello|,{name}|. |{role}|?",
		"From, {company}.":       "From, |{company}|.",
		"{name}, {name}":         "{name}|,{name}",
		"{wins: win|wins} here":  "{wins:win/wins}| here",
		"{ a }":                  "WRONG { a }",
		"{a} and }":              "{a}| and }|WRONG }",
		"{a":                     "{a|WRONG {",
		"{a: b|c|d}":             "WRONG {a: b|c|d}",
	} {
		var parts []string
		var wrong []string
		for _, p := range parseText(in, func(braces string) { wrong = append(wrong, "WRONG "+braces) }) {
			s := p.Literal
			if p.Word != "" {
				s = "{" + p.Word
				if p.Many != "" {
					s += ":" + p.One + "/" + p.Many
				}
				s += "}"
			}
			if p.Comma {
				s = "," + s
			}
			parts = append(parts, s)
		}
		if got := strings.Join(append(parts, wrong...), "|"); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}

func TestSlug(t *testing.T) {
	for heading, want := range map[string]string{
		"How are you?": "how-are-you",
		"What's next":  "whats-next",
		"Schöne Frage": "schöne-frage",
		"A_b - c":      "a_b---c",
		"!":            "",
	} {
		if got := slug(heading); got != want {
			t.Errorf("%q: %q, want %q", heading, got, want)
		}
	}
}

// TestKeys: a choice keeps its key when the words or the order around it
// change, and choices of one target are told apart.
func TestKeys(t *testing.T) {
	s := &Step{}
	for _, c := range []struct {
		to   Target
		want string
	}{
		{Target{"a", "start"}, "a.start"},
		{Target{"b", ""}, "b"},
		{Target{"a", "start"}, "a.start.2"},
		{Target{"b", "start"}, "b.start"},
		{Target{"a", "start"}, "a.start.3"},
	} {
		key := choiceKey(s, c.to)
		if key != c.want {
			t.Errorf("%s, want %s", key, c.want)
		}
		s.Choices = append(s.Choices, Choice{Key: key, To: c.to})
	}
}
