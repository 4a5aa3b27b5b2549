package page

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/yuin/goldmark/parser"
)

// original is the language that the built-in pages are written in. Pages of
// other languages have its skeleton, and it stands in for those that are
// missing.
const original = "en"

// Load reads the pages of one language and checks them as a whole. Each source
// has a folder a language; a page of a later source replaces one of the same
// name in an earlier one, and a page that a language does not have is taken from
// English.
//
// The error is a [Problems] with everything that is wrong, of all pages at
// once. What is wrong with the English pages is told when they are loaded, not
// again with each language.
func Load(v Vocabulary, lang string, sources ...fs.FS) (*Book, error) {
	l := &loader{v: &v, md: markdown(), effects: newLexicon("effect", v.Effects), facts: newLexicon("fact", v.Facts)}
	all := l.read(lang, sources)
	if lang != original {
		english := &loader{v: &v, md: l.md, effects: l.effects, facts: l.facts}
		base := english.read(original, sources)
		l.sameSkeleton(all, base)
		all = all.over(base)
	}
	if len(all.pages) > 0 {
		l.check(all)
	}
	if problems := l.told(lang); problems != nil {
		return nil, problems
	}
	return all.book(lang), nil
}

// told are the problems of a language's own files.
func (l *loader) told(lang string) Problems {
	var own Problems
	for _, p := range l.problems {
		if lang == original || p.File == lang || strings.HasPrefix(p.File, lang+"/") {
			own = append(own, p)
		}
	}
	return own.And(nil)
}

// loader reads and checks the pages of a language.
type loader struct {
	v              *Vocabulary
	md             parser.Parser
	effects, facts lexicon
	problems       Problems
}

func (l *loader) wrong(file string, line int, cause, remedy string) {
	l.problems = append(l.problems, Problem{File: file, Line: line, Cause: cause, Remedy: remedy})
}

// shelf is what the files of a language hold, before it is a book.
type shelf struct {
	lang     string
	pages    map[string]*draft
	replaced []*draft // pages that a later source replaces: their links still count
	commands *commandFile
	forms    *formFile
}

type commandFile struct {
	*draft
	list        []Command
	optionLines []int // of all options, in order
}

type formFile struct {
	file   string
	source int
	tables map[string]Table
	lines  map[string]int // of tables, and of codes as "table code"
}

// book is the shelf as the coach uses it.
func (s *shelf) book(lang string) *Book {
	b := &Book{Language: lang, Pages: make(map[string]*Page, len(s.pages)), Forms: map[string]Table{}}
	for name, d := range s.pages {
		b.Pages[name] = d.page
	}
	if s.forms != nil {
		b.Forms = s.forms.tables
	}
	if s.commands != nil {
		b.Commands = s.withCodes(s.commands.list)
	}
	return b
}

// withCodes are commands whose options have the codes that can be answered.
func (s *shelf) withCodes(list []Command) []Command {
	list = slices.Clone(list)
	for i := range list {
		list[i].Options = slices.Clone(list[i].Options)
		for k := range list[i].Options {
			if s.forms != nil {
				list[i].Options[k].Codes = s.forms.codes(list[i].Options[k].Kind)
			}
		}
	}
	return list
}

// codes are those of a table, in the order in which they stand there.
func (f *formFile) codes(table string) (codes []Code) {
	for code, words := range f.tables[table] {
		codes = append(codes, Code{code, words})
	}
	slices.SortFunc(codes, func(a, b Code) int {
		return cmp.Compare(f.lines[table+" "+a.Code], f.lines[table+" "+b.Code])
	})
	return codes
}

// over is this shelf, with what it lacks taken from another.
func (s *shelf) over(base *shelf) *shelf {
	all := &shelf{lang: s.lang, pages: map[string]*draft{}, replaced: s.replaced, commands: s.commands, forms: s.forms}
	for name, d := range base.pages {
		all.pages[name] = d
	}
	for name, d := range s.pages {
		all.pages[name] = d
	}
	all.replaced = slices.Concat(s.replaced, base.replaced)
	if all.commands == nil {
		all.commands = base.commands
	}
	if all.forms == nil {
		all.forms = base.forms
	}
	return all
}

// file is one file of a source.
type file struct {
	name   string // "en/1-feel.md"
	source int
	fsys   fs.FS
}

// read reads all files of a language.
func (l *loader) read(lang string, sources []fs.FS) *shelf {
	s := &shelf{lang: lang, pages: map[string]*draft{}}
	last := map[string]file{}
	var earlier []file
	for i, source := range sources {
		for _, name := range l.names(lang, i, source) {
			if f, ok := last[name]; ok {
				earlier = append(earlier, f)
			}
			last[name] = file{name: name, source: i, fsys: source}
		}
	}
	if len(last) == 0 {
		l.wrong(lang, 0, "there are no pages", "Put pages into this folder, each a file that ends in .md.")
	}
	for _, name := range sorted(last) {
		l.readFile(s, last[name])
	}
	for _, f := range earlier {
		// What was wrong with a page that is not used is nobody's problem.
		quiet := &loader{v: l.v, md: l.md, effects: l.effects, facts: l.facts}
		if d := quiet.readFile(&shelf{pages: map[string]*draft{}}, f); d != nil {
			s.replaced = append(s.replaced, d)
		}
	}
	return s
}

// names lists the pages of a language in one source.
func (l *loader) names(lang string, i int, source fs.FS) []string {
	if i > 0 && lang == original {
		l.astray(source)
	}
	entries, err := fs.ReadDir(source, lang)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			l.wrong(lang, 0, fmt.Sprintf("the folder cannot be read: %v", err), "Look whether this program may read it.")
		}
		return nil
	}
	var names []string
	for _, e := range entries {
		base, ok := strings.CutSuffix(e.Name(), ".md")
		switch name := path.Join(lang, e.Name()); {
		case e.IsDir() || !strings.EqualFold(path.Ext(e.Name()), ".md"):
		case !ok || !isSlug(base):
			l.wrong(name, 0, "this cannot be the name of a page", "Name it with small letters, digits and dashes, and end it in .md.")
		default:
			names = append(names, name)
		}
	}
	return names
}

// astray tells of pages that nobody would read, because they do not stand in
// the folder of a language.
func (l *loader) astray(source fs.FS) {
	entries, err := fs.ReadDir(source, ".")
	if err != nil {
		l.wrong(".", 0, fmt.Sprintf("the folder of own pages cannot be read: %v", err), "Look whether it is there, and whether this program may read it.")
		return
	}
	for _, e := range entries {
		name := e.Name()
		pages := []string{name}
		if e.IsDir() && len(name) != 2 && !strings.HasPrefix(name, ".") {
			pages, _ = fs.Glob(source, name+"/*.md")
		}
		for _, p := range pages {
			if strings.HasSuffix(p, ".md") && !strings.EqualFold(p, "README.md") {
				l.wrong(p, 0, "this page does not stand in the folder of a language, so nobody reads it", "Move it into the folder en.")
			}
		}
	}
}

// readFile reads one file into the shelf. It returns what has links, which
// forms.md has not.
func (l *loader) readFile(s *shelf, f file) *draft {
	r := &reader{v: l.v, effects: l.effects, facts: l.facts, file: f.name, draft: &draft{source: f.source}}
	data, err := fs.ReadFile(f.fsys, f.name)
	if err != nil {
		r.torn = true
		r.wrong(0, fmt.Sprintf("the file cannot be read: %v", err), "Look whether this program may read it.")
	}
	name := strings.TrimSuffix(path.Base(f.name), ".md")
	switch {
	case name == "commands":
		list := r.readCommands(l.md, data)
		s.commands = &commandFile{draft: r.draft, list: list, optionLines: r.optionLines}
	case name == "forms":
		tables, lines := r.readForms(l.md, data)
		s.forms = &formFile{file: f.name, source: f.source, tables: tables, lines: lines}
	case err != nil:
		r.page = &Page{Name: name, File: f.name}
		s.pages[name] = r.draft
	default:
		r.readPage(l.md, name, data)
		s.pages[name] = r.draft
	}
	l.problems = append(l.problems, r.problems...)
	if name == "forms" {
		return nil
	}
	return r.draft
}

// sorted are the keys of a map in order.
func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
