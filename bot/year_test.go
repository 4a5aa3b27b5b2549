package bot_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	_ "time/tzdata"

	"bounceback/bot"
	"bounceback/bot/bottest"
	"bounceback/coach"
	"bounceback/coach/understand"
	"bounceback/store"
)

// A year in the lives of a thousand people, minute by minute: they write, tap,
// fall silent, stop and move; the program is restarted, breaks off in the middle
// of sending and is away for hours. The real coach, bot and store run; only the
// platform and the clock are made up.
const grace = 300 * time.Millisecond // so that a broken off send is not waited for

var yearBegins = time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)

// zonesOfTheYear have odd offsets, gaps at midnight and halves of hours.
var zonesOfTheYear = []string{
	"Europe/Berlin", "Europe/Lisbon", "America/Toronto", "America/Santiago", "Africa/Cairo", "Asia/Beirut", "Asia/Kolkata",
	"Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu", "UTC",
}

// whatTheySay are messages of their own accord.
var whatTheySay = []string{
	"Siemens said no after the second interview", "I got rejected again", "still no answer from Bosch after three weeks",
	"I applied at Lidl as a cook", "I have an interview at Rewe next Tuesday at 3", "I finished my CV", "I feel low", "/goals", "/care",
	"/network", "/progress", "/nudges", "hello", "thanks",
}

func TestAYearOfNudges(t *testing.T) {
	y := newYear(t)
	defer y.stop()
	for i := range souls {
		y.settleIn(i)
	}
	for minute := time.Duration(0); minute < days*24*time.Hour; minute += time.Minute {
		y.at(yearBegins.Add(minute))
		if t.Failed() {
			return
		}
	}
	t.Logf("%d messages of theirs, %d nudges, %d of them broken off, %d restarts", y.said, len(y.nudges), y.broken, y.restarts)
	if len(y.nudges) < 2*souls || y.restarts < 10 || y.broken == 0 {
		t.Error("hardly anything happened")
	}
}

// nudge is one that went out, as the coach gave it.
type nudge struct {
	who, kind string
	at        time.Time // on their own clock
}

// listener is the coach, and notes what it sends unasked.
type listener struct {
	*coach.Coach
	y *simulated
}

func (l listener) Nudge(p *coach.Person, n coach.Nudge, j coach.Journal, now time.Time) coach.Turn {
	before := *p
	turn := l.Coach.Nudge(p, n, j, now)
	if len(turn.Messages) > 0 {
		l.y.note(&before, n, now)
	}
	return turn
}

type simulated struct {
	t        *testing.T
	rand     *rand.Rand
	file     string
	platform *bottest.Platform
	mind     *coach.Coach
	reader   bot.Reader
	store    *store.Store
	bot      *bot.Bot
	end      context.CancelFunc
	ended    chan error

	mu        sync.Mutex
	now       time.Time
	nudges    []nudge
	last      map[string][]nudge // of the last eight days, by person
	acts      map[time.Time][]func()
	awayTill  time.Time
	said      int
	restarts  int
	breakNext bool
	broken    int // nudges whose send was broken off
	event     int
}

// readOnce reads each message once: the year says the same things often.
type readOnce struct {
	*understand.Reader
	known sync.Map
}

func (r *readOnce) Read(text string) understand.Reading {
	if got, ok := r.known.Load(text); ok {
		return got.(understand.Reading)
	}
	got := r.Reader.Read(text)
	r.known.Store(text, got)
	return got
}

func newYear(t *testing.T) *simulated {
	mind, err := coach.New(coach.Options{})
	must(t, err)
	reader, err := understand.NewReader()
	must(t, err)
	y := &simulated{
		t: t, rand: rand.New(rand.NewPCG(7, 2026)), file: filepath.Join(quickDir(t), "year.db"), platform: bottest.New("fake"),
		mind: mind, reader: &readOnce{Reader: reader}, now: yearBegins, last: map[string][]nudge{}, acts: map[time.Time][]func(){},
	}
	y.start()
	return y
}

// quickDir is a folder in memory where the system has one: a year has more
// commits than a disk flushes in a minute, and this test is not about the disk.
func quickDir(t *testing.T) string {
	dir, err := os.MkdirTemp("/dev/shm", "bounceback-year-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (y *simulated) start() {
	s, err := store.Open(y.file)
	must(y.t, err)
	y.store = s
	ctx, cancel := context.WithCancel(context.Background())
	y.end, y.ended = cancel, make(chan error, 1)
	y.bot = bot.New(bot.Options{
		Coach: listener{y.mind, y}, Reader: y.reader, People: s, Platforms: []bot.Platform{y.platform}, Clock: y.clock, Grace: grace,
	})
	go func(b *bot.Bot) { y.ended <- b.Run(ctx) }(y.bot)
	must(y.t, y.platform.Ready(ctx))
}

func (y *simulated) stop() {
	y.end()
	must(y.t, <-y.ended)
	must(y.t, y.store.Close())
}

func (y *simulated) clock() time.Time {
	y.mu.Lock()
	defer y.mu.Unlock()
	return y.now
}

func name(i int) string { return fmt.Sprintf("p%03d", i) }

// settleIn is somebody's first week: half of them choose a check-in.
func (y *simulated) settleIn(i int) {
	who := name(i)
	zone := zonesOfTheYear[i%len(zonesOfTheYear)]
	y.hear(who, coach.Heard{Text: "hello", TimeZone: zone})
	rhythm := map[int]string{0: "every day", 1: "Monday to Friday", 2: "once a week", 3: "once a week", 4: "once a week"}[i%10]
	if rhythm != "" {
		y.hear(who, coach.Heard{Text: "settings"})
		y.hear(who, coach.Heard{Text: "My check-in"})
		y.hear(who, coach.Heard{Text: rhythm})
		if rhythm == "once a week" {
			y.hear(who, coach.Heard{Text: "Monday"})
		}
		y.hear(who, coach.Heard{Text: []string{"09:00", "18:30", "21:30", "02:15"}[i%4]})
	}
	for range 8 { // things that happen in their year
		at := yearBegins.Add(time.Duration(y.rand.IntN(days*24*60)) * time.Minute)
		y.later(at, func() { y.live(who) })
	}
	if i%7 == 0 {
		at := yearBegins.Add(time.Duration(y.rand.IntN(days*24*60)) * time.Minute)
		y.later(at, func() { y.hear(who, coach.Heard{Text: []string{"stop", "STOPP", "стоп"}[i%3]}) })
	}
}

func (y *simulated) later(at time.Time, f func()) {
	at = at.Truncate(time.Minute)
	y.acts[at] = append(y.acts[at], f)
}

// live is one visit: something is said, and a few taps follow.
func (y *simulated) live(who string) {
	y.hear(who, heardOf(y.mind, whatTheySay[y.rand.IntN(len(whatTheySay))]))
	for range y.rand.IntN(4) {
		y.tap(who)
	}
}

func heardOf(c *coach.Coach, text string) coach.Heard {
	if h, ok := c.Command(text); ok {
		return h
	}
	return coach.Heard{Text: text}
}

// tap takes one of the choices that the person saw last.
func (y *simulated) tap(who string) {
	shown := y.platform.Shown(who)
	for i := len(shown) - 1; i >= 0; i-- {
		if choices := shown[i].Message.Choices; len(choices) > 0 {
			y.hear(who, coach.Heard{Tap: choices[y.rand.IntN(len(choices))].Key})
			return
		}
	}
}

func (y *simulated) hear(who string, h coach.Heard) {
	y.event++
	y.said++
	kept := make(chan error, 1)
	must(y.t, y.platform.Hear(context.Background(), who, fmt.Sprint(y.event), h, func(err error) { kept <- err }))
	must(y.t, <-kept)
	must(y.t, y.bot.Settle(context.Background()))
}

// at lives one minute of the year.
func (y *simulated) at(now time.Time) {
	y.mu.Lock()
	y.now = now
	y.mu.Unlock()
	y.trouble(now)
	if now.Before(y.awayTill) {
		return // what they would have done, they do not
	}
	for _, act := range y.acts[now] {
		act()
	}
	delete(y.acts, now)
	before := len(y.nudges)
	must(y.t, y.bot.Tick(context.Background()))
	overdue, err := y.store.Due(context.Background(), now.Add(-2*time.Minute), 1)
	must(y.t, err)
	if len(overdue) > 0 {
		y.t.Errorf("at %v %s waits for longer than two minutes", now, overdue[0])
	}
	must(y.t, y.bot.Settle(context.Background()))
	for _, n := range y.nudges[before:] {
		y.answer(n, now)
	}
}

// answer is what they do about a nudge: some always answer, some never.
func (y *simulated) answer(n nudge, now time.Time) {
	var i int
	fmt.Sscanf(n.who, "p%d", &i)
	if y.rand.Float64() < []float64{0.95, 0.6, 0.3, 0}[i%4] {
		y.later(now.Add(time.Duration(1+y.rand.IntN(600))*time.Minute), func() { y.tap(n.who) })
	}
}

// breakOff stops the program in the middle of sending: what was kept for the
// people whose sends wait must reach them after the restart.
func (y *simulated) breakOff() {
	var releases []func()
	seen := map[string]int{}
	for i := range souls {
		seen[name(i)] = len(y.platform.Shown(name(i)))
		releases = append(releases, y.platform.Hold(name(i)))
	}
	before := len(y.nudges)
	must(y.t, y.bot.Tick(context.Background()))
	y.stop()
	for _, release := range releases {
		release()
	}
	y.start()
	must(y.t, y.bot.Settle(context.Background()))
	for _, n := range y.nudges[before:] {
		y.broken++
		if len(y.platform.Shown(n.who)) <= seen[n.who] {
			y.t.Errorf("%s at %v (%s): lost in the restart", n.who, n.at, n.kind)
		}
		y.answer(n, y.now)
	}
}

// trouble restarts the program now and then, sometimes in the middle of
// sending, and once a month keeps it away for hours.
func (y *simulated) trouble(now time.Time) {
	minute := int(now.Sub(yearBegins) / time.Minute)
	switch {
	case minute%(30*24*60) == 20*24*60+17*60: // for five hours
		y.stop()
		y.awayTill = now.Add(5 * time.Hour)
		y.restarts++
		y.start()
	case minute%(23*24*60) == 9*24*60+8*60:
		y.stop()
		y.restarts++
		y.start()
	case minute%(7*24*60) == 8*60: // once a week, when the next is due
		y.breakNext = true
	}
	if y.breakNext && !now.Before(y.awayTill) {
		due, err := y.store.Due(context.Background(), now, 1)
		must(y.t, err)
		if len(due) > 0 {
			y.breakNext = false
			y.restarts++
			y.breakOff()
		}
	}
}

// note checks a nudge against the policy, on the person's own clock.
func (y *simulated) note(p *coach.Person, n coach.Nudge, now time.Time) {
	y.mu.Lock()
	defer y.mu.Unlock()
	loc, err := time.LoadLocation(p.TimeZone)
	if err != nil {
		loc = time.UTC
	}
	this := nudge{p.Address.To, n.Kind, now.In(loc)}
	y.nudges = append(y.nudges, this)
	wrong := func(format string, args ...any) {
		y.t.Errorf("%s at %v (%s): %s", this.who, this.at, this.kind, fmt.Sprintf(format, args...))
	}
	if p.Stopped {
		wrong("after stop")
	}
	if !p.Silent.IsZero() && n.Kind != "date" {
		wrong("after the coach had gone quiet")
	}
	if p.Rest.After(now) && n.Kind != "date" {
		wrong("in a pause")
	}
	recent := y.last[this.who]
	week := 0
	for _, e := range recent {
		if e.at.Equal(this.at) {
			wrong("two at once")
		}
		if own(e.kind) || own(n.Kind) {
			continue
		}
		if apart := dayNumber(this.at) - dayNumber(e.at); apart == 0 {
			wrong("the second of a day")
		} else if apart < 7 {
			week++
		}
	}
	if !own(n.Kind) {
		if h := this.at.Hour(); h < 9 || h >= 20 {
			wrong("in quiet hours")
		}
		if this.at.Weekday() == time.Sunday {
			wrong("on a Sunday")
		}
		if week > 2 {
			wrong("the fourth of a week")
		}
	}
	kept := recent[:0]
	for _, e := range append(recent, this) {
		if now.Sub(e.at) < 8*24*time.Hour {
			kept = append(kept, e)
		}
	}
	y.last[this.who] = kept
}

// own are the kinds whose time is the person's own, a promise of a very dark
// day, and the goodbye that takes the place of what is due.
func own(kind string) bool {
	switch kind {
	case "check-in", "date", "luck", "care", "goodbye":
		return true
	}
	return false
}

func dayNumber(at time.Time) int {
	y, m, d := at.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}
