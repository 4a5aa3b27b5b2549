package coach

import (
	"slices"
	"strings"
)

// roomWord is the word of a conversation in which its room is kept: an admin may
// be asked on in private, where no room is heard of.
const roomWord = "room"

// roomWords are what only pages of rooms use: the first five are known whenever
// they are said.
var roomWords = []string{"room_count", "room_moods", "room_preview", "shared_win", "shared_name", "room_next", roomWord, "unread_time", "unread_zone", "unread_days", "unread_kinds", "unread_do"}

// findRoom begins to set a room up: with what is set already, but for what the
// command brought.
func (t *turn) findRoom() {
	if t.h.Room == nil || t.p.Place == nil {
		return
	}
	t.set(roomWord, t.h.Room.Platform+" "+t.h.Room.To)
	r := t.room(*t.h.Room)
	if r == nil {
		return
	}
	for _, w := range [...]argument{{"time", r.Plan.At}, {"zone", r.Zone}, {"days", r.Plan.Days}, {"kinds", r.Kinds}} {
		if t.p.Place.Words[w.name] == "" && w.value != "" {
			t.set(w.name, w.value)
		}
	}
}

// offerNear offers what comes near to the words of a command's option that could
// not be read.
func (t *turn) offerNear(option string) {
	if near := t.near(formOf(option), t.code(unread+option)); len(near) > 0 {
		t.set(nearWord, strings.Join(near, nearMark))
	}
}

// roomAt is the room that the conversation is about.
func (t *turn) roomAt() (at Address, ok bool) {
	if t.p.Place == nil {
		return at, false
	}
	at.Platform, at.To, ok = strings.Cut(t.p.Place.Words[roomWord], " ")
	return at, ok
}

// thisRoom is what is kept about that room; an empty one where nothing is.
func (t *turn) thisRoom() *Room {
	if at, ok := t.roomAt(); ok {
		if r := t.room(at); r != nil {
			return r
		}
	}
	return &Room{}
}

func (t *turn) roomOn() bool {
	r := t.thisRoom()
	return r.On && r.Unreachable.IsZero()
}

// setRoom keeps what was agreed.
func (t *turn) setRoom() {
	if at, ok := t.roomAt(); ok {
		t.out.Room = &RoomNote{Room: at, Plan: t.agreed()}
	}
}

func (t *turn) agreed() *RoomPlan {
	return &RoomPlan{Zone: t.code("zone"), At: t.code("time"), Days: t.code("days"), Kinds: t.code("kinds")}
}

func (t *turn) roomOff() {
	if at, ok := t.roomAt(); ok {
		t.out.Room = &RoomNote{Room: at, Plan: &RoomPlan{Off: true}}
	}
}

// roomNext says when the next post comes: by the plan that was set in this turn,
// or by the one that is kept.
func (t *turn) roomNext() string {
	r := t.thisRoom()
	if n := t.out.Room; n != nil && n.Plan != nil {
		t.c.Note(r, "", *n, t.now) // r is a copy
	}
	due, ok := t.c.NextPost(r, t.now)
	if !ok {
		return ""
	}
	there := *t
	there.loc = t.c.zones.load(r.Zone)
	words := there.moment(due)
	t.said = there.said
	return words
}

// roomPreview is the line that the next post brings.
func (t *turn) roomPreview() string {
	r := t.thisRoom()
	if kinds := t.code("kinds"); kinds != "" {
		r.Kinds = kinds
	}
	_, line := t.c.nextLine(r)
	return t.fill(line)
}

// days says on which days, from forms.md: by one form, or as a list of them.
func (t *turn) days(code string) string {
	if s := t.form("days", code); s != "" {
		return s
	}
	var names []string
	for _, d := range strings.Fields(code) {
		names = append(names, t.form("weekday", d))
	}
	if len(names) < 2 {
		return code
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " " + t.form("days", "and") + " " + names[last]
}

// parseCode reads a code of a table in forms.md, or the words for it.
func (t *turn) parseCode(table, text string) (string, bool) {
	said := fold(text)
	for code, words := range t.book.Forms[table] {
		if said == fold(code) || said == fold(words) {
			return code, true
		}
	}
	return "", false
}

// week are the days as codes, from Monday on.
var week = [...]string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

// parseDays reads on which days something is to be: "daily", "weekdays", "Mon,
// Wed and Fri", "Tuesday to Thursday".
func parseDays(text string) (code string, ok bool) {
	switch fold(text) {
	case "daily", "every day", "everyday", "all", "each day":
		return "daily", true
	case "weekdays", "weekday", "workdays", "working days", "every weekday":
		return "weekdays", true
	case "weekends", "weekend", "every weekend":
		return "saturday sunday", true
	}
	var on [7]bool
	from, ranged := -1, false
	text = strings.NewReplacer("-", " to ", "–", " to ", "&", " ", "+", " ").Replace(text)
	for _, w := range strings.Fields(fold(text)) {
		switch w {
		case "and", "on", "every", "each":
			continue
		case "to", "till", "until":
			ranged = from >= 0
			continue
		}
		d := slices.IndexFunc(week[:], func(day string) bool { return len(w) >= 3 && strings.HasPrefix(day+"s", w) })
		if d < 0 {
			return "", false
		}
		for i := from; ranged && i != d; i = (i + 1) % len(week) {
			on[i] = true
		}
		on[d], from, ranged = true, d, false
	}
	return daysCode(on)
}

// daysCode is the shortest code of some days; ok is false for none.
func daysCode(on [7]bool) (code string, ok bool) {
	switch on {
	case [7]bool{}:
		return "", false
	case [7]bool{true, true, true, true, true}:
		return "weekdays", true
	case [7]bool{true, true, true, true, true, true, true}:
		return "daily", true
	}
	var days []string
	for i, d := range week {
		if on[i] {
			days = append(days, d)
		}
	}
	return strings.Join(days, " "), true
}
