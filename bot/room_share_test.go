package bot_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"bounceback/bot"
	"bounceback/coach"
)

var errLooked = errors.New("looked")

func TestAWinIsSharedByChoiceAndTakenBack(t *testing.T) {
	w, clock := newRoomWorld(t)
	w.post(clock, time.Hour)
	w.tap("amina", "Log a win")
	w.say("amina", "w1", "I called the clinic")
	w.answer("amina", "In the room, no name")
	if !strings.Contains(w.newest(), "someone here") || !strings.Contains(w.newest(), "called the clinic") || strings.Contains(w.newest(), "amina") {
		t.Fatalf("the room reads %q", w.newest())
	}
	w.restart()
	w.answer("amina", "Take it back")
	if len(w.posts()) != 1 || strings.Contains(w.newest(), "clinic") {
		t.Errorf("after it was taken back the room reads %q", w.newest())
	}
	w.say("amina", "w2", "/win") // the next one stays, and goes with its log line
	w.tap("amina", "Log a win")
	w.say("amina", "w3", "I asked for feedback")
	w.answer("amina", "In the room, no name")
	if len(w.posts()) != 2 {
		t.Fatalf("the room reads %q", w.platform.Texts(room))
	}
	events++
	kept := make(chan error, 1)
	w.platform.Hear(t.Context(), "amina", fmt.Sprint("u", events), coach.Heard{Command: "undo"}, func(err error) { kept <- err })
	<-kept
	w.settle()
	if len(w.posts()) != 1 {
		t.Errorf("after undo the room reads %q", w.platform.Texts(room))
	}
}

// TestTakenBackBeforeItWasSent: the share is on its way when it is taken back.
func TestTakenBackBeforeItWasSent(t *testing.T) {
	w, clock := newRoomWorld(t)
	w.post(clock, time.Hour)
	w.tap("amina", "Log a win")
	w.say("amina", "w1", "I called the clinic")
	release := w.platform.Hold(room)
	shown := w.platform.Shown("amina")
	for _, c := range shown[len(shown)-1].Message.Choices {
		if strings.Contains(c.Label, "no name") {
			kept := make(chan error, 1)
			w.platform.Hear(t.Context(), "amina", "s1", coach.Heard{Tap: c.Key}, func(err error) { kept <- err })
			<-kept
		}
	}
	kept := make(chan error, 1)
	w.platform.Hear(t.Context(), "amina", "s2", coach.Heard{Command: "undo"}, func(err error) { kept <- err })
	<-kept
	release()
	w.settle()
	if len(w.posts()) != 1 {
		t.Errorf("the room reads %q", w.platform.Texts(room))
	}
}

func TestErasureTakesSharedWinsOutOfTheRoom(t *testing.T) {
	w, clock := newRoomWorld(t)
	w.post(clock, time.Hour)
	w.tap("amina", "Log a win")
	w.say("amina", "w1", "I called the clinic")
	w.answer("amina", "In the room, no name")
	kept := make(chan error, 1)
	w.platform.Hear(t.Context(), "amina", "e1", coach.Heard{Command: "mydata"}, func(err error) { kept <- err })
	<-kept
	w.settle()
	w.answer("amina", "Delete everything")
	w.answer("amina", "Yes, delete it all")
	if len(w.posts()) != 1 {
		t.Errorf("the room reads %q", w.platform.Texts(room))
	}
}

// TestWhoSharesInARoomThatIsGoneIsStillReachable: it is not their door that is
// closed.
func TestWhoSharesInARoomThatIsGoneIsStillReachable(t *testing.T) {
	w, clock := newRoomWorld(t)
	w.post(clock, time.Hour)
	w.tap("amina", "Log a win")
	w.say("amina", "w1", "I called the clinic")
	w.platform.Reject(room, bot.ErrUnreachable)
	w.answer("amina", "In the room, no name")
	_, err := w.people.Update(t.Context(), w.platform.ID("amina"), "", midday, func(p *coach.Person, j coach.Journal) coach.Change {
		if !p.Unreachable.IsZero() {
			t.Error("she counts as unreachable")
		}
		if r := j.Room(w.platform.Address(room).Room()); r == nil || r.Unreachable.IsZero() {
			t.Error("the room does not")
		}
		return coach.Change{Abort: errLooked}
	})
	if err != errLooked {
		t.Error(err)
	}
}

// TestWhatLeadsToARoomIsLetGo: on time, though the person is not heard of again.
func TestWhatLeadsToARoomIsLetGo(t *testing.T) {
	w, clock := newRoomWorld(t)
	w.post(clock, time.Hour)
	w.tap("amina", "Log a win")
	w.say("amina", "w1", "I called the clinic")
	w.answer("amina", "In the room, no name")
	kept := func() (known string) {
		var export strings.Builder
		if err := w.people.Export(t.Context(), w.platform.ID("amina"), &export); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{`"shared":`, `"lately":`} {
			if strings.Contains(export.String(), name) {
				known += name
			}
		}
		return known
	}
	for _, at := range []struct {
		in   time.Duration
		want string
	}{{24*time.Hour - time.Minute, `"shared":"lately":`}, {time.Minute, `"lately":`}, {6 * 24 * time.Hour, ""}} {
		w.post(clock, at.in)
		if got := kept(); got != at.want {
			t.Errorf("at %v is kept %s, want %s", clock.Now(), got, at.want)
		}
	}
}
