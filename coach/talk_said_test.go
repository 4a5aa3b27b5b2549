package coach_test

import (
	"fmt"
	"strings"

	"bounceback/coach"
)

// said writes what the coach said.
func (k *talk) said(turn coach.Turn, prefix string) {
	for i, m := range turn.Messages {
		text := links.ReplaceAllString(m.Text, "$1")
		if i == 0 {
			text = prefix + text
		}
		if m.Figure != nil {
			text += figureText(m.Figure)
		}
		lines := strings.Split(text, "\n")
		for n, l := range lines {
			lead := "       "
			if n == 0 {
				lead = "Coach: "
			}
			k.out.WriteString(strings.TrimRight(lead+l, " ") + "\n")
		}
		if len(m.Choices) > 0 {
			k.earlier, k.choices = k.choices, m.Choices
			k.out.WriteString("       " + strings.Join(labels(m.Choices), " ") + "\n")
		}
	}
}

func figureText(f *coach.Figure) string {
	var b strings.Builder
	b.WriteString("\n" + f.Title)
	for _, bar := range f.Bars {
		fmt.Fprintf(&b, "\n%s: %d", bar.Label, bar.Value)
	}
	return b.String()
}

func labels(choices []coach.Choice) []string {
	list := make([]string, len(choices))
	for i, c := range choices {
		list[i] = "[" + c.Label + "]"
	}
	return list
}
