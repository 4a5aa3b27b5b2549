package coach_test

import (
	"testing"
	"testing/fstest"

	"bounceback/coach"
	"bounceback/coach/page"
)

// TestNewTellsEverything: a coach with broken pages does not start, and what is
// wrong in any language is told at once.
func TestNewTellsEverything(t *testing.T) {
	thanks := "# %\n\nOpens for: thanks. Called: a thank-you.\n\n## Start\n\n`sing`\n\nThanks.\n"
	c, err := coach.New(coach.Options{Pages: fstest.MapFS{
		"en/thanks.md": {Data: []byte(thanks)},
		"de/undo.md":   {Data: []byte("# Zurück\n\n## Start\n\n`undo`\n\nNimm es zurück, {nmae}.\n")},
	}})
	if c != nil {
		t.Error("it starts")
	}
	problems, ok := err.(page.Problems)
	if !ok {
		t.Fatalf("%T: %v", err, err)
	}
	files := map[string]int{}
	for _, p := range problems {
		files[p.File]++
	}
	if files["en/thanks.md"] == 0 || files["de/undo.md"] == 0 || len(files) != 2 {
		t.Errorf("%v\n%v", files, err)
	}
}

// TestOwnPages: an operator's page takes the place of a built-in one, and a
// language has the English pages that it lacks.
func TestOwnPages(t *testing.T) {
	c, err := coach.New(coach.Options{Pages: fstest.MapFS{
		"en/thanks.md": {Data: []byte("# Thanks\n\nOpens for: thanks. Called: a thank-you.\n\n## Start\n\nAny time.\n")},
		"de/thanks.md": {Data: []byte("# Danke\n\nOpens for: thanks. Called: ein Dank.\n\n## Start\n\nGerne.\n")},
	}})
	must(t, err)
	if got := c.Book("en").Pages["thanks"].Steps[0].Blocks[0].Say.Variants[0][0].Literal; got != "Any time." {
		t.Error(got)
	}
	if got := c.Book("de").Pages["thanks"].Title; got != "Danke" {
		t.Error(got)
	}
	if c.Book("de").Pages["rejected"] == nil {
		t.Error("German lacks a page")
	}
}
