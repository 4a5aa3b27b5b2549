package store

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	bolt "go.etcd.io/bbolt"

	"bounceback/coach"
)

// errUnreadable is for values that this program cannot have written.
var errUnreadable = fmt.Errorf("%w: a record in it cannot be read", ErrDamaged)

// encode makes the record of a person or a room.
func encode(when [stampSize]byte, content any) ([]byte, error) {
	var b bytes.Buffer
	b.Grow(1024)
	b.Write(when[:])
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // operators and people read it
	if err := e.Encode(content); err != nil {
		return nil, fmt.Errorf("a record: %w", err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// dueOf is the due time in the record of a person or a room; nil has none.
func dueOf(record []byte) (when [stampSize]byte) {
	copy(when[:], record)
	return when
}

// decodePerson reads a record; nil is a new person. A person of a later version
// is refused: what this program does not know of them it would lose.
func decodePerson(record []byte, p *coach.Person) error {
	if record == nil {
		return nil
	}
	if len(record) < stampSize {
		return errUnreadable
	}
	if err := json.Unmarshal(record[stampSize:], p); err != nil {
		return fmt.Errorf("%w (a person: %w)", errUnreadable, withoutWords(err))
	}
	if p.Version > coach.PersonVersion {
		return fmt.Errorf("%w: a person of version %d, and this program knows %d", ErrNewer, p.Version, coach.PersonVersion)
	}
	return nil
}

func decodeLine(key, value []byte) (e coach.Entry, err error) {
	if err := json.Unmarshal(value, &e); err != nil {
		return e, fmt.Errorf("%w (a line of a journal: %w)", errUnreadable, withoutWords(err))
	}
	if binary.BigEndian.Uint64(key[len(key)-8:]) != e.Seq {
		return e, fmt.Errorf("%w (a line of a journal has another's number)", errUnreadable)
	}
	return e, nil
}

func decodeLetter(value []byte) (l coach.Letter, err error) {
	if err := json.Unmarshal(value, &l); err != nil {
		return l, fmt.Errorf("%w (a letter: %w)", errUnreadable, withoutWords(err))
	}
	return l, nil
}

// keyOf is the key of a letter as kept; empty if it cannot be read.
func keyOf(value []byte) string {
	l, err := decodeLetter(value)
	if err != nil {
		return ""
	}
	return l.Key
}

// withoutWords keeps of an error of JSON what says nothing about the content.
func withoutWords(err error) error {
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("JSON breaks off or goes wrong at byte %d", syntax.Offset)
	}
	if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("JSON has the wrong type at byte %d", kind.Offset)
	}
	return errors.New("JSON has a wrong value")
}

// lines is a person's journal during one turn, with a view of the rooms.
type lines struct {
	bucket *bolt.Bucket // nil after the turn
	rooms  *bolt.Bucket // likewise
	id     coach.ID
	err    error
}

// Newest yields the lines, newest first. It ends early when reading fails, and
// yields nothing once the turn is over.
func (l *lines) Newest() iter.Seq[coach.Entry] {
	return func(yield func(coach.Entry) bool) {
		if l.bucket == nil {
			return
		}
		prefix := linePrefix(l.id)
		c := l.bucket.Cursor()
		step := func() (k, v []byte) {
			// What follows the person's last line, if anything, and one back.
			if k, _ := c.Seek(append(bytes.Clone(prefix), 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)); k == nil {
				return c.Last()
			}
			return c.Prev()
		}
		for l.bucket != nil {
			var e coach.Entry
			more := false
			err := guard(func() (err error) {
				k, v := step()
				if more = bytes.HasPrefix(k, prefix); more {
					e, err = decodeLine(k, v)
				}
				return err
			})
			if err != nil {
				l.err = err
			}
			if err != nil || !more || !yield(e) {
				return
			}
			step = c.Prev
		}
	}
}
