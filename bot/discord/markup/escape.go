package markup

import (
	"regexp"
	"strconv"
	"strings"
)

// Escape makes text that shows as it is: nothing in it formats, links, previews or
// mentions anybody. Lines stay lines.
func Escape(s string) string {
	lines := strings.Split(clean(s), "\n")
	for i, line := range lines {
		lines[i] = escape(line, true)
	}
	return strings.Join(lines, "\n")
}

// always are the characters that mean something wherever they stand: emphasis,
// code, spoilers, links, and all that begins with an angle bracket, which are
// mentions, custom emoji and moments.
const always = "\\*_~|`<>[]"

// sometimes finds other characters where they mean something: "@everyone",
// "https://", ":smile:", and the dot of an invitation, which is previewed without a
// scheme, too.
var sometimes = regexp.MustCompile(`(?i)^(?:@(?:everyone|here)|://|:\w[\w+-]*:|\.(?:gg|com|me)/)`)

// atStart finds what makes a heading, a list, a small line or a quotation of a line.
var atStart = regexp.MustCompile(`^\s*(?:#{1,3}|-#|[-+]|\d+(?:[.)]))(?:\s|$)`)

// escape is Escape for one line, or a piece of one.
func escape(s string, start bool) string {
	begins := -1
	if start {
		if at := atStart.FindStringIndex(s); at != nil {
			begins = at[0] + strings.IndexAny(s[at[0]:at[1]], "#-+.)")
		}
	}
	var b strings.Builder
	b.Grow(len(s) + 8)
	for i := 0; i < len(s); i++ {
		if i == begins || strings.IndexByte(always, s[i]) >= 0 || strings.IndexByte("@:.", s[i]) >= 0 && sometimes.MatchString(s[i:]) {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// split1 divides text into atoms at its spaces and lines. start tells that it
// begins a line.
func split1(s string, marks []string, start bool) (list []atom) {
	for i, line := range strings.Split(s, "\n") {
		space := strings.HasPrefix(line, " ")
		for k, word := range strings.Fields(escape(line, start || i > 0)) {
			list = append(list, atom{text: word, marks: marks, space: k > 0 || space && i == 0, line: k == 0 && i > 0})
		}
	}
	return list
}

// unfence keeps what stands in a fence from ending it.
func unfence(s string) string { return strings.ReplaceAll(s, "```", "`\u200b`\u200b`") }

// code is a code span. What stands in it may hold backquotes.
func code(s string) string {
	if !strings.Contains(s, "`") {
		return "`" + s + "`"
	}
	return "`` " + strings.ReplaceAll(s, "``", "`\u200b`") + " ``"
}

// link is a link that previews nothing, or a moment, and empty for what leads
// to neither.
func link(label, to string) string {
	if seconds, ok := strings.CutPrefix(to, "time:"); ok {
		if unix, err := strconv.ParseInt(seconds, 10, 64); err == nil {
			return "<t:" + strconv.FormatInt(unix, 10) + ":f>"
		}
	}
	scheme, place, ok := strings.Cut(to, "://")
	if !ok || scheme != "https" && scheme != "http" || strings.ContainsAny(to, " <>\\\n") {
		return ""
	}
	if label == "" || label == to || label == strings.TrimSuffix(place, "/") {
		return "<" + to + ">"
	}
	return "[" + escape(label, false) + "](<" + to + ">)"
}

// LastPlain is the last paragraph of a text that this package wrote, without its
// marks and in at most limit units, for where Discord shows plain text. It is empty
// where something stands in it that plain text cannot show.
func LastPlain(content string, limit int) string {
	last := content[strings.LastIndex(content, "\n\n")+1:]
	var b strings.Builder
	for i := 0; i < len(last); i++ {
		switch c := last[i]; {
		case c == '\\' && i+1 < len(last):
			i++
			b.WriteByte(last[i])
		case c == '<':
			return ""
		case c != '*' && c != '`':
			b.WriteByte(c)
		}
	}
	return Plain(b.String(), limit)
}
