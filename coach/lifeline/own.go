package lifeline

import (
	"bytes"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// own is an entry of an operator's own file: a country, and what is to be
// different there.
type own struct {
	Line      `yaml:",inline"`
	Emergency string `yaml:"emergency"`
}

// With lays an operator's own entries over the lines. They are a YAML list; each
// names a country and what is to be different there, and a later entry wins over
// an earlier one:
//
//	# Read by Amina, on the operator's page.
//	- {country: DE, checked: "2026-11-24", verifier: Amina}
//	- {country: TR, name: …, phone: …, hours: …, confidence: likely}
//
// The lines themselves are not changed. An error says the entry's line in the
// file.
func (l *Lines) With(data []byte) (*Lines, error) {
	tree, err := parser.ParseBytes(data, 0)
	if err != nil {
		return nil, fmt.Errorf("this is not YAML: %s", firstLine(err))
	}
	with := *l
	with.lines, with.emergency = maps.Clone(l.lines), maps.Clone(l.emergency)
	for _, doc := range tree.Docs {
		if doc.Body == nil || doc.Body.Type() == ast.NullType {
			continue
		}
		list, ok := doc.Body.(*ast.SequenceNode)
		if !ok {
			return nil, fmt.Errorf("%d: the file is a list: begin each entry with a dash, such as \"- {country: DE, …}\"", doc.Body.GetToken().Position.Line)
		}
		for _, entry := range list.Values {
			if err := with.lay(entry); err != nil {
				return nil, fmt.Errorf("%d: %w", entry.GetToken().Position.Line, err)
			}
		}
	}
	return &with, nil
}

// lay lays one entry over the lines.
func (l *Lines) lay(entry ast.Node) error {
	var o own
	if err := yaml.NewDecoder(strings.NewReader(entry.String()), yaml.Strict()).Decode(&o); err != nil {
		return fmt.Errorf("%s: an entry has the keys of lifelines.yaml, and emergency", firstLine(err))
	}
	line := l.lines[o.Country]
	for _, f := range []struct{ to, from *string }{
		{&line.Country, &o.Country}, {&line.Name, &o.Name}, {&line.Phone, &o.Phone}, {&line.Text, &o.Text}, {&line.Chat, &o.Chat},
		{&line.Hours, &o.Hours}, {&line.Cost, &o.Cost}, {&line.Abroad, &o.Abroad}, {&line.Confidence, &o.Confidence},
		{&line.Source, &o.Source}, {&line.Checked, &o.Checked}, {&line.Verifier, &o.Verifier},
	} {
		if *f.from != "" {
			*f.to = *f.from
		}
	}
	if len(o.Languages) > 0 {
		line.Languages = o.Languages
	}
	_, known := l.lines[o.Country]
	if o.Emergency != "" {
		l.emergency[o.Country] = o.Emergency
		if !known && o.Name == "" && o.Phone == "" {
			return countryCode(o.Country) // only the emergency number of a country without a line
		}
	}
	if err := line.check(); err != nil {
		return err
	}
	l.lines[o.Country] = line
	return nil
}

// Check is an entry that records that somebody read a line's own page and found
// all of it right.
func (l *Lines) Check(country, by string, day time.Time) ([]byte, error) {
	if _, ok := l.lines[country]; !ok {
		return nil, fmt.Errorf("no line of %q is known, so there is nothing to check. Write an entry with its name, phone and hours first", country)
	}
	text, err := yaml.MarshalWithOptions([]struct {
		Country  string `yaml:"country"`
		Checked  string `yaml:"checked"`
		Verifier string `yaml:"verifier"`
	}{{country, day.Format(time.DateOnly), by}}, yaml.Flow(false))
	if err != nil {
		return nil, fmt.Errorf("lifeline: write a check: %w", err)
	}
	return bytes.TrimLeft(text, "\n"), nil
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}
