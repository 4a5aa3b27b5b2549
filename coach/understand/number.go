package understand

import "strings"

// ParseNumber reads the one number from lo to hi that somebody typed: "eight",
// "7/10", "about 6", "80%" on a scale to 10. Two different numbers, or one
// outside the range, are no answer.
func ParseNumber(text string, lo, hi int) (int, bool) {
	var f folded
	f.fold(text)
	found, n := false, 0
	for i := 0; i < len(f.spans); i++ {
		v, rest, ok := f.num(i)
		if !ok || rest != "" && rest != "ish" && rest != "th" {
			continue
		}
		if v >= 20 && v < 100 && !isDigits(f.at(i)) {
			if u, _, ok := f.num(i + 1); ok && u > 0 && u < 10 && !isDigits(f.at(i+1)) {
				v, i = v+u, i+1
			}
		}
		gap := f.gap(i)
		if strings.HasPrefix(f.raw[f.spans[i].to:], "%") && hi < 100 {
			v = v * hi / 100
		}
		if int(f.spans[i].from) > 0 && f.raw[f.spans[i].from-1] == '-' && (i == 0 || f.gap(i-1) == " -") {
			v = -v
		}
		if found && v != n || v < lo || v > hi {
			return 0, false
		}
		found, n = true, v
		// "7/10", "7 out of 10", "7 of 10": the second number is the scale. "6.5" is 6.
		switch {
		case gap == "/" || gap == " / " || gap == "." && i+1 < len(f.spans) && isDigits(f.at(i+1)):
			i++
		case f.at(i+1) == "of" || f.at(i+1) == "from" || f.at(i+1) == "von" || f.at(i+1) == "sur":
			i += 2
		case f.at(i+1) == "out" && f.at(i+2) == "of":
			i += 3
		}
	}
	return n, found
}
