package page

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
)

// The platforms' own limits for slash commands, in characters.
const (
	maxCommandName = 32
	maxDescription = 100
)

// managers is whom a command can be for, if not for everybody.
const managers = "those who manage the channel."

// readCommands reads commands.md.
func (r *reader) readCommands(md parser.Parser, data []byte) []Command {
	r.page = &Page{File: r.file}
	var list []*Command
	r.sections(md, data, func(heading string, line int) {
		for _, c := range list {
			if c.Name == heading {
				r.wrong(line, fmt.Sprintf("the command “%s” stands twice, in line %d too", heading, c.Line), "Give one of them another name.")
			}
		}
		if !isCommandName(heading) {
			r.wrong(line, fmt.Sprintf("“%s” cannot be the name of a command", heading), "It is one word of small letters, digits, - and _, at most 32 of them.")
		}
		list = append(list, &Command{Name: heading, Line: line})
	}, func(n ast.Node) {
		r.commandBlock(list[len(list)-1], n)
	})
	commands := make([]Command, 0, len(list))
	for _, c := range list {
		if c.Description == "" {
			r.wrong(c.Line, fmt.Sprintf("the command “%s” has no description", c.Name), "Say in one line below the heading what it is for.")
		}
		if c.Opens.Page == "" {
			r.wrong(c.Line, fmt.Sprintf("the command “%s” opens nothing", c.Name), "Add a line such as “Opens: [a no](rejected.md)”.")
		}
		commands = append(commands, *c)
	}
	return commands
}

// isCommandName tells a name that all platforms take.
func isCommandName(s string) bool {
	return len(s) <= maxCommandName && isSlug(strings.ReplaceAll(s, "_", "-")) && s[0] >= 'a'
}

// commandBlock reads what stands below the heading of a command.
func (r *reader) commandBlock(c *Command, n ast.Node) {
	line := r.line(n)
	switch n := n.(type) {
	case *extast.Table:
		r.options(c, n)
	case *ast.Paragraph:
		words := r.lines(n)
		if strings.HasPrefix(words, "Opens:") {
			r.commandOpens(c, n, line)
			return
		}
		if whom, ok := strings.CutPrefix(words, "For:"); ok {
			c.Manages = strings.TrimSpace(whom) == managers
			if !c.Manages {
				r.wrong(line, fmt.Sprintf("it is not known whom “%s” means", words), "Write “For: "+managers+"”, or take the line away: then it is for everybody.")
			}
			return
		}
		if c.Description != "" {
			r.wrong(line, fmt.Sprintf("the command “%s” has a second description", c.Name), "Keep one line.")
		}
		c.Description = strings.Join(strings.Fields(words), " ")
		r.describes(c.Description, line)
	default:
		r.wrong(line, "this has no meaning in a command", "A command has a description, a line “Opens:”, perhaps a line “For:” and a table of options.")
	}
}

func (r *reader) describes(words string, line int) {
	if n := utf8.RuneCountInString(words); n > maxDescription {
		r.wrong(line, fmt.Sprintf("a description of %d characters", n), fmt.Sprintf("Platforms take at most %d: shorten it.", maxDescription))
	}
}

func (r *reader) commandOpens(c *Command, n ast.Node, line int) {
	for k := n.FirstChild(); k != nil; k = k.NextSibling() {
		l, ok := k.(*ast.Link)
		if !ok {
			continue
		}
		to, ok := parseTarget("", string(l.Destination))
		if !ok || to.Page == "" {
			r.torn = true
			r.wrong(line, fmt.Sprintf("the link “%s” leads to no page", l.Destination), "Write page.md or page.md#step.")
			to.Page = "?" // told already: it is not that it opens nothing
		} else {
			r.links = append(r.links, link{to: to, line: line})
		}
		c.Opens = to
		return
	}
}

// options reads the table of a command: option, kind, about.
func (r *reader) options(c *Command, t *extast.Table) {
	for i, one := range r.rows(t) {
		if len(one.cells) != 3 {
			r.wrong(one.line, "a table of options with other than three columns", "Write “| option | kind | about |”.")
			return
		}
		if i > 0 {
			r.option(c, one)
		}
	}
}

func (r *reader) option(c *Command, one row) {
	kind, required := strings.CutSuffix(one.cells[1], ", required")
	o := Option{Name: one.cells[0], Kind: kind, Description: one.cells[2], Required: required}
	if !isWord(o.Name) || len(o.Name) > maxCommandName {
		r.wrong(one.line, fmt.Sprintf("“%s” cannot be the name of an option", o.Name), "It has small letters and _ only, at most 32 of them: the answer is kept under it.")
	}
	for _, other := range c.Options {
		if other.Name == o.Name {
			r.wrong(one.line, fmt.Sprintf("the option “%s” stands twice", o.Name), "Give one of them another name.")
		}
		if o.Required && !other.Required {
			r.wrong(one.line, fmt.Sprintf("the required option “%s” stands behind one that is not", o.Name), "Put the required ones first: platforms ask for them in that order.")
			break
		}
	}
	if o.Description == "" {
		r.wrong(one.line, fmt.Sprintf("the option “%s” is not described", o.Name), "Say in the third column what to write.")
	}
	r.describes(o.Description, one.line)
	r.optionLines = append(r.optionLines, one.line)
	c.Options = append(c.Options, o)
}
