package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"bounceback/coach"
)

// Check reads the whole file and says what does not fit together, in it and
// between people, rooms, due times, journals, letters and notes. Nothing is written meanwhile.
// Errors name no person.
func (s *Store) Check(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.reading.RLock()
	defer s.reading.RUnlock()
	tx, err := s.db.Begin(true) // to keep commits away, which bbolt's check needs
	if errors.Is(err, berrors.ErrDatabaseNotOpen) {
		err = ErrClosed
	}
	if err != nil {
		return s.wrong("check", err)
	}
	defer tx.Rollback()
	if err := guard(func() error { return s.check(tx) }); err != nil {
		return s.wrong("check", err)
	}
	return nil
}

func (s *Store) check(tx *bolt.Tx) error {
	// First as at Open, for bbolt's own check can run wild in a damaged file.
	if err := examine(s.file, math.MaxInt64); err != nil {
		return err
	}
	var errs []error
	for err := range tx.Check() {
		errs = append(errs, fmt.Errorf("%w: %w", ErrDamaged, err))
	}
	if len(errs) > 0 {
		return errors.Join(errs...)
	}
	in := tablesOf(tx)
	return errors.Join(in.checkPeople(), in.checkRooms(), in.checkDue(), in.checkJournal(), in.checkLetters(), in.checkNotes())
}

func amiss(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrDamaged}, args...)...)
}

func (in tables) checkPeople() error {
	return in[people].ForEach(func(id, record []byte) error {
		if err := decodePerson(record, &coach.Person{}); err != nil {
			return err
		}
		if when := dueOf(record); when != never && in[due].Get(dueKey(when, coach.ID(id))) == nil {
			return amiss("someone has a due time that is not among the due times")
		}
		return nil
	})
}

func (in tables) checkDue() error {
	return in[due].ForEach(func(k, _ []byte) error {
		if len(k) <= stampSize {
			return amiss("a due time is nobody's")
		}
		of := recordsOf(coach.ID(k[stampSize:]))
		if when := dueOf(in[of].Get(k[stampSize:])); !bytes.Equal(when[:], k[:stampSize]) {
			return amiss("a due time is not that of its person")
		}
		return nil
	})
}

func (in tables) checkJournal() error {
	var owner []byte
	var p coach.Person
	return in[journal].ForEach(func(k, v []byte) error {
		if len(k) < 10 || k[len(k)-9] != 0 {
			return amiss("a line of a journal is nobody's")
		}
		line, err := decodeLine(k, v)
		if err != nil {
			return err
		}
		if id := k[:len(k)-9]; !bytes.Equal(id, owner) {
			record := in[people].Get(id)
			if record == nil {
				return amiss("there is a journal without its person")
			}
			owner, p = id, coach.Person{}
			if err := decodePerson(record, &p); err != nil {
				return err
			}
		}
		if line.Seq >= p.Next {
			return amiss("a line of a journal has a number that is still to be given")
		}
		return nil
	})
}

func (in tables) checkLetters() error {
	n := 0
	err := in[letters].ForEach(func(k, v []byte) error {
		n++
		l, err := decodeLetter(v)
		switch {
		case err != nil:
			return err
		case len(k) <= 8 || string(k[8:]) != string(l.Person) || binary.BigEndian.Uint64(k) == 0:
			return amiss("a letter belongs to somebody else")
		case !bytes.Equal(in[letterKeys].Get([]byte(l.Key)), k):
			return amiss("a letter is not found by its key")
		}
		return nil
	})
	if err != nil {
		return err
	}
	if keys := count(in[letterKeys]); keys != n {
		return amiss("there are %d letters and %d keys of letters", n, keys)
	}
	return nil
}

func count(b *bolt.Bucket) (n int) {
	c := b.Cursor()
	for k, _ := c.First(); k != nil; k, _ = c.Next() {
		n++
	}
	return n
}
