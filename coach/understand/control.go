package understand

import (
	"strings"
	"sync"

	_ "embed"
)

// controlWords lists, for each control, the whole messages that mean it.
//
//go:embed words/control.tsv
var controlWords string

// longestControl is the length in bytes beyond which no message is a control.
const longestControl = 64

var controls = sync.OnceValue(func() map[string]Control {
	m := make(map[string]Control)
	for line := range strings.Lines(controlWords) {
		c, words, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for w := range strings.SplitSeq(words, "|") {
			if key := Fold(w); key != "" {
				m[key] = Control(c)
			}
		}
	}
	return m
})

// ControlOf says whether the whole message is one of the words that work
// everywhere, such as "STOP", "stopp bitte", "стоп" or "never mind".
func ControlOf(text string) Control {
	if len(text) > longestControl {
		return NoControl
	}
	m := controls()
	if t := strings.TrimSpace(text); t == "?" || t == "/help" {
		return Help
	}
	key := strings.TrimRight(Fold(text), " !")
	if c, ok := m[key]; ok {
		return c
	}
	// A courtesy before or after changes nothing: "please stop", "stop now pls".
	for _, p := range [...]string{"please ", "pls ", "plz ", "ok ", "oh ", "hey ", "no "} {
		if rest, ok := strings.CutPrefix(key, p); ok {
			if c, ok := m[rest]; ok && (p != "no " || c == Stop || c == Cancel) {
				return c
			}
		}
	}
	for _, p := range [...]string{" please", " pls", " plz", " now", " thanks", " thank you", " coach", " bot", " bitte", " por favor", " per favore", " prosze"} {
		if rest, ok := strings.CutSuffix(key, p); ok {
			if c, ok := m[rest]; ok {
				return c
			}
		}
	}
	return NoControl
}
