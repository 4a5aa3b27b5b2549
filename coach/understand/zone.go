package understand

import "strings"

// ParseZone reads a time zone that somebody typed as an answer: a city, a
// country that has one zone, an IANA name, "UTC+2" or a common abbreviation.
// Whole hours from UTC become names such as Etc/GMT-2, others the one zone in
// use that has no summer time.
func ParseZone(text string) (iana string, ok bool) {
	if len(text) > 200 {
		return "", false
	}
	a := world()
	plain := strings.ToLower(strings.Trim(strings.TrimSpace(text), ".!,"))
	if z, ok := a.names[strings.ReplaceAll(plain, " ", "_")]; ok {
		return z, true
	}
	if z, ok := offset(plain); ok {
		return z, true
	}
	var f folded
	f.fold(text)
	key := strings.TrimSuffix(f.words, " ")
	if z, ok := a.names[key]; ok {
		return z, true
	}
	for i := range f.spans {
		if p, n := f.placeAt(i, true); n > 0 && p.zone != "" && (n == len(f.spans) || !tooCommon(p.name, f.raw[f.spans[i].from:])) {
			return p.zone, true
		}
	}
	for w := range strings.FieldsSeq(text) {
		if z, ok := namedZone(w); ok {
			return z, true
		}
	}
	return "", false
}

// namedZone reads one word of a text as a zone: "Europe/Dublin", "CET", "UTC+2".
// What could be another word counts only in capitals.
func namedZone(w string) (string, bool) {
	w = strings.Trim(w, ".,;!()")
	if len(w) < 3 {
		return "", false
	}
	if strings.Contains(w, "/") || w == strings.ToUpper(w) {
		if z, ok := world().names[strings.ToLower(w)]; ok {
			return z, true
		}
	}
	if l := strings.ToLower(w); strings.HasPrefix(l, "utc") || strings.HasPrefix(l, "gmt") {
		return offset(l)
	}
	return "", false
}

// tooCommon says whether a short name in running text is likely another word:
// a place in the middle of a sentence is written with a capital.
func tooCommon(name, written string) bool {
	return len(name) < 5 && (written == "" || written[0] >= 'a' && written[0] <= 'z')
}

// odd holds the offsets from UTC in use that are no whole hours, in minutes.
var odd = [...]struct {
	minutes int
	zone    string
}{
	{330, "Asia/Kolkata"}, {345, "Asia/Kathmandu"}, {270, "Asia/Kabul"}, {210, "Asia/Tehran"},
	{390, "Asia/Yangon"}, {570, "Australia/Darwin"}, {-210, "America/St_Johns"}, {-570, "Pacific/Marquesas"}, {525, "Australia/Eucla"},
}

// offset reads "utc+2", "gmt -3", "+05:30".
func offset(s string) (string, bool) {
	for _, p := range [...]string{"utc", "gmt"} {
		if rest, ok := strings.CutPrefix(s, p); ok {
			s = strings.TrimSpace(rest)
			break
		}
	}
	s = strings.ReplaceAll(s, "−", "-")
	if len(s) < 2 || s[0] != '+' && s[0] != '-' {
		return "", false
	}
	h, m, _ := strings.Cut(strings.TrimSpace(s[1:]), ":")
	if m == "" && len(h) == 4 {
		h, m = h[:2], h[2:]
	}
	n, ok := small(h)
	min, ok2 := small(m)
	if !ok || m != "" && !ok2 || n > 14 || min > 59 {
		return "", false
	}
	n = n*60 + min
	sign := byte('-') // Etc/GMT-2 is two hours east, by an old convention
	if s[0] == '-' {
		n, sign = -n, '+'
	}
	for _, o := range odd {
		if o.minutes == n {
			return o.zone, true
		}
	}
	if n == 0 {
		return "UTC", true
	}
	if n%60 != 0 || n < -12*60 {
		return "", false
	}
	h = strings.TrimPrefix(h, "0")
	return "Etc/GMT" + string(sign) + h, true
}

// small reads a number of one or two digits.
func small(s string) (int, bool) {
	if !isDigits(s) || len(s) > 2 {
		return 0, false
	}
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}
