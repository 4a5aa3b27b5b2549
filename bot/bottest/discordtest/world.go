package discordtest

import (
	"slices"
	"strconv"
	"time"
)

// world is who and what exists, by id.
type world struct {
	users        map[string]*user
	people       map[string]*Person // by name
	channels     map[string]*channel
	direct       map[string]*channel // by the id of the person
	guilds       map[string]*Guild
	messages     map[string]*message     // those that are not deleted
	interactions map[string]*Interaction // by token
	nonces       map[string]nonced
	commands     map[string][]obj // by guild, "" for the global ones
	strict       bool             // first answers after three seconds are refused
}

type user struct {
	id, name string
	bot      bool
}

// channel is a channel of a guild, or a direct message when it has no guild.
type channel struct {
	id, name string
	guild    *Guild
	with     *Person // the other end of a direct message
	foreign  bool    // a private channel in which the bot is not
	denied   Permissions
	messages []*message
	typing   []time.Time
	changed  signal
}

type nonced struct {
	m  *message
	at time.Time
}

func newWorld() world {
	return world{users: map[string]*user{}, people: map[string]*Person{}, channels: map[string]*channel{},
		direct: map[string]*channel{}, messages: map[string]*message{}, guilds: map[string]*Guild{}, interactions: map[string]*Interaction{},
		nonces: map[string]nonced{}, commands: map[string][]obj{}}
}

func (u *user) json() obj {
	return obj{"id": u.id, "username": u.name, "global_name": u.name, "discriminator": "0", "avatar": nil, "bot": u.bot, "public_flags": 0}
}

// Permissions are bits as Discord numbers them.
type Permissions uint64

// Permissions that matter to a bot that writes.
const (
	Administrator  Permissions = 1 << 3
	ManageChannels Permissions = 1 << 4
	ManageGuild    Permissions = 1 << 5
	ViewChannel    Permissions = 1 << 10
	SendMessages   Permissions = 1 << 11
	ManageMessages Permissions = 1 << 13
	EmbedLinks     Permissions = 1 << 14
	AttachFiles    Permissions = 1 << 15
	ReadHistory    Permissions = 1 << 16
	UseCommands    Permissions = 1 << 31
	// Everyday is what a member has who was given nothing special.
	Everyday = ViewChannel | SendMessages | EmbedLinks | AttachFiles | ReadHistory | UseCommands
	// all is what an administrator has.
	all = Permissions(1<<53 - 1)
)

func (p Permissions) String() string { return strconv.FormatUint(uint64(p), 10) }

// Guild is a server in Discord's sense.
type Guild struct {
	ID, Name string

	s        *Server
	bot      bool // the bot is a member
	role     string
	members  map[string]Permissions // by the id of the person
	channels []*channel
	allowed  map[string]bool // by command and the id of a person; see Allow
}

// Guild makes a server in which the bot is a member with everyday permissions.
func (s *Server) Guild(name string) *Guild { return s.newGuild(name, true) }

// GuildWithoutBot makes a server that did not install the bot: people who have
// installed it for themselves can give its commands there.
func (s *Server) GuildWithoutBot(name string) *Guild { return s.newGuild(name, false) }

func (s *Server) newGuild(name string, bot bool) *Guild {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := &Guild{ID: s.newID(), Name: name, s: s, bot: bot, role: s.newID(), members: map[string]Permissions{}}
	if bot {
		g.members[s.BotID] = Everyday
	}
	s.guilds[g.ID] = g
	if bot {
		s.dispatch(event{kind: "GUILD_CREATE", guild: g.ID, intent: 1 << 0}, g.json())
	}
	return g
}

// Channel makes a text channel and returns its id.
func (g *Guild) Channel(name string) string {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	c := &channel{id: g.s.newID(), name: name, guild: g}
	g.channels = append(g.channels, c)
	g.s.channels[c.id] = c
	if g.bot {
		g.s.dispatch(event{kind: "CHANNEL_CREATE", guild: g.ID, intent: 1 << 0}, c.json())
	}
	return c.id
}

// Join makes a person a member with everyday and these further permissions.
func (g *Guild) Join(p *Person, further Permissions) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.members[p.ID] = Everyday | further
}

// Allow lets a person give a command whatever their permissions are, as an admin can
// in the settings of a server.
func (g *Guild) Allow(p *Person, command string) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	if g.allowed == nil {
		g.allowed = map[string]bool{}
	}
	g.allowed[command+" "+p.ID] = true
}

// Deny takes permissions from the bot in one channel; 0 gives all back.
func (g *Guild) Deny(channelID string, p Permissions) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.s.channels[channelID].denied = p
}

// Expel removes the bot from the server.
func (g *Guild) Expel() {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.bot = false
	delete(g.members, g.s.BotID)
	g.s.dispatch(event{kind: "GUILD_DELETE", guild: g.ID, intent: 1 << 0}, obj{"id": g.ID})
}

// DeleteChannel deletes a channel of a server.
func (s *Server) DeleteChannel(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[id]
	delete(s.channels, id)
	c.guild.channels = slices.DeleteFunc(c.guild.channels, func(o *channel) bool { return o == c })
	s.dispatch(event{kind: "CHANNEL_DELETE", guild: c.guild.ID, intent: 1 << 0}, c.json())
}

// may is what somebody may do in a channel of a server.
func (c *channel) may(id string) Permissions {
	p := c.guild.members[id]
	if p&Administrator != 0 {
		return all
	}
	if id == c.guild.s.BotID {
		p &^= c.denied
	}
	return p
}

func (c *channel) json() obj {
	if c.guild == nil {
		o := obj{"id": c.id, "type": 1, "last_message_id": nil, "flags": 0}
		if c.with != nil {
			o["recipients"] = []any{c.with.user().json()}
		}
		if n := len(c.messages); n > 0 {
			o["last_message_id"] = c.messages[n-1].id
		}
		return o
	}
	overwrites := []any{}
	if c.denied != 0 {
		overwrites = append(overwrites, obj{"id": c.guild.s.BotID, "type": 1, "allow": "0", "deny": c.denied.String()})
	}
	return obj{"id": c.id, "type": 0, "name": c.name, "guild_id": c.guild.ID, "position": 0, "permission_overwrites": overwrites,
		"nsfw": false, "topic": nil, "parent_id": nil, "flags": 0, "rate_limit_per_user": 0}
}

func (g *Guild) json() obj {
	o := obj{"id": g.ID, "name": g.Name, "owner_id": "1", "unavailable": false, "member_count": len(g.members), "large": false,
		"preferred_locale": "en-US", "features": []any{}, "threads": []any{}, "presences": []any{}, "voice_states": []any{},
		"emojis": []any{}, "stickers": []any{}, "joined_at": time.Now().UTC().Format(time.RFC3339), "roles": g.roles()}
	channels := []any{}
	for _, c := range g.channels {
		channels = append(channels, c.json())
	}
	o["channels"], o["members"] = channels, []any{g.member(g.s.users[g.s.BotID])}
	return o
}

// roles are that of everyone, which gives nothing, and the bot's own.
func (g *Guild) roles() []any {
	role := func(id, name string, p Permissions) obj {
		return obj{"id": id, "name": name, "permissions": p.String(), "color": 0, "hoist": false, "position": 0, "managed": id != g.ID, "mentionable": false, "flags": 0}
	}
	return []any{role(g.ID, "@everyone", 0), role(g.role, "bounceback", g.members[g.s.BotID])}
}

func (g *Guild) member(u *user) obj {
	roles := []any{}
	if u.bot {
		roles = append(roles, g.role)
	}
	return obj{"user": u.json(), "roles": roles, "nick": nil, "avatar": nil, "joined_at": "2024-01-01T00:00:00Z", "deaf": false, "mute": false, "flags": 0, "pending": false}
}

// Forget takes away all messages, interactions and nonces, as if nobody had written
// anything yet, so that a test can see how large the rest of the program is.
func (s *Server) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.channels {
		c.messages, c.typing = nil, nil
	}
	for _, p := range s.people {
		p.last, p.modal = nil, nil
	}
	for _, n := range s.sessions {
		n.drop(len(n.kept))
	}
	clear(s.messages)
	clear(s.interactions)
	clear(s.nonces)
	s.requests = nil
}
