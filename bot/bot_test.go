package bot_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"bounceback/bot"
	"bounceback/bot/bottest"
	"bounceback/coach"
)

// world is a bot at work with a platform and a store that outlive it.
type world struct {
	t        *testing.T
	platform *bottest.Platform
	people   bot.People
	options  bot.Options

	bot  *bot.Bot
	stop context.CancelFunc
	ran  chan error
}

// newWorld starts a bot on an empty store. It is stopped when the test ends.
func newWorld(t *testing.T, set func(*bot.Options)) *world {
	w := &world{t: t, platform: bottest.New("fake"), people: openPeople(t)}
	w.options = bot.Options{Coach: parrot{}, Reader: reader{}, People: w.people, Platforms: []bot.Platform{w.platform}}
	if set != nil {
		set(&w.options)
	}
	w.start()
	t.Cleanup(func() {
		w.shutdown()
		if err := w.platform.Err(); err != nil {
			t.Error(err)
		}
	})
	return w
}

func (w *world) start() {
	ctx, cancel := context.WithCancel(w.t.Context())
	w.bot, w.stop, w.ran = bot.New(w.options), cancel, make(chan error, 1)
	run := w.bot.Run
	go func(ran chan error) { ran <- run(ctx) }(w.ran)
	if err := w.platform.Ready(ctx); err != nil {
		w.t.Fatal(err)
	}
}

// shutdown ends Run and returns what it returned.
func (w *world) shutdown() error {
	w.stop()
	err := <-w.ran
	w.ran <- err
	return err
}

// say has a person say something and waits until all is answered and sent.
func (w *world) say(who, id, text string) {
	w.t.Helper()
	if err := w.platform.Say(w.t.Context(), who, id, text); err != nil {
		w.t.Fatalf("%s says %q: %v", who, text, err)
	}
	w.settle()
}

func (w *world) settle() {
	w.t.Helper()
	if err := w.bot.Settle(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// saw fails the test unless the person saw just these texts.
func (w *world) saw(who string, want ...string) {
	w.t.Helper()
	got := w.platform.Texts(who)
	if len(got) != len(want) {
		w.t.Fatalf("%s saw %q, want %q", who, got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			w.t.Fatalf("%s saw %q, want %q", who, got, want)
		}
	}
}

func TestAnAnswerComesBack(t *testing.T) {
	w := newWorld(t, nil)
	w.say("amina", "1", "hello")
	w.say("amina", "2", "twice as nice")
	w.saw("amina", "hello", "twice as nice", "twice as nice again")
	w.saw("bo")
}

func TestTheSameEventCountsOnce(t *testing.T) {
	w := newWorld(t, nil)
	w.say("amina", "1", "hello")
	w.say("amina", "1", "hello")
	w.saw("amina", "hello")
	w.shutdown()
	w.start()
	w.say("amina", "1", "hello")
	w.say("amina", "2", "still there?")
	w.saw("amina", "hello", "still there?")
}

func TestACommandIsReadToo(t *testing.T) {
	w := newWorld(t, nil)
	h := coach.Heard{Command: "win", Args: map[string]string{"": "break", "what": "goodbye world"}}
	kept := make(chan error, 1)
	w.platform.Hear(t.Context(), "amina", "1", h, func(err error) { kept <- err })
	if err := <-kept; err != nil {
		t.Fatal(err)
	}
	w.settle()
	w.saw("amina", helpline)
}

func TestOnePlatformFailsAndTheOthersGoOn(t *testing.T) {
	other := bottest.New("other")
	w := newWorld(t, func(o *bot.Options) { o.Platforms = append(o.Platforms, other) })
	if err := other.Break(t.Context(), errors.New("wrong token")); err != nil {
		t.Fatal(err)
	}
	w.say("amina", "1", "hello")
	w.saw("amina", "hello")
	if err := w.shutdown(); err != nil {
		t.Errorf("Run returned %v although one platform came to an orderly end", err)
	}
}

func TestRunEndsWhenNoPlatformIsLeft(t *testing.T) {
	other := bottest.New("other")
	w := newWorld(t, func(o *bot.Options) { o.Platforms = append(o.Platforms, other) })
	wrong, gone := errors.New("wrong token"), errors.New("account is gone")
	other.Break(t.Context(), wrong)
	w.platform.Break(t.Context(), gone)
	err := <-w.ran
	w.ran <- err
	if !errors.Is(err, wrong) || !errors.Is(err, gone) {
		t.Errorf("Run returned %v, want both failures", err)
	}
}

func TestRunEndsWhenThePlatformLeaves(t *testing.T) {
	w := newWorld(t, nil)
	w.platform.Hear(t.Context(), "amina", "1", coach.Heard{Text: "bye"}, nil)
	w.platform.Leave(t.Context())
	if err := <-w.ran; err != nil {
		t.Errorf("Run returned %v", err)
	}
	w.ran <- nil
	w.saw("amina", "bye")
}

func TestRunRefusesNonsense(t *testing.T) {
	p := bottest.New("fake")
	for name, platforms := range map[string][]bot.Platform{"none": nil, "twins": {p, p}} {
		b := bot.New(bot.Options{Coach: parrot{}, Reader: reader{}, People: openPeople(t), Platforms: platforms})
		if b.Run(t.Context()) == nil {
			t.Errorf("%s: Run returned nil", name)
		}
	}
}

// midday is when the tests of nudges begin.
var midday = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
