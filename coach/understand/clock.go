package understand

// ParseClock reads a time of day that somebody typed: "8 pm", "20:00", "20h30",
// "half past seven", "noon", "at 9". A bare hour from 1 to 6 is taken as one of
// the afternoon, any other as it stands on a 24-hour clock.
func ParseClock(text string) (Clock, bool) {
	var f folded
	f.fold(text)
	return f.onlyClock()
}

// onlyClock finds the one time of day in a short text.
func (f *folded) onlyClock() (Clock, bool) {
	for i := range f.spans {
		if c, n := f.clock(i, true); n > 0 {
			return c, true
		}
		if w := f.at(i); w != "" && w[0] >= '0' && w[0] <= '9' {
			break // "25:00" holds no time, whatever its end looks like
		}
	}
	return Clock{}, false
}

// num reads token i as a number below 10,000, in digits or as a word. rest is
// what hangs on the digits: "pm" of "8pm", "h30" of "20h30".
func (f *folded) num(i int) (n int, rest string, ok bool) {
	if i < 0 || i >= len(f.spans) {
		return 0, "", false
	}
	w := f.at(i)
	d := 0
	for d < len(w) && w[d] >= '0' && w[d] <= '9' {
		n = n*10 + int(w[d]-'0')
		if d++; d > 4 {
			return 0, "", false
		}
	}
	if d > 0 {
		return n, w[d:], true
	}
	if m := f.listedSpan(i).meaning; m.sense == number {
		return m.val, "", true
	}
	return 0, "", false
}

func (f *folded) means(i int) meaning {
	if i < 0 || i >= len(f.spans) {
		return meaning{}
	}
	return f.listedSpan(i).meaning
}

// clock reads a time of day at token i and says how many tokens it took. A bare
// hour counts only where bare says that a time is expected.
func (f *folded) clock(i int, bare bool) (Clock, int) {
	m := f.means(i)
	if m.sense == clockMark {
		if f.means(i+1).sense == clockMark { // a las
			i++
			c, n := f.clock(i, true)
			return c, n + min(n, 1)
		}
		c, n := f.clock(i+1, true)
		if n == 1 && (f.means(i+2).sense == unitOf || f.at(i+2) == "of" || f.at(i+2) == "different" || f.gap(i+1) == "%") {
			return Clock{}, 0
		}
		return c, n + min(n, 1)
	}
	if w := f.at(i); w == "zero" {
		return Clock{}, 0 // "back at zero"
	} else if w == "noon" || w == "midday" {
		return Clock{12, 0}, 1
	} else if w == "midnight" {
		return Clock{0, 0}, 1
	} else if w == "half" || w == "quarter" {
		return f.fraction(i, w)
	}
	if c, n := f.minutesOff(i, bare); n > 0 {
		return c, n
	}
	if m.sense == number && !bare && (!f.clockAfter(i+1) || f.at(i) == "one" && f.means(i+1).sense == dayPart) {
		return Clock{}, 0
	}
	h, rest, ok := f.num(i)
	if !ok || h > 2400 {
		return Clock{}, 0
	}
	c, n, sure := f.hour(i, h, rest)
	if n == 0 || c.Hour > 24 || c.Minute > 59 {
		return Clock{}, 0
	}
	half, k := f.halfDay(i + n)
	if k > 1 && half == 'p' && f.at(i+n+k-1) == "night" && (c.Hour < 6 || c.Hour == 12) {
		half = 'a' // "at 3 in the night"
	}
	if rest == "am" || rest == "pm" || rest == "a" || rest == "p" {
		half, k = rest[0], 0
	}
	switch {
	case half != 0 && c.Hour > 12: // "20:00 pm"
	case half == 'p' && c.Hour < 12:
		c.Hour += 12
	case half == 'a' && c.Hour == 12:
		c.Hour = 0
	case half == 0 && !sure && !bare:
		return Clock{}, 0
	case half == 0 && !sure && c.Hour >= 1 && c.Hour <= 6:
		c.Hour += 12
	}
	if c.Hour == 24 {
		c.Hour = 0
	}
	return c, n + k
}

// minutesOff reads "10 past 9", "twenty to eight". "5 to 6" may be a span, so
// digits before "to" need words that expect a time.
func (f *folded) minutesOff(i int, bare bool) (Clock, int) {
	v, rest, ok := f.num(i)
	w := f.at(i + 1)
	if !ok || rest != "" || v <= 0 || v >= 30 || v%5 != 0 || v == 15 || w != "past" && w != "to" {
		return Clock{}, 0
	}
	if w == "to" && (isDigits(f.at(i)) && !bare || f.at(i-1) == "from" || f.at(i-1) == "between") {
		return Clock{}, 0
	}
	h, n := f.clock(i+2, true)
	if n == 0 || h.Minute != 0 || f.means(i+2+n).sense == unitOf || w == "to" && n == 1 && !bare && f.gap(i+2) == " " {
		return Clock{}, 0
	}
	if w == "to" {
		return Clock{(h.Hour + 23) % 24, 60 - v}, n + 2
	}
	return Clock{h.Hour, v}, n + 2
}

// hour reads hours and minutes: "8", "8pm", "20:00", "20.30", "20h30", "0800",
// "six thirty". sure is true when it can be nothing but a time.
func (f *folded) hour(i, h int, rest string) (c Clock, n int, sure bool) {
	switch {
	case rest == "" && h >= 100 && len(f.at(i)) == 4 && f.at(i)[0] <= '2':
		// 0800 and 1930; a year such as 2026 is no time unless it says hours.
		return Clock{h / 100, h % 100}, 1, h < 1900 && h%5 == 0
	case h > 24:
		return Clock{}, 0, false
	case rest == "":
		if g := f.gap(i); g == ":" || g == "." || g == ";" {
			if w := f.at(i + 1); len(w) >= 2 && w[0] >= '0' && w[0] <= '5' && w[1] >= '0' && w[1] <= '9' && (len(w) == 2 || w[2] > '9') {
				min, tail, _ := f.num(i + 1)
				c = Clock{h, min}
				if tail == "pm" && h < 12 {
					c.Hour += 12
				} else if tail == "am" && h == 12 {
					c.Hour = 0
				} else if tail != "" && tail != "am" && tail != "pm" && tail != "h" && tail != "uhr" {
					return Clock{}, 0, false
				}
				// 2.30 may be money or a version; 2:30 is a time.
				if f.means(i+2).sense == hourMark {
					return c, 3, true
				}
				return c, 2, g == ":" || tail != ""
			}
		}
		if f.means(i+1).sense == hourMark {
			if m, r, ok := f.num(i + 2); ok && r == "" && m < 60 && f.at(i + 1)[0] != 'o' && isDigits(f.at(i+2)) {
				return Clock{h, m}, 3, true
			}
			return Clock{h, 0}, 2, h > 12 || f.at(i+1) != "h"
		}
		if m, r, ok := f.num(i + 1); ok && r == "" && (m == 15 || m == 30 || m == 45 || m == 40 || m == 20) && !isDigits(f.at(i)) && !isDigits(f.at(i+1)) {
			return Clock{h, m}, 2, false
		}
		return Clock{h, 0}, 1, false
	case rest == "am" || rest == "pm" || rest == "a" || rest == "p":
		return Clock{h, 0}, 1, len(rest) == 2
	case rest == "h" || rest == "uhr" || rest == "u":
		return Clock{h, 0}, 1, true
	case rest[0] == 'h' && isDigits(rest[1:]) && len(rest) == 3:
		return Clock{h, int(rest[1]-'0')*10 + int(rest[2]-'0')}, 1, true
	}
	return Clock{}, 0, false
}

// clockAfter says whether tokens from i on make a number word before them a time.
func (f *folded) clockAfter(i int) bool {
	s := f.means(i).sense
	if s == hourMark && f.at(i) != "hrs" && f.at(i) != "h" {
		return true
	}
	half, _ := f.halfDay(i)
	if half == 0 {
		if _, _, ok := f.num(i); ok {
			half, _ = f.halfDay(i + 1)
		}
	}
	return half != 0
}

// halfDay reads am, pm, "in the morning", "at night" at token i.
func (f *folded) halfDay(i int) (half byte, n int) {
	m := f.means(i)
	switch {
	case m.sense == amMark && (f.at(i) != "am" || f.gap(i-1) == " " || f.gap(i-1) == ""):
		return 'a', 1
	case m.sense == pmMark:
		return 'p', 1
	case (f.at(i) == "a" || f.at(i) == "p") && f.at(i+1) == "m": // a.m.
		return f.at(i)[0], 2
	case m.sense == dayPart && (m.val == 9 || m.val >= 15):
		n = 1
	case (f.at(i) == "in" || f.at(i) == "at") && f.means(i+1).sense == dayPart:
		m, n = f.means(i+1), 2
	case f.at(i) == "in" && f.at(i+1) == "the" && f.means(i+2).sense == dayPart:
		m, n = f.means(i+2), 3
	}
	switch {
	case n == 0:
		return 0, 0
	case m.val == 9:
		return 'a', n
	case m.val >= 12:
		return 'p', n
	}
	return 0, 0
}

// fraction reads "half past seven", "half seven", "quarter to nine".
func (f *folded) fraction(i int, w string) (Clock, int) {
	min, at := 30, i+2
	if w == "quarter" {
		min = 15
	}
	switch f.at(i + 1) {
	case "past", "after":
	case "to", "before":
		min = -min
	default:
		if w != "half" {
			return Clock{}, 0
		}
		at = i + 1 // half seven is half past seven, as in Britain
	}
	h, rest, ok := f.num(at)
	if !ok || h < 1 || h > 24 {
		return Clock{}, 0
	}
	half, k := f.halfDay(at + 1)
	if rest == "am" || rest == "pm" {
		half = rest[0]
	} else if rest != "" || at == i+1 && half == 0 && f.means(at+1).sense != nothing {
		return Clock{}, 0
	}
	if half == 'p' && h < 12 || half == 0 && h <= 6 {
		h += 12
	}
	t := (h*60 + min + 24*60) % (24 * 60)
	return Clock{t / 60, t % 60}, at + 1 - i + k
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
