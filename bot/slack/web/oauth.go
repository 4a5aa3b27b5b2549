package web

import (
	"context"

	"github.com/slack-go/slack"
)

// Grant is what a workspace gives when the app is installed in it.
type Grant struct {
	Token                      string
	App                        string
	Team, TeamName, Enterprise string
	OrgWide                    bool // for all workspaces of an enterprise at once
	User                       string
	Scopes                     string // with commas between
}

// Exchange gives a code for a token. A code can be used once, so it is not tried
// again.
func (a *API) Exchange(ctx context.Context, client, secret, code, redirect string) (Grant, error) {
	const method = "oauth.v2.access"
	ctx, cancel := context.WithTimeout(ctx, a.timeout)
	defer cancel()
	r, err := slack.GetOAuthV2ResponseContext(ctx, a.http, client, secret, code, redirect, slack.OAuthOptionAPIURL(a.endpoint))
	if err != nil {
		return Grant{}, wrong(method, err)
	}
	if r.AccessToken == "" || r.Team.ID == "" && !r.IsEnterpriseInstall {
		return Grant{}, &Error{Method: method, Code: "no_token"}
	}
	return Grant{
		Token: r.AccessToken, App: r.AppID, Team: r.Team.ID, TeamName: r.Team.Name, Enterprise: r.Enterprise.ID,
		OrgWide: r.IsEnterpriseInstall, User: r.BotUserID, Scopes: r.Scope,
	}, nil
}
