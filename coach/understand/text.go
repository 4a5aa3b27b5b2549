package understand

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Longest texts that are read in full, in bytes. Of a longer text the beginning
// and the end are read, where people and mails say what they want. The check
// for warning signs reads everything.
const (
	readHead = 3072
	readTail = 1024
)

// maxWord is how much of one "word" counts, in bytes: a line of 60,000 letters
// is not worth 60,000 features.
const maxWord = 32

// span is one token of a folded text: a word or number, or else a symbol, which
// is one emoji, one ideograph, or one of ? and !. The text as it was written is
// raw[from:to].
type span struct {
	start, end int32
	from, to   int32
	word       bool
	no         int32 // its place in the whole text

	// What the word lists say of it, once listedSpan has looked it up.
	looked bool
	trade  trade
	meaning
}

// folded is a text made comparable: lower case, no accents, no apostrophes
// within words, plain quotes, at most two equal letters in a row.
type folded struct {
	raw   string // as written
	text  []byte // all tokens, with a blank after each
	words string // the same as text, for looking words up
	spans []span
}

// clip cuts the middle out of a long text, on rune borders where there are any.
func clip(s string) (head, tail string) {
	if len(s) <= readHead+readTail {
		return s, ""
	}
	h, t := readHead, len(s)-readTail
	for i := 0; i < utf8.UTFMax && !utf8.RuneStart(s[h]); i++ {
		h--
	}
	for i := 0; i < utf8.UTFMax && !utf8.RuneStart(s[t]); i++ {
		t++
	}
	return s[:h], s[t:]
}

// fold reads s into f, reusing its memory.
func (f *folded) fold(s string) {
	f.raw, f.text, f.spans = s, f.text[:0], f.spans[:0]
	head, tail := clip(s)
	f.add(head, 0)
	if tail != "" {
		f.add(tail, len(s)-len(tail))
	}
	f.words = string(f.text)
}

// add reads s, which stands at raw[base:].
func (f *folded) add(s string, base int) {
	var (
		start   = -1 // of the word being read
		from    int  // where it begins in s
		to      int  // and where it ended
		last    rune
		repeats int
	)
	flush := func() {
		if start >= 0 && len(f.text) > start {
			f.spans = append(f.spans, span{start: int32(start), end: int32(len(f.text)), from: int32(base + from), to: int32(base + to), word: true, no: int32(len(f.spans))})
			f.text = append(f.text, ' ')
		}
		start, last, repeats = -1, 0, 0
	}
	for i := 0; i < len(s); {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		at := i
		i += n
		if r < utf8.RuneSelf {
			switch c := asciiFold[r]; {
			case c == 0: // a gap
				flush()
			case c == '\'': // inside a word it vanishes: dont, im
				if start < 0 {
					flush()
				}
			case c == '?' || c == '!':
				flush()
				f.symbol(rune(c), base+at)
			default:
				if rune(c) == last {
					if repeats++; repeats >= 2 && (c < '0' || c > '9') {
						continue
					}
				} else {
					last, repeats = rune(c), 0
				}
				if start < 0 {
					start, from = len(f.text), at
				}
				if to = i; len(f.text)-start < maxWord {
					f.text = append(f.text, c)
				}
			}
			continue
		}
		switch {
		case r == '’' || r == '‘' || r == 'ʼ' || r == '´':
			// As the plain apostrophe.
		case r == utf8.RuneError || r == 0xFE0F || r == 0x200D || r == 0x00AD:
			// Broken bytes and joiners say nothing.
		case unicode.In(r, unicode.Mn, unicode.Me) && r < 0x0600:
			// A combining accent: e + ´ is e.
		case r < 0x2000 && (unicode.IsLetter(r) || unicode.IsMark(r)) || r >= 0x2C00 && r < 0x2E00 && unicode.IsLetter(r):
			if start < 0 {
				start, from = len(f.text), at
			}
			if to = i; len(f.text)-start < maxWord {
				f.text = appendFolded(f.text, r)
			}
			last, repeats = r, 0
		case r >= 0x2E80 && unicode.IsLetter(r) || r >= 0x2600 && unicode.IsSymbol(r):
			flush()
			f.symbol(r, base+at)
		case r == '？':
			flush()
			f.symbol('?', base+at)
		case r == '！':
			flush()
			f.symbol('!', base+at)
		default:
			flush()
		}
	}
	flush()
}

// symbol adds a token of one rune. A row of the same symbol counts once, so that
// "!!!!!!" and a line of one emoji stay small.
func (f *folded) symbol(r rune, at int) {
	start := len(f.text)
	f.text = utf8.AppendRune(f.text, r)
	if n := len(f.spans); n > 0 && !f.spans[n-1].word {
		p := f.spans[n-1]
		if string(f.text[p.start:p.end]) == string(f.text[start:]) {
			f.text = f.text[:start]
			return
		}
	}
	f.spans = append(f.spans, span{start: int32(start), end: int32(len(f.text)), from: int32(at), to: int32(at + utf8.RuneLen(r)), no: int32(len(f.spans))})
	f.text = append(f.text, ' ')
}

// at is the text of token i, "" outside.
func (f *folded) at(i int) string {
	if i < 0 || i >= len(f.spans) {
		return ""
	}
	return f.words[f.spans[i].start:f.spans[i].end]
}

// listedSpan is token i with what the word lists say of it.
func (f *folded) listedSpan(i int) *span {
	s := &f.spans[i]
	if !s.looked {
		w := f.words[s.start:s.end]
		s.trade, s.looked = trades()[w], true
		if s.word {
			s.meaning = meanings()[w]
		}
	}
	return s
}

// written is tokens i to j-1 as they were written.
func (f *folded) written(i, j int) string {
	return f.raw[f.spans[i].from:f.spans[j-1].to]
}

// gap is what was written between token i and the next.
func (f *folded) gap(i int) string {
	if i < 0 || i+1 >= len(f.spans) || f.spans[i].to > f.spans[i+1].from {
		return ""
	}
	return f.raw[f.spans[i].to:f.spans[i+1].from]
}

// Fold makes a short text comparable, as the model sees it: lower case, no
// accents, words and symbols with one blank between. Long texts lose their
// middle.
func Fold(s string) string {
	var f folded
	f.fold(s)
	return strings.TrimSuffix(f.words, " ")
}

// asciiFold maps a byte to its folded form; 0 is a gap.
var asciiFold = func() (t [utf8.RuneSelf]byte) {
	for c := byte('a'); c <= 'z'; c++ {
		t[c], t[c-32] = c, c
	}
	for c := byte('0'); c <= '9'; c++ {
		t[c] = c
	}
	t['\''], t['`'], t['?'], t['!'] = '\'', '\'', '?', '!'
	t['+'], t['#'], t['&'] = '+', '#', '&' // c++, c#, h&m
	return t
}()

// latin folds the letters of Latin-1 and Latin Extended-A, from U+00C0.
const latin = "aaaaaaaceeeeiiiidnooooo ouuuuyts" + "aaaaaaaceeeeiiiidnooooo ouuuuyty" +
	"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllllllln" +
	"nnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"

func appendFolded(b []byte, r rune) []byte {
	switch {
	case r == 'ß':
		return append(b, "ss"...)
	case r == 'æ' || r == 'Æ':
		return append(b, "ae"...)
	case r == 'œ' || r == 'Œ':
		return append(b, "oe"...)
	case r >= 0xC0 && int(r-0xC0) < len(latin):
		return append(b, latin[r-0xC0])
	case r >= 0x1E00 && r < 0x1F00: // Vietnamese and the like
		return append(b, latinExtended(r))
	case r == 'ё' || r == 'Ё':
		r = 'е'
	}
	return utf8.AppendRune(b, unicode.ToLower(r))
}

// latinExtended folds Latin Extended Additional by its alphabet's rough order.
func latinExtended(r rune) byte {
	switch {
	case r >= 0x1EA0 && r <= 0x1EB7:
		return 'a'
	case r >= 0x1EB8 && r <= 0x1EC7:
		return 'e'
	case r >= 0x1EC8 && r <= 0x1ECB:
		return 'i'
	case r >= 0x1ECC && r <= 0x1EE3:
		return 'o'
	case r >= 0x1EE4 && r <= 0x1EF1:
		return 'u'
	case r >= 0x1EF2 && r <= 0x1EF9:
		return 'y'
	}
	return 'x'
}
