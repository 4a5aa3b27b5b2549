package store

import (
	"encoding/binary"
	"errors"
	"time"

	bolt "go.etcd.io/bbolt"
)

// Events are remembered for at least memory: Slack hands an event over again for
// up to a day when the bot was away, and on Discord a day is how far back missed
// messages are looked for after a restart. They are kept in periods, so that
// finding one takes a look into each period and what is too old stands together
// at the front.
const (
	memory  = 24 * time.Hour
	period  = 6 * time.Hour
	periods = int64(memory / period)
)

func periodOf(t time.Time) int64 { return t.Unix() / int64(period/time.Second) }

func seenKey(period int64, event string) []byte {
	return append(binary.BigEndian.AppendUint32(make([]byte, 0, len(event)+4), uint32(period)), event...)
}

// wasSeen looks one period ahead too: the clock may have been set back.
func wasSeen(b *bolt.Bucket, event string, now time.Time) bool {
	p := periodOf(now)
	key := seenKey(p, event)
	for i := p + 1; i >= p-periods; i-- {
		binary.BigEndian.PutUint32(key, uint32(i))
		if b.Get(key) != nil {
			return true
		}
	}
	return false
}

// pruneEvery is after how many events the oldest are looked at. Each pruning
// takes out at most twice as many as came in, so no turn has much to do with it.
const pruneEvery = 64

// prune deletes at most limit events that are older than memory. A turn may
// come from a chat whose clock was moved on: that must not make the file forget.
// A note has no time, and a batch of nothing else prunes nothing.
func (in tables) prune(batch []*turn, limit int) error {
	var now time.Time
	for _, t := range batch {
		if !t.now.IsZero() {
			now = t.now
		}
	}
	if now.IsZero() {
		return nil
	}
	if clock := time.Now(); clock.Before(now) {
		now = clock
	}
	oldest := periodOf(now) - periods
	var old [][]byte
	c := in[seen].Cursor()
	for k, _ := c.First(); k != nil && len(old) < limit; k, _ = c.Next() {
		if int64(binary.BigEndian.Uint32(k)) >= oldest {
			break
		}
		old = append(old, k) // good until the transaction ends, as long as it is not written to
	}
	var errs error
	for _, k := range old {
		errs = errors.Join(errs, in[seen].Delete(k))
	}
	return errs
}
