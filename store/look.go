package store

import (
	"context"

	"bounceback/coach"
)

// Look shows a person, new if unknown, and their journal, as they are at one moment.
// What see changes is not kept. The journal is good until see returns.
func (s *Store) Look(ctx context.Context, id coach.ID, see func(*coach.Person, coach.Journal)) error {
	if err := checkID(id); err != nil {
		return err
	}
	return s.read(ctx, func(in tables) error {
		p := &coach.Person{}
		if err := decodePerson(in[people].Get([]byte(id)), p); err != nil {
			return err
		}
		journal := &lines{bucket: in[journal], rooms: in[rooms], id: id}
		defer func() { journal.bucket, journal.rooms = nil, nil }()
		see(p, journal)
		return journal.err
	})
}

// Room is a copy of what is kept about a room, nil if nothing is.
func (s *Store) Room(ctx context.Context, id coach.ID) (r *coach.Room, err error) {
	err = s.read(ctx, func(in tables) error {
		record := in[rooms].Get([]byte(id))
		if record == nil {
			return nil
		}
		r = &coach.Room{}
		return decodeRoom(record, r)
	})
	return r, err
}
