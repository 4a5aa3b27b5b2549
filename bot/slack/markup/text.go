package markup

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// run is a stretch of text that grows: neighbours of the same style are one
// element.
type run struct {
	elements []slack.RichTextSectionElement
}

func (r *run) text(s string, style slack.RichTextSectionTextStyle) {
	if s == "" {
		return
	}
	if n := len(r.elements); n > 0 {
		if last, ok := r.elements[n-1].(*slack.RichTextSectionTextElement); ok && styleOf(last) == style {
			last.Text += s
			return
		}
	}
	e := slack.NewRichTextSectionTextElement(s, nil)
	if style != (slack.RichTextSectionTextStyle{}) {
		e.Style = &style
	}
	r.elements = append(r.elements, e)
}

func (r *run) link(url, label string, style slack.RichTextSectionTextStyle) {
	e := slack.NewRichTextSectionLinkElement(url, label, nil)
	if style != (slack.RichTextSectionTextStyle{}) {
		e.Style = &style
	}
	r.elements = append(r.elements, e)
}

// dateFormat is how Slack shows a moment on the reader's own clock: “tomorrow,
// 9:30 AM”. There are no words of ours in it.
const dateFormat = "{date_short_pretty}, {time}"

// date is a moment; the words stand where Slack does not show it.
func (r *run) date(unix int64, words string, style slack.RichTextSectionTextStyle) {
	e := slack.NewRichTextSectionDateElement(unix, dateFormat, nil, &words)
	if style != (slack.RichTextSectionTextStyle{}) {
		e.Style = &style
	}
	r.elements = append(r.elements, e)
}

func styleOf(e *slack.RichTextSectionTextElement) (style slack.RichTextSectionTextStyle) {
	if e.Style != nil {
		style = *e.Style
	}
	return style
}

// cut parts elements into pieces of at most limit bytes, at the end of a
// paragraph, line, sentence or word where there is one near. Pieces without
// anything to see are left out: Slack refuses them.
func cut(elements []slack.RichTextSectionElement, limit int) (pieces [][]slack.RichTextSectionElement) {
	var piece run
	room := limit
	next := func() {
		if p := trim(piece.elements); len(p) > 0 {
			pieces = append(pieces, p)
		}
		piece, room = run{}, limit
	}
	for _, e := range elements {
		t, ok := e.(*slack.RichTextSectionTextElement)
		if !ok {
			if len(plainElement(e)) > room {
				next()
			}
			piece.elements = append(piece.elements, e)
			room -= len(plainElement(e))
			continue
		}
		rest := t.Text
		for len(rest) > room {
			at := breakAt(rest, room)
			if at == 0 && room == limit {
				at = runeStart(rest, room)
			}
			piece.text(rest[:at], styleOf(t))
			rest = rest[at:]
			next()
		}
		piece.text(rest, styleOf(t))
		room -= len(rest)
	}
	next()
	return pieces
}

// breakAt is where to part a text that has no room as a whole; 0 is nowhere.
func breakAt(s string, room int) int {
	s = s[:runeStart(s, max(room, 0))]
	for _, end := range []string{"\n\n", "\n", ". ", " "} {
		if at := strings.LastIndex(s, end); at > len(s)/2 || end == " " && at > 0 {
			return at + len(end)
		}
	}
	return 0
}

// runeStart is the greatest index up to n at which no character is parted.
func runeStart(s string, n int) int {
	for n = min(n, len(s)); n > 0 && n < len(s) && !utf8.RuneStart(s[n]); n-- {
	}
	return n
}

// trim takes the white space off both ends, and elements that are nothing else.
func trim(elements []slack.RichTextSectionElement) []slack.RichTextSectionElement {
	for len(elements) > 0 {
		t, ok := elements[0].(*slack.RichTextSectionTextElement)
		if !ok {
			break
		}
		if t.Text = strings.TrimLeft(t.Text, " \n"); t.Text != "" {
			break
		}
		elements = elements[1:]
	}
	for len(elements) > 0 {
		t, ok := elements[len(elements)-1].(*slack.RichTextSectionTextElement)
		if !ok {
			break
		}
		if t.Text = strings.TrimRight(t.Text, " \n"); t.Text != "" {
			break
		}
		elements = elements[:len(elements)-1]
	}
	return elements
}

// clean takes out what no message needs: control characters, and those that turn
// the direction of what stands behind them.
func clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\t", "    ")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		if r != '\n' && (unicode.IsControl(r) || strings.ContainsRune("\u202A\u202B\u202D\u202E\u2066\u2067\u2068\u2069", r)) {
			return -1
		}
		return r
	}, s)
}

// clip cuts a text to n characters, the last of which says so.
func clip(s string, n int) (string, bool) {
	if utf8.RuneCountInString(s) <= n {
		return s, false
	}
	return strings.TrimRight(string([]rune(s)[:n-1]), " ") + "…", true
}

// escaper makes the three characters plain that Slack reads in a message's text:
// with them <!channel> would ping everybody.
var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// fallback is a message's text without its blocks; spoken has what stands for some of
// them.
func fallback(blocks []slack.Block, spoken map[slack.Block]string) string {
	var parts []string
	for _, b := range blocks {
		s, ok := spoken[b]
		if !ok {
			s = plain(b)
		}
		if s != "" {
			parts = append(parts, s)
		}
	}
	s := strings.Join(parts, "\n\n")
	if len(s) > maxFallback {
		at := breakAt(s, maxFallback)
		if at == 0 {
			at = runeStart(s, maxFallback)
		}
		s = strings.TrimRight(s[:at], " \n") + " …"
	}
	if s == "" {
		s = "…"
	}
	return escaper.Replace(s)
}

// plain is the text of a block.
func plain(b slack.Block) string {
	switch b := b.(type) {
	case *slack.RichTextBlock:
		var lines []string
		for _, e := range b.Elements {
			lines = append(lines, plainRich(e))
		}
		return strings.Join(lines, "\n")
	case *slack.ImageBlock:
		return b.AltText
	case *slack.ContextBlock:
		var s []string
		for _, e := range b.ContextElements.Elements {
			if t, ok := e.(*slack.TextBlockObject); ok {
				s = append(s, t.Text)
			}
		}
		return strings.Join(s, " ")
	case *slack.SectionBlock:
		if b.Text != nil {
			return b.Text.Text
		}
	}
	return ""
}

func plainRich(e slack.RichTextElement) string {
	switch e := e.(type) {
	case *slack.RichTextSection:
		return plainElements(e.Elements)
	case *slack.RichTextQuote:
		return plainElements(e.Elements)
	case *slack.RichTextPreformatted:
		return plainElements(e.Elements)
	case *slack.RichTextList:
		var lines []string
		for i, item := range e.Elements {
			mark := "•"
			if e.Style == slack.RTEListOrdered {
				mark = itoa(e.Offset+i+1) + "."
			}
			lines = append(lines, strings.Repeat("  ", e.Indent)+mark+" "+plainRich(item))
		}
		return strings.Join(lines, "\n")
	}
	return ""
}

func plainElements(list []slack.RichTextSectionElement) string {
	var b strings.Builder
	for _, e := range list {
		b.WriteString(plainElement(e))
	}
	return b.String()
}

func plainElement(e slack.RichTextSectionElement) string {
	switch e := e.(type) {
	case *slack.RichTextSectionTextElement:
		return e.Text
	case *slack.RichTextSectionLinkElement:
		if e.Text != "" {
			return e.Text
		}
		return e.URL
	case *slack.RichTextSectionDateElement:
		if e.Fallback != nil {
			return *e.Fallback
		}
	}
	return ""
}
