package console

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// View is the prompt as it is drawn.
func (p *prompt) View() tea.View {
	if p.leaving {
		return tea.NewView("")
	}
	above := p.list()
	if p.slow {
		above = append(above, strings.Repeat(" ", textIndent)+p.words.Working, "")
	}
	faint := lipgloss.NewStyle().Faint(true)
	lines := append(above, p.edit.View())
	if hint := p.hint(); hint != "" {
		lines = append(lines, faint.Render(strings.Repeat(" ", textIndent)+hint))
	}
	v := tea.NewView(strings.Join(lines, "\n"))
	if c := p.edit.Cursor(); c != nil {
		c.Y += len(above)
		v.Cursor = c
	}
	return v
}

// list are the lines of the choices.
func (p *prompt) list() []string {
	var lines []string
	number, chosen := lipgloss.NewStyle().Foreground(p.accent()), lipgloss.NewStyle().Foreground(p.accent()).Bold(true)
	for i, c := range p.choices {
		lead, style := "  "+strconv.Itoa(i+1), lipgloss.NewStyle()
		if i == p.selected {
			lead, style = "▸ "+strconv.Itoa(i+1), chosen
		}
		lead = number.Render(lead) + "  "
		for _, line := range wrap(clean(c.Label), p.columns()-5, true) {
			lines = append(lines, lead+style.Render(line))
			lead = "     "
		}
	}
	if len(lines) > 0 {
		lines = append(lines, "")
	}
	return lines
}

// hint says what one can do now, while nothing is written and as far as there is
// room.
func (p *prompt) hint() string {
	if p.edit.Length() > 0 {
		return ""
	}
	wide, short := p.words.Hint, p.words.HintNarrow
	if len(p.choices) > 0 {
		wide, short = p.words.HintChoices, p.words.HintChoicesNarrow
	}
	for _, hint := range []string{wide, short} {
		if ansi.StringWidth(hint) <= p.columns() {
			return hint
		}
	}
	return ""
}
