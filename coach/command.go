package coach

import (
	"strings"
	"unicode"

	"bounceback/coach/page"
	"bounceback/coach/understand"
)

// Command reads a typed line such as "/win finished my CV" or "/applied Siemens
// role:nurse". Options may be named; what is not named goes to the first option
// that takes words, or else to the first. ok is false when the line is no
// command at all; a name that does not exist is answered by Hear.
func (c *Coach) Command(line string) (h Heard, ok bool) {
	line = strings.TrimSpace(line)
	rest, ok := strings.CutPrefix(line, "/")
	if !ok || rest == "" || !unicode.IsLetter(rune(rest[0])) {
		return Heard{}, false
	}
	name, words := rest, ""
	if i := strings.IndexFunc(rest, unicode.IsSpace); i >= 0 {
		name, words = rest[:i], strings.TrimSpace(rest[i:])
	}
	h = Heard{Command: strings.ToLower(name)}
	cmd := c.find(h.Command)
	if cmd == nil || words == "" {
		return h, true
	}
	h.Args = map[string]string{}
	if name, code, ok := c.codeAlone(words, cmd.Options); ok {
		h.Args[name] = code
		return h, true
	}
	for _, w := range splitNamed(words, cmd.Options) {
		h.Args[w.name] = w.value
	}
	return h, true
}

// codeAlone finds the option of which the words are a code: "/room off" needs no
// "do:". An option of words that comes first would take them otherwise.
func (c *Coach) codeAlone(words string, options []page.Option) (name, code string, ok bool) {
	for _, o := range options {
		for code := range c.books[English].Forms[o.Kind] {
			if fold(code) == fold(words) {
				return o.Name, code, true
			}
		}
	}
	return "", "", false
}

func (c *Coach) find(name string) *page.Command {
	for i := range c.commands {
		if c.commands[i].Name == name {
			return &c.commands[i]
		}
	}
	return nil
}

type argument struct{ name, value string }

// splitNamed splits "Siemens role:nurse" at the names of options.
func splitNamed(words string, options []page.Option) []argument {
	first := ""
	for _, o := range options {
		if o.Kind == "words" {
			first = o.Name
			break
		}
	}
	if first == "" && len(options) > 0 {
		first = options[0].Name
	}
	list := []argument{{name: first}}
	for _, field := range strings.Fields(words) {
		name, value, ok := strings.Cut(field, ":")
		if ok && isOption(options, strings.ToLower(name)) {
			list = append(list, argument{name: strings.ToLower(name), value: value})
			continue
		}
		last := &list[len(list)-1]
		last.value = strings.TrimSpace(last.value + " " + field)
	}
	if list[0].value == "" {
		list = list[1:]
	}
	return list
}

func isOption(options []page.Option, name string) bool {
	for _, o := range options {
		if o.Name == name {
			return true
		}
	}
	return false
}

// Words are the words of a command's arguments, for the reading and the check
// for warning signs.
func (h Heard) Words() string {
	if h.Command == "" {
		return h.Text
	}
	parts := make([]string, 0, len(h.Args))
	for _, name := range sortedKeys(h.Args) {
		parts = append(parts, h.Args[name])
	}
	return strings.Join(parts, " ")
}

// command opens what a command is for, with its arguments as known words.
func (t *turn) command() {
	t.p.Misses = 0
	cmd := t.c.find(t.h.Command)
	if cmd == nil {
		t.unknownCommand()
		return
	}
	words := map[string]string{}
	for _, o := range cmd.Options {
		given := strings.TrimSpace(t.h.Args[o.Name])
		if given == "" {
			continue
		}
		// What does not fit is left out: the page asks for it where it needs it.
		if value, ok := t.fit(o, given); ok {
			words[o.Name] = value
		} else {
			words[unread+o.Name], _ = clip(given, maxGiven)
		}
	}
	t.alsoSaid(words)
	if cmd.Opens == atUndo {
		t.dropUndone()
	}
	t.digress(cmd.Opens, words)
}

// bareCommand takes the name of a command without the slash, where it answers
// no question, as that command: "care".
func (t *turn) bareCommand() bool {
	cmd := t.c.find(fold(t.h.Text))
	if cmd == nil || cmd.Manages {
		return false
	}
	t.h.Command = cmd.Name
	t.command()
	return true
}

// alsoSaid adds what the arguments said without being asked: "/rejected siemens
// after the second interview" names the stage, too, and only Siemens is the firm.
func (t *turn) alsoSaid(words map[string]string) {
	said := t.details()
	more := said["role"] != "" || said["stage"] != "" || said["when"] != ""
	if firm := said["company"]; more && firm != "" && strings.Contains(fold(words["company"]), fold(firm)) {
		words["company"] = firm
	}
	for name, value := range said {
		if words[name] == "" && name != "mood" && name != "company" && name != "contact" {
			words[name] = value
		}
	}
}

// fit brings a typed argument into its form.
func (t *turn) fit(o page.Option, given string) (string, bool) {
	form := formFor(o)
	if form == "" {
		value, _ := clip(given, maxWords)
		return value, true
	}
	return t.parse(form, given)
}

// formFor is the form of an option's answer, "" for free words.
func formFor(o page.Option) string {
	switch o.Kind {
	case "stage", "country", "kinds", "do", "rhythm", "keep", "action":
		return o.Kind
	case "number":
		if o.Name == "mood" {
			return "mood"
		}
		return "number"
	}
	return formOf(o.Name)
}

// unread begins the word under which an option's words are kept that could not
// be read, to be said back.
const unread = "unread_"

// unknownCommand names the nearest one, in place of an error.
func (t *turn) unknownCommand() {
	names := make([]string, len(t.c.commands))
	for i := range t.c.commands {
		names[i] = t.c.commands[i].Name
	}
	if i := nearest(names, fold(t.h.Command)); i >= 0 {
		t.misread = "/" + names[i]
	}
	if pl := t.p.Place; pl != nil && t.step(page.Target{Page: pl.Page, Step: pl.Step}) != nil {
		t.repair(atCommand)
		return
	}
	t.open(atCommand, nil)
}

// formOf is the form that an answer kept under a name must have, "" for free
// words.
func formOf(name string) string {
	switch name {
	case "mood", "zone", "country", "stage", "days":
		return name
	case "before_belief", "after_belief":
		return "number"
	case "clock", "checkin_at", "quiet_from", "quiet_to", "time":
		return "clock"
	case "when":
		return "date"
	}
	if strings.HasSuffix(name, "_date") {
		return "date"
	}
	return ""
}

// parse brings an answer into the form in which it is kept.
func (t *turn) parse(form, text string) (string, bool) {
	switch form {
	case "number":
		n, ok := understand.ParseNumber(text, 0, 10)
		return itoa(n), ok
	case "mood":
		n, ok := understand.ParseMood(text)
		return itoa(n), ok
	case "date":
		w, ok := understand.ParseDate(text)
		if !ok {
			return "", false
		}
		s := t.place(w)
		return s, s != ""
	case "clock":
		c, ok := understand.ParseClock(text)
		return clockText(c), ok
	case "zone":
		zone, ok := understand.ParseZone(text)
		return zone, ok && t.c.zones.known(zone)
	case "country":
		return understand.ParseCountry(text)
	case "stage":
		return understand.ParseStage(text)
	case "days":
		return parseDays(text)
	case "kinds", "do", "keep", "action":
		return t.parseCode(form, text)
	case "rhythm":
		if code, ok := t.parseCode(form, text); ok {
			return code, true
		}
		return parseDays(text)
	}
	return text, true
}
