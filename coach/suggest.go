package coach

import (
	"slices"
	"strings"

	"bounceback/coach/page"
	"bounceback/coach/understand"
)

// maxRecalled bounds how far back the journal is read for names.
const maxRecalled = 500

// Completes tells whether Suggest knows something of an option.
func (c *Coach) Completes(o page.Option) bool {
	return formFor(o) == "zone" || o.Kind == "country" || o.Name == "company"
}

// Suggest completes what a person is typing into an option of a command, with at
// most most things it can hold: cities and zones, countries, and the companies that
// they have logged, the last one first. Each is a value that the option takes, with
// words to show. j is their journal, and may be nil.
func (c *Coach) Suggest(o page.Option, typed string, j Journal, most int) (list []page.Code) {
	switch {
	case formFor(o) == "zone":
		for _, z := range understand.CompleteZones(typed, most) {
			words := z.Name
			if words != z.Zone {
				words += " (" + z.Zone + ")"
			}
			list = append(list, page.Code{Code: z.Name, Words: words})
		}
	case o.Kind == "country":
		list = countries(o.Codes, typed)
	case o.Name == "company":
		list = loggedCompanies(typed, j)
	}
	return list[:min(len(list), most)]
}

// countries are those that have a word which begins with what is typed, in the
// order of the alphabet; or the one that it means in another language.
func countries(codes []page.Code, typed string) (list []page.Code) {
	said := fold(typed)
	iso, known := understand.ParseCountry(typed)
	for _, code := range codes {
		name := strings.TrimPrefix(code.Words, "the ")
		if strings.Contains(" "+fold(name), " "+said) || known && code.Code == iso {
			if value, ok := readable(code.Code, name); ok {
				list = append(list, page.Code{Code: value, Words: name})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b page.Code) int { return strings.Compare(fold(a.Words), fold(b.Words)) })
	return list
}

// readable is the code of a country or its name, whichever is read as that
// country: LA is more often Los Angeles than Laos.
func readable(code, name string) (value string, ok bool) {
	for _, value := range [...]string{code, name} {
		if iso, ok := understand.ParseCountry(value); ok && iso == code {
			return value, true
		}
	}
	return "", false
}

// loggedCompanies are the companies in a journal that begin with what is typed.
func loggedCompanies(typed string, j Journal) (list []page.Code) {
	if j == nil {
		return nil
	}
	said, seen, read := fold(typed), map[string]bool{}, 0
	for e := range j.Newest() {
		if read++; read > maxRecalled {
			break
		}
		name := properName(e.Words["company"])
		key := fold(name)
		if key == "" || seen[key] || !strings.Contains(" "+key, " "+said) {
			continue
		}
		seen[key] = true
		list = append(list, page.Code{Code: name, Words: name})
	}
	return list
}
