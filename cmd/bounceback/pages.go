package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"bounceback/cmd/bounceback/graph"
	"bounceback/coach"
	"bounceback/coach/page"
)

type pagesCommand struct {
	Check pagesCheckCommand `cmd:"" help:"List everything that is wrong with the pages, each with file, line and remedy."`
	Graph pagesGraphCommand `cmd:"" help:"Draw a conversation, or how all pages hang together."`
}

type pagesCheckCommand struct {
	Dir string `arg:"" optional:"" help:"A folder of own pages, with one folder a language in it. Left out: the configured one, or the built-in pages alone."`
}

// Run checks the pages as a whole. Problems are the answer that was asked for,
// so they go to standard output, with paths that an editor can open.
func (c *pagesCheckCommand) Run(w *world) error {
	folder, err := w.pagesFolder(c.Dir)
	if err != nil {
		return err
	}
	book, err := w.pages(folder)
	if problems, ok := errors.AsType[page.Problems](err); ok {
		for _, p := range problems {
			own := filepath.Join(folder, p.File)
			if _, err := os.Stat(own); folder != "" && err == nil {
				p.File = own
			}
			fmt.Fprintln(w.out, p)
		}
		return mistake{fmt.Errorf("%s to mend before the coach can start", count(len(problems), "problem"))}
	}
	if err != nil {
		return err
	}
	steps := 0
	for _, p := range book.Pages {
		steps += len(p.Steps)
	}
	fmt.Fprintf(w.out, "%d pages are in order: %d steps and %d commands.\n", len(book.Pages), steps, len(book.Commands))
	return nil
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// pagesFolder is the folder of own pages: the one that was named, or that of the
// config, or none.
func (w *world) pagesFolder(named string) (string, error) {
	if named != "" {
		return named, nil
	}
	config, _, err := loadConfig(w.cli.Config, w.env)
	if err != nil {
		return "", mistake{err}
	}
	return config.Pages, nil
}

// pages are the English pages with those of a folder over them. What is wrong
// with the pages is a mistake, all of it at once.
func (w *world) pages(folder string) (*page.Book, error) {
	var own fs.FS
	if folder != "" {
		if err := isFolder(folder); err != nil {
			return nil, mistake{err}
		}
		own = os.DirFS(folder)
	}
	mind, err := coach.New(coach.Options{Pages: own})
	if err != nil {
		return nil, mistake{err}
	}
	return mind.Book(coach.English), nil
}

type pagesGraphCommand struct {
	Name string `arg:"" optional:"" help:"The page to draw, such as 3-learn. Left out: all pages, and how they lead to one another."`
	Out  string `short:"o" placeholder:"FILE" help:"Write a picture: a file that ends in .svg, .png or .mmd."`
	Dir  string `placeholder:"DIR" help:"A folder of own pages, as for check."`
}

// Help is shown by pages graph --help.
func (*pagesGraphCommand) Help() string {
	return `Without -o it writes Mermaid, which GitHub and many editors draw inside a Markdown page. An .svg or .png file can be opened in any browser.`
}

// Run draws a page, or all of them.
func (c *pagesGraphCommand) Run(w *world) error {
	folder, err := w.pagesFolder(c.Dir)
	if err != nil {
		return err
	}
	book, err := w.pages(folder)
	if err != nil {
		return err
	}
	g := graph.Pages(book)
	if c.Name != "" {
		p := book.Pages[strings.TrimSuffix(filepath.Base(c.Name), ".md")]
		if p == nil {
			names := slices.Sorted(maps.Keys(book.Pages))
			return mistake{fmt.Errorf("there is no page “%s”; there are: %s", c.Name, strings.Join(names, ", "))}
		}
		g = graph.Conversation(book, p)
	}
	if c.Out == "" {
		_, err := fmt.Fprint(w.out, g.Mermaid())
		return err
	}
	return c.write(w, g)
}

// write makes the file in the form that its name asks for.
func (c *pagesGraphCommand) write(w *world, g *graph.Graph) error {
	var b bytes.Buffer
	var err error
	switch ext := strings.ToLower(filepath.Ext(c.Out)); ext {
	case ".svg":
		err = g.SVG(&b)
	case ".png":
		err = g.PNG(&b)
	case ".mmd":
		b.WriteString(g.Mermaid())
	default:
		return mistake{fmt.Errorf("%s: I can write .svg, .png and .mmd, and not “%s”", c.Out, ext)}
	}
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.Out, b.Bytes(), 0o644); err != nil {
		return fmt.Errorf("write the picture: %w", err)
	}
	fmt.Fprintln(w.out, "Written to", c.Out)
	return nil
}
