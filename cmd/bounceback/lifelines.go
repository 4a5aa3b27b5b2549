package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"bounceback/coach/lifeline"
)

type lifelinesCommand struct {
	Check lifelinesCheckCommand `cmd:"" help:"List the crisis lines that somebody has to check, or record a check."`
}

type lifelinesCheckCommand struct {
	Done string `placeholder:"CC" help:"Record that the line of this country, such as DE, was found right on its operator's own page."`
	By   string `placeholder:"NAME" help:"Who read the page. Needed with --done."`
	Date string `placeholder:"DAY" help:"When, such as 2026-11-24. Left out: today."`
}

// Help is shown by lifelines check --help.
func (*lifelinesCheckCommand) Help() string {
	return `A check is reading the page of those who run the line, and comparing name, number, hours and chat. Never call or write to a line to test it: somebody may be waiting.

Checks are kept in the file that "lifelines" in the config names. docs/lifelines.md tells more.`
}

// Run lists what is to be checked, or records a check.
func (c *lifelinesCheckCommand) Run(w *world) error {
	config, _, err := loadConfig(w.cli.Config, w.env)
	if err != nil {
		return mistake{err}
	}
	lines, err := lifelines(config)
	if err != nil {
		return err
	}
	now := time.Now()
	if c.Done != "" {
		return c.record(w, config, lines, now)
	}
	if c.By != "" || c.Date != "" {
		return mistake{errors.New("--by and --date belong to a check: say --done and the country, too")}
	}
	listLifelines(w, lines, now)
	return nil
}

// record adds a check to the operator's file. What stands there stays as it is.
func (c *lifelinesCheckCommand) record(w *world, config Config, lines *lifeline.Lines, now time.Time) error {
	day := now
	switch {
	case strings.TrimSpace(c.By) == "":
		return mistake{errors.New("say with --by who read the page, so that others know whom to ask")}
	case config.Lifelines == "":
		return mistake{errors.New("there is no file to keep the check in. Name one in the config, such as \"lifelines: lifelines.yaml\"; it is made when it is needed")}
	case c.Date != "":
		var err error
		if day, err = time.Parse(time.DateOnly, c.Date); err != nil {
			return mistake{fmt.Errorf("--date %q is no day. Write it as 2026-11-24", c.Date)}
		}
		if day.After(now) {
			return mistake{fmt.Errorf("--date %s is still to come. A check counts from the day when it was done", c.Date)}
		}
	}
	country := strings.ToUpper(c.Done)
	entry, err := lines.Check(country, strings.TrimSpace(c.By), day)
	if err != nil {
		return mistake{err}
	}
	before, err := os.ReadFile(config.Lifelines)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read the lifelines: %w", err)
	}
	after := bytes.TrimRight(before, " \n")
	if len(after) > 0 {
		after = append(after, '\n')
	}
	after = append(after, entry...)
	if _, err := withOwn(config.Lifelines, after); err != nil {
		return err // written, it would keep the coach from starting
	}
	if err := replaceFile(config.Lifelines, after); err != nil {
		return fmt.Errorf("keep the check: %w", err)
	}
	fmt.Fprintf(w.out, "Kept in %s: %s, checked on %s by %s.\n", config.Lifelines, country, day.Format(time.DateOnly), strings.TrimSpace(c.By))
	return nil
}

// replaceFile writes a file as a whole or not at all.
func replaceFile(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(name), ".lifelines-*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name()) // it is gone if all went well
	_, err = temp.Write(data)
	if err := errors.Join(err, temp.Chmod(0o644), temp.Sync(), temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), name)
}

// stateWords say what a line's state means for those who see it.
var stateWords = map[lifeline.State]string{
	lifeline.Unchecked: "never checked; shown with a note",
	lifeline.Old:       "checked over 90 days ago; shown with a note",
	lifeline.Hidden:    "not shown",
}

// listLifelines prints the lines that are to be checked, by country.
func listLifelines(w *world, lines *lifeline.Lines, now time.Time) {
	due := 0
	table := tabwriter.NewWriter(w.out, 0, 0, 2, ' ', 0)
	for _, l := range lines.All() {
		state := l.State(now)
		if state == lifeline.Fresh {
			continue
		}
		due++
		page := l.Source
		if page == "" {
			page = "no page known"
		}
		words := stateWords[state]
		if l.Checked != "" {
			words += ", last by " + l.Verifier + " on " + l.Checked
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", l.Country, l.Name, l.Phone, l.Hours, page, words)
	}
	for _, c := range lines.Without() {
		fmt.Fprintf(table, "%s\t-\t-\t-\tno page known\tno line known; the emergency number and the directory are shown\n", c)
	}
	table.Flush()
	switch all := len(lines.All()); {
	case due == 0:
		fmt.Fprintf(w.out, "All %s were checked in the last 90 days.\n", count(all, "line"))
	default:
		fmt.Fprintf(w.out, "%d of %s to check. Read each one's own page, then: %s lifelines check --done CC --by NAME\n", due, count(all, "line"), w.name())
	}
}

// lifelines are the lines that come with the program, with the operator's own
// over them.
func lifelines(config Config) (*lifeline.Lines, error) {
	if config.Lifelines == "" {
		return lifeline.Shipped()
	}
	data, err := os.ReadFile(config.Lifelines)
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // it is made with the first check
		return nil, fmt.Errorf("read the lifelines: %w", err)
	}
	return withOwn(config.Lifelines, data)
}

func withOwn(file string, data []byte) (*lifeline.Lines, error) {
	shipped, err := lifeline.Shipped()
	if err != nil {
		return nil, err
	}
	lines, err := shipped.With(data)
	if err != nil {
		return nil, mistake{fmt.Errorf("%s:%w", file, err)}
	}
	return lines, nil
}
