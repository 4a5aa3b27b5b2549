package web

import (
	"context"
	"strings"

	"github.com/slack-go/slack"
)

// Auth is who the token belongs to.
type Auth struct {
	Team, TeamName, Enterprise string
	URL                        string // of the workspace
	User, Bot                  string // ids of the app's user and bot
	Scopes                     []string
}

// AuthTest asks who the token belongs to, and what it may do.
func (w *Workspace) AuthTest(ctx context.Context) (a Auth, err error) {
	err = w.do(ctx, "auth.test", "", func(ctx context.Context) error {
		r, err := w.slack.AuthTestContext(ctx)
		if err != nil {
			return err
		}
		a = Auth{Team: r.TeamID, TeamName: r.Team, Enterprise: r.EnterpriseID, URL: r.URL, User: r.UserID, Bot: r.BotID}
		for s := range strings.SplitSeq(r.Header.Get("X-OAuth-Scopes"), ",") {
			if s = strings.TrimSpace(s); s != "" {
				a.Scopes = append(a.Scopes, s)
			}
		}
		return nil
	})
	return a, err
}

// User is somebody's profile: name, time zone, whether they manage the workspace.
func (w *Workspace) User(ctx context.Context, user string) (u *slack.User, err error) {
	err = w.do(ctx, "users.info", "", func(ctx context.Context) (err error) {
		u, err = w.slack.GetUserInfoContext(ctx, user)
		return err
	})
	return u, err
}

// Channel is what is known of a channel, such as who made it.
func (w *Workspace) Channel(ctx context.Context, channel string) (c *slack.Channel, err error) {
	err = w.do(ctx, "conversations.info", "", func(ctx context.Context) (err error) {
		c, err = w.slack.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: channel})
		return err
	})
	return c, err
}

// Group is who is in a user group.
func (w *Workspace) Group(ctx context.Context, group string) (users []string, err error) {
	err = w.do(ctx, "usergroups.users.list", "", func(ctx context.Context) (err error) {
		users, err = w.slack.GetUserGroupMembersContext(ctx, group)
		return err
	})
	return users, err
}
