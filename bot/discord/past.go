package discord

import (
	"context"
	"sync"
	"time"

	"bounceback/bot"
	"bounceback/bot/discord/rest"
)

// past is what the run before has written last, channel by channel.
//
// The letters that were written and not ticked off when a run was cut off are sent
// again after the next start, which may be long after Discord has forgotten their
// nonces. So before the first letter to a channel soon after the start its history
// is read. A letter that looks like what the bot wrote there is not written again
// if that is no older than the last thing that the person did and the run before
// heard of: an answer always is younger than what it answers, and the same words of
// another day are older. Posts in a room answer nobody; there it is what was posted
// lately. Each message counts for one letter.
//
// It can err where somebody taps something before the old letter comes again: then
// that stands there twice. It never takes a letter for written that was not, unless the bot
// said the very same, without choices, twice in a row.
type past struct {
	rest  *rest.Client
	notes bot.Notes
	clock func() time.Time
	until time.Time

	mu   sync.Mutex
	seen map[string][]written // by channel
}

// written is a message of the run before.
type written struct {
	print print
	id    string
}

// startLasts is how long after the start old letters may come for the first time.
// They come at once, oldest first, but for those of a channel that fails.
const startLasts = 10 * time.Minute

// maxPast bounds past.
const maxPast = 8192

func newPast(client *rest.Client, notes bot.Notes, clock func() time.Time) *past {
	return &past{rest: client, notes: notes, clock: clock, until: clock().Add(startLasts), seen: map[string][]written{}}
}

// find is the id of a message of the run before that looks so, empty if there is
// none. user is whose direct messages the channel has, empty for a room.
func (p *past) find(ctx context.Context, channel, user string, looks print) (id string, err error) {
	p.mu.Lock()
	if p.clock().After(p.until) {
		clear(p.seen)
		p.mu.Unlock()
		return "", nil
	}
	list, known := p.seen[channel]
	p.mu.Unlock()
	if !known { // letters of a channel come one at a time
		if list, err = p.read(ctx, channel, user); err != nil {
			return "", err
		}
	}
	for n, w := range list {
		if w.print == looks {
			id, list = w.id, list[n+1:]
			break
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	shrink(p.seen, maxPast)
	p.seen[channel] = list
	return id, nil
}

// lately is how old a post of the run before can be.
const lately = 6 * time.Hour

// read is what the bot wrote in a channel since the person's last act: a message of
// theirs, or a tap, which shows as an edit of a message of the bot's. In a room the
// messages of others count for nothing.
func (p *past) read(ctx context.Context, channel, user string) (list []written, err error) {
	page, err := history(ctx, p.rest, channel)
	if err != nil || len(page) == 0 {
		return nil, err
	}
	var act time.Time
	heard := ""
	if user == "" {
		act = p.clock().Add(-lately)
	} else {
		last, err := p.notes.Note(ctx, PersonID(user), lastNote)
		if err != nil {
			return nil, err
		}
		heard = string(last)
	}
	for _, m := range page {
		at := m.Edited
		if !m.Author.Bot && user != "" && (heard == "" || rest.CompareIDs(m.ID, heard) <= 0) {
			at = m.Timestamp
		}
		if at.After(act) {
			act = at
		}
	}
	for _, m := range page {
		if m.Author.Bot && m.Timestamp.After(act) {
			list = append(list, written{printPosted(m), m.ID})
		}
	}
	return list, nil
}
