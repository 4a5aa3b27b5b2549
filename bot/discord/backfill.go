package discord

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"bounceback/bot"
	"bounceback/bot/discord/rest"
	"bounceback/coach"

	"github.com/bwmarrin/discordgo"
)

// The gateway sends nothing that happened before a session, so after each fresh
// one the direct messages are looked through for what was missed: of all people
// one after the other, in the background, and of somebody who does something just
// then, right before that is handed over. All of it happens in the person's place in
// the inbox, so nothing overtakes anything.
//
// Discord lists nobody's channels for a bot. Who wrote for the first time while
// nobody was there is found when they write again.

const (
	// maxMissed bounds the people who are looked through after a fresh session, the
	// latest first. Of the others it is seen when they write.
	maxMissed = 20_000
	// lookPause is the time from one to the next. Discord allows fifty requests a
	// second, which those who wait for answers need.
	lookPause = 50 * time.Millisecond
	// lookers is how many are looked through at a time.
	lookers = 4
	// lookTime bounds the search for one person, who may be waiting.
	lookTime = 20 * time.Second
	// maxPages bounds what is fetched of one person, in pages of rest.MaxPage
	// messages. Nobody writes so much to a bot that does not answer; it is left out.
	maxPages = 10
	// tooOld is how old a message may be to be answered as if it had just come.
	tooOld = 24 * time.Hour
	// lookRounds is how often is tried to look somebody through, lookAgain the time
	// between.
	lookRounds = 3
	lookAgain  = 30 * time.Second
)

// lookThrough looks all people through for what was missed before a session. It ends
// when ctx does, and when there is a newer session.
func (p *Platform) lookThrough(ctx context.Context, session int, heard func(context.Context, bot.Heard)) {
	users, err := p.trails.everybody(ctx, maxMissed)
	if err != nil {
		p.log.LogAttrs(ctx, slog.LevelError, "discord: who may have written meanwhile is not known", slog.Any("err", err))
	}
	for range lookRounds {
		if !p.lookAt(ctx, session, users, heard) {
			return
		}
		var open []string
		for _, user := range users {
			if p.trails.open(user) {
				open = append(open, user)
			}
		}
		if users = open; len(users) == 0 || !pause(ctx, lookAgain) {
			return
		}
	}
}

// lookAt looks some people through, and is false when there is no point in going on.
func (p *Platform) lookAt(ctx context.Context, session int, users []string, heard func(context.Context, bot.Heard)) bool {
	tick := time.NewTicker(lookPause)
	defer tick.Stop()
	free := make(chan struct{}, lookers)
	for _, user := range users {
		select {
		case <-ctx.Done():
			return false
		case <-tick.C:
		}
		if p.trails.now() != session {
			return false
		}
		if !p.trails.open(user) {
			continue
		}
		select {
		case <-ctx.Done():
			return false
		case free <- struct{}{}:
		}
		p.inbox.put(ctx, user, nil, func(inside context.Context) {
			defer func() { <-free }()
			if ctx.Err() == nil {
				p.catchUp(inside, p.trails.now(), user, "", "", heard)
			}
		})
	}
	for range lookers { // until all are done
		select {
		case <-ctx.Done():
			return false
		case free <- struct{}{}:
		}
	}
	return true
}

// catchUp hands over what somebody wrote and was missed, before they do something
// else now. channel is that of their direct messages, empty if it is to be looked up,
// and before the id of what they do, empty for nothing. session is the one in which
// that came: what was missed between it and a newer one is not before it, and is left
// for what comes in that. It is called in the person's place in the inbox.
func (p *Platform) catchUp(ctx context.Context, session int, user, channel, before string, heard func(context.Context, bot.Heard)) {
	if !p.trails.open(user) {
		return
	}
	within, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()
	if channel == "" {
		k, err := p.channels.find(within, user)
		if channel = k.channel; err != nil || channel == "" {
			return // it is known when they write
		}
	}
	missed, err := p.missed(within, user, channel, before)
	if err == nil {
		missed, err = p.tooLate(within, user, missed)
	}
	if err != nil {
		p.trails.lost(user)
		p.log.LogAttrs(ctx, slog.LevelWarn, "discord: what somebody may have written meanwhile was not found yet", slog.Any("err", err))
		return
	}
	if n := len(missed); n > 0 {
		p.log.LogAttrs(ctx, slog.LevelInfo, "discord: messages were missed and are answered now", slog.Int("messages", n))
	}
	p.trails.closed(user, session)
	for _, m := range missed {
		p.channels.met(user, channel)
		p.hand(ctx, m, heard)
	}
}

// missed fetches what a user wrote since what was last kept of them, oldest first.
func (p *Platform) missed(ctx context.Context, user, channel, before string) (all []*discordgo.Message, err error) {
	from, err := p.trails.from(ctx, user)
	if err != nil || from == "" {
		return nil, err
	}
	for range maxPages {
		page, more, err := p.rest.WrittenAfter(ctx, channel, from, rest.MaxPage)
		if hopeless(err) || errors.Is(err, rest.ErrNoChannel) || errors.Is(err, rest.ErrNotAllowed) {
			return all, nil // there is nothing to be found any more
		}
		if err != nil {
			return nil, err
		}
		for _, m := range page {
			if before != "" && rest.CompareIDs(m.ID, before) >= 0 {
				return all, nil // it comes by itself
			}
			if from = m.ID; byPerson(m) && m.Author.ID == user {
				all = append(all, m)
			}
		}
		if !more || len(page) == 0 {
			return all, nil
		}
	}
	return all, nil
}

// tooLate answers what is too old to be answered as if it had just come, all
// together with one line, and returns the rest.
func (p *Platform) tooLate(ctx context.Context, user string, missed []*discordgo.Message) ([]*discordgo.Message, error) {
	old := 0
	for _, m := range missed {
		if at, ok := writtenAt(m.ID); ok && p.clock().Sub(at) < tooOld {
			break
		}
		old++
	}
	if old == 0 {
		return missed, nil
	}
	last := missed[old-1]
	err := p.Send(ctx, UserAddress(user), "late-"+last.ID, coach.Message{Text: p.words.TooLate})
	if err != nil && !hopeless(err) {
		return nil, err
	}
	p.trails.kept(user, last.ID)
	return missed[old:], nil
}

// pause waits, and is false when ctx ended meanwhile.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
