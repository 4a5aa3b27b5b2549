package bot_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"bounceback/bot/bottest"
)

// TestAStormyQuarter: for three months the platform fails, loses its answers and
// is away, and the program breaks off and is away, each by seeded chance. Nobody
// ever sees two posts on a day, or one that is late, and a quiet day has its post.
func TestAStormyQuarter(t *testing.T) {
	w, clock := newRoomWorld(t)
	dice := rand.New(rand.NewPCG(11, 4))
	seen, quiet, missed := 0, 0, 0
	for day := range 90 {
		storm := dice.IntN(5)
		w.storm(clock, storm)
		posts := w.posts()
		switch n := len(posts) - seen; {
		case n > 1:
			t.Fatalf("day %d: %d posts after a storm of kind %d", day, n, storm)
		case n == 0 && storm < 3:
			t.Fatalf("day %d: no post although all came right within the hour (%d)", day, storm)
		case n == 0:
			missed++
		default:
			quiet++
		}
		for i, p := range posts[:max(0, len(posts)-1)] {
			if len(p.Message.Choices) > 0 {
				t.Fatalf("day %d: post %d is still open", day, i)
			}
		}
		seen = len(posts)
		clock.move(midday.AddDate(0, 0, day+1).Sub(clock.Now()))
	}
	if quiet < 40 || missed < 10 {
		t.Errorf("%d days with a post and %d without: that was no storm", quiet, missed)
	}
}

// storm is the afternoon of a day on which something goes wrong.
func (w *world) storm(clock *dial, kind int) {
	w.t.Helper()
	broken := func(back time.Duration) {
		clock.move(time.Hour)
		if err := w.bot.Tick(w.t.Context()); err != nil {
			w.t.Fatal(err)
		}
		w.shutdown()
		w.platform.Reject(room, nil)
		clock.move(back)
		w.start()
		w.settle()
		w.post(clock, time.Minute)
	}
	switch kind {
	case 0: // nothing
		w.post(clock, time.Hour)
	case 1: // it arrives, the answer is lost, and the program breaks off
		w.platform.Lose(room, 1)
		broken(20 * time.Minute)
	case 2: // it cannot be sent for a while
		w.platform.Reject(room, bottest.ErrFake)
		broken(30 * time.Minute)
	case 3: // it cannot be sent for hours
		w.platform.Reject(room, bottest.ErrFake)
		broken(4 * time.Hour)
	default: // the program is away for hours
		w.shutdown()
		clock.move(5 * time.Hour)
		w.start()
		w.post(clock, time.Minute)
	}
}
