package bot

import (
	"fmt"
	"log/slog"
	"sync"
	"time"

	"bounceback/coach"
)

// inMemory is how many letters of one platform are held in memory. When a
// platform is out of order for long, or very many people are due at once, the
// rest stays in the store only and is read from there when there is room.
const inMemory = 4096

// spill decides which letters are in memory. Usually all are: a letter is posted
// right after the commit and never read back. Once there are too many, all later ones
// are left in the store, so that nobody's later letter overtakes an earlier one,
// until a refill finds nothing more there.
type spill struct {
	outbox *outbox

	mu      sync.Mutex
	held    map[string]time.Time  // keys of the letters in memory, and when they were written
	stuck   map[coach.ID]struct{} // people with a letter left for the next start
	spilled bool                  // the store has letters that are not in memory

	// A turn that was under way while a refill ended may have had its letters read
	// by it. gone are the keys that were finished since; they are remembered until
	// the last such turn has posted.
	gone   map[string]struct{}
	phase  int // number of refills that found nothing more
	flying int // turns under way that began in this phase
	older  int // turns under way that began in an earlier one
}

// flight is a turn's letters between the beginning of the turn and their post.
type flight struct {
	outbox  *outbox // nil if there is no such platform; the letters are kept for it
	phase   int
	parcels []coach.Letter
	export  []byte
	unkept  bool
}

// flight begins before the turn is kept. Its post must be called.
func (b *Bot) flight(platform string) *flight {
	f := &flight{outbox: b.out[platform]}
	if o := f.outbox; o != nil {
		o.mu.Lock()
		o.flying++
		f.phase = o.phase
		o.mu.Unlock()
	}
	return f
}

// post hands the letters of a turn to their outbox.
func (f *flight) post() {
	o := f.outbox
	if o == nil {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if f.phase == o.phase {
		o.flying--
	} else {
		o.older--
	}
	if !o.spilled && len(o.held)+len(f.parcels) > inMemory {
		o.spilled, o.gone = true, map[string]struct{}{}
	}
	for _, l := range f.parcels {
		p := &parcel{Letter: l, unkept: f.unkept}
		if l.Export {
			p.export = f.export
		}
		if f.unkept || !o.spilled && !o.known(l.Key) {
			o.hold(p)
		}
	}
	if o.spilled {
		o.refill()
	} else if o.older == 0 {
		o.gone = nil
	}
}

// known is true for a letter that a refill has seen. mu is held.
func (s *spill) known(key string) bool {
	_, held := s.held[key]
	_, gone := s.gone[key]
	return held || gone
}

// hold sends a letter on its way. mu is held.
func (s *spill) hold(p *parcel) {
	s.held[p.Key] = p.Written
	s.outbox.lanes.add(p.Person, p)
}

// finish ticks a letter off.
func (s *spill) finish(p *parcel) {
	if !p.unkept {
		s.outbox.bot.people.Sent(p.Key) // before it counts as gone, or a refill finds it again
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.held, p.Key)
	if s.gone != nil {
		s.gone[p.Key] = struct{}{}
	}
	if s.spilled {
		s.refill()
	}
}

// refill reads letters from the store when there is room for many. mu is held,
// also while reading: a turn that is kept meanwhile posts after it.
func (s *spill) refill() {
	if len(s.held) > inMemory/2 || s.outbox.stopped() {
		return
	}
	if err := s.read(); err != nil {
		log := s.outbox.bot.log
		log.LogAttrs(s.outbox.bot.work, slog.LevelError, "unsent letters cannot be read", slog.Any("err", err))
		time.AfterFunc(firstWait, func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			if s.spilled && s.outbox.bot.work.Err() == nil {
				s.refill()
			}
		})
	}
}

func (s *spill) read() error {
	name := s.outbox.platform.Name()
	for limit := 2 * inMemory; ; limit *= 2 {
		letters, err := s.outbox.bot.people.Unsent(s.outbox.bot.work, limit)
		if err != nil {
			return fmt.Errorf("bot: %w", err)
		}
		for _, l := range letters {
			if l.To.Platform != name || s.known(l.Key) {
				continue
			}
			if len(s.held) >= inMemory {
				return nil // still spilled: the next refill goes on
			}
			s.hold(&parcel{Letter: l, again: true})
		}
		if len(letters) < limit {
			s.spilled = false
			s.phase++
			s.older += s.flying
			s.flying = 0
			return nil
		}
	}
}

// resume begins with what an earlier run left unsent.
func (s *spill) resume() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.spilled, s.gone = true, map[string]struct{}{}
	if err := s.read(); err != nil {
		return err
	}
	if s.older == 0 && !s.spilled {
		s.gone = nil
	}
	return nil
}

// leave notes that a letter of this person stays behind.
func (s *spill) leave(id coach.ID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stuck[id] = struct{}{}
}

func (s *spill) isStuck(id coach.ID) bool {
	if !s.outbox.stopped() && s.outbox.bot.work.Err() == nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, stuck := s.stuck[id]
	return stuck
}

// left is the number of letters in memory that were not sent.
func (s *spill) left() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.held)
}

// waiting is how many letters in memory were not sent, whether the store has
// more, and how long the oldest has waited.
func (s *spill) waiting(now time.Time) (n int, more bool, oldest time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, written := range s.held {
		oldest = max(oldest, now.Sub(written))
	}
	return len(s.held), s.spilled, oldest
}
