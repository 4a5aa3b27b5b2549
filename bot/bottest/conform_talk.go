package bottest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"bounceback/coach"
)

// comfortFirst: a no is met with comfort, and only then something is offered.
func comfortFirst(w *conform) {
	amina := w.Person("Amina", false)
	fresh := w.says(amina, "I got rejected", "Let it out", "Not now")
	last := fresh[len(fresh)-1]
	if len(fresh) < 2 || len(fresh[0].Choices) > 0 || !slices.Contains(last.Choices, "Let it out") {
		w.Errorf("%v", fresh)
	}
	for i, s := range fresh {
		if s.Text == "" || len(s.Pings) > 0 || i < len(fresh)-1 && len(s.Choices) > 0 {
			w.Errorf("%v calls %v", s, s.Pings)
		}
	}
}

// tappedThrough: a choice leads on, stays visible as chosen and cannot be tapped
// again; own words answer an open question.
func tappedThrough(w *conform) {
	amina := w.Person("Amina", false)
	w.says(amina, "I got rejected", "Let it out")
	w.taps(amina, "Let it out", "Not now")
	chosen := slices.IndexFunc(amina.Sees(), func(s Sight) bool { return s.Chosen == "Let it out" && len(s.Choices) == 0 })
	if chosen < 0 {
		w.Errorf("what was tapped is not shown as chosen: %v", amina.Sees())
	}
	fresh := w.says(amina, "It was the third one, and "+secret+" is far away now.", "Sad", "Angry")
	if strings.Contains(read(fresh), secret) {
		w.Errorf("what is let out is repeated: %v", fresh)
	}
	w.taps(amina, "Sad")
}

// setsCheckIn has a check-in at eight in the evening, every day.
func (w *conform) setsCheckIn(p Person) {
	w.Helper()
	w.says(p, "settings", "My check-in")
	w.taps(p, "My check-in", "Every day")
	w.taps(p, "Every day", "20:00")
	fresh := w.does(p, func() error { return p.Tap("20:00") })
	if !strings.Contains(read(fresh), "20:00") { // where they are is not known
		w.says(p, "UTC", "20:00")
	}
}

// burst: what is written faster than it is answered is heard in its order.
func burst(w *conform) {
	amina := w.Person("Amina", false)
	w.says(amina, "I live in Dublin")
	w.does(amina, func() error {
		var errs error
		for _, text := range []string{"settings", "My check-in", "Monday to Friday", "20:00"} {
			errs = errors.Join(errs, amina.Say(text))
		}
		return errs
	}, "Monday to Friday at 20:00")
}

// once: an event that is delivered again, at once or after a restart, is answered
// once.
func once(w *conform) {
	amina := w.Person("Amina", false)
	w.wins(amina, "asked for help")
	if !w.can(amina.Again) {
		return
	}
	w.halt()
	w.start()
	w.can(amina.Again)
	w.says(amina, "stop")
	if n := strings.Count(w.kept(amina), `"kind": "win"`); n != 1 {
		w.Errorf("one win was logged %d times", n)
	}
	if n := strings.Count(read(amina.Sees()), "asked for help"); n != 1 {
		w.Errorf("it was answered %d times: %v", n, amina.Sees())
	}
}

// sideBySide: people who talk at once each have their own answers, in order.
func sideBySide(w *conform) {
	var all sync.WaitGroup
	for i := range 6 {
		p := w.Person(fmt.Sprint("Person ", i), false)
		all.Go(func() {
			for n := range 3 {
				win := fmt.Sprintf("call %d of %d", n, i)
				before := p.Sees()
				if err := p.Command("win", map[string]string{"win": win}); err != nil {
					w.Error(err)
					return
				}
				w.until(func() string { return fmt.Sprint(win, " in ", newer(p, before)) }, func() bool {
					return strings.Contains(read(newer(p, before)), win)
				})
			}
			for _, s := range p.Sees() {
				for other := range 6 {
					if other != i && strings.Contains(s.Text, fmt.Sprint(" of ", other)) {
						w.Errorf("person %d reads %v", i, s)
					}
				}
			}
		})
	}
	all.Wait()
}

// writes keeps letters for a person while the bot is stopped, as a turn would
// have that was cut off before they were sent.
func (w *conform) writes(p Person, texts ...string) {
	w.Helper()
	_, err := w.people.Update(context.Background(), p.ID(), "", w.clock.Now(), func(person *coach.Person, _ coach.Journal) coach.Change {
		if person.Address == nil {
			return coach.Change{Abort: errors.New("it is not known where they can be written to")}
		}
		c := coach.Change{}
		for i, text := range texts {
			c.Letters = append(c.Letters, coach.Letter{Key: fmt.Sprint("conform-", i), Person: p.ID(), To: *person.Address,
				Written: w.clock.Now(), Message: coach.Message{Text: text}})
		}
		return c
	})
	if err != nil {
		w.Fatal(err)
	}
}

// longText: a text that is longer than a message may be comes in several, with
// nothing missing, nothing twice, and all in order.
func longText(w *conform) {
	amina := w.Person("Amina", false)
	w.says(amina, "hello")
	w.halt()
	var long strings.Builder
	for i := range 60 {
		fmt.Fprintf(&long, "Paragraph (%d) begins.%s\n\n", i, strings.Repeat(" Żółć and 日本語 go on.", 12))
	}
	fmt.Fprintf(&long, "(60)%s", strings.Repeat("ohneende", 700))
	w.writes(amina, long.String())
	before := amina.Sees()
	w.start()
	got := read(w.awaits(amina, before, "(60)"))
	w.until(func() string { return "the end" }, func() bool {
		got = read(newer(amina, before))
		return strings.Count(got, "ohneende") >= 690
	})
	at := 0
	for i := range 61 {
		mark := fmt.Sprintf("(%d)", i)
		if n := strings.Count(got, mark); n != 1 {
			w.Fatalf("paragraph %d comes %d times", i, n)
		}
		if next := strings.Index(got, mark); next < at {
			w.Fatalf("paragraph %d comes too early", i)
		} else {
			at = next
		}
	}
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	if squeeze(got) != squeeze(long.String()) {
		w.Error("something is missing or more than there was")
	}
}

// wild are words as people may type them, with what means something on some
// platform.
const wild = `*one* _two_ __three__ ~~four~~ ~five~ ` + "`six`" + ` ||seven|| @everyone @here <@1> <@U1> <#C1> <!channel> <!here> [a](https://b.example) <https://c.example|d> # 1. - > & < > &lt; &amp; \ :smile: <t:0> \* zanzibar`

// ownWords come back as they were typed, and call nobody.
func ownWords(w *conform) {
	amina := w.Person("Amina", false)
	fresh := w.wins(amina, wild)
	found := false
	for _, s := range fresh {
		found = found || strings.Contains(s.Text, wild)
		if len(s.Pings) > 0 {
			w.Errorf("own words call %v", s.Pings)
		}
	}
	if !found {
		w.Errorf("%s\nis shown as\n%s", wild, read(fresh))
	}
}

// picture: a figure is a picture, and what it shows can be read.
func picture(w *conform) {
	amina := w.Person("Amina", false)
	w.wins(amina, "asked for help")
	w.does(amina, func() error {
		return amina.Command("applied", map[string]string{"company": "Siemens", "role": "nurse"})
	}, "Siemens")
	w.does(amina, func() error { return amina.Command("progress", nil) })
	f := w.files(amina)[0]
	if !strings.HasPrefix(string(f.Content), "\x89PNG") || !strings.HasSuffix(f.Name, ".png") || !strings.Contains(f.Alt, ": 1") {
		w.Errorf("the picture is %s, %q and %d bytes", f.Name, f.Alt, len(f.Content))
	}
}

// files waits until a person sees a file, and returns all that they see.
func (w *conform) files(p Person) (files []File) {
	w.Helper()
	w.until(func() string { return fmt.Sprint("a file in ", p.Sees()) }, func() bool {
		files = nil
		for _, s := range p.Sees() {
			files = append(files, s.Files...)
		}
		return len(files) > 0
	})
	w.settle()
	return files
}

// aCopy of all that is kept comes as a file.
func aCopy(w *conform) {
	amina := w.Person("Amina", false)
	w.wins(amina, "asked for help in "+secret)
	w.says(amina, "mydata", "A copy of everything")
	w.does(amina, func() error { return amina.Tap("A copy of everything") })
	files := w.files(amina)
	var copied struct {
		ID      coach.ID
		Journal []coach.Entry
	}
	if err := json.Unmarshal(files[0].Content, &copied); err != nil || len(files) != 1 || !strings.HasSuffix(files[0].Name, ".json") {
		w.Fatalf("%d files, the first is %s: %v", len(files), files[0].Name, err)
	}
	if copied.ID != amina.ID() || len(copied.Journal) != 1 || !strings.Contains(copied.Journal[0].Words["win"], secret) {
		w.Errorf("the copy is %s", files[0].Content)
	}
}

// stopAndDelete: after stop nothing comes unasked; after the deletion nothing is
// left, of the coach's and of the adapter's.
func stopAndDelete(w *conform) {
	amina := w.Person("Amina", false)
	w.setsCheckIn(amina)
	w.says(amina, "stop")
	before := amina.Sees()
	w.hours(48)
	if fresh := newer(amina, before); len(fresh) > 0 {
		w.Errorf("after stop there comes %v", fresh)
	}
	w.says(amina, "delete my data", "Yes, delete it all")
	w.taps(amina, "Yes, delete it all", "gone")
	w.hours(1)
	var left struct {
		Person *coach.Person
		Notes  map[string]any
	}
	if err := json.Unmarshal([]byte(w.kept(amina)), &left); err != nil || left.Person != nil || len(left.Notes) > 0 {
		w.Errorf("left is %s", w.kept(amina))
	}
}
