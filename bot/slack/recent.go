package slack

import "sync"

// recent remembers values by name, the latest most of them.
type recent[T any] struct {
	most int

	mu     sync.Mutex
	values map[string]T
	order  []string // oldest first
}

func newRecent[T any](most int) *recent[T] { return &recent[T]{most: most, values: map[string]T{}} }

// of is zero for a name that is not known.
func (r *recent[T]) of(name string) T {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.values[name]
}

func (r *recent[T]) note(name string, value T) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, known := r.values[name]; !known {
		if len(r.order) >= r.most {
			delete(r.values, r.order[0])
			r.order = r.order[1:]
		}
		r.order = append(r.order, name)
	}
	r.values[name] = value
}

// forget leaves the name in its place among the oldest.
func (r *recent[T]) forget(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, known := r.values[name]; known {
		var none T
		r.values[name] = none
	}
}
