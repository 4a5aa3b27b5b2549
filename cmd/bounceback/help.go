package main

import (
	"path/filepath"
	"strings"
)

const about = `A coach for people who look for work abroad and keep hearing "no".

Nothing is needed to begin: "chat" talks with you here in the terminal. What you say is kept in one file on this computer, and nowhere else.`

// hello is said when no command was given.
const hello = `Bounceback is a coach for people who look for work abroad and keep hearing "no".

To talk with it, here and now:

    {program} chat

{program} --help lists the other commands.
`

// name is how the program is called again by whoever called it.
func (w *world) name() string {
	// "go run" builds the program in a folder of its own, which goes at the end.
	if strings.Contains(filepath.ToSlash(w.program), "/go-build") {
		return "go run ./cmd/bounceback"
	}
	return w.program
}

// fill puts values into the braces of a text: name, value, name, value …
func fill(text string, pairs ...string) string {
	for i := 0; i+1 < len(pairs); i += 2 {
		text = strings.ReplaceAll(text, "{"+pairs[i]+"}", pairs[i+1])
	}
	return text
}
