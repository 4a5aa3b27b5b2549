package coach

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxUndo bounds how many lines can be taken back.
const maxUndo = 5

// moodKept is how long a mood or weight stays in the journal.
const moodKept = 90 * 24 * time.Hour

// record writes a journal line from the words that its kind keeps.
func (t *turn) record(kind Kind) {
	if kind == Mood && !t.p.Consent {
		return
	}
	e := Entry{Seq: t.p.Next, At: t.now, Kind: kind}
	for _, w := range kindWords[kind] {
		if v := t.code(w); v != "" {
			e.Words = withWord(e.Words, w, v)
		}
	}
	t.p.Next++
	if t.p.Place != nil {
		t.p.Place.Logged = t.p.Next
	}
	t.out.Entries = append(t.out.Entries, e)
	t.p.Last = append(t.p.Last, e.Seq)
	if n := len(t.p.Last); n > maxUndo {
		t.p.Last = append(t.p.Last[:0], t.p.Last[n-maxUndo:]...)
	}
	switch {
	case kind == Rejection, kind == Ghosting:
		t.p.LastNo = t.now
	case kind == Mood && t.p.MoodSince.IsZero():
		t.p.MoodSince = t.now
	}
	if at, _, ok := parseStamp(e.Words["when"], t.loc); ok && kind == Interview {
		t.p.Interview = at
	}
	t.tally(e, 1)
}

// letMoodsGo takes out the moods that were kept long enough. It reads the
// journal back to the oldest mood only.
func (t *turn) letMoodsGo() {
	t.p.MoodSince = time.Time{}
	left := t.p.Tally.Total[string(Mood)]
	t.each("", func(e Entry) bool {
		if e.Kind == Mood {
			left--
			if t.now.Sub(e.At) > moodKept {
				t.takeOut(e)
			} else {
				t.p.MoodSince = e.At
			}
		}
		return left > 0
	})
}

// tally counts a line in (by 1) or out (by -1).
func (t *turn) tally(e Entry, by int) {
	y := &t.p.Tally
	if y.Total == nil {
		y.Total = map[string]int{}
	}
	add := func(m map[string]int, key string) {
		if m[key] += by; m[key] <= 0 {
			delete(m, key)
		}
	}
	if n, err := strconv.Atoi(e.Words["count"]); err == nil && n > 1 {
		by *= n // several of them in one line
	}
	add(y.Total, string(e.Kind))
	if stage := e.Words["stage"]; stage != "" {
		add(y.Total, string(e.Kind)+"/"+stage)
	}
	week := weekOf(t.now.In(t.loc))
	if y.WeekOf != week {
		y.WeekOf, y.Week = week, map[string]int{}
	}
	if weekOf(e.At.In(t.loc)) != week {
		return
	}
	before := len(y.Week)
	if y.Week == nil {
		y.Week = map[string]int{}
	}
	add(y.Week, string(e.Kind))
	switch {
	case before == 0 && len(y.Week) > 0:
		y.Weeks++
	case before > 0 && len(y.Week) == 0:
		y.Weeks--
	}
}

// undo takes back the last logged thing.
func (t *turn) undo() {
	if e, ok := t.last(); ok {
		t.set("logged", t.name(e)) // said after it is gone
		t.takeOut(e)
		for name, value := range e.Words {
			if t.p.Kept[name] == value { // remembered beside the line, such as a plan
				delete(t.p.Kept, name)
			}
		}
	}
}

// withdraw removes the line that this page has written, to write it anew with
// more words or as something else. Unlike undo it cannot hit what was logged
// on the way, such as a win in a digression.
func (t *turn) withdraw() {
	if e, ok := t.written(); ok {
		t.takeOut(e)
	}
}

// written is the line that this page has written last.
func (t *turn) written() (found Entry, ok bool) {
	if t.p.Place == nil || t.p.Place.Logged == 0 {
		return Entry{}, false
	}
	seq := t.p.Place.Logged - 1
	t.each("", func(e Entry) bool {
		if e.Seq == seq {
			found, ok = e, true
		}
		return e.Seq > seq
	})
	return found, ok
}

// takeOut removes a line from the journal.
func (t *turn) takeOut(e Entry) {
	t.p.Last = slices.DeleteFunc(t.p.Last, func(seq uint64) bool { return seq == e.Seq })
	t.tally(e, -1)
	t.takeBack(func(s Shared) bool { return s.Line == e.Seq })
	if e.At.Equal(t.p.LastNo) {
		t.p.LastNo = time.Time{}
	}
	if i := slices.IndexFunc(t.out.Entries, func(x Entry) bool { return x.Seq == e.Seq }); i >= 0 {
		t.out.Entries = slices.Delete(t.out.Entries, i, i+1)
		return
	}
	t.out.Undone = append(t.out.Undone, e.Seq)
}

func (t *turn) undone(seq uint64) bool { return slices.Contains(t.out.Undone, seq) }

// last is the line that undo would take back.
func (t *turn) last() (found Entry, ok bool) {
	n := len(t.p.Last)
	if n == 0 {
		return Entry{}, false
	}
	seq := t.p.Last[n-1]
	t.each("", func(e Entry) bool {
		if e.Seq == seq {
			found, ok = e, true
		}
		return !ok && e.Seq > seq
	})
	return found, ok
}

// logged says what undo would take back, "" if nothing.
func (t *turn) logged() string {
	e, ok := t.last()
	if !ok {
		return ""
	}
	return t.name(e)
}

// name says a journal line in short, from forms.md: with the first of its words
// that there is a form for.
func (t *turn) name(e Entry) string {
	for _, w := range kindWords[e.Kind] {
		if v := e.Words[w]; v != "" {
			if s := t.form("kind", string(e.Kind)+" "+w); s != "" {
				v, _ = clip(t.shown(w, v), 80)
				return strings.ReplaceAll(s, "{"+w+"}", v)
			}
		}
	}
	return t.form("kind", string(e.Kind))
}
