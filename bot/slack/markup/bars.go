package markup

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"bounceback/coach"
)

// Bounds of a figure that is drawn in letters, in letters.
const (
	longestBar   = 12 // that of the greatest number
	longestTitle = 40 // what stands before a bar
)

// bars draw a figure in letters of one width, where there is no picture of it. The
// number stands before its bar, so that it is read aloud first. spoken is what a
// notification and a screen reader have in the place of each block.
func bars(f *coach.Figure) (blocks []slack.Block, spoken map[slack.Block]string) {
	spoken = map[slack.Block]string{}
	rich := func(e slack.RichTextElement, instead string) {
		b := slack.NewRichTextBlock("", e)
		blocks, spoken[b] = append(blocks, b), instead
	}
	var words run
	words.text(clean(f.Alt), slack.RichTextSectionTextStyle{})
	if len(f.Bars) == 0 {
		for _, piece := range cut(words.elements, maxBlock) {
			rich(slack.NewRichTextSection(piece...), plainElements(piece))
		}
		return blocks, spoken
	}
	if title := strings.TrimSpace(clean(f.Title)); title != "" {
		var r run
		r.text(title, slack.RichTextSectionTextStyle{Bold: true})
		rich(slack.NewRichTextSection(r.elements...), "")
	}
	var drawn run
	drawn.text(draw(f.Bars), slack.RichTextSectionTextStyle{})
	for i, piece := range cut(drawn.elements, maxBlock) {
		instead := ""
		if i == 0 {
			instead = plainElements(words.elements)
		}
		rich(&slack.RichTextPreformatted{Type: slack.RTEPreformatted, Elements: piece}, instead)
	}
	return blocks, spoken
}

// draw is a line for each bar.
func draw(all []coach.Bar) string {
	most, wide, digits := 1, 0, 0
	labels := make([]string, len(all))
	for i, b := range all {
		labels[i], _ = clip(strings.Join(strings.Fields(clean(b.Label)), " "), longestTitle)
		most, wide, digits = max(most, b.Value), max(wide, utf8.RuneCountInString(labels[i])), max(digits, len(strconv.Itoa(b.Value)))
	}
	lines := make([]string, len(all))
	for i, b := range all {
		long := max(b.Value, 0)
		if most > longestBar {
			long = (long*longestBar + most - 1) / most // what is not nothing can be seen
		}
		gap := strings.Repeat(" ", wide-utf8.RuneCountInString(labels[i]))
		lines[i] = strings.TrimRight(fmt.Sprintf("%s%s  %*d  %s", labels[i], gap, digits, b.Value, strings.Repeat("■", long)), " ")
	}
	return strings.Join(lines, "\n")
}
