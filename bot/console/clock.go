package console

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Clock is the time of a chat. It goes with the real one until a line that
// begins with @ moves it; from there it goes on, or stands still if the chat is
// a transcript: the same lines then give the same transcript, however long it
// takes to read them. It is safe for concurrent use.
type Clock struct {
	mu    sync.Mutex
	real  func() time.Time
	ahead time.Duration
	still bool // it stands where it is moved to
}

// NewClock makes a clock that goes with real; nil is time.Now.
func NewClock(real func() time.Time) *Clock {
	if real == nil {
		real = time.Now
	}
	return &Clock{real: real}
}

// Now is the time of the chat.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.real().Add(c.ahead)
}

// set makes it that time now.
func (c *Clock) set(to time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.still {
		c.real, c.ahead = func() time.Time { return to }, 0
		return
	}
	c.ahead = to.Sub(c.real())
}

// stand makes the clock stand still wherever it is moved to from now on.
func (c *Clock) stand() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.still = true
}

// Why a time cannot be taken.
var (
	errUnclear = errors.New("unclear")
	errFar     = errors.New("too far")
	errWeekday = errors.New("another weekday")
)

// span is one part of "3d" or "1d12h".
var span = regexp.MustCompile(`^(\d{1,6})\s*([mhdw])\s*`)

// farthest is how far a clock is moved at most.
const farthest = 10 * 366 * 24 * time.Hour

// moment reads what follows an @: "+3d", "+1d12h" or "Mon 2026-03-02 18:20",
// with or without the weekday. A day has as many hours as it has in that place.
// With errWeekday the time is returned all the same, for the message.
func moment(text string, now time.Time) (time.Time, error) {
	text = strings.TrimSpace(text)
	if rest, ok := strings.CutPrefix(text, "+"); ok {
		return later(strings.ToLower(strings.TrimSpace(rest)), now)
	}
	fields := strings.Fields(text)
	day := ""
	if len(fields) == 3 {
		day, fields = strings.Trim(strings.ToLower(fields[0]), ",."), fields[1:]
	}
	if len(fields) != 2 {
		return time.Time{}, errUnclear
	}
	to, err := time.ParseInLocation("2006-01-02 15:04", strings.Join(fields, " "), now.Location())
	if err != nil {
		return time.Time{}, errUnclear
	}
	if to.Sub(now) > farthest {
		return time.Time{}, errFar
	}
	if day != "" {
		if len(day) < 2 || !isWeekday(day) {
			return time.Time{}, errUnclear
		}
		if !strings.HasPrefix(strings.ToLower(to.Weekday().String()), day) {
			return to, errWeekday
		}
	}
	return to, nil
}

func isWeekday(day string) bool {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if strings.HasPrefix(strings.ToLower(d.String()), day) {
			return true
		}
	}
	return false
}

// later adds "3d", "48h" or "1d12h".
func later(text string, now time.Time) (time.Time, error) {
	to := now
	if text == "" {
		return to, errUnclear
	}
	for text != "" {
		part := span.FindStringSubmatch(text)
		if part == nil {
			return now, errUnclear
		}
		text = text[len(part[0]):]
		n, _ := strconv.Atoi(part[1]) // six digits are a number
		switch part[2] {
		case "m":
			to = to.Add(time.Duration(n) * time.Minute)
		case "h":
			to = to.Add(time.Duration(n) * time.Hour)
		case "d":
			to = to.AddDate(0, 0, n)
		case "w":
			to = to.AddDate(0, 0, 7*n)
		}
		if to.Sub(now) > farthest {
			return now, errFar
		}
	}
	return to, nil
}
