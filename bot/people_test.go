package bot_test

import (
	"bounceback/bot"
	"bounceback/coach"
	"context"
	"encoding/json"
	"io"
	"iter"
	"slices"
	"sync"
	"testing"
	"time"
)

func openPeople(t testing.TB) bot.People {
	return &memory{people: map[coach.ID][]byte{}, due: map[coach.ID]time.Time{}, seen: map[string]bool{}}
}

type memory struct {
	mu     sync.Mutex
	people map[coach.ID][]byte
	due    map[coach.ID]time.Time
	seen   map[string]bool
	unsent []coach.Letter
}

func (m *memory) Newest() iter.Seq[coach.Entry] { return func(func(coach.Entry) bool) {} }
func (m *memory) Update(ctx context.Context, id coach.ID, event string, now time.Time, change func(*coach.Person, coach.Journal) coach.Change) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if event != "" && m.seen[event] {
		return false, nil
	}
	p := &coach.Person{}
	if b := m.people[id]; b != nil {
		json.Unmarshal(b, p)
	}
	c := change(p, m)
	if c.Abort != nil {
		return false, c.Abort
	}
	m.people[id], _ = json.Marshal(p)
	m.due[id] = c.Due
	if c.Due.IsZero() {
		delete(m.due, id)
	}
	m.seen[event] = true
	if c.Erase {
		delete(m.people, id)
		delete(m.due, id)
		m.unsent = slices.DeleteFunc(m.unsent, func(l coach.Letter) bool { return l.Person == id })
	}
	m.unsent = append(m.unsent, c.Letters...)
	return true, nil
}
func (m *memory) Due(ctx context.Context, now time.Time, limit int) (ids []coach.ID, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for id, d := range m.due {
		if !d.After(now) && len(ids) < limit {
			ids = append(ids, id)
		}
	}
	return ids, nil
}
func (m *memory) Unsent(ctx context.Context, limit int) ([]coach.Letter, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.unsent[:min(limit, len(m.unsent))]), nil
}
func (m *memory) Sent(keys ...string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.unsent = slices.DeleteFunc(m.unsent, func(l coach.Letter) bool { return slices.Contains(keys, l.Key) })
}
func (m *memory) Export(ctx context.Context, id coach.ID, w io.Writer) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, err := w.Write(m.people[id])
	return err
}
