package coach_test

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"bounceback/coach"
	"bounceback/coach/page"
)

// effects calls f with each effect of each step of the English pages.
func effects(c *coach.Coach, f func(p *page.Page, s *page.Step, e page.Call)) {
	for _, p := range c.Book(coach.English).Pages {
		for _, s := range p.Steps {
			var calls []page.Call
			for _, b := range s.Blocks {
				calls = append(calls, b.Do...)
			}
			for _, ch := range s.Choices {
				calls = append(calls, ch.Effects...)
			}
			if s.Answer != nil {
				calls = append(calls, s.Answer.Effects...)
			}
			for _, e := range calls {
				f(p, s, e)
			}
		}
	}
}

// What will come is listed to the person in words, not by the title of a page.
func TestEveryPromiseHasItsWords(t *testing.T) {
	c := newCoach(t)
	words := c.Book(coach.English).Forms["promise"]
	effects(c, func(p *page.Page, s *page.Step, e page.Call) {
		if !strings.HasPrefix(e.Pattern, "promise ") {
			return
		}
		if name := e.Target.Page + "#" + e.Target.Step; words[name] == "" {
			t.Errorf("%s: #%s promises %s, which forms.md has no words for in the table Promise", p.File, s.Slug, name)
		}
	})
}

// Every kind of journal line is written by a page, and a conversation shows it.
func TestEveryKindOfJournalLineIsWritten(t *testing.T) {
	written := map[coach.Kind]bool{}
	effects(newCoach(t), func(_ *page.Page, _ *page.Step, e page.Call) {
		if e.Pattern == "record KIND" {
			written[coach.Kind(e.Args[0])] = true
		}
	})
	told := map[coach.Kind]bool{}
	files, err := filepath.Glob("testdata/talk/*.txtar")
	must(t, err)
	for _, file := range files {
		ar, err := txtar.ParseFile(file)
		must(t, err)
		i := slices.IndexFunc(ar.Files, func(f txtar.File) bool { return f.Name == "journal after" })
		if i < 0 {
			continue
		}
		var j journal
		must(t, json.Unmarshal(ar.Files[i].Data, &j))
		for _, e := range j {
			told[e.Kind] = true
		}
	}
	for _, kind := range coach.Vocabulary().Kinds {
		k := coach.Kind(kind)
		if kind == "promises" {
			continue // what "list" takes, no kind of line
		}
		if !written[k] {
			t.Errorf("no page records the kind %s", k)
		}
		if !told[k] {
			t.Errorf(`no conversation has the kind %s in its "journal after"`, k)
		}
	}
}

// A page's name stands in a choice, where the person speaks, and in "shall we go
// on with …", where the coach does: so it speaks of nobody.
func TestNamesOfPagesSpeakOfNobody(t *testing.T) {
	for _, p := range newCoach(t).Book(coach.English).Pages {
		for _, word := range strings.Fields(strings.ToLower(p.Called)) {
			switch word {
			case "i", "i'm", "i've", "me", "my", "myself", "you", "your", "yourself":
				t.Errorf("%s is called %q: a choice and the coach cannot both say %q", p.File, p.Called, word)
			}
		}
	}
}
