package discord_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bounceback/bot/bottest/discordtest"
)

// TestWhatWasMissedIsHeardOnce: people write while nobody is there. Who is known is
// found; one who was not writes again, and one taps right after the start.
func TestWhatWasMissedIsHeardOnce(t *testing.T) {
	t.Parallel()
	e := newEars(t)
	amina, ben, cleo, dora := e.person("amina"), e.person("ben"), e.person("cleo"), e.person("dora")
	g := e.Guild("abroad")
	here := g.Channel("general")
	g.Join(cleo, 0)
	e.start()
	amina.Say("1")
	ben.Say("1")
	dora.Say("1")
	e.hears("amina", "1")
	e.hears("ben", "1")
	e.hears("dora", "1")
	e.stop()
	amina.Say("2")
	ben.Say("2")
	amina.Say("3")
	cleo.Say("1")
	dora.Say("2")
	e.start()
	amina.Say("4")
	cleo.Slash(here, "progress") // in a server, where her direct messages are not known by
	e.until("cleo's command is heard", func() bool { return len(e.of("cleo")) > 0 })
	cleo.Say("2")
	dora.Slash(discordtest.Direct, "progress")
	e.hears("amina", "1", "2", "3", "4")
	e.hears("cleo", "/progress", "1", "2")
	e.hears("dora", "1", "2", "/progress")
	e.hears("ben", "1", "2")
	e.stop()
	reads := e.read()
	e.start()
	e.until("all were looked through", func() bool { return e.read() >= reads+3 })
	e.hears("amina", "1", "2", "3", "4")
	e.hears("cleo", "/progress", "1", "2")
	e.hears("ben", "1", "2")
	if bot := e.of(""); len(bot) != 12 {
		t.Errorf("others were heard too: %q", bot)
	}
}

// TestASessionThatIsLostIsCaughtUpOn while the program runs.
func TestASessionThatIsLostIsCaughtUpOn(t *testing.T) {
	t.Parallel()
	e := newEars(t)
	amina := e.person("amina")
	e.start()
	amina.Say("1")
	e.hears("amina", "1")
	e.Do(discordtest.ForgetSession())
	e.Do(discordtest.Cut())
	amina.Say("2")
	e.hears("amina", "1", "2")
	amina.Say("3")
	e.hears("amina", "1", "2", "3")
}

// TestAResumedSessionNeedsNoSearch: the gateway sends what was missed.
func TestAResumedSessionNeedsNoSearch(t *testing.T) {
	t.Parallel()
	e := newEars(t)
	amina := e.person("amina")
	e.start()
	amina.Say("1")
	e.hears("amina", "1")
	e.Do(discordtest.Cut())
	amina.Say("2")
	e.hears("amina", "1", "2")
	if n := e.read(); n != 0 {
		t.Errorf("messages were fetched %d times", n)
	}
}

// TestMoreThanAPageWasMissed: Discord gives a hundred messages at a time.
func TestMoreThanAPageWasMissed(t *testing.T) {
	t.Parallel()
	e := newEars(t)
	amina := e.person("amina")
	e.start()
	amina.Say("0")
	e.hears("amina", "0")
	e.stop()
	want := []string{"0"}
	for i := range 230 {
		want = append(want, fmt.Sprint(i+1))
	}
	amina.SayAll(want[1:]...)
	e.start()
	amina.Say("last")
	e.hears("amina", append(want, "last")...)
}

// TestWhatIsOlderThanADayGetsOneLine, once, and what is younger is heard.
func TestWhatIsOlderThanADayGetsOneLine(t *testing.T) {
	t.Parallel()
	e := newEars(t)
	amina, ben := e.person("amina"), e.person("ben")
	e.start()
	amina.Say("1")
	ben.Say("1")
	e.hears("amina", "1")
	e.hears("ben", "1")
	e.stop()
	amina.Say("old 1")
	amina.Say("old 2")
	ben.Say("old")
	e.Advance(25 * time.Hour)
	amina.Say("2")
	e.clock = func() time.Time { return time.Now().Add(25 * time.Hour) }
	line := func(p *discordtest.Person) (n int) {
		for _, m := range p.Sees(discordtest.Direct) {
			if strings.Contains(m.Text, "more than a day ago") {
				n++
			}
		}
		return n
	}
	for range 2 {
		e.start()
		e.hears("amina", "1", "2")
		e.until("both got the line", func() bool { return line(amina) > 0 && line(ben) > 0 })
		e.hears("ben", "1")
		reads := e.read()
		e.stop()
		e.Advance(10 * time.Minute) // Discord does not know the line any more
		e.start()
		e.until("both were looked through again", func() bool { return e.read() >= reads+2 })
		e.stop()
	}
	if a, b := line(amina), line(ben); a != 1 || b != 1 {
		t.Errorf("they got the line %d and %d times", a, b)
	}
}

// TestAnEmptyStoreHearsNothingOld: whoever sets the bot up anew, or was erased, does
// not hear what was said to the one before.
func TestAnEmptyStoreHearsNothingOld(t *testing.T) {
	t.Parallel()
	e := newEars(t)
	amina := e.person("amina")
	amina.Say("old")
	e.start()
	amina.Say("new")
	e.hears("amina", "new")
	if n := e.read(); n != 0 {
		t.Errorf("messages were fetched %d times", n)
	}
}

// TestWhatWasNotKeptIsHeardLater: the store fails for a while. Nothing is noted
// beyond the message that was not kept, so it is fetched when its author comes again,
// and after a restart.
func TestWhatWasNotKeptIsHeardLater(t *testing.T) {
	t.Parallel()
	e := newEars(t)
	amina, ben := e.person("amina"), e.person("ben")
	e.start()
	amina.Say("1")
	ben.Say("1")
	e.hears("amina", "1")
	e.hears("ben", "1")
	var full sync.Map
	e.stop()
	e.fails = func(text string) error {
		if _, done := full.LoadOrStore(text, true); text == "2" && !done {
			return errors.New("the disk is full")
		}
		return nil
	}
	e.start()
	amina.Say("2")
	e.until("it failed", func() bool { _, failed := full.Load("2"); return failed })
	amina.Say("3")
	e.hears("amina", "1", "2", "3")

	full.Clear()
	ben.Say("2")
	e.until("it failed again", func() bool { _, failed := full.Load("2"); return failed })
	e.stop()
	e.start()
	e.hears("ben", "1", "2")
}

// TestDiscordCannotBeAskedForAWhile: what comes meanwhile is heard, and what was
// missed is heard in the end, and nothing twice.
func TestDiscordCannotBeAskedForAWhile(t *testing.T) {
	t.Parallel()
	e := newEars(t)
	amina := e.person("amina")
	e.start()
	amina.Say("1")
	e.hears("amina", "1")
	e.stop()
	amina.Say("2")
	e.Fail("GET /channels/*/messages", 3, discordtest.Status(500)) // it is tried three times
	e.start()
	amina.Say("3")
	amina.Say("4")
	e.until("all was heard", func() bool { return len(e.of("amina")) == 4 })
	e.stop()
	reads := e.read()
	e.start()
	e.until("it was looked through", func() bool { return e.read() > reads })
	got := e.of("amina")
	slices.Sort(got)
	if !slices.Equal(got, []string{"1", "2", "3", "4"}) {
		t.Errorf("heard: %q", got)
	}
}

// TestTheSearchEndsWithTheProgram, however many are to be looked through.
func TestTheSearchEndsWithTheProgram(t *testing.T) {
	t.Parallel()
	e := newEars(t)
	for i := range 30 {
		e.person(fmt.Sprint("p", i)).Say("1")
	}
	e.start()
	amina := e.person("amina")
	amina.Say("1")
	e.hears("amina", "1")
	e.stop()
	e.Fail("GET /channels/*/messages", 1000, discordtest.Delay(patience))
	e.start()
	e.until("it was asked", func() bool { return e.Asked() > 0 })
	began := time.Now()
	e.stop()
	if took := time.Since(began); took > patience/2 {
		t.Errorf("the end took %v", took)
	}
}
