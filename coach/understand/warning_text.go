package understand

import (
	"unicode"
	"unicode/utf8"
)

// longestSign is how much of one word is looked at, in bytes. It is more than the
// model reads, because iwanttokillmyself is written in one word, too.
const longestSign = 80

// token is one word, ideograph or emoji of a message, or the end of a sentence.
type token struct {
	from, to     int32   // in hearing.text
	first, after int32   // its atoms are hearing.atoms[first:after]
	stop         bool    // the end of a sentence; the text begins and ends with one
	comma        bool    // a comma or the like stands before it
	quoted       bool    // it stands in quotation marks
	single       bool    // one letter
	capital      bool    // written with a capital letter
	raw          stretch // where it was written
}

// stretch is a part of a message as it was written, in bytes.
type stretch struct{ from, to int32 }

// overlaps says whether two stretches share a byte.
func (p stretch) overlaps(o stretch) bool { return p.from < o.to && o.from < p.to }

// hearing is the memory in which one message is read. It is used again.
type hearing struct {
	signs  *signs
	text   []byte
	tokens []token
	atoms  []atom
	active []state
	next   []state
	found  []found
	joined []byte   // room for variants of a word
	seen   []uint32 // by atom, the turn in which it was last met
	turn   uint32   // counts tokens

	comma, quoted bool
	capital       bool // the word being read begins with a capital letter
	opened        int  // the token where the open quotation begins
	here, begun   int  // how far the text is read; where the word being read begins
}

// read cuts a message into tokens and looks each of them up.
func (h *hearing) read(s string) {
	h.cut(s)
	h.lookUp()
}

// cut cuts a text into tokens.
func (h *hearing) cut(s string) {
	h.text, h.tokens, h.atoms, h.found = h.text[:0], h.tokens[:0], h.atoms[:0], h.found[:0]
	h.comma, h.quoted, h.opened, h.here = false, false, 0, 0
	h.stop()
	start := -1
	for i := 0; i < len(s); {
		h.here = i
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		begun := start >= 0
		if r < utf8.RuneSelf {
			c := asciiFold[r]
			switch {
			case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
				if !begun {
					h.capital = r >= 'A' && r <= 'Z'
				}
				start = h.letter(start, rune(c))
			case c == '\'':
				// It vanishes: dont, im.
			case begun && disguise(r) && i+1 < len(s) && letterAhead(s[i+1:]):
				start = h.letter(start, r)
			case !begun && r == '$' && i+1 < len(s) && letterAt(s[i+1]):
				start = h.letter(start, r)
			default:
				start = h.flush(start)
				h.gap(s, i)
			}
			i += n
			continue
		}
		i += n
		if !begun {
			h.capital = unicode.IsUpper(r)
		}
		r = plain(r)
		switch {
		case r == 0:
			// Says nothing.
		case r < utf8.RuneSelf:
			start = h.letter(start, r)
		case r < 0x2000 && (unicode.IsLetter(r) || unicode.IsMark(r)) || r >= 0x2C00 && r < 0x2E00 && unicode.IsLetter(r):
			start = h.letter(start, r)
		case r >= 0x2E80 && unicode.IsLetter(r) || r >= 0x2600 && unicode.IsSymbol(r):
			h.flush(start)
			start = h.letter(-1, r)
			h.here = i
			start = h.flush(start)
		default:
			start = h.flush(start)
			h.mark(r)
		}
	}
	h.here = len(s)
	h.flush(start)
	h.stop()
	if h.quoted { // it was never closed: no quotation
		for i := h.opened; i < len(h.tokens); i++ {
			h.tokens[i].quoted = false
		}
	}
}

// letter adds r to the word that began at start, or begins one.
func (h *hearing) letter(start int, r rune) int {
	if start < 0 {
		start, h.begun = len(h.text), h.here
	}
	if len(h.text)-start >= longestSign {
		return start
	}
	// Of a stretched letter two are kept: kiiiill is kiill.
	if n := len(h.text); r < utf8.RuneSelf && r >= 'a' && n-start >= 2 && h.text[n-1] == byte(r) && h.text[n-2] == byte(r) {
		return start
	}
	if r < utf8.RuneSelf {
		h.text = append(h.text, byte(r))
	} else {
		h.text = appendFolded(h.text, r)
		if n := len(h.text); n-start >= 6 && n%2 == start%2 && string(h.text[n-2:]) == string(h.text[n-4:n-2]) && string(h.text[n-2:]) == string(h.text[n-6:n-4]) {
			h.text = h.text[:n-2]
		}
	}
	return start
}

// flush ends the word that began at start.
func (h *hearing) flush(start int) int {
	if start >= 0 && len(h.text) > start {
		_, n := utf8.DecodeRune(h.text[start:])
		single := n == len(h.text)-start && (n == 1 || n == 2)
		h.tokens = append(h.tokens, token{from: int32(start), to: int32(len(h.text)), comma: h.comma, quoted: h.quoted, single: single, capital: h.capital, raw: stretch{int32(h.begun), int32(h.here)}})
		h.comma = false
	}
	return -1
}

// stop ends a sentence.
func (h *hearing) stop() {
	if n := len(h.tokens); n == 0 || !h.tokens[n-1].stop {
		h.tokens = append(h.tokens, token{stop: true, quoted: h.quoted, raw: stretch{int32(h.here), int32(h.here)}})
	}
	h.comma = false
}

// gap reads the byte s[i], which stands between words.
func (h *hearing) gap(s string, i int) {
	switch c := s[i]; c {
	case '!', '?', ';':
		h.stop()
	case '.':
		// Neither "wait..." nor "k.i.l.l" ends a sentence.
		if (i == 0 || s[i-1] != '.') && (i+1 == len(s) || s[i+1] == ' ' || s[i+1] == '\n' || s[i+1] == '\r' || s[i+1] == '"') {
			h.stop()
		}
	case '\n':
		if i > 0 && (s[i-1] == '\n' || s[i-1] == '\r' && i > 1 && s[i-2] == '\n') {
			h.stop()
		}
	case ',', ':', '(', ')':
		h.comma = true
	case '"':
		h.quote()
	}
}

// mark reads a rune beyond ASCII that stands between words.
func (h *hearing) mark(r rune) {
	switch r {
	case '。', '！', '？', '؟', '।', '；', '؛':
		h.stop()
	case '，', '、', '،', '–', '—', '：', '（', '）':
		h.comma = true
	case '“', '”', '„', '«', '»', '「', '」', '《', '》', '『', '』':
		h.quote()
	}
}

func (h *hearing) quote() {
	if h.quoted = !h.quoted; h.quoted {
		h.opened = len(h.tokens)
	}
}

// disguise says whether a sign may stand for a letter within a word: k!ll, su*cide.
func disguise(r rune) bool { return r == '*' || r == '!' || r == '@' || r == '$' }

// letterAhead says whether a word goes on after some stars.
func letterAhead(s string) bool {
	for i := 0; i < len(s) && i < 8; i++ {
		if s[i] != '*' {
			return letterAt(s[i])
		}
	}
	return false
}

func letterAt(c byte) bool { return c < utf8.RuneSelf && asciiFold[c] >= 'a' && asciiFold[c] <= 'z' }

// plain brings the many forms of one letter together. 0 is a rune that says
// nothing.
func plain(r rune) rune {
	switch {
	case r == '’' || r == '‘' || r == 'ʼ' || r == '´' || r == '′':
		return 0
	case r == utf8.RuneError || r == 0xAD || r >= 0x200B && r <= 0x200F || r == 0x2060 || r == 0xFEFF || r >= 0xFE00 && r <= 0xFE0F:
		return 0
	case r < 0x600:
		if unicode.In(r, unicode.Mn, unicode.Me) {
			return 0
		}
	case r < 0x780:
		return arabic(r)
	case r < 0x980:
		switch r {
		case 0x93C: // the dot below of borrowed sounds
			return 0
		case 0x901:
			return 0x902
		}
	case r >= 0x3400 && r < 0xA000:
		if s, ok := simplified[r]; ok {
			return s
		}
	case r >= 0xFF10 && r <= 0xFF5A: // full width
		if r = unicode.ToLower(r - 0xFEE0); r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return ','
	case r >= 0x1D400 && r < 0x1D6A4: // the fancy letters of posts
		return 'a' + (r-0x1D400)%26
	case r >= 0x1F3FB && r <= 0x1F3FF: // the skin of an emoji
		return 0
	}
	return r
}

// arabic drops vowel signs and stretching, and brings the forms of alef, ya,
// hamza and ta marbuta together, which people type as it comes.
func arabic(r rune) rune {
	switch r {
	case 'أ', 'إ', 'آ', 'ٱ':
		return 'ا'
	case 'ى', 'ی', 'ئ':
		return 'ي'
	case 'ة':
		return 'ه'
	case 'ؤ':
		return 'و'
	case 'ک':
		return 'ك'
	case 'ـ':
		return 0
	}
	if r >= 0x64B && r <= 0x65F || r == 0x670 {
		return 0
	}
	return r
}

// simplified holds the traditional characters that the patterns need.
var simplified = func() map[rune]rune {
	m := make(map[rune]rune)
	pairs := []rune("殺杀結结無无負负擔担們们醒醒遠远樓楼頸颈繩绳藥药聲声讓让離离開开沒没來来這这個个還还過过為为麼么嗎吗條条後后見见謝谢對对說说話话覺觉累累義义價价" +
		"將将會会從从誰谁難难處处傷伤燒烧絕绝樂乐痛痛憶忆親亲愛爱爸爸媽妈裡里點点給给發发現现實实總总應应該该盡尽歲岁頭头軌轨車车橋桥體体邊边進进類类東东倆俩計计劃划槍枪準准備备輕轻壓压撐撑終终瞭了輩辈勞劳喪丧屍尸臟脏隻只種种錯错")
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}()
