package store

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"bounceback/coach"
)

// UpdateRoom loads the room id (a new Room if unknown), applies change, and
// keeps the room, its letters and due time: all or nothing. It returns when they
// are safe on the disk. Nobody else changes the room meanwhile, and change is
// called once; it must not call the store. When the RoomChange has Abort set
// nothing is kept and UpdateRoom returns that error. A change that leaves
// everything as it was costs no commit.
func (s *Store) UpdateRoom(ctx context.Context, id coach.ID, now time.Time, change func(*coach.Room) coach.RoomChange) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	t := &turn{id: id, now: now}
	leave, err := s.visit(ctx, t, &coach.RoomVisit{ID: id, Change: change})
	if err != nil {
		return err
	}
	defer leave()
	if len(t.writes) == 0 {
		return nil
	}
	if err := s.keep(t); err != nil {
		return s.wrong("write", err)
	}
	return nil
}

// visit adds to a turn what it changes in a room. The room is nobody else's
// until leave is called, which must wait until the turn is kept: so the snapshot
// is one of now, and not that of the turn, which may be older than the last
// change of the room. A person's turn comes before its visit, and a room's own
// turn is of no person, so two never wait for one another.
func (s *Store) visit(ctx context.Context, t *turn, v *coach.RoomVisit) (leave func(), err error) {
	if err := checkID(v.ID); err != nil {
		return nil, err
	}
	if !v.ID.IsRoom() {
		return nil, fmt.Errorf("store: the id of a room is that of a person")
	}
	if err := s.turns.enter(ctx, v.ID); err != nil {
		return nil, err
	}
	looked := false
	defer func() {
		if !looked {
			s.turns.leave(v.ID) // also when change panics
		}
	}()
	if err := s.snapshot(func(in tables) error { return s.look(t, in, v) }); err != nil {
		return nil, err
	}
	looked = true
	return func() { s.turns.leave(v.ID) }, nil
}

// look runs a visit and says what is to be written.
func (s *Store) look(t *turn, in tables, v *coach.RoomVisit) error {
	r := &coach.Room{}
	var old []byte
	if err := guard(func() error {
		old = in[rooms].Get([]byte(v.ID))
		return decodeRoom(old, r)
	}); err != nil {
		return s.wrong("read", err)
	}
	c := v.Change(r)
	if c.Abort != nil {
		return c.Abort
	}
	err := guard(func() error {
		if err := t.record(rooms, v.ID, r, old, c.Due); err != nil {
			return err
		}
		return s.post(t, in, v.ID, c.Letters)
	})
	if err != nil {
		return s.wrong("write", err)
	}
	return nil
}

// decodeRoom reads a record as decodePerson does.
func decodeRoom(record []byte, r *coach.Room) error {
	if record == nil {
		return nil
	}
	if len(record) < stampSize {
		return errUnreadable
	}
	if err := json.Unmarshal(record[stampSize:], r); err != nil {
		return fmt.Errorf("%w (a room: %w)", errUnreadable, withoutWords(err))
	}
	if r.Version > coach.RoomVersion {
		return fmt.Errorf("%w: a room of version %d, and this program knows %d", ErrNewer, r.Version, coach.RoomVersion)
	}
	return nil
}

// Room is a copy of what is kept about a room, nil if nothing is, and nil once
// the turn is over.
func (l *lines) Room(id coach.ID) (r *coach.Room) {
	if l.rooms == nil {
		return nil
	}
	err := guard(func() error {
		record := l.rooms.Get([]byte(id))
		if record == nil {
			return nil
		}
		r = &coach.Room{}
		return decodeRoom(bytes.Clone(record), r)
	})
	if err != nil {
		l.err = err
		return nil
	}
	return r
}

func (in tables) checkRooms() error {
	return in[rooms].ForEach(func(id, record []byte) error {
		if !coach.ID(id).IsRoom() {
			return amiss("a person stands among the rooms")
		}
		if err := decodeRoom(record, &coach.Room{}); err != nil {
			return err
		}
		if when := dueOf(record); when != never && in[due].Get(dueKey(when, coach.ID(id))) == nil {
			return amiss("a room has a due time that is not among the due times")
		}
		return nil
	})
}
