package console

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"bounceback/bot"
	"bounceback/coach"
)

// Coach is what a chat needs of a coach. A *coach.Coach is one.
type Coach interface {
	// Command reads a line that begins with a slash; ok is false if it is none.
	Command(line string) (h coach.Heard, ok bool)
	// NextNudge says what a person should hear next unasked, and when.
	NextNudge(p *coach.Person, now time.Time) (n coach.Nudge, due time.Time, ok bool)
}

// People is a store of which a chat sees one person. The file may hold others,
// of this computer or of a bot that is not running now: moving the chat's clock
// must not nudge them, and nothing of theirs may show here.
type People struct {
	bot.People
	coach Coach
	me    coach.ID
	to    coach.Address

	mu   sync.Mutex
	left map[string]bool // keys of what an earlier chat left unsent
}

// Only gives the view of a store that has this person alone.
func Only(all bot.People, c Coach, me coach.ID, to coach.Address) *People {
	return &People{People: all, coach: c, me: me, to: to, left: map[string]bool{}}
}

// errLooked ends an Update that only looked.
var errLooked = errors.New("only looked")

// Person reads the person. It costs no commit.
func (s *People) Person(ctx context.Context, now time.Time) (coach.Person, error) {
	var found coach.Person
	_, err := s.Update(ctx, s.me, "", now, func(p *coach.Person, _ coach.Journal) coach.Change {
		found = *p
		return coach.Change{Abort: errLooked}
	})
	if !errors.Is(err, errLooked) {
		return coach.Person{}, fmt.Errorf("console: read the person: %w", err)
	}
	return found, nil
}

// next is when the person hears from the coach unasked; ok is false for never.
func (s *People) next(ctx context.Context, now time.Time) (due time.Time, ok bool, err error) {
	p, err := s.Person(ctx, now)
	if err != nil || p.Address == nil || !p.Unreachable.IsZero() {
		return time.Time{}, false, err
	}
	_, due, ok = s.coach.NextNudge(&p, now)
	return due, ok, nil
}

// Due is the person, if something is due.
func (s *People) Due(ctx context.Context, now time.Time, limit int) ([]coach.ID, error) {
	due, ok, err := s.next(ctx, now)
	if err != nil || !ok || due.After(now) || limit < 1 {
		return nil, err
	}
	return []coach.ID{s.me}, nil
}

// Unsent are the letters to this chat.
func (s *People) Unsent(ctx context.Context, limit int) ([]coach.Letter, error) {
	for ask := limit; ; ask *= 4 {
		all, err := s.People.Unsent(ctx, ask)
		if err != nil {
			return nil, err
		}
		var mine []coach.Letter
		for _, l := range all {
			if l.To == s.to && len(mine) < limit {
				mine = append(mine, l)
			}
		}
		if len(mine) == limit || len(all) < ask {
			s.remember(mine)
			return mine, nil
		}
	}
}

func (s *People) remember(letters []coach.Letter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range letters {
		s.left[l.Key] = true
	}
}

// leftOver is true for a letter that an earlier chat left unsent.
func (s *People) leftOver(key string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.left[key]
}
