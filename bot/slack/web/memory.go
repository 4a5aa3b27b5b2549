package web

import (
	"sync"
	"time"
)

// maxSent is how many letters of a workspace are remembered, for as long as
// outbox tries again: sentFor.
const (
	maxSent = 8192
	sentFor = time.Hour
)

// fate is what is known of a letter: where it stands, or that nobody knows.
type fate struct {
	ts     string
	unsure bool
	at     time.Time
}

// memory knows what became of letters that may come again.
type memory struct {
	most int

	mu    sync.Mutex
	fates map[string]fate
}

func newMemory(most int) *memory { return &memory{most: most, fates: map[string]fate{}} }

func (m *memory) of(key string) fate {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.fates[key]
}

func (m *memory) note(key string, f fate) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f.at = time.Now()
	if _, known := m.fates[key]; !known && len(m.fates) >= m.most {
		m.sweep()
	}
	m.fates[key] = f
}

// sweep forgets what is old, and if that is not enough, half of what is certain:
// a letter that is certain comes again only if it is one of several parts.
func (m *memory) sweep() {
	old := time.Now().Add(-sentFor)
	for k, f := range m.fates {
		if f.at.Before(old) {
			delete(m.fates, k)
		}
	}
	for _, certain := range []bool{true, false} {
		for k, f := range m.fates {
			if len(m.fates) <= m.most/2 {
				return
			}
			if f.unsure != certain {
				delete(m.fates, k)
			}
		}
	}
}
