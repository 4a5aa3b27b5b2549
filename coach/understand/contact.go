package understand

import (
	"strings"
	"sync"

	_ "embed"
)

//go:embed words/names.tsv
var nameList string

// givenNames tell people from employers.
var givenNames = sync.OnceValue(func() map[string]bool {
	m := make(map[string]bool, 700)
	for line := range strings.Lines(nameList) {
		if line[0] == '#' {
			continue
		}
		for n := range strings.SplitSeq(strings.TrimSpace(line), "|") {
			m[Fold(n)] = true
		}
	}
	return m
})

// contact finds the name of a person that the message tells of.
func (f *folded) contact() string {
	for i := range f.spans {
		if !f.spans[i].word {
			continue
		}
		switch f.at(i) {
		case "mr", "mrs", "ms", "miss", "dr", "prof", "professor", "frau", "herr":
			if f.capital(i) && f.capital(i+1) && (f.gap(i) == " " || f.gap(i) == ". ") {
				return f.written(i, i+2)
			}
		case "called", "named":
			if n := f.person(i + 1); n > 0 && f.gap(i) == " " {
				return f.written(i+1, i+1+n)
			}
		}
		if givenNames()[f.at(i)] && f.capital(i) && !f.shouted() {
			if n := f.person(i); n > 0 && !f.self(i) {
				return f.written(i, i+n)
			}
		}
	}
	return ""
}

// person counts the tokens of a person's name at i.
func (f *folded) person(i int) int {
	if !f.capital(i) || notName[f.at(i)] || f.means(i).sense == weekdayOf {
		return 0
	}
	if f.gap(i) == " " && f.capital(i+1) && !notName[f.at(i+1)] && f.means(i+1).sense == nothing && f.tradeAt(i+1, sureCompany|capitalCompany) == 0 {
		return 2
	}
	return 1
}

// self says whether the name at i is the writer's own.
func (f *folded) self(i int) bool {
	switch f.at(i - 1) {
	case "im", "am", "its", "dear", "hi", "hello", "hey", "is", "for", "liebe", "lieber", "beste", "hej", "hola", "by":
		return true
	}
	return f.opens(i) && i+1 >= len(f.spans)
}
