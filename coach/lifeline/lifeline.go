// Package lifeline knows whom to call in a crisis, by where a person is.
//
// The lines are data (lifelines.yaml) with the day on which somebody last read
// the operator's own page. A number can be wrong: so a line that nobody checked
// lately is shown with a note, and never without the local emergency number and
// a directory beside it.
package lifeline

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
)

// How long a check counts. After noteAfter a line is shown with a note, after
// hideAfter not at all.
const (
	noteAfter = 90 * 24 * time.Hour
	hideAfter = 180 * 24 * time.Hour
)

//go:embed lifelines.yaml
var shipped []byte

// Line is one crisis line.
type Line struct {
	Country    string   `yaml:"country"` // ISO 3166-1 alpha-2
	Name       string   `yaml:"name"`
	Phone      string   `yaml:"phone"`
	Text       string   `yaml:"text"` // how to reach it by text message
	Chat       string   `yaml:"chat"` // where to chat or write
	Hours      string   `yaml:"hours"`
	Languages  []string `yaml:"languages"` // BCP 47
	Cost       string   `yaml:"cost"`
	Abroad     string   `yaml:"abroad"`     // how it is reached from another country
	Confidence string   `yaml:"confidence"` // sure, likely or verify
	Source     string   `yaml:"source"`
	Checked    string   `yaml:"checked"` // 2026-11-24; empty: never
	Verifier   string   `yaml:"verifier"`
}

// Lines finds a country's line.
type Lines struct {
	directory string
	emergency map[string]string
	fallback  string
	lines     map[string]Line
	without   []string
}

// Help is what can be shown. Emergency and Directory are never empty.
type Help struct {
	Line      string // name, number and hours; empty where no line is known
	Chat      string // by text or in a browser
	Emergency string
	Directory string
	// Note is "" for a line that was checked lately, else "unchecked" or "old".
	Note    string
	Checked time.Time
}

type file struct {
	Directory string         `yaml:"directory"`
	Emergency map[string]any `yaml:"emergency"`
	Without   []string       `yaml:"without"`
	Lines     []Line         `yaml:"lines"`
}

// Shipped are the lines that come with the program.
func Shipped() (*Lines, error) { return Parse(shipped) }

// Parse reads lines in the form of lifelines.yaml.
func Parse(data []byte) (*Lines, error) {
	var f file
	if err := yaml.UnmarshalWithOptions(data, &f, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("lifeline: read the lines: %w", err)
	}
	l := &Lines{directory: f.Directory, emergency: map[string]string{}, lines: map[string]Line{}, without: f.Without}
	if l.directory == "" {
		return nil, fmt.Errorf("lifeline: the directory is missing")
	}
	for number, countries := range f.Emergency {
		if number == "default" {
			l.fallback = fmt.Sprint(countries)
			continue
		}
		list, ok := countries.([]any)
		if !ok {
			return nil, fmt.Errorf("lifeline: emergency %q needs a list of countries", number)
		}
		for _, c := range list {
			l.emergency[fmt.Sprint(c)] = number
		}
	}
	if l.fallback == "" {
		return nil, fmt.Errorf("lifeline: the default emergency number is missing")
	}
	for _, line := range f.Lines {
		if err := line.check(); err != nil {
			return nil, err
		}
		if _, twice := l.lines[line.Country]; twice {
			return nil, fmt.Errorf("lifeline: %s has two lines", line.Country)
		}
		l.lines[line.Country] = line
	}
	return l, nil
}

// countryCode refuses what cannot be a country.
func countryCode(c string) error {
	if len(c) != 2 || strings.ToUpper(c) != c {
		return fmt.Errorf("lifeline: %q is no country code: take two capital letters", c)
	}
	return nil
}

func (l Line) check() error {
	if err := countryCode(l.Country); err != nil {
		return err
	}
	switch {
	case l.Name == "" || l.Phone == "" || l.Hours == "":
		return fmt.Errorf("lifeline: %s needs name, phone and hours", l.Country)
	case l.Confidence != "sure" && l.Confidence != "likely" && l.Confidence != "verify":
		return fmt.Errorf("lifeline: %s: confidence is sure, likely or verify, not %q", l.Country, l.Confidence)
	}
	if _, err := l.checked(); err != nil {
		return fmt.Errorf("lifeline: %s: checked is a day such as 2026-11-24, or empty: %w", l.Country, err)
	}
	return nil
}

// checked is the day of the last check, zero if there was none.
func (l Line) checked() (time.Time, error) {
	if l.Checked == "" {
		return time.Time{}, nil
	}
	return time.Parse(time.DateOnly, l.Checked)
}

// State says how far a line may be trusted on a day.
type State string

// The states of a line.
const (
	Fresh     State = "fresh"     // checked in the last 90 days
	Old       State = "old"       // checked, but not lately: shown with a note
	Unchecked State = "unchecked" // never checked: shown with a note
	Hidden    State = "hidden"    // not shown: checked over 180 days ago, or never and doubtful
)

// State is that of the line on the day of now.
func (l Line) State(now time.Time) State {
	checked, _ := l.checked() // Parse and With have refused a bad day
	age := now.Sub(checked)
	switch {
	case checked.IsZero() && l.Confidence == "verify", !checked.IsZero() && age > hideAfter:
		return Hidden
	case checked.IsZero():
		return Unchecked
	case age > noteAfter:
		return Old
	}
	return Fresh
}

// All lists the lines by country.
func (l *Lines) All() []Line {
	return slices.SortedFunc(maps.Values(l.lines), func(a, b Line) int { return strings.Compare(a.Country, b.Country) })
}

// Without lists the countries in which no line is known, though people asked.
func (l *Lines) Without() []string {
	return slices.DeleteFunc(slices.Sorted(slices.Values(l.without)), func(c string) bool { _, known := l.lines[c]; return known })
}

// For returns what to show to somebody in a country, "" if it is not known.
func (l *Lines) For(country string, now time.Time) Help {
	h := Help{Emergency: l.fallback, Directory: l.directory}
	if number, ok := l.emergency[country]; ok {
		h.Emergency = number
	}
	line, ok := l.lines[country]
	if !ok {
		return h
	}
	switch state := line.State(now); state {
	case Hidden:
		return h
	case Unchecked, Old:
		h.Note = string(state)
	}
	h.Checked, _ = line.checked()
	h.Line = line.Name + ": " + line.Phone
	if line.Name == line.Phone {
		h.Line = line.Phone
	}
	h.Line += " (" + line.Hours + ")"
	var ways []string
	for _, way := range [...]string{line.Text, line.Chat} {
		if way != "" {
			ways = append(ways, way)
		}
	}
	h.Chat = strings.Join(ways, ", ")
	return h
}
