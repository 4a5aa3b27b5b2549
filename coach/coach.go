// Package coach is the coach itself: what to say and what to remember.
//
// Everything here is pure. There is no I/O, no clock, no chance and no platform:
// the same person, the same message and the same minute give the same answer.
// The words stand in Markdown pages (folder flows); this package walks them.
//
// A person is somewhere in an open conversation, a [Place], or nowhere. What
// they do is a [Heard]; what the coach does about it is a [Turn]. A page may
// wait for an answer in one step; stop, help, delete, undo, never mind, a
// digression and the check for warning signs work at each of them, because they
// live here and not in the pages.
//
// A [Room] is a channel with one post a day. What people answer to it they answer
// in private; the room itself knows nobody.
package coach

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"bounceback/coach/lifeline"
	"bounceback/coach/page"
)

//go:embed flows
var builtin embed.FS

// English is the language of the built-in pages, and what other languages fall
// back to.
const English = "en"

// Options of a Coach.
type Options struct {
	// Pages are an operator's own pages, one folder a language. A page replaces
	// the built-in one of the same name. Nil: the built-in pages only.
	Pages fs.FS
	// Host says who runs this coach, as people should read it. May be empty.
	Host string
	// Where says where what they tell is kept, as people should read it.
	Where string
	// Lifelines finds crisis lines. Nil: those that come with the program.
	Lifelines *lifeline.Lines
}

// Coach answers. It is safe for concurrent use.
type Coach struct {
	options  Options
	books    map[string]*page.Book
	effects  map[string]effectFunc
	facts    map[string]factFunc
	intents  map[string]map[string]string // language, intent: page name
	zones    *zones
	commands []page.Command
	trace    func(*page.Step) // tests listen to the steps that were said
}

// New reads and checks the pages. The error is a page.Problems with everything
// that is wrong with them.
func New(o Options) (*Coach, error) {
	c := &Coach{options: o, books: map[string]*page.Book{}, intents: map[string]map[string]string{}, zones: newZones()}
	if c.options.Lifelines == nil {
		shipped, err := lifeline.Shipped()
		if err != nil {
			return nil, fmt.Errorf("coach: %w", err)
		}
		c.options.Lifelines = shipped
	}
	c.effects, c.facts = effectTable(), factTable()
	sources := []fs.FS{}
	own, err := fs.Sub(builtin, "flows")
	if err != nil {
		return nil, fmt.Errorf("coach: open the built-in pages: %w", err)
	}
	sources = append(sources, own)
	if o.Pages != nil {
		sources = append(sources, o.Pages)
	}
	var problems page.Problems
	for _, lang := range languages(sources) {
		book, err := page.Load(Vocabulary(), lang, sources...)
		if wrong, ok := errors.AsType[page.Problems](err); ok {
			problems = problems.And(wrong)
			continue
		}
		c.books[lang] = book
		c.intents[lang] = map[string]string{}
		for _, p := range book.Pages {
			for _, intent := range p.OpensFor {
				c.intents[lang][intent] = p.Name
			}
		}
	}
	if problems == nil {
		problems = c.roomsWithoutLines()
	}
	if problems != nil {
		return nil, problems
	}
	c.commands = c.books[English].Commands
	return c, nil
}

// languages are the folders of all sources, English always among them.
func languages(sources []fs.FS) []string {
	seen := map[string]bool{English: true}
	list := []string{English}
	for _, source := range sources {
		entries, err := fs.ReadDir(source, ".")
		if err != nil {
			continue // an operator's folder that cannot be read is reported by Load
		}
		for _, e := range entries {
			if e.IsDir() && len(e.Name()) == 2 && !seen[e.Name()] {
				seen[e.Name()] = true
				list = append(list, e.Name())
			}
		}
	}
	return list
}

// Book returns the pages of a language, English where it has none.
func (c *Coach) Book(lang string) *page.Book {
	if b := c.books[lang]; b != nil {
		return b
	}
	return c.books[English]
}

// Commands is the one list of commands; every adapter registers from it.
func (c *Coach) Commands() []page.Command { return c.commands }
