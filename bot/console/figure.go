package console

import (
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"bounceback/coach"
)

// The bars of a figure.
const (
	longestBar  = 24
	longestName = 28
)

// eighths are the ends of a bar that is not a whole number of columns long.
var eighths = []rune("▏▎▍▌▋▊▉█")

// chart draws a figure as lines of at most width columns; 0 is any width.
func chart(f *coach.Figure, width int) []string {
	if width == 0 {
		width = 80
	}
	var lines []string
	if f.Title != "" {
		lines = append(lines, wrap(clean(f.Title), width, true)...)
	}
	most, name, number := 0, 0, 0
	labels := make([]string, len(f.Bars))
	for i, bar := range f.Bars {
		labels[i] = ansi.Truncate(strings.ReplaceAll(clean(bar.Label), "\n", " "), min(longestName, max(width/2, narrowest)), "…")
		name = max(name, ansi.StringWidth(labels[i]))
		most = max(most, bar.Value)
		number = max(number, len(strconv.Itoa(bar.Value)))
	}
	room := min(longestBar, width-name-number-3)
	for i, bar := range f.Bars {
		line := labels[i] + strings.Repeat(" ", name-ansi.StringWidth(labels[i])) + "  "
		if b := block(bar.Value, most, room); b != "" {
			line += b + " "
		}
		lines = append(lines, line+strconv.Itoa(bar.Value))
	}
	return lines
}

// block is one bar. What is more than nothing shows as more than nothing; short
// rows are not stretched, so that 2 does not look like much.
func block(value, most, room int) string {
	if value <= 0 || room < 1 {
		return ""
	}
	units := 8 * value
	if most > room {
		units = max(1, 8*room*value/most)
	}
	b := strings.Repeat("█", units/8)
	if units%8 > 0 {
		b += string(eighths[units%8-1])
	}
	return b
}
