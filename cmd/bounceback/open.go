package main

import (
	"context"
	"encoding/json"
	"io"
	"iter"
	"slices"
	"sync"
	"time"

	"bounceback/bot"
	"bounceback/coach"
)

// Interim: people in memory, until the package store is there.

type keeper interface {
	bot.People
	io.Closer
}

func openStore(string) (keeper, error) {
	return &memory{people: map[coach.ID][]byte{}, lines: map[coach.ID][]coach.Entry{}}, nil
}

type memory struct {
	mu     sync.Mutex
	people map[coach.ID][]byte
	lines  map[coach.ID][]coach.Entry
	unsent []coach.Letter
}

type journal []coach.Entry

func (j journal) Newest() iter.Seq[coach.Entry] {
	return func(yield func(coach.Entry) bool) {
		for _, e := range slices.Backward(j) {
			if !yield(e) {
				return
			}
		}
	}
}

func (m *memory) Update(_ context.Context, id coach.ID, _ string, _ time.Time, change func(*coach.Person, coach.Journal) coach.Change) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	p := &coach.Person{}
	if b := m.people[id]; b != nil {
		json.Unmarshal(b, p)
	}
	c := change(p, journal(m.lines[id]))
	if c.Abort != nil {
		return false, c.Abort
	}
	m.people[id], _ = json.Marshal(p)
	m.lines[id] = slices.DeleteFunc(append(m.lines[id], c.Entries...), func(e coach.Entry) bool { return slices.Contains(c.Undone, e.Seq) })
	if c.Erase {
		delete(m.people, id)
		delete(m.lines, id)
	}
	m.unsent = append(m.unsent, c.Letters...)
	return true, nil
}

func (m *memory) Due(context.Context, time.Time, int) ([]coach.ID, error) { return nil, nil }

func (m *memory) Unsent(_ context.Context, limit int) ([]coach.Letter, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.unsent[:min(limit, len(m.unsent))]), nil
}

func (m *memory) Sent(keys ...string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.unsent = slices.DeleteFunc(m.unsent, func(l coach.Letter) bool { return slices.Contains(keys, l.Key) })
}

func (m *memory) Export(_ context.Context, id coach.ID, w io.Writer) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return json.NewEncoder(w).Encode(map[string]any{"person": json.RawMessage(m.people[id]), "journal": m.lines[id]})
}

func (m *memory) Close() error { return nil }
