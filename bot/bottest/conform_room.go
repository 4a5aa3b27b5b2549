package bottest

import (
	"errors"
	"slices"
	"strings"
)

// helpline stands in every answer to a warning sign from a country that is not
// known.
const helpline = "findahelpline.com"

// warningSign: it is answered at once with somebody to turn to, wherever it stands.
func warningSign(w *conform) {
	amina, bo := w.Person("Amina", false), w.Person("Bo", false)
	w.says(amina, "I want to kill myself", helpline)
	w.does(bo, func() error { return bo.Command("win", map[string]string{"win": "I want to kill myself"}) }, helpline)
}

// setUp has the room's check-in at one in the afternoon, or false if the platform
// has no rooms.
func (w *conform) setUp() (ok bool) {
	w.Helper()
	ola := w.Person("Ola", true)
	before := ola.Sees()
	if !w.can(func() error {
		return ola.CommandInRoom("room", map[string]string{"time": "13:00", "zone": "UTC", "days": "daily"})
	}) {
		return false
	}
	w.awaits(ola, before, "13:00")
	return true
}

// aRoom: the check-in of a room, as those see it who are in there.
func aRoom(w *conform) {
	amina := w.Person("Amina", false)
	before := amina.Sees()
	err := amina.CommandInRoom("room", map[string]string{"time": "12:30", "zone": "UTC", "days": "daily"})
	if errors.Is(err, ErrCannot) {
		return
	}
	if err == nil { // the platform does not hide it, so they are told
		w.awaits(amina, before, "manage")
	}
	w.hours(1)
	if posts := w.Posts(); len(posts) > 0 {
		w.Fatalf("who may not set it up did: %v", posts)
	}
	w.hours(23)
	w.setUp()
	w.hours(1)
	posts := w.Posts()
	if len(posts) != 1 || len(posts[0].Choices) != 8 || len(posts[0].Pings) > 0 {
		w.Fatalf("the first post is %v", posts)
	}
	bo := w.Person("Bo", false)
	others := bo.Sees()
	w.does(amina, func() error { return amina.TapPost("Low") })
	w.does(amina, func() error { return amina.TapPost("Good") })
	if after := w.Posts(); len(after) != 1 || len(after[0].Choices) != 8 || after[0].Text != posts[0].Text || after[0].Chosen != "" {
		w.Errorf("a tap changes the post: %v", after)
	}
	if fresh := newer(bo, others); len(fresh) > 0 {
		w.Errorf("another reads %v", fresh)
	}
	w.hours(24)
	after := w.Posts()
	if len(after) != 2 || len(after[0].Choices) > 0 || len(after[1].Choices) != 8 || !strings.HasPrefix(posts[0].Text, after[0].Text) {
		w.Errorf("the second day: %v", after)
	}
}

// sharing: a win goes into the room only by choice, calls nobody there, and can
// be taken out again.
func sharing(w *conform) {
	if !w.setUp() {
		return
	}
	w.hours(1)
	amina := w.Person("Amina", false)
	w.does(amina, func() error { return amina.TapPost("Log a win") })
	fresh := w.does(amina, func() error { return amina.Answer(wild) }, "In the room, no name")
	if len(w.Posts()) != 1 {
		w.Fatalf("before they chose the room reads %v", w.Posts())
	}
	if !strings.Contains(read(fresh), wild) {
		w.Errorf("how it will read: %v", fresh)
	}
	w.taps(amina, "In the room, no name", "Take it back")
	w.until(func() string { return "the win in the room" }, func() bool { return len(w.Posts()) == 2 })
	shared := w.Posts()[1]
	if !strings.Contains(shared.Text, wild) || strings.Contains(shared.Text, "Amina") || len(shared.Pings) > 0 || len(shared.Choices) > 0 {
		w.Errorf("the room reads %v and calls %v", shared, shared.Pings)
	}
	w.taps(amina, "Take it back")
	w.until(func() string { return "the win taken out of the room" }, func() bool { return len(w.Posts()) == 1 })
}

// warningInRoom: a warning sign that stands in an answer to the room, or in a
// command there, is answered in private.
func warningInRoom(w *conform) {
	if !w.setUp() {
		return
	}
	w.hours(1)
	amina, bo := w.Person("Amina", false), w.Person("Bo", false)
	others := bo.Sees()
	w.does(amina, func() error { return amina.TapPost("Log a win") })
	w.does(amina, func() error { return amina.Answer("I want to kill myself") }, helpline)
	w.does(bo, func() error { return bo.CommandInRoom("win", map[string]string{"win": "I want to kill myself"}) }, helpline)
	if posts := w.Posts(); len(posts) != 1 || slices.ContainsFunc(posts, func(s Sight) bool { return strings.Contains(s.Text, helpline) }) {
		w.Errorf("the room reads %v", posts)
	}
	if fresh := newer(bo, others); strings.Count(read(fresh), helpline) != 1 {
		w.Errorf("they read %v", fresh)
	}
}
