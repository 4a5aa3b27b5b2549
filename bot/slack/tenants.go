package slack

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"bounceback/bot/slack/install"
	"bounceback/bot/slack/socket"
	"bounceback/bot/slack/web"
)

// tenants are the workspaces that have the app: one with a plain token, or those
// that installed it themselves.
type tenants struct {
	tokens web.Tokens
	door   *install.Door // nil with a plain token
	leave  interface {
		Gone(ctx context.Context, team string, at time.Time) error
		Back(ctx context.Context, team string) error
		Sweep(ctx context.Context) (erased int, err error)
	}
}

func (p *Platform) newTenants() (t tenants, err error) {
	left := install.NewDepartures(p.options.Notes, p.options.Erase, p.options.Grace, p.clock)
	h := p.options.HTTP
	if h == nil || h.ClientID == "" {
		if err := checkBotToken(p.options.BotToken); err != nil {
			return t, err
		}
		return tenants{tokens: web.Plain(p.options.BotToken), leave: left}, nil
	}
	key := h.Key
	if key == "" {
		key = h.ClientSecret
	}
	installs, err := install.Open(left, key)
	if err != nil {
		return t, fmt.Errorf("slack: %w", err)
	}
	scopes, err := botScopes(p.options.Coach.Commands())
	if err != nil {
		return t, err
	}
	door, err := install.NewDoor(install.DoorOptions{
		Installs: installs, ClientID: h.ClientID, ClientSecret: h.ClientSecret, Address: h.Address, API: p.options.API,
		Scopes: scopes, Logger: p.log,
	})
	if err != nil {
		return t, fmt.Errorf("slack: %w", err)
	}
	return tenants{tokens: installs, door: door, leave: installs}, nil
}

// checkBotToken finds a token in the wrong place before anything is sent.
func checkBotToken(token string) error {
	const remedy = "set SLACK_BOT_TOKEN to the Bot User OAuth Token (xoxb-…) of the app's page, OAuth & Permissions"
	switch {
	case token == "":
		return errors.New("slack: there is no bot token: " + remedy)
	case strings.HasPrefix(token, "xapp-"):
		return errors.New("slack: SLACK_BOT_TOKEN holds the app token (xapp-…), which belongs into SLACK_APP_TOKEN: " + remedy)
	case !strings.HasPrefix(token, "xox"):
		return errors.New("slack: SLACK_BOT_TOKEN holds no token of Slack's: " + remedy)
	}
	return nil
}

// several is true where workspaces install the app themselves.
func (t *tenants) several() bool { return t.door != nil }

// pages are what is served beside Slack's requests.
func (t *tenants) pages() map[string]http.Handler {
	if t.door == nil {
		return nil
	}
	return map[string]http.Handler{"GET " + install.PathInstall: t.door, "GET " + install.PathBack: t.door}
}

// uninstalled is told that a workspace took the app out or revoked its token. Its
// people are erased when the grace time is over.
func (p *ears) uninstalled(e socket.Event) {
	if err := p.leave.Gone(p.ctx, e.Team, e.Happened); err != nil {
		p.log.ErrorContext(p.ctx, "the end of an installation could not be noted", "err", err)
		return // Slack brings it again
	}
	if !p.several() {
		p.log.Error("the app was taken out of the workspace, or its token was revoked: install it again and set SLACK_BOT_TOKEN anew")
	}
	_ = e.Ack(nil)
}

// sweep erases, hour by hour, who is left of workspaces that are gone.
func (p *Platform) sweep(ctx context.Context) {
	hourly := time.NewTicker(time.Hour)
	defer hourly.Stop()
	for {
		if err := p.sweepOnce(ctx); err != nil && ctx.Err() == nil {
			p.log.ErrorContext(ctx, "workspaces that are gone could not be looked at", "err", err)
		}
		select {
		case <-hourly.C:
		case <-ctx.Done():
			return
		}
	}
}

// sweepOnce erases nobody while it is not known whether the only workspace is gone:
// a plain token that works says that it is back.
func (p *Platform) sweepOnce(ctx context.Context) error {
	if !p.several() {
		switch team, err := p.whose(ctx); {
		case err == nil:
			if err := p.leave.Back(ctx, team); err != nil {
				return err
			}
		case !errors.Is(err, web.ErrGone):
			return err
		}
	}
	n, err := p.leave.Sweep(ctx)
	if n > 0 {
		p.log.InfoContext(ctx, "a workspace that took the app out was forgotten", "people", n)
	}
	return err
}

// whose is the workspace of the plain token.
func (p *Platform) whose(ctx context.Context) (team string, err error) {
	w, err := p.web.Workspace(ctx, "")
	if err != nil {
		return "", err
	}
	a, err := w.AuthTest(ctx)
	return a.Team, err
}
