package store

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"bounceback/coach"
)

// maxNote is how many bytes a note may have.
const maxNote = 64 << 10

// soon is a note that nobody waits for. Another value is another soon.
type soon struct{ value []byte }

// Note is what was noted about id under that name, nil if nothing was. It knows
// what NoteSoon was given, also before that is kept.
func (s *Store) Note(ctx context.Context, id coach.ID, name string) (value []byte, err error) {
	if err := checkNote(id, name, nil); err != nil {
		return nil, err
	}
	key := noteKey(id, name)
	s.lock.Lock()
	waits := s.soon[string(key)] // before the snapshot: what is gone from here later is in there
	s.lock.Unlock()
	err = s.read(ctx, func(in tables) error {
		value = bytes.Clone(in[notes].Get(key))
		if waits != nil && in.takesNote(key) {
			value = bytes.Clone(waits.value)
		}
		return nil
	})
	return value, err
}

// SetNote notes something about id under a name, in place of what was noted
// there; nil takes the note away. It returns when that is safe on the disk, and
// shares a commit with turns. ctx ends nothing once it has begun.
func (s *Store) SetNote(ctx context.Context, id coach.ID, name string, value []byte) error {
	if err := checkNote(id, name, value); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	t := &turn{id: id}
	t.put(notes, noteKey(id, name), bytes.Clone(value))
	if err := s.keep(t); err != nil {
		return s.wrong("write", err)
	}
	return nil
}

// NoteSoon is SetNote that returns at once: the note rides on the next commit,
// and if none comes within a second it gets one of its own. It may be lost in a
// kill. Where neither the person is kept nor a note of that name stands it is left
// out, so that nothing comes back after an erasure; and so is what SetNote would refuse.
func (s *Store) NoteSoon(id coach.ID, name string, value []byte) {
	if checkNote(id, name, value) != nil {
		return
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.closed {
		return
	}
	if s.soon == nil {
		s.soon = map[string]*soon{}
	}
	s.soon[string(noteKey(id, name))] = &soon{bytes.Clone(value)}
	s.setAlarm()
}

// overtake forgets the notes that wait and that a turn makes old: it notes
// something in their place, or erases the person. lock is held.
func (q *queue) overtake(t *turn) {
	for _, w := range t.writes {
		if w.table == notes {
			delete(q.soon, string(w.key))
		}
	}
	if !t.erase {
		return
	}
	prefix := string(linePrefix(t.id))
	for key := range q.soon {
		if strings.HasPrefix(key, prefix) {
			delete(q.soon, key)
		}
	}
}

// noteSoon keeps a note that waited.
func (in tables) noteSoon(key string, value []byte) error {
	k := []byte(key)
	switch {
	case value == nil:
		return in[notes].Delete(k)
	case !in.takesNote(k):
		return nil
	}
	return in[notes].Put(k, value)
}

// takesNote is false where a note that waited would bring something back: neither
// is the person kept nor does the note stand.
func (in tables) takesNote(key []byte) bool {
	return in[notes].Get(key) != nil || in[people].Get(ownerOf(key)) != nil
}

// dropNotes deletes all notes about id.
func (in tables) dropNotes(id coach.ID) error {
	var old [][]byte
	prefix := linePrefix(id)
	c := in[notes].Cursor()
	for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		old = append(old, bytes.Clone(k))
	}
	var errs error
	for _, k := range old {
		errs = errors.Join(errs, in[notes].Delete(k))
	}
	return errs
}

// EachNote visits the notes of that name of all ids that begin with prefix, in
// the order of the ids, until visit returns false. It reads a piece of the file
// at a time and holds nothing while it visits: visit may take long and may use
// the store. What is noted meanwhile is visited or not, and no note twice.
func (s *Store) EachNote(ctx context.Context, prefix coach.ID, name string, visit func(coach.ID, []byte) bool) error {
	for from := []byte(prefix); from != nil; {
		var page []noted
		s.lock.Lock()
		waits := s.waiting(prefix, name)
		s.lock.Unlock()
		err := s.read(ctx, func(in tables) error {
			page, from = in.noted(from, prefix, name, waits)
			return nil
		})
		if err != nil {
			return err
		}
		for _, n := range page {
			if !visit(n.id, n.value) {
				return nil
			}
		}
	}
	return nil
}

// noted is a note about id.
type noted struct {
	id    coach.ID
	value []byte
}

// waiting are the notes of a name that wait, by their keys. lock is held.
func (q *queue) waiting(prefix coach.ID, name string) map[string]*soon {
	waits := map[string]*soon{}
	for key, n := range q.soon {
		if strings.HasPrefix(key, string(prefix)) && strings.HasSuffix(key, "\x00"+name) {
			waits[key] = n
		}
	}
	return waits
}

// notePage is how many notes are looked at with one snapshot.
const notePage = 500

// noted is a page of notes, and where the next page begins, nil where none does.
func (in tables) noted(from []byte, prefix coach.ID, name string, waits map[string]*soon) (page []noted, next []byte) {
	seen := 0
	c := in[notes].Cursor()
	for k, v := c.Seek(from); k != nil && bytes.HasPrefix(k, []byte(prefix)); k, v = c.Next() {
		if seen++; seen > notePage {
			next = bytes.Clone(k)
			break
		}
		id := ownerOf(k)
		if _, later := waits[string(k)]; !later && string(k[len(id)+1:]) == name {
			page = append(page, noted{coach.ID(id), bytes.Clone(v)})
		}
	}
	for key, n := range waits {
		k := []byte(key)
		here := bytes.Compare(k, from) >= 0 && (next == nil || bytes.Compare(k, next) < 0)
		if here && n.value != nil && in.takesNote(k) {
			page = append(page, noted{coach.ID(ownerOf(k)), bytes.Clone(n.value)})
		}
	}
	slices.SortFunc(page, func(a, b noted) int { return cmp.Compare(a.id, b.id) })
	return page, next
}

func noteKey(id coach.ID, name string) []byte { return append(linePrefix(id), name...) }

// ownerOf is the id in the key of a note.
func ownerOf(key []byte) []byte {
	id, _, _ := bytes.Cut(key, []byte{0})
	return id
}

// checkNote refuses what cannot be kept.
func checkNote(id coach.ID, name string, value []byte) error {
	switch {
	case name == "" || len(name) > maxName:
		return fmt.Errorf("store: the name of a note has %d bytes, 1 to %d may be", len(name), maxName)
	case strings.IndexByte(name, 0) >= 0:
		return fmt.Errorf("store: the name of a note has a zero byte")
	case len(value) > maxNote:
		return fmt.Errorf("store: a note has %d bytes, at most %d may be", len(value), maxNote)
	}
	return checkID(id)
}

func (in tables) checkNotes() error {
	return in[notes].ForEach(func(k, v []byte) error {
		id, name, _ := bytes.Cut(k, []byte{0})
		if checkNote(coach.ID(id), string(name), v) != nil {
			return amiss("a note is nobody's, has no name or is too long")
		}
		return nil
	})
}
