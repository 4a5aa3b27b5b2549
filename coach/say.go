package coach

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"bounceback/coach/page"
)

// maxList bounds what a list says.
const maxList = 10

// maxLines bounds the memory of which variant was said last.
const maxLines = 400

// maxQuoted bounds a person's words shown back inside a sentence, in characters.
const maxQuoted = 280

// say does a step's blocks in order, until an effect moves the conversation.
func (t *turn) say(step *page.Step) {
	if t.c.trace != nil {
		t.c.trace(step)
	}
	for i := range step.Blocks {
		b := &step.Blocks[i]
		switch {
		case b.Say != nil:
			t.speak(b.Say)
		case b.Do != nil:
			t.do(b.Do)
			if t.jump {
				return
			}
		case b.Table != nil:
			t.draw(b.Table)
		case b.List != nil:
			t.list(b.List)
		}
	}
}

// sayLast says only the last message of a step: its question.
func (t *turn) sayLast(step *page.Step) {
	for i := len(step.Blocks) - 1; i >= 0; i-- {
		if s := step.Blocks[i].Say; s != nil {
			t.speak(s)
			return
		}
	}
}

// speak says a line in the variant whose turn it is.
func (t *turn) speak(s *page.Say) {
	i := t.variant(s)
	if i < 0 {
		return
	}
	if len(s.Variants) > 1 {
		if t.p.Lines == nil || len(t.p.Lines) >= maxLines {
			t.p.Lines = map[uint32]uint8{}
		}
		t.p.Lines[s.ID] = uint8(i)
	}
	t.out.Messages = append(t.out.Messages, Message{Text: t.fill(s.Variants[i])})
}

// variant picks among the variants whose words are all known those that fill
// most words, and of these the next in turn. The one said last is taken again
// only if there is no other at all. It is -1 if none can be said.
func (t *turn) variant(s *page.Say) int {
	n := len(s.Variants)
	last, said := t.p.Lines[s.ID]
	best, most := -1, -1
	for k := 1; k <= n; k++ {
		i := k - 1
		if said {
			i = (int(last) + k) % n
		}
		if said && i == int(last) && best >= 0 {
			continue
		}
		filled, ok := t.fills(s.Variants[i])
		if ok && filled > most {
			best, most = i, filled
		}
	}
	return best
}

// fills counts the words of a variant. ok is false when one is not known.
func (t *turn) fills(text page.Text) (n int, ok bool) {
	for i := range text {
		if text[i].Word == "" || text[i].Comma {
			continue
		}
		if t.word(text[i].Word) == "" {
			return 0, false
		}
		n++
	}
	return n, true
}

// fill puts the words into a text. Inside a fenced block they stand as they
// are, elsewhere they are escaped.
func (t *turn) fill(text page.Text) string {
	if len(text) == 1 && text[0].Word == "" {
		return text[0].Literal
	}
	var b strings.Builder
	fenced := false
	for i := range text {
		pc := &text[i]
		if pc.Word == "" {
			b.WriteString(pc.Literal)
			if strings.Count(pc.Literal, "```")%2 == 1 {
				fenced = !fenced
			}
			continue
		}
		t.said = time.Time{}
		value, at := t.word(pc.Word), t.said
		if value == "" {
			if t.item != nil && strings.HasSuffix(b.String(), ", ") {
				said := strings.TrimSuffix(b.String(), ", ")
				b.Reset()
				b.WriteString(said)
			}
			continue
		}
		if pc.Comma {
			b.WriteString(", ")
		}
		switch {
		case pc.Many != "":
			b.WriteString(value)
			b.WriteByte(' ')
			if value == "1" {
				b.WriteString(pc.One)
			} else {
				b.WriteString(pc.Many)
			}
		case fenced:
			b.WriteString(strings.ReplaceAll(value, "```", "'''"))
		case !at.IsZero():
			b.WriteString(momentLink(value, at))
		case pc.Word == "line_chat", pc.Word == "directory":
			b.WriteString(placesLinked(value))
		default:
			b.WriteString(quoted(value))
		}
	}
	t.said = time.Time{} // a text with a moment in it is none
	return b.String()
}

// quoted is a person's words as they stand inside a sentence.
func quoted(value string) string {
	if len(value) > maxQuoted {
		if cut, was := clip(value, maxQuoted); was {
			value = cut + "…"
		}
	}
	return escape(value)
}

// place is an address of the web without its scheme, such as findahelpline.com.
var place = regexp.MustCompile(`^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:/[\w./-]*)?$`)

// placesLinked are the ways of a crisis line to be written to. Those on the web
// can be followed with a tap.
func placesLinked(ways string) string {
	all := strings.Split(ways, ", ")
	for i, way := range all {
		if all[i] = escape(way); place.MatchString(way) {
			all[i] = "[" + all[i] + "](https://" + way + ")"
		}
	}
	return strings.Join(all, ", ")
}

// draw turns a table into a figure. Rows without a count are left out, and a
// figure without rows is not drawn.
func (t *turn) draw(chart *page.Chart) {
	f := &Figure{Title: chart.Title}
	var alt []string
	for _, row := range chart.Rows {
		n := t.count(row.Word)
		if n == 0 {
			continue
		}
		label := t.fill(row.Label)
		f.Bars = append(f.Bars, Bar{Label: label, Value: n})
		alt = append(alt, label+": "+itoa(n))
	}
	if len(f.Bars) == 0 {
		return
	}
	f.Alt = strings.Join(alt, ", ")
	if f.Title != "" {
		f.Alt = f.Title + ". " + f.Alt
	}
	if n := len(t.out.Messages); n > 0 && t.out.Messages[n-1].Figure == nil {
		t.out.Messages[n-1].Figure = f
		return
	}
	t.out.Messages = append(t.out.Messages, Message{Figure: f})
}

// list says a line for each journal entry of a kind, newest first, in one
// message.
func (t *turn) list(l *page.List) {
	var lines []string
	if l.Call.Args[0] == "promises" {
		lines = t.promised(l.Item)
	} else {
		kind := Kind(l.Call.Args[0])
		t.each(kind, func(e Entry) bool {
			t.item = &e
			if t.leads(l.Item) {
				lines = append(lines, full(t.fill(l.Item)))
			}
			return len(lines) < maxList
		})
		t.item = nil
	}
	if len(lines) > 0 {
		t.out.Messages = append(t.out.Messages, Message{Text: strings.Join(lines, "\n\n")})
	}
}

// leads tells whether the first word of a list's line is known: what a line is
// about comes first, and a line without it is passed over.
func (t *turn) leads(item page.Text) bool {
	for i := range item {
		if item[i].Word != "" {
			return t.word(item[i].Word) != ""
		}
	}
	return true
}

// full is a list's line without the parts between dots that stayed empty.
func full(line string) string {
	parts := slices.DeleteFunc(strings.Split(line, " · "), func(part string) bool { return strings.TrimSpace(part) == "" })
	return strings.Join(parts, " · ")
}

// promised says a line for each thing that will come, soonest first.
func (t *turn) promised(item page.Text) []string {
	var lines []string
	var ids []string
	for i, a := range t.arrivals() {
		t.promise, t.at = &a.Promise, i+1
		lines = append(lines, t.fill(item))
		if ids = append(ids, a.id); len(lines) == maxList {
			break
		}
	}
	t.promise = nil
	t.set(listedWord, strings.Join(ids, ","))
	return lines
}

// each walks the journal's lines of a kind, newest first, those of this turn
// included, until f is false.
func (t *turn) each(kind Kind, f func(Entry) bool) {
	for i := len(t.out.Entries) - 1; i >= 0; i-- {
		if e := t.out.Entries[i]; (kind == "" || e.Kind == kind) && !f(e) {
			return
		}
	}
	if t.j == nil {
		return
	}
	for e := range t.j.Newest() {
		if t.undone(e.Seq) || kind != "" && e.Kind != kind {
			continue
		}
		if !f(e) {
			return
		}
	}
}
