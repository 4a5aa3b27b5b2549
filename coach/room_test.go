package coach_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"bounceback/coach"
	"bounceback/coach/page"
)

// newRoom is one that was set up by a plan.
func newRoom(c *coach.Coach, plan coach.RoomPlan, now time.Time) *coach.Room {
	r := &coach.Room{}
	c.Note(r, "talk:ola", coach.RoomNote{Room: channel, Plan: &plan}, now)
	return r
}

// TestLinesOfPosts: each strategy has enough lines, none twice, each short
// enough to be read in passing, with one question at most.
func TestLinesOfPosts(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range newCoach(t).Book(coach.English).Pages["rooms"].Steps[:9] {
		lines := linesOf(s)
		if len(lines) < 7 {
			t.Errorf("#%s has %d lines; a daily room would repeat itself within eight weeks", s.Slug, len(lines))
		}
		for _, l := range lines {
			if seen[l] {
				t.Errorf("#%s: %q stands twice", s.Slug, l)
			}
			seen[l] = true
			if strings.Count(l, "?") > 1 || len(l) > 200 {
				t.Errorf("#%s: %q asks more than one thing, or is long", s.Slug, l)
			}
			if strings.ContainsAny(l, "!{@") {
				t.Errorf("#%s: %q", s.Slug, l)
			}
		}
	}
}

func linesOf(s *page.Step) (lines []string) {
	for _, b := range s.Blocks {
		for _, v := range b.Say.Variants {
			lines = append(lines, v[0].Literal)
		}
	}
	return lines
}

// tap has somebody tap a choice under the room's post.
func tap(t *testing.T, c *coach.Coach, r *coach.Room, who coach.ID, m *coach.Message, label string, now time.Time) coach.Turn {
	t.Helper()
	for _, ch := range m.Choices {
		if ch.Label == label {
			h := coach.Heard{Tap: ch.Key, Room: &channel}
			turn := c.Hear(&coach.Person{Met: now.Add(-time.Hour)}, h, shelf{nil, r}, now)
			if turn.Room != nil {
				c.Note(r, who, *turn.Room, now)
			}
			if len(turn.Messages) == 0 {
				t.Errorf("no answer to [%s]", label)
			}
			return turn
		}
	}
	t.Fatalf("no choice [%s]", label)
	return coach.Turn{}
}

var everyMorning = coach.RoomPlan{Zone: "UTC", At: "09:00", Days: "daily", Kinds: "everything"}

// closing posts, lets people tap, posts again, and is what the first then reads.
func closing(t *testing.T, taps func(c *coach.Coach, r *coach.Room, m *coach.Message, now time.Time)) (*coach.Room, string) {
	c := newCoach(t)
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	r := newRoom(c, everyMorning, now.Add(-time.Hour))
	m := c.Post(r, []byte("secret"), now).Post
	taps(c, r, m, now.Add(time.Hour))
	turn := c.Post(r, []byte("other"), now.AddDate(0, 0, 1))
	if turn.Closed == nil || len(turn.Closed.Choices) > 0 {
		t.Fatalf("the post before is not closed: %+v", turn.Closed)
	}
	return r, turn.Closed.Text
}

func TestMoodsAreCountedOnceAndShownFromFiveOn(t *testing.T) {
	people := func(n int) func(*coach.Coach, *coach.Room, *coach.Message, time.Time) {
		return func(c *coach.Coach, r *coach.Room, m *coach.Message, now time.Time) {
			for i := range n {
				who := coach.ID(fmt.Sprint("talk:p", i))
				tap(t, c, r, who, m, "Very low", now)
				tap(t, c, r, who, m, []string{"Good", "So-so"}[i%2], now)
				tap(t, c, r, who, m, "Only reading", now)
			}
		}
	}
	if _, text := closing(t, people(4)); strings.ContainsAny(text, "0123456789") {
		t.Errorf("four people, and it reads %q", text)
	}
	r, text := closing(t, people(5))
	if !strings.Contains(text, "5 of you") || !strings.Contains(text, "2 so-so, 3 good") || strings.Contains(text, "low") {
		t.Errorf("five people, and it reads %q", text)
	}
	if r.Ended == nil || r.Ended.Moods != nil || r.Ended.Secret != nil || r.Ended.Text != "" {
		t.Errorf("of a closed post there is still %+v", r.Ended)
	}
}

func TestARoomKeepsNobodysID(t *testing.T) {
	closing(t, func(c *coach.Coach, r *coach.Room, m *coach.Message, now time.Time) {
		tap(t, c, r, "talk:amina", m, "Low", now)
		data, err := json.Marshal(r)
		must(t, err)
		if strings.Contains(string(data), "amina") || len(r.Post.Moods) != 1 {
			t.Errorf("the room keeps %s", data)
		}
	})
}

func TestATapUnderAnOldPostIsAnsweredAndNotCounted(t *testing.T) {
	c := newCoach(t)
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	r := newRoom(c, everyMorning, now.Add(-time.Hour))
	old := c.Post(r, []byte("a"), now).Post
	now = now.AddDate(0, 0, 1)
	c.Post(r, []byte("b"), now)
	if turn := tap(t, c, r, "talk:amina", old, "Low", now); turn.Room != nil || len(r.Post.Moods) > 0 || turn.Page != "checkin" {
		t.Errorf("%+v, %v", turn.Room, r.Post.Moods)
	}
}

// A tap may be decided on while the next post is made.
func TestATapThatComesAfterTheNextPostIsNotCounted(t *testing.T) {
	closing(t, func(c *coach.Coach, r *coach.Room, m *coach.Message, now time.Time) {
		for _, tap := range []coach.RoomTap{{Post: 7, Mood: 2}, {Post: 0, Mood: 2}, {Post: 1, Mood: 0}, {Post: 1, Mood: 6}} {
			c.Note(r, "talk:amina", coach.RoomNote{Room: channel, Tap: &tap}, now)
		}
		if len(r.Post.Moods) > 0 {
			t.Errorf("counted: %v", r.Post.Moods)
		}
		c.Note(&coach.Room{}, "talk:amina", coach.RoomNote{Room: channel, Tap: &coach.RoomTap{Mood: 2}}, now)
	})
}

// TestAnswersToTaps: what a tap leads to is the same as in a check-in of one's
// own, and a low one leads gently to care.
func TestAnswersToTaps(t *testing.T) {
	closing(t, func(c *coach.Coach, r *coach.Room, m *coach.Message, now time.Time) {
		for label, at := range map[string]string{
			"Very low": "checkin#very-low", "Low": "checkin#low", "Very good": "checkin#very-good",
			"Log a win": "4-win#so", "I got a no": "rejected#what-would-help", "Only reading": "#",
		} {
			turn := tap(t, c, r, "talk:amina", m, label, now)
			if got := turn.Page + "#" + turn.Step; got != at {
				t.Errorf("[%s] leads to %s, want %s", label, got, at)
			}
		}
		low := tap(t, c, r, "talk:amina", m, "Very low", now)
		if !strings.Contains(strings.Join(labels(low.Messages[0].Choices), ""), "helps a little") {
			t.Errorf("a very low day is offered %v", labels(low.Messages[0].Choices))
		}
	})
}

func TestAPostThatIsHoursLateIsLeftOut(t *testing.T) {
	c := newCoach(t)
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	r := newRoom(c, everyMorning, now)
	late := now.Add(4 * time.Hour) // three after it was due
	if due, _ := c.NextPost(r, late); !due.Equal(late) {
		t.Errorf("three hours late it comes at %v", due)
	}
	later := now.AddDate(0, 0, 5).Add(4*time.Hour + time.Minute)
	turn := c.Post(r, nil, later)
	if turn.Post != nil {
		t.Error("it is posted more than three hours late")
	}
	if want := time.Date(2026, 3, 8, 9, 0, 0, 0, time.UTC); !r.Plan.Next.Equal(want) {
		t.Errorf("the next one is at %v, want %v: after a downtime there is no backlog", r.Plan.Next, want)
	}
}

func TestANewTimeMakesNoSecondPostThatDay(t *testing.T) {
	c := newCoach(t)
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	r := newRoom(c, everyMorning, now.Add(-time.Hour))
	c.Post(r, nil, now)
	evening := everyMorning
	evening.At = "18:00"
	c.Note(r, "talk:ola", coach.RoomNote{Room: channel, Plan: &evening}, now.Add(time.Hour))
	if want := time.Date(2026, 3, 3, 18, 0, 0, 0, time.UTC); !r.Plan.Next.Equal(want) {
		t.Errorf("the next one is at %v, want %v", r.Plan.Next, want)
	}
	if len(r.Said) != 1 || r.Post == nil {
		t.Error("the place in the plan, or the post that runs, is lost")
	}
}

func TestOffClosesThePostAndKeepsThePlace(t *testing.T) {
	c := newCoach(t)
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	r := newRoom(c, everyMorning, now.Add(-time.Hour))
	first := c.Post(r, nil, now)
	turn := c.Note(r, "talk:ola", coach.RoomNote{Room: channel, Plan: &coach.RoomPlan{Off: true}}, now.Add(time.Hour))
	if turn.Closed == nil || r.Post != nil {
		t.Error("the post that runs is not closed")
	}
	if due, ok := c.NextPost(r, now); ok {
		t.Errorf("it is still due at %v", due)
	}
	c.Note(r, "talk:ola", coach.RoomNote{Room: channel, Plan: &everyMorning}, now.AddDate(0, 0, 1))
	second := c.Post(r, nil, now.AddDate(0, 0, 2))
	if second.Post == nil || second.Step == first.Step {
		t.Errorf("it begins at the beginning again: %s after %s", second.Step, first.Step)
	}
}

func TestKindsKeepToTheirStrategies(t *testing.T) {
	c := newCoach(t)
	for kinds := range c.Book(coach.English).Forms["kinds"] {
		plan := everyMorning
		plan.Kinds = kinds
		now := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
		r := newRoom(c, plan, now)
		steps := map[string]bool{}
		for range 30 {
			now, _ = c.NextPost(r, now)
			steps[c.Post(r, nil, now).Step] = true
		}
		want := map[string]int{"everything": 9, "feelings": 3, "learning": 2, "steps": 4}[kinds]
		if len(steps) != want {
			t.Errorf("%s takes %v", kinds, steps)
		}
	}
}

// TestOwnPageOfRoomsWithoutLines: a strategy without a line would leave a room
// with nothing to post, so the coach does not start with it.
func TestOwnPageOfRoomsWithoutLines(t *testing.T) {
	text, err := os.ReadFile("flows/en/rooms.md")
	must(t, err)
	before, rest, _ := strings.Cut(string(text), "## Network\n")
	_, after, _ := strings.Cut(rest, "\n---\n")
	own := before + "## Network\n\n`drop`\n\n---\n" + after
	_, err = coach.New(coach.Options{Pages: fstest.MapFS{"en/rooms.md": {Data: []byte(own)}}})
	problems, ok := err.(page.Problems)
	if !ok || len(problems) != 1 || !strings.Contains(problems[0].Cause, "#network has no line") || problems[0].Line == 0 {
		t.Errorf("%T: %v", err, err)
	}
}
