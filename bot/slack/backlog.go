package slack

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"bounceback/bot"
	"bounceback/coach"
)

// noteHeard is the note of a person that holds the time stamp of the latest of
// their messages that is kept.
const noteHeard = "heard"

const (
	// reach is how far back missed messages are looked for: less than a day, which is
	// how long an answered event is remembered by the store.
	reach = 20 * time.Hour
	// gap is how long all sockets must have been closed for messages to be missed.
	// Slack brings again what was not taken, but for some minutes only.
	gap = time.Minute
	// sweepPause leaves half of the calls that Slack allows to whoever is waiting.
	sweepPause = 2400 * time.Millisecond
	// Whose messages are looked for after a start: that many people at most, who
	// wrote last, and not longer ago than that.
	sweepMost = 2000
	sweepBack = 30 * 24 * time.Hour
)

// backlog finds what people wrote to the app while nobody listened. Slack brings a
// message again three times within five minutes, not in the order in which they were
// written, and then no more.
//
// So the first message of somebody in a run, or after a gap, waits until their
// history since their last message that was kept was looked through; what is found
// is handed over before it, in order, and what was answered already is known by its
// event. Beside that, after a start, the history of those who wrote lately is
// looked through one after another. What stands in a thread is not found.
type backlog struct {
	mu     sync.Mutex
	open   map[coach.ID][]bot.Heard // whose history is being read, and what came meanwhile
	read   *recent[bool]            // whose was read, by person
	latest *recent[string]          // as noteHeard, by person
	again  chan struct{}
	// patience is how long a message waits for those before it to be looked for.
	patience time.Duration
}

func newBacklog() *backlog {
	return &backlog{open: map[coach.ID][]bot.Heard{}, read: newRecent[bool](20_000), latest: newRecent[string](20_000),
		again: make(chan struct{}, 1), patience: 2 * time.Second}
}

// reopened is told how long nothing could be heard.
func (b *backlog) reopened(away time.Duration) {
	if away < gap {
		return
	}
	select {
	case b.again <- struct{}{}:
	default:
	}
}

// inOrder hands over what somebody wrote, behind what they wrote before.
func (p *ears) inOrder(u User, h bot.Heard) {
	b, id := p.backlog, u.Person()
	b.mu.Lock()
	waiting, reading := b.open[id]
	if reading {
		b.open[id] = append(waiting, h)
		b.mu.Unlock()
		return
	}
	if b.read.of(string(id)) || len(b.open) >= waitingFor {
		b.mu.Unlock()
		p.pass(h)
		return
	}
	b.open[id] = []bot.Heard{h}
	b.mu.Unlock()
	p.team.Go(func() { p.catchUp(u, b.patience) })
}

// waitingFor bounds for how many people a history is read at once.
const waitingFor = 1024

// catchUp hands over what somebody's history has, and then what waits for that. It
// is called with an entry in open.
func (p *ears) catchUp(u User, within time.Duration) {
	id := u.Person()
	var err error
	work(p.ctx, func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, within)
		defer cancel()
		var missed []slack.Message
		if missed, err = p.missed(ctx, u); err != nil {
			p.log.InfoContext(ctx, "missed messages could not be looked for yet", "err", err)
		}
		for _, m := range missed {
			h := bot.Heard{Event: Name + ":" + u.Team + "/" + m.Channel + "/" + m.Timestamp, From: id, To: u.Address(),
				Heard: coach.Heard{Text: said(m.Text)}}
			p.noted(&h, u, m.Timestamp)
			p.pass(h)
		}
	}, func(broke error) { err = broke })
	for b := p.backlog; ; {
		b.mu.Lock()
		waiting := b.open[id]
		if len(waiting) == 0 {
			delete(b.open, id)
			if err == nil {
				b.read.note(string(id), true)
			}
			b.mu.Unlock()
			return
		}
		b.open[id] = nil
		b.mu.Unlock()
		for _, h := range waiting {
			p.pass(h)
		}
	}
}

// missed is what somebody wrote after their last message that was kept, or within
// reach if none is known, oldest first.
func (p *ears) missed(ctx context.Context, u User) (missed []slack.Message, err error) {
	noted, err := p.options.Notes.Note(ctx, u.Person(), noteHeard)
	if err != nil {
		return nil, err
	}
	channel, err := p.channelOf(ctx, u)
	if err != nil || channel == "" {
		return nil, err
	}
	w, err := p.workspace(ctx, u.Team)
	if err != nil {
		return nil, err
	}
	after := max(string(noted), stamp(p.clock().Add(-reach)))
	all, err := w.History(ctx, channel, after, 200)
	if err != nil {
		return nil, err
	}
	for _, m := range slices.Backward(all) {
		switch m.SubType {
		case "", slack.MsgSubTypeFileShare, slack.MsgSubTypeMeMessage, slack.MsgSubTypeThreadBroadcast:
		default:
			continue
		}
		if m.User != u.ID || m.BotID != "" {
			continue
		}
		m.Channel = channel
		missed = append(missed, m)
	}
	return missed, nil
}

// stamp is a time as Slack's time stamps have it; as text they have the order of
// their times.
func stamp(t time.Time) string { return fmt.Sprintf("%d.%06d", t.Unix(), t.Nanosecond()/1000) }

// noted has it noted that a message is kept, once it is.
func (p *ears) noted(h *bot.Heard, u User, ts string) {
	done, id := h.Done, u.Person()
	h.Done = func(err error) {
		if err == nil && ts > p.backlog.latest.of(string(id)) {
			p.backlog.latest.note(string(id), ts)
			p.options.Notes.NoteSoon(id, noteHeard, []byte(ts))
		}
		if done != nil {
			done(err)
		}
	}
}

// lookBack looks through the histories after a start and after each gap.
func (p *ears) lookBack() {
	for {
		if err := p.lookBackOnce(); err != nil && p.ctx.Err() == nil {
			p.log.ErrorContext(p.ctx, "missed messages could not be looked for", "err", err)
		}
		select {
		case <-p.backlog.again:
			p.backlog.mu.Lock()
			p.backlog.read = newRecent[bool](20_000)
			p.backlog.mu.Unlock()
		case <-p.ctx.Done():
			return
		}
	}
}

func (p *ears) lookBackOnce() error {
	type wrote struct{ ts, who string }
	var all []wrote
	since := stamp(p.clock().Add(-sweepBack))
	err := p.options.Notes.EachNote(p.ctx, coach.ID(Name+":"), noteHeard, func(id coach.ID, ts []byte) bool {
		if string(ts) > since {
			all = append(all, wrote{string(ts), strings.TrimPrefix(string(id), Name+":")})
		}
		return true
	})
	slices.SortFunc(all, func(a, b wrote) int { return strings.Compare(b.ts, a.ts) })
	for _, one := range all[:min(len(all), sweepMost)] {
		team, user, _ := strings.Cut(one.who, "/")
		if !p.lookBackAt(User{team, user}) {
			break
		}
	}
	return err
}

// lookBackAt reads one history, if nobody else does or did. It is false when the
// program ends.
func (p *ears) lookBackAt(u User) bool {
	b, id := p.backlog, u.Person()
	b.mu.Lock()
	_, reading := b.open[id]
	known := b.read.of(string(id))
	if !reading && !known {
		b.open[id] = nil
	}
	b.mu.Unlock()
	if reading || known {
		return p.ctx.Err() == nil
	}
	p.catchUp(u, 15*time.Second)
	pause := time.NewTimer(time.Duration(float64(sweepPause) / max(p.options.Pace, 1)))
	defer pause.Stop()
	select {
	case <-pause.C:
		return true
	case <-p.ctx.Done():
		return false
	}
}
