package understand

import (
	"slices"
	"strings"
	"sync"
)

// ZoneName is a name that ParseZone reads, and the zone that it means.
type ZoneName struct{ Name, Zone string }

// typeable are the names of cities as they stand in the list, the larger of a zone
// first, with their folded forms; then the zones by their own names. A name that is
// read as another zone is not among them: Hyderabad is taken for the one in India.
var typeable = sync.OnceValue(func() (list []listedZone) {
	for line := range strings.Lines(cityList) {
		f := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if len(f) != 3 || line[0] == '#' {
			continue
		}
		for i, name := range strings.Split(f[2], "|") {
			name, _, _ = strings.Cut(name, " (")
			list = append(list, listedZone{ZoneName{name, f[0]}, Fold(name), i == 0})
		}
	}
	for line := range strings.Lines(zoneList) {
		name, _, _ := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
		if name != "" && line[0] != '#' {
			list = append(list, listedZone{ZoneName{name, name}, Fold(name), false})
		}
	}
	return slices.DeleteFunc(list, func(z listedZone) bool {
		zone, ok := ParseZone(z.Name)
		return !ok || zone != z.Zone
	})
})

type listedZone struct {
	ZoneName
	folded string
	first  bool // of its zone
}

// CompleteZones lists at most most cities and zones that have a word which begins
// with what is being typed: those that begin with it themselves first. Where there
// is none it is what NearZones finds; with nothing typed, one city of each zone.
func CompleteZones(typed string, most int) []ZoneName {
	typed = Fold(typed[:min(len(typed), 200)])
	var begin, within []ZoneName
	known := map[string]bool{} // zones that a city was found for
	for _, z := range typeable() {
		switch {
		case typed == "" && !z.first, z.Name == z.Zone && known[z.Zone]:
		case strings.HasPrefix(z.folded, typed):
			begin, known[z.Zone] = append(begin, z.ZoneName), true
		case strings.Contains(z.folded, " "+typed):
			within = append(within, z.ZoneName)
		}
	}
	list := append(begin, within...)
	if len(list) == 0 {
		for _, name := range NearZones(typed) {
			if zone, ok := ParseZone(name); ok {
				list = append(list, ZoneName{name, zone})
			}
		}
	}
	return list[:min(len(list), most)]
}
