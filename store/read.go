package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"time"
	"unicode/utf8"

	"bounceback/coach"
)

// Due lists at most limit people and rooms whose due time is not after now,
// oldest first.
// It costs what is due, not what exists.
func (s *Store) Due(ctx context.Context, now time.Time, limit int) (ids []coach.ID, err error) {
	err = s.read(ctx, func(in tables) error {
		last := stamp(now)
		c := in[due].Cursor()
		for k, _ := c.First(); k != nil && len(ids) < limit && bytes.Compare(k[:stampSize], last[:]) <= 0; k, _ = c.Next() {
			ids = append(ids, coach.ID(k[stampSize:]))
		}
		return nil
	})
	return ids, err
}

// Unsent lists at most limit letters that were kept and not ticked off, oldest
// first.
func (s *Store) Unsent(ctx context.Context, limit int) ([]coach.Letter, error) {
	return s.unsent(ctx, "", limit)
}

// unsent are the letters to id, or to all if id is empty.
func (s *Store) unsent(ctx context.Context, id coach.ID, limit int) (all []coach.Letter, err error) {
	s.lock.Lock()
	ticked := maps.Clone(s.ticks) // before the snapshot: what is gone from here later is gone from there
	s.lock.Unlock()
	err = s.read(ctx, func(in tables) error {
		c := in[letters].Cursor()
		for k, v := c.First(); k != nil && len(all) < limit; k, v = c.Next() {
			if id != "" && string(k[8:]) != string(id) {
				continue
			}
			l, err := decodeLetter(v)
			if err != nil {
				return err
			}
			if _, sent := ticked[l.Key]; !sent {
				all = append(all, l)
			}
		}
		return nil
	})
	return all, err
}

// read is a snapshot for reading only.
func (s *Store) read(ctx context.Context, do func(tables) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.snapshot(func(in tables) error {
		if err := guard(func() error { return do(in) }); err != nil {
			return s.wrong("read", err)
		}
		return nil
	})
}

// document is what Export writes. Its names are those of the JSON tags of
// coach.Person, coach.Entry and coach.Letter.
type document struct {
	About   string          `json:"about"`
	ID      coach.ID        `json:"id"`
	Person  json.RawMessage `json:"person"`
	Due     *time.Time      `json:"next_look,omitempty"`
	Journal []coach.Entry   `json:"journal"`
	Unsent  []coach.Letter  `json:"letters_not_sent_yet,omitempty"`
	// Notes are by their names; one that is not text is in base64.
	Notes map[string]any `json:"notes,omitempty"`
}

const about = "Everything that Bounceback keeps about one person: what they told it, " +
	"settings and open conversations (person), what was logged, oldest first (journal), " +
	"messages that are still on their way (letters_not_sent_yet), and what the connection to " +
	"the platform has to remember of them, such as the channel of their direct messages (notes). " +
	"Times are in ISO 8601."

// Export writes all that is kept about id as one indented JSON document: the id,
// the person (null if there is none), when they will be looked at next, the
// journal from the oldest line on, letters that were not sent yet, and notes. It is
// one moment's state. Not in it: for up to 30 hours the file also remembers the
// platform's ids of heard messages, which say nothing about what was said.
func (s *Store) Export(ctx context.Context, id coach.ID, w io.Writer) error {
	if err := checkID(id); err != nil {
		return err
	}
	d := document{About: about, ID: id, Journal: []coach.Entry{}}
	var err error
	if d.Unsent, err = s.unsent(ctx, id, math.MaxInt); err != nil {
		return err
	}
	if err := s.read(ctx, func(in tables) error { return d.fill(in, id) }); err != nil {
		return err
	}
	// Written when the snapshot is closed: a slow writer must not hold up commits.
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(d); err != nil {
		return fmt.Errorf("store: write an export: %w", err)
	}
	return nil
}

func (d *document) fill(in tables, id coach.ID) error {
	if record := in[people].Get([]byte(id)); len(record) >= stampSize {
		d.Person = bytes.Clone(record[stampSize:])
		if when := dueOf(record); when != never {
			at := timeOf(when)
			d.Due = &at
		}
	}
	prefix := linePrefix(id)
	c := in[journal].Cursor()
	for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = c.Next() {
		line, err := decodeLine(k, v)
		if err != nil {
			return err
		}
		d.Journal = append(d.Journal, line)
	}
	c = in[notes].Cursor()
	for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = c.Next() {
		if d.Notes == nil {
			d.Notes = map[string]any{}
		}
		if d.Notes[string(k[len(prefix):])] = string(v); !utf8.Valid(v) {
			d.Notes[string(k[len(prefix):])] = bytes.Clone(v)
		}
	}
	return nil
}

// timeOf is the time of a stamp.
func timeOf(s [stampSize]byte) time.Time {
	return time.Unix(int64(binary.BigEndian.Uint64(s[:])^1<<63), int64(binary.BigEndian.Uint32(s[8:]))).UTC()
}
