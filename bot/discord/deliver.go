package discord

import (
	"context"
	"errors"
	"sync"
	"time"

	"bounceback/bot/discord/rest"
)

// deliver writes what is left of a letter to a channel. What stands there already
// is not written again: right after a failure Discord knows the nonce, and later the
// history is asked.
func (s *sender) deliver(ctx context.Context, channel string, l *letter, unasked bool) error {
	for l.given < len(l.pieces) {
		p := l.pieces[l.given]
		p.Unasked = unasked
		id, err := s.standing(ctx, channel, l, p)
		if err == nil && id == "" {
			if l.first.IsZero() {
				l.first = s.clock()
			}
			id, err = s.rest.SendMessage(ctx, channel, nonce(l.key, l.given), p)
		}
		if err != nil {
			if e, ok := errors.AsType[*rest.Error](err); ok && e.Unsure {
				l.unsure = true
			}
			return err
		}
		l.ids = append(l.ids, id)
		l.next()
	}
	return nil
}

// nonceKept is how long Discord surely knows a nonce; it says "a few minutes".
const nonceKept = 90 * time.Second

// skew is how far Discord's clock and ours may differ.
const skew = time.Minute

// standing finds a piece that stands in the channel already, although nobody told.
// That can be so in two cases.
//
// An earlier attempt of this run had no clear end, and that is longer ago than a
// nonce is known for. The later letters of a channel wait behind this one, so what
// looks like it and is not older than the attempt is it.
//
// Or this is soon after the start, and the run before was cut off between writing
// the letter and keeping that it was written; see past.
func (s *sender) standing(ctx context.Context, channel string, l *letter, p rest.Message) (id string, err error) {
	now := s.clock()
	if l.first.IsZero() {
		return s.past.find(ctx, channel, l.user, printSent(p))
	}
	if !l.unsure || now.Sub(l.first) < nonceKept {
		return "", nil
	}
	page, err := history(ctx, s.rest, channel)
	if err != nil {
		return "", err
	}
	for _, m := range page {
		if m.Author.Bot && m.Timestamp.After(l.first.Add(-skew)) && printPosted(m) == printSent(p) {
			return m.ID, nil
		}
	}
	return "", nil
}

// lookBack is how many messages of a channel are looked through.
const lookBack = 50

// history is the newest messages of a channel, oldest first. Where the bot may not
// read them there are none: a room can be written to all the same.
func history(ctx context.Context, client *rest.Client, channel string) ([]rest.Posted, error) {
	page, err := client.MessagesAfter(ctx, channel, "", lookBack)
	if errors.Is(err, rest.ErrNotAllowed) {
		return nil, nil
	}
	return page, err
}

// try is how far a letter has come.
type try struct {
	given  int       // so many of its pieces stand somewhere
	ids    []string  // of those that stand in a channel
	first  time.Time // when the next piece was first sent there; zero: not yet
	unsure bool      // an attempt may have written it
}

// next goes on to the piece that follows.
func (t *try) next() { t.given, t.first, t.unsure = t.given+1, time.Time{}, false }

// tries are the letters that failed and will come again.
type tries struct {
	mu  sync.Mutex
	all map[string]*try // by key
}

// maxTries bounds tries. There are at most as many as the outbox has in memory; of
// more than that some would be tried as if for the first time.
const maxTries = 8192

func newTries() *tries { return &tries{all: map[string]*try{}} }

func (t *tries) take(key string) *try {
	t.mu.Lock()
	defer t.mu.Unlock()
	if x := t.all[key]; x != nil {
		delete(t.all, key)
		return x
	}
	return &try{}
}

func (t *tries) keep(key string, x *try) {
	t.mu.Lock()
	defer t.mu.Unlock()
	shrink(t.all, maxTries)
	t.all[key] = x
}

// shrink makes room in a full map by dropping a quarter of it, whichever.
func shrink[K comparable, V any](m map[K]V, most int) {
	if len(m) < most {
		return
	}
	n := most / 4
	for k := range m {
		if delete(m, k); n == 0 {
			return
		}
		n--
	}
}
