package discord

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"bounceback/bot"
	"bounceback/bot/bottest/discordtest"
	"bounceback/coach"
)

// TestEachLetterOnce sends letters of all lengths to the direct message and to
// interactions, through faults of all kinds and with crashes between sending and
// ticking off, long nights among them. Each stands in one place, once, in order.
func TestEachLetterOnce(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	chance := rand.New(rand.NewPCG(1, 2))
	const ways = "POST /channels/*/messages | PATCH /webhooks/*/*/messages/@original | GET /channels/*/messages | GET /webhooks/*/*/messages/@original"
	lay := func(seed uint64) {
		w.FailRate(ways, 0.25, seed, discordtest.Status(503), discordtest.Lose(), discordtest.CutBefore(), discordtest.LateStatus(502),
			discordtest.Limited(time.Millisecond), discordtest.LateStatus(504))
	}
	deliver := func(to coach.Address, key string, m coach.Message) {
		for try := 0; ; try++ {
			err := w.Send(w.ctx, to, key, m)
			if err == nil {
				return
			}
			if errors.Is(err, bot.ErrRefused) || errors.Is(err, bot.ErrUnreachable) || try > 200 {
				t.Fatalf("%s: %v", key, err)
			}
			if chance.IntN(20) == 0 {
				w.later(time.Duration(chance.IntN(20)) * time.Minute) // an outage
			}
		}
	}
	const letters = 150
	var to coach.Address
	left := 0 // letters of the same answer
	for n := range letters {
		if left--; left < 0 {
			left = chance.IntN(3)
			w.Heal() // only the way out is broken
			switch chance.IntN(4) {
			case 0:
				_, to = w.asks(w.square)
			case 1:
				_, to = w.asks(discordtest.Direct)
			default:
				w.amina.Say("hello")
				to = w.here()
			}
			lay(uint64(n))
		}
		m := text(fmt.Sprintf("Letter %d.", n))
		if chance.IntN(3) == 0 {
			m.Choices = yesNo
		}
		if to == w.here() && chance.IntN(6) == 0 {
			m.Text += strings.Repeat(" and more", 300)
		}
		deliver(to, fmt.Sprint("key", n), m)
		if chance.IntN(4) == 0 { // cut off before it was ticked off
			if to == w.here() && chance.IntN(3) == 0 {
				w.later(8 * time.Hour)
			}
			w.start()
			deliver(to, fmt.Sprint("key", n), m)
		}
	}
	w.Heal()
	all := map[int]int{}
	count := func(messages []discordtest.Message) {
		last := -1
		for _, m := range messages {
			for _, part := range strings.Split(m.Text, "Letter ")[1:] {
				n := 0
				fmt.Sscanf(part, "%d.", &n)
				all[n]++
				if n < last {
					t.Errorf("letter %d stands behind %d", n, last)
				}
				last = n
			}
		}
	}
	count(w.amina.Sees(discordtest.Direct))
	count(w.amina.Ephemeral())
	for n := range letters {
		if all[n] != 1 {
			t.Errorf("letter %d stands there %d times", n, all[n])
		}
	}
	if n := len(w.Messages(w.square)); n != 0 {
		t.Errorf("everybody sees %d messages", n)
	}
}
