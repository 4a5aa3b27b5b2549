package graph

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"image/color"
	"image/png"
	"io"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"bounceback/coach"
	"bounceback/coach/page"
)

var update = flag.Bool("update", false, "rewrite the expected Mermaid text")

// builtin are the pages that come with the program.
func builtin(t testing.TB) *page.Book {
	t.Helper()
	c, err := coach.New(coach.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c.Book(coach.English)
}

// small is a book of two pages in which each kind of arrow stands.
func small(t *testing.T) *page.Book {
	t.Helper()
	v := coach.Vocabulary()
	v.Intents, v.Moments, v.Forms = []string{"lesson"}, nil, nil
	b, err := page.Load(v, coach.English, fstest.MapFS{
		"en/a.md": {Data: []byte(`# Learn "it"

Opens for: lesson. Called: something to learn.

## Start

- [*heavy*](#later) ` + "`when heavy`" + `

What made it 3 < 4, {name}? *Take your time* with it, and say only what you want to say, in any language that you like.

- [Too soon](#later) ` + "`promise #start in 2 days`" + `
- [Feel](b.md)
- [*their words*](#kept) ` + "`keep lesson` `record lesson`" + `

## Kept

` + "`undo`" + `

Noted.

## Later

Later, then.

- [Again](#start)
- [End](b.md#end)
`)},
		"en/b.md": {Data: []byte("# Feel\n\n## Begin\n\n[on](a.md#kept)\n\n## End\n\nBye.\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestMermaid compares the text with how it should be.
func TestMermaid(t *testing.T) {
	b := small(t)
	for file, g := range map[string]*Graph{
		"testdata/conversation.mmd": Conversation(b, b.Pages["a"]),
		"testdata/pages.mmd":        Pages(b),
	} {
		got := g.Mermaid()
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s is not as it was; go test -update rewrites it:\n%s", file, got)
		}
	}
}

// TestEveryPageIsDrawn lays out all of the built-in pages: nothing may overlap,
// all arrows point down, and nothing is left out.
func TestEveryPageIsDrawn(t *testing.T) {
	b := builtin(t)
	graphs := []*Graph{Pages(b)}
	for _, name := range names(b) {
		graphs = append(graphs, Conversation(b, b.Pages[name]))
	}
	for _, g := range graphs {
		pic, err := g.picture(1)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range pic.rows {
			for i, c := range row {
				if c.x-c.w/2 < margin-0.01 || c.x+c.w/2 > pic.w-margin+0.01 || c.y+c.h/2 > pic.h-margin+0.01 {
					t.Errorf("%s: a cell stands outside the picture", g.Title)
				}
				if i > 0 && row[i-1].x+row[i-1].w/2 > c.x-c.w/2-gapWire+0.01 {
					t.Errorf("%s: two cells of a row are too near", g.Title)
				}
			}
		}
		for _, e := range g.Edges {
			if pic.boxes[e.From].row >= pic.boxes[e.To].row {
				t.Errorf("%s: the arrow %q does not point down", g.Title, e.Label)
			}
		}
	}
	for _, name := range names(b) {
		g := Conversation(b, b.Pages[name])
		ways := 0
		for _, s := range b.Pages[name].Steps {
			ways += len(s.Leads())
		}
		if len(g.Edges) != ways {
			t.Errorf("%s: %d arrows for %d ways", name, len(g.Edges), ways)
		}
	}
}

func TestSVG(t *testing.T) {
	b := small(t)
	var out bytes.Buffer
	if err := Conversation(b, b.Pages["a"]).SVG(&out); err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	for d := xml.NewDecoder(&out); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if words, ok := token.(xml.CharData); ok {
			said[string(words)] = true
		}
	}
	for _, want := range []string{`Learn "it"`, "Start", "Too soon", "promise #start in 2 days", "when heavy", "→ b", "→ b#end", "↑ Start", "record lesson", "also from b", "en/a.md · opens for lesson"} {
		if !said[want] {
			t.Errorf("%q is not in the picture; there is %v", want, said)
		}
	}
}

// TestPNG looks at the picture where the first box and an arrow are.
func TestPNG(t *testing.T) {
	b := small(t)
	g := Conversation(b, b.Pages["a"])
	var out bytes.Buffer
	if err := g.PNG(&out); err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(&out)
	if err != nil {
		t.Fatal(err)
	}
	pic, err := g.picture(2)
	if err != nil {
		t.Fatal(err)
	}
	if size := img.Bounds().Size(); size.X != int(2*pic.w) || size.Y != int(2*pic.h) {
		t.Errorf("%v for %.0f × %.0f points", size, pic.w, pic.h)
	}
	look := func(x, y float64) color.Color { return color.RGBAModel.Convert(img.At(int(2*x), int(2*y))) }
	start := pic.boxes[g.Nodes[0]]
	if c := look(start.x-start.w/2+5, start.y); c != color.Color(rgb("#e7f5ec")) {
		t.Errorf("the first box is %v", c)
	}
	if c := look(1, 1); c != color.Color(rgb("#ffffff")) {
		t.Errorf("the ground is %v", c)
	}
	for _, e := range g.Edges {
		if e.Label != "Too soon" {
			continue
		}
		if c := look(pic.wires[e][1].x, pic.wires[e][1].foot-0.5); c == color.Color(rgb("#ffffff")) {
			t.Error("there is no arrow below a label")
		}
	}
}

func TestShorten(t *testing.T) {
	if got := shorten("One, two, three and so on", 10); got != "One, two …" {
		t.Error(got)
	}
	if got := shorten(strings.Repeat("ä", 10), 10); len(got) != 20 {
		t.Error(got)
	}
}

func BenchmarkConversation(b *testing.B) {
	book := builtin(b)
	for b.Loop() {
		if _, err := Conversation(book, book.Pages["1-feel"]).picture(1); err != nil {
			b.Fatal(err)
		}
	}
}
