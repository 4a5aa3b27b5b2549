package coach

import (
	"maps"
	"slices"

	"bounceback/coach/page"
)

// Intents are what a message can be about. Each opens exactly one page.
var intents = [...]string{
	"rejected", "ghosted", "feeling_low", "self_blame", "feedback", "lesson", "win", "offer", "progress",
	"application", "interview", "network", "goal", "giving_up", "self_care", "persistence", "checkin",
	"settings", "privacy", "help", "greeting", "thanks", "cancel", "crisis", "out_of_scope",
}

// Steps that the coach opens by itself.
var (
	atWelcome = page.Target{Page: "welcome"}
	atIntro   = page.Target{Page: "welcome", Step: "introduction"}
	// atIntroOverseen is the introduction where others may read along.
	atIntroOverseen = page.Target{Page: "welcome", Step: "introduction-where-others-may-read"}
	atRepair        = page.Target{Page: "repair", Step: "start"}
	atUnsure        = page.Target{Page: "repair", Step: "unsure"}
	atAgain         = page.Target{Page: "repair", Step: "again"}
	atTwice         = page.Target{Page: "repair", Step: "twice"}
	atEmpty         = page.Target{Page: "repair", Step: "empty"}
	atOldTap        = page.Target{Page: "repair", Step: "old-tap"}
	atLost          = page.Target{Page: "repair", Step: "lost"}
	atCommand       = page.Target{Page: "repair", Step: "command"}
	atLong          = page.Target{Page: "repair", Step: "long"}
	atAdded         = page.Target{Page: "rejected", Step: "added"}
	atLetOut        = page.Target{Page: "1-feel", Step: "let-it-out"}
	atBroken        = page.Target{Page: "repair", Step: "broken"}
	atLater         = page.Target{Page: "later"}
	atBack          = page.Target{Page: "back"}
	atHere          = page.Target{Page: "back", Step: "here"}
	atNothing       = page.Target{Page: "back", Step: "nothing"}
	atFine          = page.Target{Page: "back", Step: "fine"}
	atLongAway      = page.Target{Page: "back", Step: "long-away"}
	atStop          = page.Target{Page: "stop"}
	atWhich         = page.Target{Page: "stop", Step: "which"}
	atHelp          = page.Target{Page: "help"}
	atGently        = page.Target{Page: "gently"}
	atClear         = page.Target{Page: "lifeline", Step: "clear"}
	atAsk           = page.Target{Page: "lifeline", Step: "ask"}
	atStay          = page.Target{Page: "lifeline", Step: "stay"}
	atFriend        = page.Target{Page: "lifeline", Step: "friend"}
	atShow          = page.Target{Page: "lifeline", Step: "show"}
	atListen        = page.Target{Page: "lifeline", Step: "listen"}
	atLeave         = page.Target{Page: "lifeline", Step: "leave"}
	atBarrier       = page.Target{Page: "lifeline", Step: "barrier"}
	atTried         = page.Target{Page: "lifeline", Step: "tried"}
	atUndo          = page.Target{Page: "undo"}
	atDelete        = page.Target{Page: "mydata", Step: "delete"}
	atCheckIn       = page.Target{Page: "checkin", Step: "nudge"}
	atThanks        = page.Target{Page: "thanks"}
	atAnger         = page.Target{Page: "scope", Step: "anger"}
	atGoodbye       = page.Target{Page: "nudges", Step: "goodbye"}
	atLate          = page.Target{Page: "nudges", Step: "late"}
	atQuiet         = page.Target{Page: "back", Step: "quiet"}
	atAlso          = page.Target{Page: "back", Step: "also"}
	atList          = page.Target{Page: "nudges"}
	atOneOf         = page.Target{Page: "nudges", Step: "which"}
	atOne           = page.Target{Page: "nudges", Step: "one"}
	atSettings      = page.Target{Page: "settings"}
	atWish          = page.Target{Page: "wishes"}

	atRoomMood     = page.Target{Page: "rooms", Step: "mood"}
	atRoomMore     = page.Target{Page: "rooms", Step: "more"}
	atRoomFoot     = page.Target{Page: "rooms", Step: "foot"}
	atRoomCounts   = page.Target{Page: "rooms", Step: "counts"}
	atRoomWin      = page.Target{Page: "rooms", Step: "win"}
	atShared       = page.Target{Page: "share", Step: "shared"} // not opened unasked
	atRoomWinNamed = page.Target{Page: "rooms", Step: "win-named"}
)

// formRepairs are the steps that ask again for an answer of a certain form.
func formRepair(form string) page.Target { return page.Target{Page: "repair", Step: form} }

// nearRepair are those that offer what comes near to what was written.
func nearRepair(form string) page.Target { return page.Target{Page: "repair", Step: form + "-near"} }

// maxChoices bounds the choices of a message.
const maxChoices = 5

// kindWords are the words that each kind of journal line keeps.
var kindWords = map[Kind][]string{
	Rejection:   {"company", "role", "stage", "when"},
	Ghosting:    {"company", "role", "stage", "when"},
	Win:         {"win"},
	Application: {"company", "role", "when", "count"},
	Interview:   {"company", "role", "when", "stage"},
	Offer:       {"company", "role", "when"},
	Lesson:      {"lesson", "company"},
	Thought:     {"before", "before_belief", "after", "after_belief", "company"},
	Feedback:    {"company", "asked", "answered", "change", "said"},
	Contact:     {"contact", "where_met"},
	Goal:        {"wish", "best", "obstacle", "if", "then"},
	Why:         {"why"},
	Plan:        {"plan"},
	Mood:        {"mood", "weight"},
}

// settings are the words that remember keeps beyond a conversation.
var settings = []string{
	"name", "zone", "country", "checkin_days", "checkin_at", "quiet_from", "quiet_to", "quiet_days",
	"goal", "wish", "why", "plan", "own_thing",
}

// details are the words that a message or a command gives by itself.
var details = []string{"company", "role", "stage", "contact", "when", "clock", "mood", "count", "city"}

// countWords are the counts a page may show, by the kind they count.
var countWords = map[string]Kind{
	"rejections": Rejection, "ghostings": Ghosting, "wins": Win, "applications": Application,
	"interviews": Interview, "offers": Offer, "contacts": Contact, "lessons": Lesson, "thoughts": Thought,
	"goals": Goal,
}

// wholeCounts are counts over more than one kind of line.
var wholeCounts = [...]string{"weeks", "talks", "last_rounds"}

// Vocabulary is what pages may use: the closed lists of effects, facts and words.
func Vocabulary() page.Vocabulary {
	v := page.Vocabulary{
		Effects:    slices.Sorted(maps.Keys(effectTable())),
		Facts:      slices.Sorted(maps.Keys(factTable())),
		Lists:      []string{"promises"},
		Gives:      givenWords,
		Levels:     []string{"light", "heavy", "very heavy", "unsaid"},
		Settings:   settings,
		Intents:    intents[:],
		Forms:      []string{"stage", "weekday", "month", "date", "kind", "country", "promise", "reason", "manner", "days", "line_note", "kinds", "do", "moods", "rhythm", "keep", "action"},
		MaxChoices: maxChoices,
		MaxLabel:   75,
		MaxMessage: 2000,
		MaxKey:     80, // Discord takes 100; the number of the question and the adapter's own come to it
	}
	for k := range kindWords {
		v.Kinds = append(v.Kinds, string(k))
	}
	slices.Sort(v.Kinds)
	v.Words = append(append(v.Words, settings...), details...)
	for w := range countWords {
		v.Words = append(v.Words, w, "week_"+w)
	}
	v.Words = append(v.Words, wholeCounts[:]...)
	v.Words = append(v.Words, "furthest", "logged", "line", "line_chat", "line_note", "emergency", "directory",
		"where", "host", "weight", "next_nudge", "next_checkin", "misread", "date", "full_date", "what", "reason", "number", "called", "asked", "given", "chosen", unreadWord)
	v.Words = append(v.Words, roomWords...)
	slices.Sort(v.Words)
	for _, w := range slices.Concat(settings, details) {
		if w != "quiet_from" && w != "quiet_to" { // those have a default
			v.Optional = append(v.Optional, w)
		}
	}
	v.Optional = append(v.Optional, "logged", "line", "line_chat", "line_note", "next_nudge", "host", "misread", "called", "furthest", "weight", "next_checkin", "what", "reason", "asked", "given", "chosen", unreadWord)
	v.Optional = append(v.Optional, roomWords[5:]...)
	v.Moments = []page.Target{
		atWelcome, atIntro, atIntroOverseen, atHome, atRepair, atUnsure, atAgain, atTwice, atEmpty, atOldTap, atLost, atCommand, atLong, atBroken,
		atLater, atBack, atHere, atNothing, atFine, atLongAway, atStop, atWhich, atHelp, atGently,
		atClear, atAsk, atStay, atFriend, atShow, atListen, atLeave, atBarrier, atTried, atUndo, atDelete, atCheckIn,
	}
	v.Moments = append(v.Moments, atAnger, atAlso, atGoodbye, atLate, atQuiet, atOneOf, atOne, atWish, atAdded, atLetOut)
	v.Moments = append(v.Moments, atRoomMood, atRoomMore, atRoomFoot, atRoomCounts, atRoomWin, atRoomWinNamed)
	for _, step := range roomSteps {
		v.Moments = append(v.Moments, page.Target{Page: atRoomFoot.Page, Step: step})
	}
	for _, tag := range tongues {
		v.Moments = append(v.Moments, atTongue(tag), atDanger(tag))
	}
	for _, form := range []string{"number", "mood", "date", "clock", "zone", "country", "stage", "days"} {
		v.Moments = append(v.Moments, formRepair(form))
	}
	for _, form := range []string{"date", "clock", "zone"} {
		v.Moments = append(v.Moments, nearRepair(form))
	}
	return v
}

// givenWords are the words that are known for sure where a fact holds or after
// an effect, so that a page may use them there.
var givenWords = map[string][]string{
	"check-in set": {"checkin_days", "checkin_at"},
	"human stage":  {"stage"},
	"promises":     {"next_nudge"},
	"set aside":    {"called"},
	"room set":     {"room_next"},
	"room on":      {"time", "zone", "days", "kinds", "room_next"},
}
