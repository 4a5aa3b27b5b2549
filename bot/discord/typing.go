package discord

import (
	"context"
	"sync"
	"time"
)

// typing shows people that an answer is on its way, when that takes longer than a
// moment: until it goes out, and never for long, for a turn that failed must not
// look as if it went on.
type typing struct {
	show   func(ctx context.Context, channel string) error
	moment time.Duration // before it is shown
	again  time.Duration // Discord shows it for ten seconds
	most   time.Duration

	mu     sync.Mutex
	shown  map[string]*indicator // by user
	closed bool
}

type indicator struct {
	channel string
	timer   *time.Timer
	until   time.Time
}

// maxTyping bounds the timers; beyond that an answer comes without an announcement.
const maxTyping = 2048

func newTyping(show func(context.Context, string) error) *typing {
	return &typing{show: show, moment: 700 * time.Millisecond, again: 8 * time.Second, most: 40 * time.Second, shown: map[string]*indicator{}}
}

// begin is called when something was heard from a user in their direct messages.
func (t *typing) begin(user, channel string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed || t.shown[user] != nil || len(t.shown) >= maxTyping {
		return
	}
	i := &indicator{channel: channel, until: time.Now().Add(t.most)}
	i.timer = time.AfterFunc(t.moment, func() { t.tick(user, i) })
	t.shown[user] = i
}

// end is called when the answer goes out, or when there will be none.
func (t *typing) end(user string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if i := t.shown[user]; i != nil {
		i.timer.Stop()
		delete(t.shown, user)
	}
}

// close ends all.
func (t *typing) close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = true
	for user, i := range t.shown {
		i.timer.Stop()
		delete(t.shown, user)
	}
}

// tick shows it once and comes back.
func (t *typing) tick(user string, i *indicator) {
	t.mu.Lock()
	going := t.shown[user] == i
	if going && !time.Now().Before(i.until) {
		delete(t.shown, user)
		going = false
	}
	t.mu.Unlock()
	if !going {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), t.again)
	defer cancel()
	// An announcement that fails is no loss, and the next will be tried all the same.
	_ = t.show(ctx, i.channel)
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.shown[user] == i {
		i.timer.Reset(t.again)
	}
}
