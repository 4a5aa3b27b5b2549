package slack

import (
	"regexp"
	"strings"

	"bounceback/bot/slack/markup"
	"bounceback/coach"
	"bounceback/coach/page"
)

// slashPattern finds the commands that the pages speak of, with the spaces behind
// them. Slack's own /help and whatever other apps have are none of ours: people have
// to read “/coach help”.
func slashPattern(commands []page.Command) *regexp.Regexp {
	names := make([]string, 0, len(commands))
	for _, c := range commands {
		names = append(names, regexp.QuoteMeta(c.Name))
	}
	return regexp.MustCompile(`(^|[\s“"'*_(])/(` + strings.Join(names, "|") + `)\b( *)`)
}

// slashed is a text with the commands as they are given in Slack. Lists of commands
// keep their columns.
func (p *Platform) slashed(text string) string {
	if !strings.Contains(text, "/") {
		return text
	}
	return p.slashes.ReplaceAllStringFunc(text, func(found string) string {
		m := p.slashes.FindStringSubmatch(found)
		before, name, gap := m[1], m[2], m[3]
		switch {
		case name != menu:
			return before + "/" + menu + " " + name + gap
		case len(gap) > 1:
			gap += strings.Repeat(" ", len("/"+menu+" ")-1)
		}
		return before + "/" + name + gap
	})
}

// render is what the coach says, as Slack shows it.
func (p *Platform) render(m coach.Message, o markup.Options) []markup.Message {
	m.Text = p.slashed(m.Text)
	return markup.Render(m, o)
}
