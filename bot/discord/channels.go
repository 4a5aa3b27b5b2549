package discord

import (
	"context"
	"errors"
	"sync"
	"time"

	"bounceback/bot"
	"bounceback/bot/discord/rest"
)

// channelNote is the name of the note with the id of somebody's direct messages.
const channelNote = "channel"

const (
	// maxKnown bounds channels in memory; what is dropped is read from the notes.
	maxKnown = 16384
	// awaited is how long after they were heard somebody is taken to wait for what is
	// written to them.
	awaited = 5 * time.Minute
)

// channels knows the channels of people's direct messages: those it was told, those
// that were noted, and for the rest it asks Discord, slowly, because bots that
// open many are taken for nuisances. It asks only when something is to be said to
// somebody, which is never before they have done something.
type channels struct {
	rest  *rest.Client
	notes bot.Notes
	clock func() time.Time

	mu    sync.Mutex
	known map[string]contact // by user
}

type contact struct {
	channel string // empty: not known
	noted   bool
	heard   time.Time // when they last did something in this run
}

func newChannels(client *rest.Client, notes bot.Notes, clock func() time.Time) *channels {
	return &channels{rest: client, notes: notes, clock: clock, known: map[string]contact{}}
}

// met takes note of somebody who did something. channel is that of their direct
// messages, empty if they were met elsewhere.
func (c *channels) met(user, channel string) {
	now := c.clock()
	c.change(user, func(k *contact) {
		k.heard = now
		if channel != "" && k.channel != channel {
			k.channel, k.noted = channel, false
		}
	})
}

// awaits is true when somebody waits for what is written to them.
func (c *channels) awaits(user string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	k, ok := c.known[user]
	return ok && !k.heard.IsZero() && c.clock().Sub(k.heard) < awaited
}

// find is what is known of somebody's direct messages, without asking Discord.
func (c *channels) find(ctx context.Context, user string) (contact, error) {
	c.mu.Lock()
	k := c.known[user]
	c.mu.Unlock()
	if k.channel != "" {
		return k, nil
	}
	noted, err := c.notes.Note(ctx, PersonID(user), channelNote)
	if isSnowflake(string(noted)) {
		k.channel, k.noted = string(noted), true
	}
	return k, err
}

// of is the channel of somebody's direct messages.
func (c *channels) of(ctx context.Context, user string) (string, error) {
	k, err := c.find(ctx, user)
	if err != nil {
		return "", err
	}
	if k.channel == "" {
		if k.channel, err = c.rest.OpenDM(ctx, user); err != nil {
			return "", err
		}
		if !isSnowflake(k.channel) {
			return "", errors.New("discord: a direct message was opened and has no id")
		}
	}
	if !k.noted {
		// Not earlier: before their first answer is kept, nobody is known to have notes.
		c.notes.NoteSoon(PersonID(user), channelNote, []byte(k.channel))
	}
	c.change(user, func(now *contact) { now.channel, now.noted = k.channel, true })
	return k.channel, nil
}

// forget is for a channel that does not exist.
func (c *channels) forget(user string) {
	c.change(user, func(k *contact) { k.channel, k.noted = "", false })
	c.notes.NoteSoon(PersonID(user), channelNote, nil)
}

func (c *channels) change(user string, change func(*contact)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	k, ok := c.known[user]
	if !ok {
		shrink(c.known, maxKnown)
	}
	change(&k)
	c.known[user] = k
}
