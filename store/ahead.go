package store

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"bounceback/coach"
)

// Ahead calls each with everybody whose due time is not after until, soonest
// first, and with what is kept about them. It costs what is due until then, and
// holds one person at a time. All is of one moment; each must not call the store,
// and should be quick, since a commit that makes the file grow waits for it. An
// error of each ends it and is returned.
func (s *Store) Ahead(ctx context.Context, until time.Time, each func(id coach.ID, due time.Time, p *coach.Person) error) error {
	return s.read(ctx, func(in tables) error {
		last := stamp(until)
		c := in[due].Cursor()
		for k, _ := c.First(); k != nil && bytes.Compare(k[:stampSize], last[:]) <= 0; k, _ = c.Next() {
			if err := ctx.Err(); err != nil {
				return err
			}
			id := coach.ID(k[stampSize:])
			record := in[people].Get([]byte(id))
			if record == nil {
				return fmt.Errorf("%w: somebody is due who is not kept", ErrDamaged)
			}
			p := &coach.Person{}
			if err := decodePerson(record, p); err != nil {
				return err
			}
			if err := each(id, timeOf([stampSize]byte(k)), p); err != nil {
				return err
			}
		}
		return nil
	})
}
