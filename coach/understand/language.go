package understand

import (
	"math/bits"
	"strings"
	"sync"

	_ "embed"
)

//go:embed words/languages.tsv
var languageList string

// tongues holds the languages in Latin letters, in the order of their bits, and
// the languages that each frequent word is of.
type tongues struct {
	tags  []string
	words map[string]uint32
}

var frequent = sync.OnceValue(func() tongues {
	t := tongues{words: make(map[string]uint32, 900)}
	for line := range strings.Lines(languageList) {
		tag, words, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || line[0] == '#' {
			continue
		}
		for w := range strings.SplitSeq(words, "|") {
			t.words[Fold(w)] |= 1 << len(t.tags)
		}
		t.tags = append(t.tags, tag)
	}
	return t
})

// mostTongues is at least the number of languages in the list.
const mostTongues = 32

// language names the language of the message, "" where that is not clear.
func (f *folded) language() string {
	if tag := f.script(); tag != "" {
		return tag
	}
	t := frequent()
	var hits [mostTongues]int // in tenths: a word of one language only counts most
	words := 0
	for i, s := range f.spans {
		if !s.word || words > 400 {
			continue
		}
		words++
		mask := t.words[f.at(i)]
		worth := 10
		if n := bits.OnesCount32(mask); n > 1 {
			worth = 10 / n
		}
		for m := mask; m != 0; m &= m - 1 {
			hits[bits.TrailingZeros32(m)] += worth
		}
	}
	best, second := -1, 0
	for i, n := range hits {
		if best < 0 || n > hits[best] {
			if best >= 0 {
				second = max(second, hits[best])
			}
			best = i
		} else {
			second = max(second, n)
		}
	}
	n := hits[best]
	// One clear word is enough in a short message; a long one needs more.
	if n < 8 || n < second+5 || n*6 < words*10 && n < 40 {
		return ""
	}
	return t.tags[best]
}

// script names the language by its letters, where they say enough. It is "und"
// for letters that no language of ours is written in.
func (f *folded) script() string {
	var cyrillic, arabic, devanagari, han, kana, hangul, greek, hebrew, unnamed, latin int
	ukrainian, russian, persian := 0, 0, 0
	head, _ := clip(f.raw)
	for _, r := range head {
		switch {
		case r < 0x80:
			if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
				latin++
			}
		case r >= 0x370 && r < 0x400:
			greek++
		case r >= 0x400 && r < 0x530:
			cyrillic++
			switch r {
			case 'і', 'ї', 'є', 'ґ', 'І', 'Ї', 'Є', 'Ґ':
				ukrainian++
			case 'ы', 'э', 'ъ', 'ё', 'Ы', 'Э', 'Ъ', 'Ё':
				russian++
			}
		case r >= 0x530 && r < 0x590, r >= 0x980 && r < 0x1800:
			unnamed++ // Armenian, Bengali, Tamil, Thai, Georgian, Amharic and others
		case r >= 0x590 && r < 0x600:
			hebrew++
		case r >= 0x600 && r < 0x780:
			arabic++
			switch r {
			case 'پ', 'چ', 'ژ', 'گ', 'ک', 'ی':
				persian++
			}
		case r >= 0x900 && r < 0x980:
			devanagari++
		case r >= 0x3040 && r < 0x3100:
			kana++
		case r >= 0x3400 && r < 0xA000:
			han += 2
		case r >= 0xAC00 && r < 0xD7B0:
			hangul++
		}
	}
	most := max(cyrillic, arabic, devanagari, han+kana, hangul, greek, hebrew, unnamed)
	switch {
	case most == 0 || most*2 < latin:
		return ""
	case most == cyrillic && ukrainian > russian:
		return "uk"
	case most == cyrillic:
		return f.cyrillic()
	case most == arabic && persian > 1:
		return "fa"
	case most == arabic:
		return "ar"
	case most == devanagari:
		return "hi"
	case most == hangul:
		return "ko"
	case most == greek:
		return "el"
	case most == hebrew:
		return "he"
	case most == unnamed:
		return "und"
	case kana > 0:
		return "ja"
	}
	return "zh"
}

// cyrillic tells Ukrainian from Russian where no letter does.
func (f *folded) cyrillic() string {
	for i := range f.spans {
		switch f.at(i) {
		case "мене", "що", "як", "але", "дуже", "робота", "роботу", "дякую", "ласка", "треба", "вже", "цього", "досить", "немає":
			return "uk"
		}
	}
	return "ru"
}
