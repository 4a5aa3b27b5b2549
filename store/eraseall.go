package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"bounceback/coach"
)

// eraseStep is how many are erased together by EraseAll: they share a commit and
// the scrub after it. A larger step holds up turns for longer.
const eraseStep = 64

// EraseAll erases everybody whose id begins with prefix, as "slack:T1/" when a
// workspace has left: people with journals, notes and letters, and the rooms whose
// address begins so. It does some at a time, between the turns of others, and
// when it returns the words are gone from the file. It returns how many ids it
// erased, also with an error; done again it goes on where it was. Who is heard
// meanwhile may be kept anew: first see to it that nobody is heard any more.
func (s *Store) EraseAll(ctx context.Context, prefix coach.ID) (erased int, err error) {
	platform, to, ok := strings.Cut(string(prefix), ":")
	if !ok || platform == "" || to == "" {
		return 0, fmt.Errorf("store: erase all: the beginning of an id must name a platform and more, as slack:T1/")
	}
	for _, p := range []coach.ID{prefix, coach.Address{Platform: platform, To: to}.Room()} {
		for from := p; ; {
			ids, err := s.known(ctx, p, from, eraseStep)
			if err == nil {
				err = s.eraseThese(ctx, ids)
			}
			if err != nil {
				return erased, err
			}
			erased += len(ids)
			if len(ids) < eraseStep {
				break
			}
			from = ids[len(ids)-1] + "\x01" // no id is between: none has a zero byte
		}
	}
	return erased, nil
}

// known are the first ids from one on about which anything is kept, in order.
func (s *Store) known(ctx context.Context, prefix, from coach.ID, limit int) (ids []coach.ID, err error) {
	err = s.read(ctx, func(in tables) error {
		for _, of := range []table{recordsOf(prefix), notes} {
			last, n := coach.ID(""), 0
			c := in[of].Cursor()
			for k, _ := c.Seek([]byte(from)); bytes.HasPrefix(k, []byte(prefix)) && n < limit; k, _ = c.Next() {
				if id := coach.ID(ownerOf(k)); id != last {
					ids, last = append(ids, id), id
					n++
				}
			}
		}
		// Letters are in the order of writing. Who was erased may still have some.
		c := in[letters].Cursor()
		for k, _ := c.First(); k != nil; k, _ = c.Next() {
			if id := coach.ID(k[8:]); id >= from && strings.HasPrefix(string(id), string(prefix)) {
				ids = append(ids, id)
			}
		}
		return nil
	})
	slices.Sort(ids)
	ids = slices.Compact(ids)
	return ids[:min(limit, len(ids))], err
}

// eraseThese erases side by side, so that all share what a commit costs.
func (s *Store) eraseThese(ctx context.Context, ids []coach.ID) error {
	errs := make([]error, len(ids))
	var all sync.WaitGroup
	for i, id := range ids {
		all.Go(func() { errs[i] = s.eraseOne(ctx, id) })
	}
	all.Wait()
	return errors.Join(errs...)
}

// eraseOne erases a person or a room, whatever the record looks like.
func (s *Store) eraseOne(ctx context.Context, id coach.ID) error {
	if err := s.turns.enter(ctx, id); err != nil {
		return err
	}
	defer s.turns.leave(id)
	t := &turn{id: id}
	err := s.read(ctx, func(in tables) error {
		t.eraseAll(in, in[recordsOf(id)].Get([]byte(id)))
		return nil
	})
	if err != nil {
		return err
	}
	if err := s.keep(t); err != nil {
		return s.wrong("write", err)
	}
	return nil
}
