package bot_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"bounceback/bot"
	"bounceback/bot/bottest"
	"bounceback/coach"
)

// theCoach is the real one: what a room says and counts is its matter.
var theCoach = sync.OnceValue(func() *coach.Coach {
	c, err := coach.New(coach.Options{})
	if err != nil {
		panic(err)
	}
	return c
})

const room = "lounge"

// newRoomWorld is a world with the real coach and a room that posts daily at one
// in the afternoon; the clock stands at midday.
func newRoomWorld(t *testing.T) (*world, *dial) {
	w, clock := newTimedWorld(t, func(o *bot.Options) { o.Coach = theCoach(); o.Grace = 50 * time.Millisecond })
	w.inRoom("ola", coach.Heard{Command: "room", Args: map[string]string{"time": "13:00", "zone": "UTC", "days": "daily"}}, true)
	if got := w.platform.Texts("ola"); !strings.Contains(got[len(got)-1], "13:00") {
		t.Fatalf("who sets the room up reads %q", got)
	}
	return w, clock
}

var events int

// inRoom has somebody do something in the room and waits until all is sent.
func (w *world) inRoom(who string, h coach.Heard, manages bool) {
	w.t.Helper()
	events++
	if err := w.platform.In(w.t.Context(), room, who, fmt.Sprint("r", events), h, manages); err != nil {
		w.t.Fatal(err)
	}
	w.settle()
}

// posts are what stands in the room now.
func (w *world) posts() []bottest.Shown { return w.platform.Shown(room) }

// post moves the clock and ticks, twice, for the second must find nothing.
func (w *world) post(clock *dial, in time.Duration) {
	w.t.Helper()
	clock.move(in)
	w.tick()
	w.tick()
}

// tap has somebody tap a choice under the newest post that has one.
func (w *world) tap(who, label string) {
	w.t.Helper()
	posts := w.posts()
	for i := len(posts) - 1; i >= 0; i-- {
		for _, c := range posts[i].Message.Choices {
			if c.Label == label {
				w.inRoom(who, coach.Heard{Tap: c.Key}, false)
				return
			}
		}
	}
	w.t.Fatalf("no choice [%s] in %+v", label, posts)
}

// answer has somebody tap a choice of what they were asked in private.
func (w *world) answer(who, label string) {
	w.t.Helper()
	shown := w.platform.Shown(who)
	for _, c := range shown[len(shown)-1].Message.Choices {
		if c.Label == label {
			events++
			kept := make(chan error, 1)
			w.platform.Hear(w.t.Context(), who, fmt.Sprint("a", events), coach.Heard{Tap: c.Key}, func(err error) { kept <- err })
			if err := <-kept; err != nil {
				w.t.Fatal(err)
			}
			w.settle()
			return
		}
	}
	w.t.Fatalf("%s has no choice [%s]: %+v", who, label, shown[len(shown)-1].Message)
}

// newest is the newest text in the room.
func (w *world) newest() string {
	posts := w.posts()
	if len(posts) == 0 {
		return ""
	}
	return posts[len(posts)-1].Message.Text
}

func (w *world) restart() {
	w.t.Helper()
	w.shutdown()
	w.start()
	w.settle()
}

func TestARoomPostsOnceADayAndClosesTheLast(t *testing.T) {
	w, clock := newRoomWorld(t)
	w.post(clock, time.Hour-time.Minute)
	if len(w.posts()) > 0 {
		t.Fatal("a post comes too early")
	}
	w.post(clock, time.Minute)
	w.restart()
	w.post(clock, time.Minute)
	if posts := w.posts(); len(posts) != 1 || len(posts[0].Message.Choices) != 8 {
		t.Fatalf("the first day: %+v", posts)
	}
	w.post(clock, 24*time.Hour)
	posts := w.posts()
	if len(posts) != 2 || len(posts[0].Message.Choices) > 0 || len(posts[1].Message.Choices) != 8 {
		t.Fatalf("the second day: %+v", posts)
	}
	if posts[0].Message.Text == posts[1].Message.Text {
		t.Error("the same is said again")
	}
}

func TestTapsOfManyAreCountedOnce(t *testing.T) {
	w, clock := newRoomWorld(t)
	w.post(clock, time.Hour)
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			for n, key := range []string{"Low", "Good"} {
				for _, c := range w.posts()[0].Message.Choices {
					if c.Label == key {
						// The second of the same event is dropped, as after a redelivery.
						for range 2 {
							if err := w.platform.In(t.Context(), room, fmt.Sprint("p", i), fmt.Sprint("t", i, "/", n), coach.Heard{Tap: c.Key}, false); err != nil {
								t.Error(err)
							}
						}
					}
				}
			}
		})
	}
	all.Wait()
	w.settle()
	w.restart()
	w.post(clock, 24*time.Hour)
	if text := w.posts()[0].Message.Text; !strings.Contains(text, "40 of you said how it was: 40 good.") {
		t.Errorf("the closed post reads %q", text)
	}
	if got := len(w.platform.Texts("p0")); got < 2 {
		t.Errorf("who tapped twice was answered %d times", got)
	}
}

func TestAPostOutlivesACrashBeforeItIsSent(t *testing.T) {
	w, clock := newRoomWorld(t)
	w.platform.Reject(room, bottest.ErrFake)
	clock.move(time.Hour)
	if err := w.bot.Tick(t.Context()); err != nil { // kept, and cannot be sent
		t.Fatal(err)
	}
	w.shutdown()
	w.platform.Reject(room, nil)
	w.start()
	w.settle()
	w.post(clock, time.Minute)
	if posts := w.posts(); len(posts) != 1 {
		t.Fatalf("after the crash: %+v", posts)
	}
	w.post(clock, 24*time.Hour)
	if posts := w.posts(); len(posts) != 2 || len(posts[0].Message.Choices) > 0 {
		t.Errorf("the post before was not closed: %+v", posts)
	}
}

func TestAPostOutlivesACrashAfterItWasSent(t *testing.T) {
	w, clock := newRoomWorld(t)
	w.platform.Lose(room, 1) // it arrives, and the bot does not hear of that
	clock.move(time.Hour)
	if err := w.bot.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.shutdown()
	w.start()
	w.settle()
	if posts := w.posts(); len(posts) != 1 || w.platform.Sends(posts[0].Key) != 2 {
		t.Fatalf("after the crash: %+v, sent %d times", posts, w.platform.Sends(posts[0].Key))
	}
	w.post(clock, 24*time.Hour)
	if posts := w.posts(); len(posts) != 2 || len(posts[0].Message.Choices) > 0 {
		t.Errorf("where it stands is not known: %+v", posts)
	}
}

func TestAfterADowntimeThereIsNoBacklogOfPosts(t *testing.T) {
	w, clock := newRoomWorld(t)
	w.shutdown()
	clock.move(5*24*time.Hour + 5*time.Hour) // four hours after the hour of posts
	w.start()
	w.post(clock, 0)
	if len(w.posts()) > 0 {
		t.Fatalf("late posts: %+v", w.posts())
	}
	w.post(clock, 20*time.Hour)
	if len(w.posts()) != 1 {
		t.Errorf("at the next hour: %+v", w.posts())
	}
}

func TestAPostThatCannotBeSentForHoursIsLeftOut(t *testing.T) {
	w, clock := newRoomWorld(t)
	w.platform.Reject(room, bottest.ErrFake)
	clock.move(time.Hour)
	if err := w.bot.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.shutdown()
	w.platform.Reject(room, nil)
	clock.move(4 * time.Hour)
	w.start()
	w.settle()
	if len(w.posts()) > 0 {
		t.Fatalf("four hours late: %+v", w.posts())
	}
	w.post(clock, 20*time.Hour)
	if posts := w.posts(); len(posts) != 1 || len(posts[0].Message.Choices) != 8 {
		t.Errorf("the day after: %+v", posts)
	}
}

func TestARoomThatIsGoneIsLeftAloneUntilItIsSetUpAgain(t *testing.T) {
	w, clock := newRoomWorld(t)
	w.platform.Reject(room, fmt.Errorf("no such channel: %w", bot.ErrUnreachable))
	w.post(clock, time.Hour)
	w.platform.Reject(room, nil)
	w.post(clock, 24*time.Hour)
	if len(w.posts()) > 0 {
		t.Fatalf("it is posted to: %+v", w.posts())
	}
	w.inRoom("ola", coach.Heard{Command: "room", Args: map[string]string{"time": "13:30"}}, true)
	w.post(clock, 30*time.Minute)
	if len(w.posts()) != 1 {
		t.Errorf("after it was set up again: %+v", w.posts())
	}
}

func TestOnlyWhoManagesTheChannelSetsItUp(t *testing.T) {
	w, clock := newRoomWorld(t)
	w.inRoom("bo", coach.Heard{Command: "room", Args: map[string]string{"do": "off"}}, false)
	w.post(clock, time.Hour)
	if len(w.posts()) != 1 {
		t.Error("a guest ended the posts")
	}
	w.inRoom("ola", coach.Heard{Command: "room", Args: map[string]string{"do": "off"}}, true)
	w.post(clock, 24*time.Hour)
	if posts := w.posts(); len(posts) != 1 || len(posts[0].Message.Choices) > 0 {
		t.Errorf("after it was ended: %+v", posts)
	}
}

// TestABrokenRoomIsPutOff: a coach that panics on a room does so once an hour,
// and the others have their posts.
func TestABrokenRoomIsPutOff(t *testing.T) {
	w, clock := newTimedWorld(t, nil)
	set := func(name, text string) {
		at := w.platform.Address(name)
		err := w.people.UpdateRoom(t.Context(), at.Room(), midday, func(r *coach.Room) coach.RoomChange {
			r.Version, r.Address, r.On, r.Zone, r.Plan.Next = 1, at, true, text, midday
			return coach.RoomChange{Due: midday}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	set("one", "break")
	set("two", "fine")
	w.tick()
	w.saw("one")
	w.saw("two", "post fine")
	if due, _ := w.people.Due(t.Context(), clock.Now().Add(time.Minute), 10); len(due) > 0 {
		t.Errorf("%v comes back at once", due)
	}
}
