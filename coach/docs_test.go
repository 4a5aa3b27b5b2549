package coach_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"bounceback/coach"
	"bounceback/coach/page"
)

// pagesGuide is the page that page writers read.
func pagesGuide(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../docs/pages.md")
	must(t, err)
	return string(text)
}

// TestGuideNamesAll: what a page may use stands in the guide, and nothing is
// left out.
func TestGuideNamesAll(t *testing.T) {
	guide := pagesGuide(t)
	v := coach.Vocabulary()
	for what, list := range map[string][]string{
		"effect": v.Effects, "fact": v.Facts, "setting": v.Settings, "word": v.Words, "table": v.Forms, "list": v.Lists,
	} {
		for _, name := range list {
			name = strings.TrimSuffix(strings.TrimPrefix(name, "week_"), " UNIT")
			if !strings.Contains(guide, "`"+name) && !strings.Contains(guide, name+"`") {
				t.Errorf("the %s %q is not in docs/pages.md", what, name)
			}
		}
	}
	for _, kind := range v.Kinds {
		if !strings.Contains(guide, "| "+kind) && !strings.Contains(guide, ", "+kind) {
			t.Errorf("the kind %q is not in docs/pages.md", kind)
		}
	}
	for _, at := range v.Moments {
		if at.Page == "languages" {
			continue // they are named by example
		}
		if !strings.Contains(guide, "`"+at.Page+".md") || at.Step != "" && !strings.Contains(guide, "#"+at.Step+"`") {
			t.Errorf("the coach opens %s#%s by itself, and docs/pages.md does not say so", at.Page, at.Step)
		}
	}
}

// TestGuideExample: the page that the guide shows is in order.
func TestGuideExample(t *testing.T) {
	_, example, _ := strings.Cut(pagesGuide(t), "```markdown\n")
	example, _, _ = strings.Cut(example, "```\n")
	v := coach.Vocabulary()
	v.Intents, v.Moments, v.Forms = []string{"lesson"}, []page.Target{{Page: "later"}}, nil
	b, err := page.Load(v, coach.English, fstest.MapFS{
		"en/3-learn.md": {Data: []byte(example)},
		"en/later.md":   {Data: []byte("# Not now\n\n## Start\n\nOkay.\n")},
	})
	must(t, err)
	if n := len(b.Pages["3-learn"].Steps); n != 5 {
		t.Errorf("%d steps", n)
	}
}
