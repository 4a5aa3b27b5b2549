package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"bounceback/bot"
	"bounceback/coach"
)

// An interaction that is acknowledged looks as if it had arrived: what was tapped
// stands there as chosen, and over a command it says that an answer is on its way.
// Discord does not send it again. So that this stays no empty promise when the program
// is killed in the next moment, an interaction is noted before it is acknowledged, and
// what is still noted at the next start is handed over then. The bot knows by the
// event what it has kept already.
//
// A note holds nobody's words. So of a form only that there was one is left, and of a
// command its name: the coach asks for the rest again.

const (
	// promiseNote is the name of the note of an interaction.
	promiseNote = "promise"
	// promises begins the ids of these notes; that of the interaction follows.
	promises = Name + ":promise/"
	// promisePatience is how long a promise waits to be noted. A disk that is slower
	// than that must not make it late.
	promisePatience = 500 * time.Millisecond
	// maxPromises bounds what is handed over at a start.
	maxPromises = 10_000
)

// promise is what is noted of an interaction.
type promise struct {
	User    string        `json:"user"`
	To      coach.Address `json:"to"`
	Tap     string        `json:"tap,omitempty"`
	Command string        `json:"command,omitempty"`
	Room    coach.Address `json:"room,omitzero"`
	Manages bool          `json:"manages,omitempty"`
}

// notePromise notes an interaction that will be acknowledged, and returns when that
// is safe on the disk or takes too long.
func (p *Platform) notePromise(id, user string, h bot.Heard) {
	value, err := json.Marshal(promise{
		User: user, To: h.To, Tap: h.Heard.Tap, Command: h.Heard.Command, Room: h.Room, Manages: h.Manages,
	})
	if err != nil {
		panic(fmt.Sprintf("discord: a promise cannot be written: %T", err)) // it is made of plain text
	}
	noted := make(chan error, 1)
	go func() {
		noted <- p.options.Notes.SetNote(context.Background(), promises+coach.ID(id), promiseNote, value)
	}()
	slow := time.NewTimer(promisePatience)
	defer slow.Stop()
	select {
	case err = <-noted:
	case <-slow.C:
		err = context.DeadlineExceeded
	}
	if err != nil {
		p.log.Warn("discord: an interaction is acknowledged that would be lost if the program were killed now", slog.Any("err", err))
	}
}

// keptPromise is called when what came of an interaction is kept, or will never be.
// What the bot had no time for stays noted for the next start; of what failed their
// person was told.
func (p *Platform) keptPromise(id string, done func(error)) func(error) {
	return func(err error) {
		if !errors.Is(err, bot.ErrClosed) && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
			p.options.Notes.NoteSoon(promises+coach.ID(id), promiseNote, nil)
		}
		done(err)
	}
}

// keepPromises hands over what a run before has acknowledged and not kept. It only
// reads, so that what comes next finds all of it in its place in the inbox.
func (p *Platform) keepPromises(ctx context.Context, heard func(context.Context, bot.Heard)) {
	type one struct {
		user string
		h    bot.Heard
	}
	var open []one
	err := p.options.Notes.EachNote(ctx, promises, promiseNote, func(id coach.ID, value []byte) bool {
		interaction := string(id[len(promises):])
		var o promise
		if json.Unmarshal(value, &o) != nil || !isSnowflake(o.User) {
			p.options.Notes.NoteSoon(id, promiseNote, nil)
			return true
		}
		open = append(open, one{o.User, bot.Heard{
			Event: interactionEvent(interaction), From: PersonID(o.User), To: o.To, Reach: UserAddress(o.User), Room: o.Room, Manages: o.Manages,
			Heard: coach.Heard{Tap: o.Tap, Command: o.Command}, Done: p.keptPromise(interaction, func(error) {}), // which says nothing of what they wrote before
		}})
		return len(open) < maxPromises
	})
	if err != nil {
		p.log.LogAttrs(ctx, slog.LevelError, "discord: what was acknowledged before the start is not known", slog.Any("err", err))
	}
	if len(open) > 0 {
		p.log.LogAttrs(ctx, slog.LevelInfo, "discord: interactions were acknowledged before the start and are heard now", slog.Int("interactions", len(open)))
	}
	for _, o := range open {
		p.inbox.put(ctx, o.user, nil, func(ctx context.Context) { heard(ctx, o.h) })
	}
}
