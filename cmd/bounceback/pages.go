package main

import (
	"fmt"
	"os"

	"bounceback/coach"
)

type pagesCommand struct {
	Check pagesCheckCommand `cmd:"" help:"List everything that is wrong with the pages, each with file, line and remedy."`
}

type pagesCheckCommand struct {
	Dir string `arg:"" optional:"" help:"A folder of own pages, with one folder a language in it. Left out: the configured one, or the built-in pages alone."`
}

// Run checks the pages as a whole.
func (c *pagesCheckCommand) Run(w *world) error {
	folder := c.Dir
	if folder == "" {
		config, _, err := loadConfig(w.cli.Config, w.env)
		if err != nil {
			return mistake{err}
		}
		folder = config.Pages
	}
	var o coach.Options
	if folder != "" {
		if err := isFolder(folder); err != nil {
			return mistake{err}
		}
		o.Pages = os.DirFS(folder)
	}
	mind, err := coach.New(o)
	if err != nil {
		return err
	}
	book := mind.Book(coach.English)
	steps := 0
	for _, p := range book.Pages {
		steps += len(p.Steps)
	}
	fmt.Fprintf(w.out, "The pages are in order: %d pages with %d steps, %d commands.\n", len(book.Pages), steps, len(book.Commands))
	return nil
}
