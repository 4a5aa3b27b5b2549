package store

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"bounceback/coach"
)

// Ahead goes through everybody whose due time is not after until, soonest first:
// it calls person with what is kept about each person and room with what is kept
// about each room. It costs what is due until then, and holds one at a time. All
// is of one moment; the calls must not use the store, and should be quick, since a
// commit that makes the file grow waits for them. An error of theirs ends it and
// is returned.
func (s *Store) Ahead(ctx context.Context, until time.Time, person func(*coach.Person) error, room func(*coach.Room) error) error {
	return s.read(ctx, func(in tables) error {
		last := stamp(until)
		c := in[due].Cursor()
		for k, _ := c.First(); k != nil && bytes.Compare(k[:stampSize], last[:]) <= 0; k, _ = c.Next() {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := in.meet(k[stampSize:], person, room); err != nil {
				return err
			}
		}
		return nil
	})
}

// meet calls the one of two that id is for.
func (in tables) meet(id []byte, person func(*coach.Person) error, room func(*coach.Room) error) error {
	if coach.ID(id).IsRoom() {
		record := in[rooms].Get(id)
		if record == nil {
			return fmt.Errorf("%w: a room is due that is not kept", ErrDamaged)
		}
		r := &coach.Room{}
		if err := decodeRoom(record, r); err != nil {
			return err
		}
		return room(r)
	}
	record := in[people].Get(id)
	if record == nil {
		return fmt.Errorf("%w: somebody is due who is not kept", ErrDamaged)
	}
	p := &coach.Person{}
	if err := decodePerson(record, p); err != nil {
		return err
	}
	return person(p)
}
