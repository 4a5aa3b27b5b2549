package gateway

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"sync/atomic"

	"github.com/bwmarrin/discordgo"
)

// Event is something that came. One of Ready, Message and Interaction is set.
type Event struct {
	Shard int
	Ready *Ready
	// Message was written by somebody: its ID, ChannelID and Author are set. Its
	// Components are empty where there is a kind among them that discordgo does not
	// know.
	Message *discordgo.Message
	// Interaction has an ID and a Token. Its Data is nil when it could not be read;
	// such a one can be answered still.
	Interaction *discordgo.Interaction
}

// Ready says that a shard is connected.
type Ready struct {
	// Fresh is true for a new session: what happened before it was not sent. It is
	// false when a session was resumed, and what was missed has been sent before
	// this event.
	Fresh bool
	// UserID is the bot's own id as a user, AppID that of its application.
	UserID, AppID string
}

// kind is the event's name for the log.
func (e Event) kind() string {
	switch {
	case e.Ready != nil:
		return "ready"
	case e.Message != nil:
		return "message"
	}
	return "interaction"
}

// Counts are how often something happened since the start.
type Counts struct {
	Connects  uint64 // connections over which a first event came
	Resumes   uint64 // of these, that went on with a session
	Fresh     uint64 // and that began a new one
	Abandoned uint64 // sessions of discordgo that did not end by themselves
	Malformed uint64 // messages that could not be read, in whole or in part
	Unknown   uint64 // events that nobody here asks for
	Panics    uint64 // handlers that broke off
}

// LogValue leaves out what never happened.
func (c Counts) LogValue() slog.Value {
	var all []slog.Attr
	for _, n := range []struct {
		name  string
		count uint64
	}{
		{"connects", c.Connects}, {"resumes", c.Resumes}, {"fresh", c.Fresh}, {"abandoned", c.Abandoned},
		{"malformed", c.Malformed}, {"unknown", c.Unknown}, {"panics", c.Panics},
	} {
		if n.count > 0 {
			all = append(all, slog.Uint64(n.name, n.count))
		}
	}
	return slog.GroupValue(all...)
}

type counters struct {
	connects, resumes, fresh, abandoned, malformed, unknown, panics atomic.Uint64
}

// Counts can be called at any time.
func (g *Gateway) Counts() Counts {
	c := &g.counts
	return Counts{
		Connects: c.connects.Load(), Resumes: c.resumes.Load(), Fresh: c.fresh.Load(), Abandoned: c.abandoned.Load(),
		Malformed: c.malformed.Load(), Unknown: c.unknown.Load(), Panics: c.panics.Load(),
	}
}

// The events that are read; all others are dropped unread.
const (
	typeReady       = "READY"
	typeResumed     = "RESUMED"
	typeMessage     = "MESSAGE_CREATE"
	typeInteraction = "INTERACTION_CREATE"
)

// readMessage takes the message as discordgo read it. Where that failed, because
// of a component that it does not know, it is read again without them.
func readMessage(e *discordgo.Event) (*discordgo.Message, error) {
	if c, ok := e.Struct.(*discordgo.MessageCreate); ok && usable(c.Message) {
		return c.Message, nil
	}
	// This type has no methods, and so not discordgo's reading of components.
	type plain discordgo.Message
	var p *plain
	if err := json.Unmarshal(e.RawData, &p); err != nil {
		return nil, fmt.Errorf("message: %w", err)
	}
	m := (*discordgo.Message)(p)
	if !usable(m) {
		return nil, fmt.Errorf("message without id, channel or author")
	}
	return m, nil
}

func usable(m *discordgo.Message) bool {
	return m != nil && m.ID != "" && m.ChannelID != "" && m.Author != nil && m.Author.ID != ""
}

// readInteraction takes the interaction as discordgo read it. Where that failed, as
// much of it is read as is needed to answer: then whole is false. It fails when even
// that is not there.
func readInteraction(e *discordgo.Event) (i *discordgo.Interaction, whole bool, err error) {
	if c, ok := e.Struct.(*discordgo.InteractionCreate); ok && c.Interaction != nil && c.Data != nil && answerable(c.Interaction) {
		return c.Interaction, true, nil
	}
	var some struct {
		ID        string                    `json:"id"`
		AppID     string                    `json:"application_id"`
		Type      discordgo.InteractionType `json:"type"`
		Token     string                    `json:"token"`
		GuildID   string                    `json:"guild_id"`
		ChannelID string                    `json:"channel_id"`
		User      *discordgo.User           `json:"user"`
		Member    *struct {
			User *discordgo.User `json:"user"`
		} `json:"member"`
	}
	if err := json.Unmarshal(e.RawData, &some); err != nil {
		return nil, false, fmt.Errorf("interaction: %w", err)
	}
	i = &discordgo.Interaction{ID: some.ID, AppID: some.AppID, Type: some.Type, Token: some.Token,
		GuildID: some.GuildID, ChannelID: some.ChannelID, User: some.User}
	if some.Member != nil {
		i.Member = &discordgo.Member{User: some.Member.User}
	}
	if !answerable(i) {
		return nil, false, fmt.Errorf("interaction without id, token or user")
	}
	return i, false, nil
}

func answerable(i *discordgo.Interaction) bool {
	return i.ID != "" && i.Token != "" && who(i) != nil
}

// who gave the interaction, nil if that is not told.
func who(i *discordgo.Interaction) *discordgo.User {
	u := i.User
	if i.Member != nil {
		u = i.Member.User
	}
	if u == nil || u.ID == "" {
		return nil
	}
	return u
}

// kindOf is what something that was thrown is, without what it says.
func kindOf(thrown any) string { return fmt.Sprintf("%T", thrown) }
