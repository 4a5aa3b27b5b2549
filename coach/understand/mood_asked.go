package understand

import "strings"

// beside may stand beside the word for a mood in an answer, without telling more.
const beside = " today im i am feel feeling its it was is a the my me to be honest tbh honestly actually just now right guess think thanks thank you hi hello this evening morning day one been ive all in mostly kind of sort still again quite pretty really rather but so little bit much very "

// ParseMood reads how a day is, from 1 (very low) to 5 (very good), where that was
// asked: as a number, or in words that mean one of these and nothing else: "very
// low today", "not great". A text that tells more is no answer to this, and is
// read for what it tells.
func ParseMood(text string) (int, bool) {
	if n, ok := ParseNumber(text, 1, 5); ok {
		return n, true
	}
	var f folded
	f.fold(text)
	found := 0
	for i := 0; i < len(f.spans); {
		level, n := f.moodSaid(i)
		switch {
		case level > 0 && found > 0 && level != found:
			return 0, false // "good and bad"
		case level > 0:
			found = level
		case n == 0 && f.spans[i].word && !strings.Contains(beside, " "+f.at(i)+" "):
			return 0, false
		}
		i += max(n, 1)
	}
	return found, found > 0
}

// moodSaid reads a word for a mood at token i, and what is said not to be good as
// low.
func (f *folded) moodSaid(i int) (level, n int) {
	if f.at(i) == "not" {
		k := i + 1
		for f.at(k) == "so" || f.at(k) == "very" || f.at(k) == "that" || f.at(k) == "too" || f.at(k) == "really" {
			k++
		}
		if m, n := f.phraseAt(moodWords(), k, "checkin"); m == "4" || m == "5" {
			return 2, k + n - i
		}
		if m, n := f.phraseAt(moodWords(), k, "checkin"); m == "2" {
			return 3, k + n - i // "not bad" is said of a day in the middle
		}
	}
	m, n := f.phraseAt(moodWords(), i, "checkin")
	if len(m) != 1 || m[0] < '1' || m[0] > '5' {
		return 0, 0
	}
	return int(m[0] - '0'), n
}
