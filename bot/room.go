package bot

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"bounceback/coach"
)

// Rooms is implemented by a platform that has rooms: channels with a daily
// check-in, which everybody there can read.
//
// An adapter tells of a room in Heard.Room: for a command given in a channel,
// and for a tap under a post. Commands that are only for those who manage the
// channel (page.Command.Manages) it hides from all others as far as the platform
// can. The answer to either is private, and Heard.To says where: on Discord an
// ephemeral answer, on Slack one that only they see.
type Rooms interface {
	// Post writes to a room and returns the spot: the platform's own name of the
	// post, by which Replace finds it again. The same key posted twice appears once
	// and has one spot. It pings nobody, whatever the text says: a win that somebody
	// shares may hold “@everyone”. A post has up to eight choices, in a row of five
	// and one of three. Errors are those of Platform.Send; ErrUnreachable: the
	// channel is gone, or the bot may not write there.
	Post(ctx context.Context, room coach.Address, key string, m coach.Message) (spot string, err error)
	// Replace puts another message in a post's place, without a new notice to
	// anybody, and with an empty message takes the post away. It can be done twice
	// with no harm, and a post that is gone already is no error.
	Replace(ctx context.Context, room coach.Address, spot string, m coach.Message) error
}

// newSecret is the secret of a post, by which moods are counted once for each
// person without keeping whose they are.
func newSecret() []byte {
	secret := make([]byte, 16)
	rand.Read(secret) // never fails
	return secret
}

// kindPost is what a post in a room is counted as.
const kindPost = "post"

// postDue looks at a room that may be due, as a turn of its own.
func (b *Bot) postDue(id coach.ID, now time.Time) (kind string, err error) {
	began := time.Now()
	event := b.newEvent() // as for a nudge: it is made once
	var letters *flight
	defer func() {
		if letters != nil {
			letters.post()
		}
	}()
	var t coach.RoomTurn
	err = b.updateRoom(id, now, func(r *coach.Room) coach.RoomChange {
		t = b.coach.Post(r, newSecret(), now)
		c := b.roomChange(r, t, event, now)
		if letters == nil {
			letters = b.flight(r.Address.Platform)
		}
		letters.parcels = c.Letters
		return c
	})
	if errors.Is(err, errBroken) {
		return "", b.putRoomOff(id, now, err)
	}
	if err != nil {
		if letters != nil {
			letters.parcels = nil
		}
		return "", fmt.Errorf("post: %w", err)
	}
	if t.Post != nil {
		b.log.LogAttrs(b.work, slog.LevelInfo, "post", b.hide.room(id), slog.String("step", t.Step), slog.Duration("took", time.Since(began)))
		kind = kindPost
	}
	return kind, nil
}

// putRoomOff moves a post that the coach broke on, so that it does not come back
// every minute.
func (b *Bot) putRoomOff(id coach.ID, now time.Time, cause error) error {
	b.log.LogAttrs(b.work, slog.LevelError, "post broke off", b.hide.room(id), slog.Any("err", cause))
	return b.updateRoom(id, now, func(*coach.Room) coach.RoomChange {
		return coach.RoomChange{Due: now.Add(brokenNudge)}
	})
}

// roomChange is what a look at a room leaves behind: the post before is closed,
// and then the new one comes.
func (b *Bot) roomChange(r *coach.Room, t coach.RoomTurn, event string, now time.Time) coach.RoomChange {
	c := coach.RoomChange{Due: b.roomDue(r, now)}
	blank := coach.Letter{Person: r.Address.Room(), To: r.Address, Room: true, Written: now}
	if t.Closed != nil && r.Ended != nil {
		l := blank
		l.Key, l.Message, l.Replaces, l.Spot = letterKey(event, 0), *t.Closed, r.Ended.Key, r.Ended.Spot
		c.Letters = append(c.Letters, l)
	}
	if t.Post != nil {
		l := blank
		l.Key, l.Message, l.Until = letterKey(event, 1), *t.Post, t.Until
		r.Post.Key = l.Key
		c.Letters = append(c.Letters, l)
	}
	return c
}

// roomDue is when a room should be looked at; zero is never.
func (b *Bot) roomDue(r *coach.Room, now time.Time) time.Time {
	due, ok := b.coach.NextPost(r, now)
	if !ok {
		return time.Time{}
	}
	return due
}

// visit is what a person's turn does in a room, nil for nothing. Its letters are
// those of the room and fly with those of the person.
func (b *Bot) visit(id coach.ID, n *coach.RoomNote, event string, now time.Time, letters *[]coach.Letter) *coach.RoomVisit {
	if n == nil {
		return nil
	}
	return &coach.RoomVisit{ID: n.Room.Room(), Change: func(r *coach.Room) coach.RoomChange {
		c := b.roomChange(r, b.coach.Note(r, id, *n, now), event+" room", now)
		*letters = c.Letters
		return c
	}}
}

// shared are the letters by which a turn shares something in a room, or takes it
// out again.
func (b *Bot) shared(p *coach.Person, t coach.Turn, blank coach.Letter, event string) (letters []coach.Letter) {
	blank.Room = true
	if s := t.Share; s != nil {
		l := blank
		l.Key, l.To, l.Message = letterKey(event, -1), s.Room, s.Message
		p.Shared[len(p.Shared)-1].Key = l.Key
		letters = append(letters, l)
	}
	for i, s := range t.TakenBack {
		l := blank
		l.Key, l.To, l.Replaces, l.Spot = letterKey(event, -2-i), s.Room, s.Key, s.Spot
		letters = append(letters, l)
	}
	return letters
}

// sendToRoom posts a letter, or puts it in the place of an earlier one.
func (o *outbox) sendToRoom(ctx context.Context, p *parcel) error {
	rooms, ok := o.platform.(Rooms)
	if !ok {
		return fmt.Errorf("%w: %s has no rooms", ErrRefused, o.platform.Name())
	}
	if !p.Until.IsZero() && o.bot.clock().After(p.Until) {
		o.report(slog.LevelInfo, p.Person, "post came too late and is left out", 0, nil)
		return nil
	}
	if p.Replaces == "" {
		spot, err := rooms.Post(ctx, p.To, p.Key, p.Message)
		if err != nil {
			return err
		}
		return o.bot.posted(p.Letter, spot)
	}
	spot, err := o.bot.spotOf(p.Letter)
	if err != nil || spot == "" {
		return err // what never got there needs no replacing
	}
	return rooms.Replace(ctx, p.To, spot, p.Message)
}

// posted remembers where a letter stands in its room, before it is ticked off:
// if that fails the letter is sent again, and appears once.
func (b *Bot) posted(l coach.Letter, spot string) error {
	if l.Person.IsRoom() {
		return b.updateRoom(l.Person, l.Written, func(r *coach.Room) coach.RoomChange {
			for _, p := range [...]*coach.Post{r.Post, r.Ended} {
				if p != nil && p.Key == l.Key {
					p.Spot = spot
				}
			}
			return coach.RoomChange{Due: b.roomDue(r, b.clock())}
		})
	}
	return b.withShared(l.Person, l.Key, func(s *coach.Shared) error {
		s.Spot = spot
		return nil
	})
}

// spotOf is where the letter stands that is to be replaced, empty if nowhere.
func (b *Bot) spotOf(l coach.Letter) (spot string, err error) {
	switch {
	case l.Spot != "":
		return l.Spot, nil
	case l.Person.IsRoom():
		err = b.updateRoom(l.Person, l.Written, func(r *coach.Room) coach.RoomChange {
			if r.Ended != nil && r.Ended.Key == l.Replaces {
				spot = r.Ended.Spot
			}
			return coach.RoomChange{Abort: errNoChange}
		})
	default:
		err = b.withShared(l.Person, l.Replaces, func(s *coach.Shared) error {
			spot = s.Spot
			return errNoChange
		})
	}
	if errors.Is(err, errNoChange) {
		err = nil
	}
	return spot, err
}

// withShared changes what a person has shared under a key; without such a thing
// nothing happens. An error of change gives it up.
func (b *Bot) withShared(id coach.ID, key string, change func(*coach.Shared) error) error {
	now := b.clock()
	_, err := b.update(id, "", now, func(p *coach.Person, _ coach.Journal) coach.Change {
		for i := range p.Shared {
			if p.Shared[i].Key == key {
				return coach.Change{Abort: change(&p.Shared[i]), Due: b.due(p, now)}
			}
		}
		return coach.Change{Abort: errNoChange}
	})
	if errors.Is(err, errNoChange) {
		return nil
	}
	return err
}

// roomGone ends the posts of a room that cannot be written to, until somebody
// sets it up again.
func (b *Bot) roomGone(at coach.Address) {
	now := b.clock()
	err := b.updateRoom(at.Room(), now, func(r *coach.Room) coach.RoomChange {
		if !r.On {
			return coach.RoomChange{Abort: errNoChange}
		}
		r.Unreachable = now
		return coach.RoomChange{}
	})
	if err != nil && !errors.Is(err, errNoChange) {
		b.log.LogAttrs(context.Background(), slog.LevelError, "room could not be marked as gone",
			b.hide.room(at.Room()), slog.Any("err", err))
	}
}

// updateRoom is People.UpdateRoom that survives panics and short troubles of the
// store.
func (b *Bot) updateRoom(id coach.ID, now time.Time, change func(*coach.Room) coach.RoomChange) error {
	return b.patiently(func() error {
		return b.people.UpdateRoom(b.work, id, now, func(r *coach.Room) (c coach.RoomChange) {
			defer recovered(func(err error) { c = coach.RoomChange{Abort: err} })
			return change(r)
		})
	})
}
