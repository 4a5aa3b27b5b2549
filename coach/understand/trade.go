package understand

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	_ "embed"
)

//go:embed words/companies.tsv
var companyList string

//go:embed words/roles.tsv
var roleList string

// trade is what a word or phrase says about employers and occupations.
type trade uint8

const (
	sureCompany    trade = 1 << iota // an employer, however it is written
	capitalCompany                   // an employer when written with a capital
	roleHead                         // ends the name of a role
	roleWeak                         // ends one where something tells so
	roleWhole                        // is a role by itself
	roleBefore                       // may stand before a head
	roleField                        // is a role where a job is spoken of: "cleaning job", "for warehouse"
	longerTrade                      // longer names begin with this word
)

var trades = sync.OnceValue(func() map[string]trade {
	m := make(map[string]trade, 1500)
	kinds := map[string]trade{"sure": sureCompany, "capital": capitalCompany, "head": roleHead, "weak": roleWeak, "whole": roleWhole, "before": roleBefore, "field": roleField}
	for _, list := range [...]string{companyList, roleList} {
		for line := range strings.Lines(list) {
			kind, names, ok := strings.Cut(strings.TrimSpace(line), "\t")
			if !ok || kinds[kind] == 0 {
				continue
			}
			for n := range strings.SplitSeq(names, "|") {
				key := Fold(n)
				m[key] |= kinds[kind]
				if first, _, more := strings.Cut(key, " "); more {
					m[first] |= longerTrade
				}
			}
		}
	}
	return m
})

// tradeAt finds the longest name of one of the kinds at token i.
func (f *folded) tradeAt(i int, kinds trade) int {
	if i < 0 || i >= len(f.spans) {
		return 0
	}
	s, w := f.listedSpan(i), f.at(i)
	t := s.trade
	if t&kinds == 0 && len(w) > 3 && w[len(w)-1] == 's' && s.to >= 3 && (f.raw[s.to-2] == '\'' || strings.HasSuffix(f.raw[s.from:s.to], "’s")) {
		t = trades()[w[:len(w)-1]] // Spotify's, but Sainsbury's has it in its name
	}
	if t&longerTrade != 0 {
		m := trades()
		for n := min(4, len(f.spans)-i); n > 1; n-- {
			if m[f.words[f.spans[i].start:f.spans[i+n-1].end]]&kinds != 0 {
				return n
			}
		}
	}
	if t&kinds != 0 {
		return 1
	}
	return 0
}

// capital says whether token i was written with a capital.
func (f *folded) capital(i int) bool {
	if i < 0 || i >= len(f.spans) || !f.spans[i].word {
		return false
	}
	r, _ := utf8.DecodeRuneInString(f.raw[f.spans[i].from:])
	return unicode.IsUpper(r)
}

// opens says whether token i begins a sentence or a line, where a capital says
// nothing.
func (f *folded) opens(i int) bool {
	return i == 0 || strings.ContainsAny(f.gap(i-1), ".!?:;\n\"“”(–—") || !f.spans[i-1].word
}

// shouted says whether the text is in capitals throughout, so that they say
// nothing, or begins every word with one.
func (f *folded) shouted() bool {
	words, caps := 0, 0
	for i := range f.spans {
		if f.spans[i].word && !f.opens(i) {
			words++
			if f.capital(i) {
				caps++
			}
		}
	}
	return words >= 4 && caps*10 > words*6
}
