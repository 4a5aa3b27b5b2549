package discordtest

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Reading is what somebody reads of a text in Discord's Markdown: marks are gone,
// what was escaped stands there as itself, mentions have their names and times are
// in UTC. It follows the rules of the client, not those of CommonMark.
func Reading(markdown string) string {
	var b strings.Builder
	for rest, began := markdown, true; rest != ""; began = false {
		line, after, more := strings.Cut(rest, "\n")
		if m := fence.FindStringSubmatch(rest); m != nil {
			b.WriteString(m[1])
			rest = rest[len(m[0]):]
			continue
		}
		if !began && strings.HasSuffix(b.String(), "\n") || began {
			line = linePrefix.ReplaceAllString(line, "")
		}
		b.WriteString(inline(line))
		if more {
			b.WriteByte('\n')
		}
		rest = after
	}
	return b.String()
}

// Reads is the text of a message as it is read.
func (m Message) Reads() string { return Reading(m.Text) }

var (
	fence      = regexp.MustCompile("^```(?:[a-z0-9_+.-]+\n)?\n*([^`](?:.|\n)*?)\n*```")
	linePrefix = regexp.MustCompile(`^(?:>>> |> |#{1,3} |-# )+`)
	code       = regexp.MustCompile("^(`+)")
	link       = regexp.MustCompile(`^\[((?:\\.|[^\]\\])+)\]\(<?([^)\s>]+)>?\)`)
	address    = regexp.MustCompile(`^<([a-z]+://[^\s>]+)>`)
	mention    = regexp.MustCompile(`^<(@!?|@&|#|:\w+:|/[^:>]+:)(\d+)>`)
	moment     = regexp.MustCompile(`^<t:(-?\d+)(?::[tTdDfFsSR])?>`)
	emoji      = regexp.MustCompile(`^:[a-z][a-z_]*:`)
)

// marks are those that come in pairs, the longer ones first.
var marks = []string{"**", "__", "~~", "||", "*", "_"}

// special are the bytes with which anything but plain text begins.
const special = "\\`[<:*_~|"

// inline reads what stands in a line.
func inline(s string) string {
	var b strings.Builder
	for s != "" {
		plain := strings.IndexAny(s, special)
		if plain < 0 {
			plain = len(s)
		}
		b.WriteString(s[:plain])
		if s = s[plain:]; s == "" {
			break
		}
		read, n := token(s)
		b.WriteString(read)
		s = s[n:]
	}
	return b.String()
}

// token reads the first piece, which has n bytes.
func token(s string) (read string, n int) {
	if s[0] == '\\' && len(s) > 1 && escapable(rune(s[1])) {
		return s[1:2], 2
	}
	if m := code.FindString(s); m != "" {
		if end := strings.Index(s[len(m):], m); end > 0 {
			return strings.TrimSpace(s[len(m) : len(m)+end]), end + 2*len(m)
		}
	}
	if m := link.FindStringSubmatch(s); m != nil {
		return inline(m[1]), len(m[0])
	}
	if m := address.FindStringSubmatch(s); m != nil {
		return m[1], len(m[0])
	}
	if m := mention.FindStringSubmatch(s); m != nil {
		return fmt.Sprintf("{%s%s}", m[1], m[2]), len(m[0])
	}
	if m := moment.FindStringSubmatch(s); m != nil {
		at, _ := strconv.ParseInt(m[1], 10, 64)
		return time.Unix(at, 0).UTC().Format("2 January 2006 15:04"), len(m[0])
	}
	if m := emoji.FindString(s); m != "" {
		return "{emoji}", len(m)
	}
	for _, mark := range marks {
		if end := closed(s, mark); end > 0 {
			return inline(s[len(mark):end]), end + len(mark)
		}
	}
	return s[:1], 1
}

func escapable(r rune) bool {
	return r < unicode.MaxASCII && !unicode.IsSpace(r) && !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// closed is where a mark at the beginning of s is closed, or 0.
func closed(s, mark string) int {
	if !strings.HasPrefix(s, mark) || len(s) <= len(mark) || mark == "*" && s[1] == ' ' {
		return 0
	}
	for i := len(mark); i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case i > len(mark) && strings.HasPrefix(s[i:], mark):
			after := s[i+len(mark):]
			if len(mark) == 2 && strings.HasPrefix(after, mark[:1]) {
				continue // of three, the last two close
			}
			if mark == "*" && (strings.HasPrefix(after, "*") || s[i-1] == ' ') ||
				mark == "_" && after != "" && (after[0] == '_' || unicode.IsLetter(rune(after[0])) || unicode.IsDigit(rune(after[0]))) {
				if strings.HasPrefix(after, mark) {
					i++ // a pair belongs together
				}
				continue
			}
			return i
		}
	}
	return 0
}
