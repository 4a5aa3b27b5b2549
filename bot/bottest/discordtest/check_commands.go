package discordtest

import (
	"regexp"
	"strings"
)

// commandName is Discord's own pattern, but for letters that have no lower case.
var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)

func (f *faults) name(what, s string) {
	if !commandName.MatchString(s) || s != strings.ToLower(s) {
		f.add("%s is called %q", what, s)
	}
}

// commands checks a list that replaces all commands.
func (f *faults) commands(body any) {
	all, ok := body.([]any)
	if !ok {
		f.add("the commands are not a list: null deletes them all")
		return
	}
	seen := map[string]bool{}
	slash := 0
	for _, cmd := range all {
		name := text(cmd, "name")
		if seen[name] {
			f.add("the command %q twice", name)
		}
		seen[name] = true
		if number(cmd, "type") <= 1 {
			slash++
			f.command(cmd)
		}
	}
	if slash > 100 {
		f.add("%d commands", slash)
	}
}

func (f *faults) command(cmd any) {
	f.name("a command", text(cmd, "name"))
	f.localized("the name of a command", cmd, "name_localizations", 32)
	f.size("the description of a command", text(cmd, "description"), 1, 100)
	f.localized("the description of a command", cmd, "description_localizations", 100)
	options := list(cmd, "options")
	if len(options) > 25 {
		f.add("a command with %d options", len(options))
	}
	total := longest(cmd, "name") + longest(cmd, "description")
	seen, optional := map[string]bool{}, false
	for _, o := range options {
		name := text(o, "name")
		f.name("an option", name)
		f.size("the description of an option", text(o, "description"), 1, 100)
		f.localized("the name of an option", o, "name_localizations", 32)
		f.localized("the description of an option", o, "description_localizations", 100)
		if seen[name] {
			f.add("the option %q twice", name)
		}
		seen[name] = true
		if truth(o, "required") && optional {
			f.add("the option %q is required and comes after one that is not", name)
		}
		optional = optional || !truth(o, "required")
		total += longest(o, "name") + longest(o, "description") + f.choices(o)
	}
	if total > 8000 {
		f.add("the command %q has %d characters", text(cmd, "name"), total)
	}
}

// choices checks those of an option and returns how many characters they count.
func (f *faults) choices(o any) (total int) {
	choices := list(o, "choices")
	if len(choices) > 25 {
		f.add("an option with %d choices", len(choices))
	}
	if len(choices) > 0 && truth(o, "autocomplete") {
		f.add("the option %q has choices and autocompletion", text(o, "name"))
	}
	for _, c := range choices {
		f.size("the name of a choice", text(c, "name"), 1, 100)
		f.localized("the name of a choice", c, "name_localizations", 100)
		if v, ok := asObject(c)["value"].(string); ok {
			f.size("the value of a choice", v, 1, 100)
			total += units(v)
		}
		total += longest(c, "name")
	}
	return total
}

func (f *faults) localized(what string, o any, field string, most int) {
	for language, v := range object(o, field) {
		s, _ := v.(string)
		f.size(what+" in "+language, s, 1, most)
	}
}

// longest is what a text counts: only its longest localization does.
func longest(o any, field string) int {
	n := units(text(o, field))
	for _, v := range object(o, field+"_localizations") {
		s, _ := v.(string)
		n = max(n, units(s))
	}
	return n
}
