package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// lockWait is how long Open waits for another process to let go of the file, as
// when one is restarted.
const lockWait = 1500 * time.Millisecond

// terms are how a program opens files.
type terms struct {
	// format is the version of the layout that it writes, and upgrades[i] brings a
	// file from version i+1 to the next.
	format   int
	upgrades []func(*bolt.Tx) error
	// whole is up to which size a file is read whole before it is opened.
	whole int64
}

// ours are the terms of this program.
var ours = terms{format: 3, whole: readWhole, upgrades: []func(*bolt.Tx) error{withRooms, withNotes}}

// withRooms is the step from the first version, which knew no rooms.
func withRooms(tx *bolt.Tx) error {
	_, err := tx.CreateBucket([]byte(roomsBucket))
	return err
}

// withNotes is the step from the second version, which knew no notes. It is a
// version of its own because a program that does not know of notes would leave
// those of a person who is erased.
func withNotes(tx *bolt.Tx) error {
	_, err := tx.CreateBucket([]byte(notesBucket))
	return err
}

var (
	formatKey = []byte("format")
	erasedKey = []byte("erased")
)

// Open opens a file, or makes it where there is none, with its folder: the file
// is for its owner alone (0600), and so is the folder (0700). A file of an older
// format is brought to the present one, all or nothing. The error wraps ErrInUse
// (after 1.5 s), ErrDamaged, ErrForeign or ErrNewer, or comes from the system; in
// all these cases the file is left as it was.
func Open(file string) (*Store, error) { return open(file, ours) }

func open(name string, by terms) (*Store, error) {
	name, err := filepath.Abs(name)
	if err != nil {
		return nil, fmt.Errorf("store: open %s: %w", name, err)
	}
	s := &Store{name: name}
	if err := s.open(by); err != nil {
		return nil, s.wrong("open", err)
	}
	return s, nil
}

func (s *Store) open(by terms) error {
	err := look(s.name, by.whole)
	if errors.Is(err, os.ErrNotExist) {
		if err = create(s.name, by.format); err == nil {
			err = look(s.name, by.whole)
		}
	}
	if err != nil {
		return err
	}
	if err := s.openDB(); err != nil {
		return err
	}
	if err := guard(func() error { return s.begin(by) }); err != nil {
		return errors.Join(err, s.db.Close())
	}
	leaveNote(s.name)
	return nil
}

// look refuses what bbolt should not be let at.
func look(name string, whole int64) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return fmt.Errorf("%w, and not even a plain file. Name another file", ErrForeign)
	case info.Size() == 0:
		// A crash while a file is made leaves none at all; so something was lost here.
		return fmt.Errorf("%w: it is empty. Put your copy of it back, or remove it to begin afresh", ErrDamaged)
	}
	err = examine(f, whole)
	switch {
	case errors.Is(err, ErrDamaged):
		return fmt.Errorf("%w. It was left as it is. Put your copy of it back, or move it away to begin afresh", err)
	case errors.Is(err, ErrForeign):
		return notOurs(err)
	}
	return err
}

func notOurs(err error) error {
	return fmt.Errorf("%w. It was left as it is. Name another file", err)
}

// options are the settings of bbolt. It syncs each commit; nothing else is safe.
func options() *bolt.Options {
	o := &bolt.Options{
		Timeout:      lockWait,
		FreelistType: bolt.FreelistMapType, // the default is slow in a file with many holes
	}
	// A map with room spares commits the waiting for all readers while it is
	// replaced by a larger one. It takes addresses, not memory; on Windows it would
	// take disk.
	if strconv.IntSize == 64 && runtime.GOOS != "windows" {
		o.InitialMmapSize = 1 << 30
	}
	return o
}

// openDB opens a file that is there.
func (s *Store) openDB() error {
	o := options()
	o.OpenFile = func(name string, flag int, mode os.FileMode) (f *os.File, err error) {
		s.file, err = os.OpenFile(name, flag&^os.O_CREATE, mode)
		return s.file, err
	}
	err := guard(func() (err error) {
		s.db, err = bolt.Open(s.name, 0o600, o)
		return err
	})
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return fmt.Errorf("%w by another program, %s. Close that one first, or name another file", ErrInUse, holder(s.name))
	case errors.Is(err, ErrDamaged) && s.file != nil:
		s.file.Close() // and with it the lock, which bbolt keeps when it panics
	}
	return err
}

// begin checks that the file is of this program, and gets the store ready.
func (s *Store) begin(by terms) error {
	version, err := s.version()
	switch {
	case err != nil:
		return notOurs(err)
	case version > by.format:
		return fmt.Errorf("%w: it has format %d, and this program knows up to %d. Install the newer program again", ErrNewer, version, by.format)
	case version < by.format:
		if err := s.db.Update(func(tx *bolt.Tx) error { return by.upgrade(tx, version) }); err != nil {
			return err
		}
	}
	err = s.db.View(func(tx *bolt.Tx) error {
		for _, name := range bucketNames {
			if tx.Bucket([]byte(name)) == nil {
				return fmt.Errorf("%w: %q is missing in it", ErrDamaged, name)
			}
		}
		in := tablesOf(tx)
		if last, _ := in[letters].Cursor().Last(); len(last) > 8 {
			s.numbers.Store(binary.BigEndian.Uint64(last))
		}
		s.erased = in[head].Get(erasedKey) != nil
		return nil
	})
	if err == nil && s.erased {
		err = s.scrubForGood()
	}
	return err
}

// version is the format of the file.
func (s *Store) version() (version int, err error) {
	err = s.db.View(func(tx *bolt.Tx) error {
		b := tx.Bucket([]byte(headBucket))
		if b == nil {
			return ErrForeign
		}
		version, err = strconv.Atoi(string(b.Get(formatKey)))
		if err != nil || version < 1 {
			return ErrForeign
		}
		return nil
	})
	return version, err
}

// upgrade brings a file from an older version to this one.
func (by terms) upgrade(tx *bolt.Tx, from int) error {
	for v := from; v < by.format; v++ {
		if err := by.upgrades[v-1](tx); err != nil {
			return fmt.Errorf("bring it from format %d to %d: %w", v, v+1, err)
		}
	}
	return tx.Bucket([]byte(headBucket)).Put(formatKey, strconv.AppendInt(nil, int64(by.format), 10))
}
