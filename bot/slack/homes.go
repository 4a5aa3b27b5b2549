package slack

import (
	"context"
	"sync"
)

// homes are the home tabs: who has theirs open, as far as Slack tells, and for whom
// one is being made.
//
// A tab is made anew when it is opened, and after each turn of somebody who looks at
// it, since Slack tells of no second opening then. For one person one is made at a
// time, from what is kept at that moment: so an older one never takes the place of a
// newer one, and there is nothing for a hash to find out.
type homes struct {
	open *recent[bool] // by person

	mu    sync.Mutex
	being map[User]bool // made now; true: and once more then
}

// maxOpen bounds the memory of whose home tab is open. That Slack is closed is not
// told to anybody.
const maxOpen = 2000

func newHomes() homes { return homes{open: newRecent[bool](maxOpen), being: map[User]bool{}} }

func (h *homes) isOpen(u User) bool { return h.open.of(string(u.Person())) }

// begin is false if one is being made; then it is made once more.
func (h *homes) begin(u User) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	_, busy := h.being[u]
	h.being[u] = busy
	return !busy
}

// end is true if one more has to be made.
func (h *homes) end(u User) (again bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if again = h.being[u]; again {
		h.being[u] = false
	} else {
		delete(h.being, u)
	}
	return again
}

// drop ends it, whatever was asked for.
func (h *homes) drop(u User) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.being, u)
}

// opened is told which of the app's tabs somebody looks at.
func (p *Platform) opened(u User, tab string) {
	if tab != "home" {
		p.homes.open.forget(string(u.Person()))
		return
	}
	p.homes.open.note(string(u.Person()), true)
	p.refresh(u)
}

// refresh has somebody's home tab made anew.
func (p *Platform) refresh(u User) {
	if !p.homes.begin(u) {
		return
	}
	begun := p.tabs.give(func(ctx context.Context) {
		again := true
		defer func() {
			if again { // it broke off
				p.homes.drop(u)
			}
		}()
		for again {
			p.publish(ctx, u)
			again = p.homes.end(u)
		}
	})
	if !begun {
		p.homes.drop(u)
	}
}

// publish sets somebody's home tab as things stand.
func (p *Platform) publish(ctx context.Context, u User) {
	w, err := p.workspace(ctx, u.Team)
	if err == nil {
		_, err = w.Publish(ctx, u.ID, "", p.homeView(ctx, u))
	}
	if err != nil {
		p.log.WarnContext(ctx, "a home tab could not be shown", "err", err)
	}
}
