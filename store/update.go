package store

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"bounceback/coach"
)

// Update loads id (a new Person if unknown), applies change, and keeps the
// person, journal, letters, event id and due time: all or nothing. It returns
// when they are safe on the disk. Nobody else changes id meanwhile, and change
// is called once at most; it must not call the store. ctx ends only the waiting
// for an earlier turn of the same person: what is being kept is waited for.
//
// When event is not empty and was heard in the last 24 hours before now, change
// is not called and fresh is false. An event belongs to one person.
//
// When the Change has Abort set nothing is kept and Update returns that error.
// A panic of change keeps nothing and goes on to the caller. A change that
// leaves everything as it was costs no commit.
//
// When the Change has a Room, that room is changed in the same step; see
// UpdateRoom. ctx ends the waiting for another change of the room, too.
//
// A letter with the key of one that is kept already takes its place. A line
// with the number of one that is kept already fails the turn.
func (s *Store) Update(ctx context.Context, id coach.ID, event string, now time.Time,
	change func(*coach.Person, coach.Journal) coach.Change) (fresh bool, err error) {
	if err := checkID(id); err != nil {
		return false, err
	}
	if err := ctx.Err(); err != nil {
		return false, err
	}
	if err := s.turns.enter(ctx, id); err != nil {
		return false, err
	}
	defer s.turns.leave(id)
	t := &turn{id: id, now: now}
	var visit *coach.RoomVisit
	err = s.snapshot(func(in tables) error {
		fresh, visit, err = s.think(t, in, event, change)
		return err
	})
	if err == nil && visit != nil {
		var leave func()
		if leave, err = s.visit(ctx, t, visit); err == nil {
			defer leave()
		}
	}
	if err != nil || !fresh || len(t.writes) == 0 {
		return fresh && err == nil, err
	}
	if err := s.keep(t); err != nil {
		return false, s.wrong("write", err)
	}
	return true, nil
}

// turn is what a turn leaves behind.
type turn struct {
	id     coach.ID
	now    time.Time
	writes []write
	erase  bool

	kept chan struct{} // closed when it is kept, or err says why not
	err  error
}

// write is one key of a table with its new value; nil deletes it.
type write struct {
	table table
	key   []byte
	value []byte
}

func (t *turn) put(in table, key, value []byte) { t.writes = append(t.writes, write{in, key, value}) }
func (t *turn) delete(in table, key []byte)     { t.put(in, key, nil) }

// there is the value of keys that say all.
var there = []byte{}

// think runs the change and says what is to be written.
func (s *Store) think(t *turn, in tables, event string, change func(*coach.Person, coach.Journal) coach.Change) (fresh bool, visit *coach.RoomVisit, err error) {
	p := &coach.Person{}
	var old []byte
	seenBefore := false
	if err := guard(func() error {
		seenBefore = event != "" && wasSeen(in[seen], event, t.now)
		old = in[people].Get([]byte(t.id))
		return decodePerson(old, p)
	}); err != nil {
		return false, nil, s.wrong("read", err)
	}
	if seenBefore {
		return false, nil, nil
	}
	lines := &lines{bucket: in[journal], rooms: in[rooms], id: t.id}
	c := change(p, lines)
	lines.bucket, lines.rooms = nil, nil
	switch {
	case lines.err != nil:
		return false, nil, s.wrong("read", lines.err)
	case c.Abort != nil:
		return false, nil, c.Abort
	}
	if event != "" {
		if len(event) > maxName {
			return false, nil, fmt.Errorf("store: the id of an event has %d bytes, at most %d may be", len(event), maxName)
		}
		t.put(seen, seenKey(periodOf(t.now), event), there)
	}
	err = guard(func() error {
		if c.Erase {
			t.eraseAll(in, old)
		} else if err := t.update(in, p, old, c); err != nil {
			return err
		}
		return s.post(t, in, t.id, c.Letters)
	})
	if err != nil {
		return false, nil, s.wrong("write", err)
	}
	return true, c.Room, nil
}

// update is person, due time and journal.
func (t *turn) update(in tables, p *coach.Person, old []byte, c coach.Change) error {
	if err := t.record(people, t.id, p, old, c.Due); err != nil {
		return err
	}
	for _, e := range c.Entries {
		key := lineKey(t.id, e.Seq)
		if in[journal].Get(key) != nil {
			return fmt.Errorf("there is a line %d in the journal already", e.Seq)
		}
		line, err := json.Marshal(e)
		if err != nil {
			return fmt.Errorf("a line of the journal: %w", err)
		}
		t.put(journal, key, line)
	}
	for _, seq := range c.Undone {
		t.delete(journal, lineKey(t.id, seq))
	}
	return nil
}

// record is a person or a room with the due time.
func (t *turn) record(of table, id coach.ID, content any, old []byte, next time.Time) error {
	when := dueStamp(next)
	record, err := encode(when, content)
	if err != nil {
		return err
	}
	if !bytes.Equal(record, old) {
		t.put(of, []byte(id), record)
	}
	if before := dueOf(old); before != when {
		if before != never {
			t.delete(due, dueKey(before, id))
		}
		if when != never {
			t.put(due, dueKey(when, id), there)
		}
	}
	return nil
}

// eraseAll deletes all that is kept about a person, or a room. Notes are left
// to whoever commits, for they may be written while the turn is thought out.
func (t *turn) eraseAll(in tables, old []byte) {
	t.erase = true
	t.put(head, erasedKey, there)
	t.delete(recordsOf(t.id), []byte(t.id))
	if before := dueOf(old); before != never {
		t.delete(due, dueKey(before, t.id))
	}
	prefix := linePrefix(t.id)
	c := in[journal].Cursor()
	for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		t.delete(journal, bytes.Clone(k))
	}
	c = in[letters].Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		if string(k[8:]) == string(t.id) {
			t.delete(letters, bytes.Clone(k))
			t.delete(letterKeys, []byte(keyOf(v)))
		}
	}
}

// recordsOf is the table in which an id has its record.
func recordsOf(id coach.ID) table {
	if id.IsRoom() {
		return rooms
	}
	return people
}

// post keeps letters for sending. They belong to owner, a person or a room.
func (s *Store) post(t *turn, in tables, owner coach.ID, all []coach.Letter) error {
	for _, l := range all {
		if l.Key == "" || len(l.Key) > maxName {
			return fmt.Errorf("the key of a letter has %d bytes, 1 to %d may be", len(l.Key), maxName)
		}
		// An erasure finds letters by the person they belong to.
		if l.Person != owner {
			return fmt.Errorf("a letter belongs to somebody else")
		}
		content, err := json.Marshal(l)
		if err != nil {
			return fmt.Errorf("a letter: %w", err)
		}
		at := bytes.Clone(in[letterKeys].Get([]byte(l.Key)))
		if at == nil {
			at = letterKey(s.numbers.Add(1), owner)
		}
		t.put(letterKeys, []byte(l.Key), at)
		t.put(letters, at, content)
	}
	return nil
}
