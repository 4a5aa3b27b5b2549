package slacktest

import (
	"slices"
	"strings"
	"time"
)

// Workspace is a workspace and the app's installation in it.
type Workspace struct {
	ID, Name, Enterprise string
	BotToken             string // empty: not installed
	BotUser, BotID       string
	Scopes               []string

	revoked map[string]string // old tokens, and the error they get
	turn    int
}

// allScopes are those that the methods here ask for, and those that events need.
var allScopes = []string{"app_mentions:read", "channels:read", "chat:write", "chat:write.public", "commands", "files:read", "files:write",
	"groups:read", "im:history", "im:read", "im:write", "usergroups:read", "users:read"}

func (w *Workspace) install(scopes []string) {
	w.turn++
	w.Scopes = slices.Clone(scopes)
	w.BotToken = "xoxb-" + w.ID + "-" + strings.Repeat("x", w.turn)
}

func (w *Workspace) uninstall(why string) {
	if w.BotToken != "" {
		w.revoked[w.BotToken] = why
	}
	w.BotToken = ""
}

// AddWorkspace adds a workspace; the app is not installed in it. The enterprise
// is empty for one that belongs to none.
func (s *Server) AddWorkspace(id, enterprise string) *Workspace {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := &Workspace{ID: id, Name: "Workspace " + id, Enterprise: enterprise, BotUser: "UBOT" + id, BotID: "B" + id, revoked: map[string]string{}}
	s.workspaces[id] = w
	s.users[w.BotUser] = &User{ID: w.BotUser, Team: id, Name: "coach", RealName: "Coach", Bot: true}
	return w
}

// Install installs the app, with those scopes or all, and returns the bot token.
func (s *Server) Install(team string, scopes ...string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if scopes == nil {
		scopes = allScopes
	}
	w := s.workspaces[team]
	w.install(scopes)
	return w.BotToken
}

// User is somebody, with what their profile says.
type User struct {
	ID, Team, Name, RealName, DisplayName string
	TZ, Locale                            string // such as Europe/Berlin, de-DE
	Bot, Admin, Deleted                   bool
}

// AddUser adds somebody. Where it is silent they are in T1, with a name made of
// the id, in UTC and in English.
func (s *Server) AddUser(u User) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u.Team == "" {
		u.Team = "T1"
	}
	if u.Name == "" {
		u.Name = strings.ToLower(u.ID)
	}
	if u.RealName == "" {
		u.RealName = "Person " + u.ID
	}
	if u.TZ == "" {
		u.TZ = "Etc/UTC"
	}
	if u.Locale == "" {
		u.Locale = "en-US"
	}
	s.users[u.ID] = &u
}

// ChangeUser changes somebody without the app being told, such as one who is
// deactivated.
func (s *Server) ChangeUser(id string, change func(*User)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s.users[id])
}

func (u *User) json() JSON {
	offset := 0
	if zone, err := time.LoadLocation(u.TZ); err == nil {
		_, offset = time.Now().In(zone).Zone()
	}
	return JSON{"id": u.ID, "team_id": u.Team, "name": u.Name, "real_name": u.RealName, "deleted": u.Deleted,
		"tz": u.TZ, "tz_offset": offset, "locale": u.Locale, "is_bot": u.Bot, "is_admin": u.Admin,
		"profile": JSON{"real_name": u.RealName, "display_name": u.DisplayName, "team": u.Team}}
}

// Channel is a channel or a direct message.
type Channel struct {
	ID, Team, Name, Creator string
	Members                 []string
	Private, Archived       bool
	User                    string // whose direct message with the bot it is
}

// AddChannel adds a channel. Where it is silent it is in T1, with a name made of
// the id. The bot is in it only if Members says so.
func (s *Server) AddChannel(c Channel) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.Team == "" {
		c.Team = "T1"
	}
	if c.Name == "" {
		c.Name = strings.ToLower(c.ID)
	}
	s.channels[c.ID] = &c
}

// ChangeChannel changes a channel, such as who is in it.
func (s *Server) ChangeChannel(id string, change func(*Channel)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s.channels[id])
}

// RemoveChannel deletes a channel.
func (s *Server) RemoveChannel(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.channels, id)
	delete(s.messages, id)
}

func (c *Channel) has(user string) bool {
	return c.User == user && user != "" || slices.Contains(c.Members, user)
}

func (c *Channel) json(bot string) JSON {
	j := JSON{"id": c.ID, "context_team_id": c.Team, "is_archived": c.Archived, "is_im": c.User != "", "created": 1700000000}
	if c.User != "" {
		j["user"] = c.User
		return j
	}
	j["name"], j["creator"], j["is_channel"], j["is_private"] = c.Name, c.Creator, !c.Private, c.Private
	j["is_member"], j["num_members"] = c.has(bot), len(c.Members)
	return j
}

// Direct is the id of somebody's direct message with the bot; it is opened if
// it was not.
func (s *Server) Direct(user string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.direct(user).ID
}

// direct is nil for an unknown user. mu is held.
func (s *Server) direct(user string) *Channel {
	u := s.users[user]
	if u == nil {
		return nil
	}
	id := "D" + user
	if s.channels[id] == nil {
		s.channels[id] = &Channel{ID: id, Team: u.Team, User: user}
	}
	return s.channels[id]
}
