package store

import (
	"time"

	bolt "go.etcd.io/bbolt"
)

// OpenAs opens a file as a later program would, whose format has that version.
func OpenAs(name string, version int, upgrades ...func(*bolt.Tx) error) (*Store, error) {
	return open(name, terms{format: version, upgrades: upgrades})
}

// OpenLarge opens a file as one that is too large to be read whole before.
func OpenLarge(name string) (*Store, error) { return open(name, terms{format: ours.format}) }

// Format is the version that this program writes.
var Format = ours.format

// Holder is what is said about who has a file open.
var Holder = holder

// SetMaxSize lets the file grow to so many bytes, as a full disk would.
func (s *Store) SetMaxSize(bytes int) { s.db.MaxSize = bytes }

// HoldCommits makes commits wait until release is called, from a moment on in which
// none is at work.
func (s *Store) HoldCommits() (release func()) {
	for s.committing() {
		time.Sleep(time.Millisecond)
	}
	tx, err := s.db.Begin(true)
	if err != nil {
		panic(err)
	}
	return func() { tx.Rollback() }
}

// Waiting is the number of turns that the next commit will keep.
func (s *Store) Waiting() int { s.lock.Lock(); defer s.lock.Unlock(); return len(s.next) }

// AtWork is true when a commit that is held up has taken what waited before.
func (s *Store) AtWork() bool {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.busy && len(s.next) == 0 && !s.late
}

func (s *Store) committing() bool { s.lock.Lock(); defer s.lock.Unlock(); return s.busy }

// Riders is the number of ticks and notes that wait for a commit.
func (s *Store) Riders() int { s.lock.Lock(); defer s.lock.Unlock(); return len(s.ticks) + len(s.soon) }
