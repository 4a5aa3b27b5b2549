package understand

import (
	"slices"
	"strings"
	"sync"

	_ "embed"
)

//go:embed words/cities.tsv
var cityList string

//go:embed words/countries.tsv
var countryList string

//go:embed words/zones.tsv
var zoneList string

//go:embed words/abbreviations.tsv
var zoneNames string

// place is what a name of a place says.
type place struct {
	name    string // as the list writes it
	zone    string
	country string
	city    bool
}

// atlas holds the places by their folded names.
type atlas struct {
	places  map[string]place  // cities and countries
	names   map[string]string // zones by IANA name, abbreviation or "berlin time"
	longest int               // words in the longest name
}

var world = sync.OnceValue(func() atlas {
	a := atlas{places: make(map[string]place, 1400), names: make(map[string]string, 800)}
	rows := func(list string, each func(f []string)) {
		for line := range strings.Lines(list) {
			if f := strings.Split(strings.TrimRight(line, "\r\n"), "\t"); len(f) > 1 && line[0] != '#' {
				each(f)
			}
		}
	}
	add := func(names, zone, country string, city bool) {
		for n := range strings.SplitSeq(names, "|") {
			// A note in brackets marks a name that means the place only where a
			// place is asked for: it is looked up, never found in running text.
			plain, _, noted := strings.Cut(n, " (")
			key := Fold(plain)
			if noted {
				key = "?" + key
			}
			if _, dup := a.places[key]; !dup {
				a.places[key] = place{plain, zone, country, city}
			}
			a.longest = max(a.longest, 1+strings.Count(key, " "))
		}
	}
	rows(countryList, func(f []string) { add(f[2], f[1], f[0], false) })
	rows(cityList, func(f []string) { add(f[2], f[0], f[1], true) })
	rows(zoneList, func(f []string) { a.names[strings.ToLower(f[0])] = f[0] })
	rows(zoneNames, func(f []string) {
		for n := range strings.SplitSeq(f[1], "|") {
			a.names[Fold(n)] = f[0]
		}
	})
	return a
})

// find looks a folded name up, including those that are found only on request.
func (a atlas) find(key string) (place, bool) {
	if p, ok := a.places[key]; ok {
		return p, true
	}
	p, ok := a.places["?"+key]
	return p, ok
}

// placeAt finds the longest place name that begins at token i.
func (f *folded) placeAt(i int, asked bool) (place, int) {
	a := world()
	for n := min(a.longest, len(f.spans)-i); n > 0; n-- {
		key := f.words[f.spans[i].start:f.spans[i+n-1].end]
		if p, ok := a.places[key]; ok {
			return p, n
		}
		if asked {
			if p, ok := a.find(key); ok {
				return p, n
			}
		}
	}
	return place{}, 0
}

// yesOrNo are answers in two letters that are codes of countries as well: who is asked
// in bad need where they are and says "no" is not in Norway.
var yesOrNo = []string{"no", "ne", "na", "si"}

// ParseCountry reads a country that somebody typed as an answer, or the country
// of a city: ISO 3166-1 alpha-2.
func ParseCountry(text string) (iso2 string, ok bool) {
	if len(text) > 200 {
		return "", false
	}
	a := world()
	key := strings.TrimSuffix(Fold(text), " ")
	if p, ok := a.find(key); ok {
		return p.country, true
	}
	if len(key) == 2 && !slices.Contains(yesOrNo, key) { // "de"
		for _, p := range a.places {
			if strings.EqualFold(p.country, key) {
				return p.country, true
			}
		}
	}
	var f folded
	f.fold(text)
	for _, city := range [...]bool{false, true} {
		for i := range f.spans {
			if p, n := f.placeAt(i, true); n > 0 && p.city == city && !tooCommon(p.name, f.raw[f.spans[i].from:]) {
				return p.country, true
			}
		}
	}
	return "", false
}

// NearZones suggests at most three places whose names come near to what was
// typed, as the person would type them: "Krakov" gives "Kraków". For a country
// with several zones it gives cities of that country.
func NearZones(text string) []string {
	if len(text) > 200 {
		text = text[:200]
	}
	a := world()
	key := strings.TrimSuffix(strings.TrimSuffix(Fold(text), " "), " time")
	if key == "" {
		return nil
	}
	if p, ok := a.find(key); ok && p.zone == "" {
		return citiesOf(p.country)
	}
	type near struct {
		name string
		far  int
	}
	var found []near
	for k, p := range a.places {
		k = strings.TrimPrefix(k, "?")
		if p.zone == "" || len(k)-len(key) > 3 || len(key)-len(k) > 3 {
			continue
		}
		if d := distanceOf(key, k); d <= max(1, len(key)/3) {
			found = append(found, near{p.name, d})
		}
	}
	slices.SortFunc(found, func(x, y near) int {
		if x.far != y.far {
			return x.far - y.far
		}
		return strings.Compare(x.name, y.name)
	})
	var names []string
	for _, n := range found {
		if len(names) < 3 && !slices.Contains(names, n.name) {
			names = append(names, n.name)
		}
	}
	return names
}

// citiesOf gives the first city of each of the first zones of a country.
func citiesOf(country string) []string {
	var names []string
	for line := range strings.Lines(cityList) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) == 3 && f[1] == country && len(names) < 3 {
			name, _, _ := strings.Cut(f[2], "|")
			names = append(names, name)
		}
	}
	return names
}

// distanceOf counts the letters to add, drop, change or swap from a to b.
func distanceOf(a, b string) int {
	prev2, prev, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], prev2[j-2]+1)
			}
		}
		prev2, prev, row = prev, row, prev2
	}
	return prev[len(b)]
}
