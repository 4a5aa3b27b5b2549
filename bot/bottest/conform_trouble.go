package bottest

import (
	"fmt"
	"strings"
	"time"
)

// closedDoor: who cannot be reached is left alone until they are heard again.
func closedDoor(w *conform) {
	amina := w.Person("Amina", false)
	w.setsCheckIn(amina)
	before := amina.Sees()
	w.hours(24)
	if fresh := newer(amina, before); len(fresh) == 0 {
		w.Fatal("the check-in does not come")
	}
	if !w.can(func() error { return amina.CloseDoor(true) }) {
		return
	}
	before = amina.Sees()
	w.hours(24)
	w.until(func() string { return "the mark that they cannot be reached" }, func() bool {
		return strings.Contains(w.kept(amina), `"unreachable":`)
	})
	w.hours(48)
	w.can(func() error { return amina.CloseDoor(false) })
	w.hours(24)
	if fresh := newer(amina, before); len(fresh) > 0 {
		w.Errorf("who cannot be reached was written to: %v", fresh)
	}
	w.says(amina, "I am back")
	before = amina.Sees()
	w.hours(24)
	if fresh := newer(amina, before); len(fresh) == 0 {
		w.Error("after they were heard the check-in does not come again")
	}
}

// unsentAtStop: what the bot could not send before it was stopped comes after the
// next start, once and in order.
func unsentAtStop(w *conform) {
	amina := w.Person("Amina", false)
	w.says(amina, "hello")
	w.Fail(1 << 30)
	if err := amina.Say("I got rejected"); err != nil {
		w.Fatal(err)
	}
	w.until(func() string { return "the no in the journal" }, func() bool {
		return strings.Contains(w.kept(amina), `"kind": "rejection"`)
	})
	before := amina.Sees()
	w.halt()
	w.Fail(0)
	w.writes(amina, "letter (1)", "letter (2)", "letter (3)")
	w.start()
	fresh := w.awaits(amina, before, "(3)")
	w.halt()
	w.start()
	w.says(amina, "stop")
	all := read(newer(amina, before))
	choices := fmt.Sprint(fresh)
	for _, part := range []string{"letter (1)", "letter (2)", "letter (3)"} {
		if strings.Count(all, part) != 1 {
			w.Errorf("%q comes %d times", part, strings.Count(all, part))
		}
	}
	if strings.Index(all, "(1)") > strings.Index(all, "(2)") || strings.Index(all, "(2)") > strings.Index(all, "(3)") {
		w.Errorf("the order is wrong: %s", all)
	}
	if strings.Count(choices, "Let it out") != 1 || strings.Index(choices, "Let it out") > strings.Index(choices, "(1)") {
		w.Errorf("the answer from before the stop is wrong: %v", fresh)
	}
}

// saidWhileAway: what people say while the bot is stopped is answered when it is
// back, once and in order.
func saidWhileAway(w *conform) {
	amina := w.Person("Amina", false)
	w.says(amina, "I live in Dublin")
	w.halt()
	before := amina.Sees()
	for _, text := range []string{"settings", "My check-in", "Monday to Friday", "20:00"} {
		if !w.can(func() error { return amina.Say(text) }) {
			return
		}
	}
	w.start()
	fresh := w.awaits(amina, before, "Monday to Friday at 20:00")
	w.halt()
	w.start()
	w.says(amina, "stop")
	if n := strings.Count(read(newer(amina, before)), "Monday to Friday at 20:00"); n != 1 {
		w.Errorf("it was answered %d times: %v", n, fresh)
	}
}

// troubles: what fails is tried again, what was lost is not doubled, and a demand
// to wait is heeded.
func troubles(w *conform) {
	amina := w.Person("Amina", false)
	w.says(amina, "hello")
	before := amina.Sees()
	w.Fail(1)
	w.wins(amina, "call (1)")
	w.Lose(1)
	w.wins(amina, "call (2)")
	w.Limit(1, time.Second)
	w.wins(amina, "call (3)")
	w.settle()
	all := read(newer(amina, before))
	for i := 1; i <= 3; i++ {
		if n := strings.Count(all, fmt.Sprintf("call (%d)", i)); n != 1 {
			w.Errorf("call %d comes %d times: %s", i, n, all)
		}
	}
}

// cutConnection: the adapter finds its way back, and misses nothing on it.
func cutConnection(w *conform) {
	amina := w.Person("Amina", false)
	w.says(amina, "hello")
	for i := range 3 {
		if !w.can(w.Cut) {
			return
		}
		win := fmt.Sprintf("call (%d)", i)
		w.wins(amina, win)
	}
	for i := range 3 {
		if n := strings.Count(read(amina.Sees()), fmt.Sprintf("call (%d)", i)); n != 1 {
			w.Errorf("call %d was answered %d times", i, n)
		}
	}
}
