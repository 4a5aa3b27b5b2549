package coach

import (
	"hash/fnv"
	"time"
)

// manner is how a kind of nudge behaves. Which promise has which manner stands
// in forms.md.
type manner struct {
	// dated nudges belong to a day that the person named. They are never moved or
	// dropped for the sake of others; others make room.
	dated bool
	// always: they come in a pause, too, since a date missed is worse.
	always bool
	// care is what was agreed on a dark day: nothing moves it but the night.
	care bool
	// stale is how late one may be before it is better left out; 0 is never.
	stale time.Duration
	// apart is the least time between two of the kind.
	apart time.Duration
}

const day = 24 * time.Hour

// manners is the closed list of kinds. The durations are this project's own
// decisions, but for the two weeks between persistence nudges and the rule that
// what is more than two hours late is dropped, which the nudge policy names.
var manners = map[string]manner{
	"ask":         {stale: 4 * day},         // how are you now
	"care":        {care: true, stale: day}, // the day after a dark one
	"answer":      {stale: 14 * day},        // did they answer
	"plan":        {stale: 3 * day},         // did it go out
	"goal":        {stale: 7 * day},         // half-time and end
	"after":       {stale: 5 * day},         // how was the interview
	"luck":        {dated: true, stale: 2 * time.Hour},
	"date":        {dated: true, always: true}, // a key date, or a legal deadline
	kindLookBack:  {},                          // a rhythm goes on after a gap
	"persistence": {apart: 14 * day},
	kindCheckIn:   {stale: 2 * time.Hour},
	kindGoodbye:   {},
}

// The bounds of what is sent unasked.
const (
	// busy is how long after a message nothing else begins a conversation.
	busy = 30 * time.Minute
	// between is the least time from any nudge to the next that is no date and no
	// check-in.
	between = 3 * time.Hour
	// aWeek is the most nudges in seven days, check-ins apart; a day has one.
	aWeek = 3
	// afterNo is how long a rejection holds back what was promised before it.
	afterNo = 48 * time.Hour
	// aroundInterview is kept free before and after an interview.
	aroundInterview = 24 * time.Hour
	// lateAfter is the delay from which a promise comes with a word about it.
	lateAfter = time.Hour
	// mostUnanswered nudges in a row without an answer end all but dates.
	mostUnanswered = 3
	// mostSent bounds the memory of what was sent.
	mostSent = 24
)

// pauseAfter is how many days lie between a nudge and the next when so many in a
// row had no answer.
var pauseAfter = [...]int{0, 1, 3, 7}

// spread is a small delay of each person's own, below a minute and always the
// same, so that not everybody who chose 09:00 is written to in one second.
func (p *Person) spread() time.Duration {
	if p.Address == nil {
		return 0
	}
	h := fnv.New32a()
	h.Write([]byte(p.Address.To))
	return time.Duration(h.Sum32()%60) * time.Second
}
