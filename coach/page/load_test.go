package page

import (
	"bytes"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite what the broken pages are expected to give")

// testVocabulary is a small one. The page "a" is opened by the coach itself.
func testVocabulary() Vocabulary {
	return Vocabulary{
		Effects: []string{
			"accept NAME", "clear WORD", "forget WORD", "hear", "keep WORD", "list KIND", "promise TARGET N days after WORD",
			"promise TARGET in N UNIT", "promise TARGET on WORD", "record KIND", "remember WORD", "rest", "rest N UNIT",
			"rest until WORD", "set WORD VALUE", "undo", "unpromise TARGET", "unpromise all", "weigh LEVEL",
		},
		Facts:      []string{"always", "any KIND", "check-in set", "heavy", "known WORD", "two heavy", "WORD is VALUE"},
		Kinds:      []string{"rejection", "win"},
		Lists:      []string{"promises"},
		Levels:     []string{"light", "heavy", "very heavy"},
		Words:      []string{"name", "company", "wins", "date", "what", "checkin_at"},
		Settings:   []string{"name", "zone"},
		Optional:   []string{"name", "company", "checkin_at"},
		Gives:      map[string][]string{"check-in set": {"checkin_at"}},
		Moments:    []Target{{Page: "a"}},
		MaxChoices: 5,
		MaxLabel:   75,
		MaxMessage: 200,
		MaxKey:     80,
	}
}

// fixture is a folder of pages, and what is special about them.
type fixture struct {
	v       Vocabulary
	lang    string
	sources []fs.FS
	want    string
}

// readFixture takes "en/a.md" for a built-in page and "own/en/a.md" for an
// operator's one. The file "vocabulary" adds to the vocabulary; "want" has the
// problems.
func readFixture(t *testing.T, ar *txtar.Archive) fixture {
	t.Helper()
	f := fixture{v: testVocabulary(), lang: original}
	builtin, own := fstest.MapFS{}, fstest.MapFS{}
	for _, file := range ar.Files {
		name, isOwn := strings.CutPrefix(file.Name, "own/")
		switch {
		case file.Name == "want":
			f.want = string(file.Data)
		case file.Name == "vocabulary":
			f.add(t, string(file.Data))
		case isOwn:
			own[name] = &fstest.MapFile{Data: file.Data}
		default:
			builtin[name] = &fstest.MapFile{Data: file.Data}
		}
		if lang, _, ok := strings.Cut(name, "/"); ok && lang != original && !isOwn {
			f.lang = lang
		}
	}
	f.sources = []fs.FS{builtin}
	if len(own) > 0 {
		f.sources = append(f.sources, own)
	}
	return f
}

func (f *fixture) add(t *testing.T, lines string) {
	for line := range strings.Lines(lines) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		for _, v := range strings.Split(value, ", ") {
			switch key {
			case "topics":
				f.v.Intents = append(f.v.Intents, v)
			case "forms":
				f.v.Forms = append(f.v.Forms, v)
			case "moments":
				page, step, _ := strings.Cut(v, "#")
				f.v.Moments = append(f.v.Moments, Target{Page: page, Step: step})
			default:
				t.Fatalf("unknown line in vocabulary: %q", line)
			}
		}
	}
}

// TestBroken reads a fixture for each kind of mistake and compares all of the
// problems that are told.
func TestBroken(t *testing.T) {
	files, err := filepath.Glob("testdata/broken/*.txtar")
	if err != nil || len(files) < 100 {
		t.Fatalf("%d fixtures, %v", len(files), err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			f := readFixture(t, ar)
			_, err = Load(f.v, f.lang, f.sources...)
			if err == nil {
				t.Fatal("nothing was found wrong")
			}
			if _, ok := errors.AsType[Problems](err); !ok {
				t.Fatalf("%T is not Problems", err)
			}
			got := err.Error() + "\n"
			if got == f.want {
				return
			}
			if !*update {
				t.Fatalf("got:\n%s\nwant:\n%s", got, f.want)
			}
			last := &ar.Files[len(ar.Files)-1]
			if last.Name != "want" {
				t.Fatal("the last file is not “want”")
			}
			last.Data = []byte(got)
			if err := os.WriteFile(name, txtar.Format(ar), 0o644); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// closed is a folder that cannot be read, or whose files cannot.
type closed struct {
	fs.FS
	what string
}

func (c closed) Open(name string) (fs.File, error) {
	if name == c.what {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return c.FS.Open(name)
}

func TestUnreadable(t *testing.T) {
	good := fstest.MapFS{"en/a.md": {Data: []byte("# A\n\n## Start\n\nHello.\n")}}
	for what, want := range map[string]string{
		".":       ".: the folder of own pages cannot be read: open .: permission denied. Look whether it is there, and whether this program may read it.",
		"en":      "en: the folder cannot be read: open en: permission denied. Look whether this program may read it.",
		"en/b.md": "en/b.md: the file cannot be read: open en/b.md: permission denied. Look whether this program may read it.",
	} {
		own := fstest.MapFS{"en/a.md": {Data: []byte("# A\n\n## Start\n\n[on](b.md)\n")}, "en/b.md": {Data: []byte("# B\n\n## Start\n\nHello.\n")}}
		_, err := Load(testVocabulary(), "en", good, closed{FS: own, what: what})
		if err == nil || err.Error() != want {
			t.Errorf("%s cannot be read:\n%v\nwant:\n%s", what, err, want)
		}
	}
}

// TestSources: a later source replaces a page. That it does not lead to where the
// page before it led is no mistake of the page it led to.
func TestSources(t *testing.T) {
	page := func(line string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("# A page\n\n## Start\n\n" + line + "\n\n[on](b.md)\n")}
	}
	end := &fstest.MapFile{Data: []byte("\ufeff# B\r\n\r\n## Start\r\n\r\nThe end,\r\nreally.\r\n")}
	more := &fstest.MapFile{Data: []byte("# C\n\n## Start\n\nHello.\n\n---\n\n## More\n\nMore.\n\n[on](b.md)\n")}
	built := fstest.MapFS{"en/a.md": page("As built.\n\n`promise c.md#more in 2 days` `promise c.md in 1 day`"), "en/b.md": end, "en/c.md": more}
	own := fstest.MapFS{"en/a.md": page("As written here."), "README.md": end, ".git/x.md": end, "en/notes.txt": end}
	b, err := Load(testVocabulary(), "en", built, own)
	if err != nil {
		t.Fatal(err)
	}
	if got := b.Pages["a"].Steps[0].Blocks[0].Say.Variants[0][0].Literal; got != "As written here." {
		t.Error(got)
	}
	if got := b.Pages["b"].Steps[0].Blocks[0].Say.Variants[0][0].Literal; got != "The end,\nreally." {
		t.Errorf("%q", got)
	}
	commands := &fstest.MapFile{Data: []byte("# Commands\n\n## a\n\nSay hello.\n\nOpens: [hello](a.md)\n")}
	forms := &fstest.MapFile{Data: []byte("# Forms\n\n## Stage\n")}
	built["en/commands.md"], built["en/forms.md"], own["en/commands.md"], own["en/forms.md"] = commands, forms, commands, forms
	if b, err = Load(testVocabulary(), "en", built, own); err != nil || len(b.Commands) != 1 || len(b.Forms) != 1 {
		t.Error(b, err)
	}
	if b, err = Load(testVocabulary(), "en", built, fstest.MapFS{}); err != nil || len(b.Pages) != 3 {
		t.Error(b, err)
	}
}

// TestOtherLanguage: what a language lacks is English, and English mistakes are
// told once, with English.
func TestOtherLanguage(t *testing.T) {
	pages := fstest.MapFS{
		"en/a.md": {Data: []byte("# Hello\n\n## Start\n\nHello.\n\n[on](b.md)\n")},
		"en/b.md": {Data: []byte("# Bye\n\n## Start\n\nBye.\n")},
		"de/a.md": {Data: []byte("# Hallo\n\n## Start\n\nHallo.\n\nOr: Guten Tag.\n\n[weiter](b.md)\n")},
	}
	b, err := Load(testVocabulary(), "de", pages)
	if err != nil {
		t.Fatal(err)
	}
	if b.Language != "de" || b.Pages["a"].Title != "Hallo" || b.Pages["b"].Title != "Bye" {
		t.Errorf("%s, %s, %s", b.Language, b.Pages["a"].Title, b.Pages["b"].Title)
	}
	pages["en/b.md"].Data = []byte("# Bye\n\n## Start\n\n`sing`\n\nBye.\n")
	if _, err := Load(testVocabulary(), "de", pages); err != nil {
		t.Errorf("an English mistake is told again: %v", err)
	}
	if _, err := Load(testVocabulary(), "en", pages); err == nil {
		t.Error("an English mistake is not told")
	}
}

// TestAllAtOnce: the problems of all pages come together, in order.
func TestAllAtOnce(t *testing.T) {
	pages := fstest.MapFS{
		"en/a.md": {Data: []byte("# A\n\n## Start\n\n`sing`\n\n`record song`\n\nHello.\n\n[on](c.md)\n")},
		"en/c.md": {Data: []byte("## Start\n\nBye, {nmae}.\n")},
	}
	_, err := Load(testVocabulary(), "en", pages)
	var where []string
	for _, p := range err.(Problems) {
		where = append(where, strings.SplitAfterN(p.String(), ": ", 2)[0])
	}
	if got := strings.Join(where, ""); got != "en/a.md:5: en/a.md:7: en/c.md:1: en/c.md:3: " {
		t.Errorf("%s\n%v", got, err)
	}
}

// FuzzLoad: whatever stands in a page, Load answers.
func FuzzLoad(f *testing.F) {
	for _, dir := range []string{"testdata/broken/*.txtar", "../flows/en/*.md"} {
		files, err := filepath.Glob(dir)
		if err != nil {
			f.Fatal(err)
		}
		for i, name := range files {
			data, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			if i%8 == 0 { // a short corpus
				f.Add(data)
			}
		}
	}
	f.Add([]byte("# A\n\n## Start\n\n- [*x*](#start) `keep`\n- [](\n\n| | |\n|-|-|\n| {a: |} | {b\n\n> {\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		head := []byte("# A\n\n## Start\n\n")
		pages := fstest.MapFS{
			"en/a.md":        {Data: data},
			"en/b.md":        {Data: append(head, data...)},
			"en/commands.md": {Data: data},
			"en/forms.md":    {Data: data},
			"de/a.md":        {Data: bytes.ToUpper(data)},
		}
		for _, lang := range []string{"en", "de"} {
			if b, err := Load(testVocabulary(), lang, pages); (b == nil) == (err == nil) {
				t.Fatal("neither a book nor problems")
			}
		}
	})
}
