package store

import (
	"errors"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	bolt "go.etcd.io/bbolt"
)

// queue is what waits to be kept. One goroutine commits, and only while there is
// something to commit: it takes all that has come while the commit before was
// running.
type queue struct {
	numbers atomic.Uint64 // of the letter written last

	lock   sync.Mutex
	next   []*turn
	ticks  map[string]struct{} // ticked off, and still in the file
	soon   map[string]*soon    // notes that nobody waits for, by key; see NoteSoon
	alarm  *time.Timer         // set while ticks and notes wait for a commit to ride on
	late   bool                // they have waited long enough
	busy   bool                // the goroutine is at work
	idle   chan struct{}       // closed when it ends; nil while nobody waits for that
	closed bool
}

// riders are what nobody waits for: it rides on a commit of others, and has one
// of its own only when none comes.
type riders struct {
	ticks []string
	notes map[string]*soon
}

func (r riders) none() bool { return len(r.ticks) == 0 && len(r.notes) == 0 }

// keep waits until a turn is safe.
func (s *Store) keep(t *turn) error {
	t.kept = make(chan struct{})
	s.lock.Lock()
	if s.closed {
		s.lock.Unlock()
		return ErrClosed
	}
	s.next = append(s.next, t)
	s.overtake(t)
	s.wake()
	s.lock.Unlock()
	<-t.kept
	return t.err
}

// Sent ticks letters off and returns at once. The ticks ride on the next commit;
// if none comes within a second they get one of their own.
func (s *Store) Sent(keys ...string) {
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.closed {
		return // the letters are sent again, under the same keys
	}
	if s.ticks == nil {
		s.ticks = map[string]struct{}{}
	}
	for _, key := range keys {
		s.ticks[key] = struct{}{}
	}
	s.setAlarm()
}

// setAlarm makes sure that riders are kept before long. lock is held.
func (s *Store) setAlarm() {
	if len(s.ticks) == 0 && len(s.soon) == 0 || s.alarm != nil || s.closed {
		return
	}
	s.alarm = time.AfterFunc(tickDelay, func() {
		s.lock.Lock()
		defer s.lock.Unlock()
		if !s.closed {
			s.late = true
			s.wake()
		}
	})
}

// wake starts the goroutine that commits, if it is not at work. lock is held.
func (s *Store) wake() {
	if !s.busy {
		s.busy = true
		go s.work()
	}
}

// work commits until there is nothing to commit.
func (s *Store) work() {
	for {
		batch, along, more := s.take()
		if !more {
			return
		}
		err := s.commit(batch, along)
		if err == nil {
			s.arrived(along)
		} else {
			s.apart(batch, along, err)
		}
		s.hand(batch)
	}
}

// hand tells the turns of a batch that they are kept, or why not. Those that
// erased someone hear it last, when the words are out of the file.
func (s *Store) hand(batch []*turn) {
	var erasures []*turn
	for _, t := range batch {
		if t.erase && t.err == nil {
			erasures = append(erasures, t)
			continue
		}
		close(t.kept)
	}
	if len(erasures) == 0 {
		return
	}
	// What goes wrong here is made good by Close or the next Open: the file says
	// that it has to be scrubbed.
	_ = s.scrub()
	for _, t := range erasures {
		close(t.kept)
	}
}

// take is all that waits. more is false when nothing does.
func (s *Store) take() (batch []*turn, along riders, more bool) {
	s.lock.Lock()
	defer s.lock.Unlock()
	if len(s.next) == 0 && !s.late {
		s.busy = false
		if s.idle != nil {
			close(s.idle)
			s.idle = nil
		}
		return nil, riders{}, false
	}
	if s.alarm != nil {
		s.alarm.Stop()
		s.alarm = nil
	}
	batch, s.next, s.late = s.next, nil, false
	return batch, s.riders(), true
}

// riders are all that wait now. lock is held.
func (q *queue) riders() riders {
	return riders{ticks: slices.Collect(maps.Keys(q.ticks)), notes: maps.Clone(q.soon)}
}

// arrived forgets riders that are in the file. A note that was noted again
// meanwhile still waits.
func (s *Store) arrived(along riders) {
	s.lock.Lock()
	defer s.lock.Unlock()
	for _, key := range along.ticks {
		delete(s.ticks, key)
	}
	for key, n := range along.notes {
		if s.soon[key] == n {
			delete(s.soon, key)
		}
	}
	s.setAlarm()
}

// apart keeps each turn by itself after keeping all together failed, so that
// one which cannot be kept does not take others with it.
func (s *Store) apart(batch []*turn, along riders, err error) {
	if len(batch) == 1 && along.none() {
		batch[0].err = err
		return
	}
	for _, t := range batch {
		t.err = s.commit([]*turn{t}, riders{})
	}
	if s.commit(nil, along) != nil {
		along = riders{} // they stay and are tried again before long
	}
	s.arrived(along)
}

// commit keeps turns and riders in one transaction.
func (s *Store) commit(batch []*turn, along riders) error {
	if len(batch) == 0 && along.none() {
		return nil
	}
	erased, heard := false, s.heard
	err := guard(func() error {
		return s.db.Update(func(tx *bolt.Tx) error {
			in := tablesOf(tx)
			// Ticks first: a letter may have been written anew under a key that is
			// ticked off.
			for _, key := range along.ticks {
				if err := in.tick(key); err != nil {
					return err
				}
			}
			for _, t := range batch {
				if err := in.write(t); err != nil {
					return err
				}
				erased = erased || t.erase
				if !t.now.IsZero() {
					heard++
				}
			}
			// Notes last: those that a turn of the batch overtook are not among them.
			for key, n := range along.notes {
				if err := in.noteSoon(key, n.value); err != nil {
					return err
				}
			}
			if heard < pruneEvery {
				return nil
			}
			n := 2 * heard
			heard = 0
			return in.prune(batch, n)
		})
	})
	if err == nil {
		s.heard, s.erased = heard, s.erased || erased
	}
	return err
}

// write keeps what a turn left behind.
func (in tables) write(t *turn) error {
	var errs error
	for _, w := range t.writes {
		b := in[w.table]
		if w.value == nil {
			errs = errors.Join(errs, b.Delete(w.key))
		} else {
			errs = errors.Join(errs, b.Put(w.key, w.value))
		}
	}
	if t.erase {
		errs = errors.Join(errs, in.dropNotes(t.id))
	}
	return errs
}

// tick deletes a letter that was sent.
func (in tables) tick(key string) error {
	at := in[letterKeys].Get([]byte(key))
	if at == nil {
		return nil
	}
	return errors.Join(in[letters].Delete(at), in[letterKeys].Delete([]byte(key)))
}

// close refuses what comes from now on, waits until what came is kept, and
// returns the riders that are left. first is false when it was closed before.
func (q *queue) close() (along riders, first bool) {
	q.lock.Lock()
	first = !q.closed
	q.closed = true
	if q.alarm != nil {
		q.alarm.Stop()
		q.alarm = nil
	}
	if q.busy && q.idle == nil {
		q.idle = make(chan struct{})
	}
	idle := q.idle
	q.lock.Unlock()
	if idle != nil {
		<-idle
	}
	q.lock.Lock()
	defer q.lock.Unlock()
	return q.riders(), first
}
