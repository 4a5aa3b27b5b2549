package coach

import (
	"slices"
	"strings"

	"bounceback/coach/understand"
)

// wished are the words of a wish by itself.
func (t *turn) wished(w understand.Wish) map[string]string {
	words := map[string]string{askedWord: string(w.Kind)}
	t.wishWords(w, words)
	return words
}

// wishWords puts what a wish holds into words of the conversation.
func (t *turn) wishWords(w understand.Wish, words map[string]string) {
	put := func(name, value string) {
		if value != "" {
			words[name] = value
		}
	}
	clock := func(name string, c *understand.Clock) {
		if c != nil {
			words[name] = clockText(*c)
		}
	}
	t.wishDays(w, words)
	clock("checkin_at", w.Clock)
	clock("quiet_from", w.From)
	clock("quiet_to", w.To)
	switch {
	case w.Amiss != "":
		words[askedWord] = w.Amiss
		given, _ := clip(w.Given, maxGiven)
		put(givenWord, given)
		put(nearWord, strings.Join(t.near(w.Amiss, w.Given), nearMark))
	case w.Kind == understand.WishHere:
		delete(words, "checkin_at")
		t.clockHere(*w.Clock, words)
	case w.Zone != "" && t.c.zones.known(w.Zone):
		words["zone"] = w.Zone
		switch {
		case w.Kind != understand.WishPlace:
		case w.Fixed:
			words[askedWord] = "offset"
			put(nearWord, strings.Join(t.citiesNow(w.Zone), nearMark))
		case w.Country != "" && w.Country != t.p.Country:
			words[askedWord], words["country"] = "abroad", w.Country
		}
	}
	t.wishItem(w, words)
	t.wishDate(w, words)
	if w.Kind == understand.WishQuiet {
		t.wishQuiet(w, words)
	}
}

// wishQuiet says which part of quiet hours was wished for, and whether their own
// check-in falls into it: that comes all the same, and they may not want it to.
func (t *turn) wishQuiet(w understand.Wish, words map[string]string) {
	at, set := -1, false
	if t.p.CheckIn != nil {
		at, set = clockOf(t.p.CheckIn.At)
	}
	minutes := func(c *understand.Clock) int { return c.Hour*60 + c.Minute }
	clash := false
	switch {
	case w.From == nil && w.To == nil:
		words[askedWord] = "night"
		return
	case w.To == nil:
		words[askedWord] = "evening"
		clash = at > minutes(w.From)
	case w.From == nil:
		clash = at < minutes(w.To)
	case minutes(w.From) > minutes(w.To):
		clash = at > minutes(w.From) || at < minutes(w.To)
	default:
		clash = at > minutes(w.From) && at < minutes(w.To)
	}
	if !set || !clash {
		return
	}
	words[askedWord] += " with check-in"
	if w.To != nil {
		words["checkin_at"] = words["quiet_to"] // offered instead
	}
}

// wishItem is the thing of the list that is meant. The hour of the check-in is
// changed as ever.
func (t *turn) wishItem(w understand.Wish, words map[string]string) {
	switch {
	case w.All:
		words[chosenWord] = "all"
	case w.Item != 0:
		words[chosenWord] = numbered(words[listedWord], w.Item)
	}
	if w.Kind == understand.WishMove && w.Until == nil {
		if words[chosenWord] == checkInID {
			words[askedWord] = string(understand.WishTimes)
		} else {
			words["move_date"] = t.hourOf(words[chosenWord], words["checkin_at"])
			delete(words, "checkin_at")
		}
	}
}

// hourOf is the day of a thing of the list with another hour.
func (t *turn) hourOf(id, clock string) string {
	for _, a := range t.arrivals() {
		if a.id == id {
			return a.Due.In(t.loc).Format(stampDay) + "T" + clock
		}
	}
	return ""
}

// wishDays says on which days the check-in is wished for. Once a week without a
// weekday is that of the next one.
func (t *turn) wishDays(w understand.Wish, words map[string]string) {
	ci := t.p.CheckIn
	switch {
	case w.Kind == understand.WishWeekend:
		if ci != nil && ci.Days == "daily" {
			words["checkin_days"] = "weekdays"
		}
	case w.Days == understand.Weekly:
		words[askedWord] = "weekly"
		if ci != nil && !ci.Next.IsZero() {
			words["checkin_days"] = strings.ToLower(ci.Next.In(t.loc).Weekday().String())
		}
	case w.Days != "":
		words["checkin_days"] = w.Days
	}
}

// wishDate is the day until which a pause lasts, or to which something is moved.
func (t *turn) wishDate(w understand.Wish, words map[string]string) {
	put := func(name, value string) {
		if value != "" {
			words[name] = value
		}
	}
	day := ""
	switch {
	case w.Until != nil:
		if day = t.place(*w.Until); day == "" && w.Amiss == "" {
			words[askedWord] = "date" // 31 February
			if w.Kind == understand.WishRemind {
				words[askedWord] = "remind another"
			}
			words[givenWord] = w.Until.Text
			put(nearWord, strings.Join(t.stillAhead(t.near("date", w.Until.Text)), nearMark))
		}
	case w.Len > 0:
		day = t.now.In(t.loc).AddDate(0, 0, w.Len).Format(stampDay)
	}
	switch w.Kind {
	case understand.WishMove:
		put("move_date", day)
	case understand.WishRemind:
		put("key_date", day)
	default:
		put("back_date", day)
	}
}

// stillAhead leaves the days of which none has passed: a pause cannot end before
// today.
func (t *turn) stillAhead(days []string) []string {
	return slices.DeleteFunc(days, func(day string) bool {
		value, _ := t.parse("date", day)
		at, _, ok := parseStamp(value, t.loc)
		return !ok || daysBetween(t.now.In(t.loc), at) <= 0
	})
}
