// Package store keeps what the bot remembers in one bbolt file: people, their
// journals, rooms, when to look at each of them, letters on their way out, which
// events were heard, and what the adapters of the platforms noted for themselves.
//
// # One turn, one transaction
//
// Update runs a turn. While it does nobody else changes that person. The turn
// is thought out on the caller's goroutine with a snapshot of the file, side by
// side with the turns of other people; what it leaves behind is a list of plain
// writes. These are kept, all or nothing, by whoever commits at the time: a lone
// turn is committed at once, and what arrives while a commit is running shares
// the next one. So a crowd pays for few commits and nobody waits for company.
// (bbolt's own Batch makes a lone caller wait 10 ms for others.)
//
// # What a file can lose
//
// Update returns after the data is synced to the disk: what was acknowledged
// survives a kill and, if the disk tells the truth, a power cut. Ticks (Sent)
// may be lost in a kill; the letter is then sent again under the same key. So may
// what NoteSoon was given in the last second.
// A file is never overwritten and never made anew in place of a damaged one.
// Locks are advisory and do not work on network file systems: keep the file on
// a local disk.
//
// # What is deleted
//
// bbolt leaves what was deleted on free pages of the file until they are used
// again. After an erasure the store writes zeros over all free pages, so the
// words are gone from the file when Update returns or very soon after, and not
// only from the index. It cannot reach copies: backups of the operator, and the
// blocks that a file system with snapshots or a flash disk keeps for itself.
// Lines that were undone and words that were replaced leave the file the same
// way when someone is erased or the free page is used again.
package store

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// What Open and the methods of a Store wrap.
var (
	// ErrInUse: another process, or this one, has the file open.
	ErrInUse = errors.New("the file is in use")
	// ErrDamaged: the file is not whole. It was left as it is.
	ErrDamaged = errors.New("the file is damaged")
	// ErrForeign: the file is something else. It was left as it is.
	ErrForeign = errors.New("this is not a file of Bounceback")
	// ErrNewer: a later version of the program wrote the file, or a person in it.
	ErrNewer = errors.New("a newer version of Bounceback wrote this")
	// ErrClosed: the store was closed.
	ErrClosed = errors.New("the store is closed")
)

// Store is an open file. It is safe for concurrent use; one process at a time
// can have it open.
type Store struct {
	name string
	db   *bolt.DB
	file *os.File // bbolt's own
	turns
	queue

	// reading is held while a snapshot is in use. The scrub takes it alone: it
	// writes over pages that an older snapshot may still see.
	reading sync.RWMutex
	// Of the goroutine that commits, and of Open and Close:
	erased bool // the file says that someone was erased since it was scrubbed last
	heard  int  // events kept since the last pruning
}

// snapshot lends a read transaction to read. The file must not be waited for in
// there: a commit that has to grow the map waits for it.
func (s *Store) snapshot(read func(tables) error) error {
	s.reading.RLock()
	defer s.reading.RUnlock()
	tx, err := s.db.Begin(false)
	if errors.Is(err, berrors.ErrDatabaseNotOpen) {
		return s.wrong("read", ErrClosed)
	}
	if err != nil {
		return s.wrong("read", err)
	}
	defer tx.Rollback()
	return read(tablesOf(tx))
}

func (s *Store) wrong(doing string, err error) error {
	return fmt.Errorf("store: %s %s: %w", doing, s.name, err)
}

// Close keeps the ticks and notes that are not kept yet and closes the file. Turns that
// wait to be kept are kept, later ones fail with ErrClosed. A second Close does
// nothing.
func (s *Store) Close() error {
	along, first := s.queue.close()
	if !first {
		return nil
	}
	var errs []error
	errs = append(errs, s.commit(nil, along))
	if s.erased {
		errs = append(errs, s.scrubForGood())
	}
	s.reading.Lock()
	defer s.reading.Unlock()
	dropNote(s.name)
	if err := s.db.Close(); err != nil {
		errs = append(errs, s.wrong("close", err))
	}
	return errors.Join(errs...)
}

// tickDelay is how long a tick may wait for a commit to ride on. A longer one
// saves commits; a shorter one sends fewer letters twice after a crash.
const tickDelay = time.Second
