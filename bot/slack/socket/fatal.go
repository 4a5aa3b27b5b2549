package socket

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/slack-go/slack"
)

// Fatal is an end that trying again cannot change. Its text says what to do.
type Fatal struct {
	Code   string // Slack's word for it, if it is Slack's
	Remedy string
}

func (f *Fatal) Error() string {
	if f.Code == "" {
		return "slack: " + f.Remedy
	}
	return "slack: " + f.Code + ": " + f.Remedy
}

const (
	makeToken = "make an app-level token with the scope connections:write (the app's page, Basic Information, App-Level Tokens) and set SLACK_APP_TOKEN to it"
	askAdmin  = "ask an admin of the workspace"
)

// remedies are Slack's answers to apps.connections.open that stay as they are.
var remedies = map[string]string{
	"invalid_auth":              "Slack does not know the app token, or does not accept it from this address; " + makeToken,
	"not_authed":                "there is no app token; " + makeToken,
	"missing_args":              "there is no app token; " + makeToken,
	"token_revoked":             "the app token was revoked; " + makeToken,
	"token_expired":             "the app token has expired; " + makeToken,
	"account_inactive":          "the app, or the workspace that owns it, was deleted; make a new app and " + makeToken,
	"not_allowed_token_type":    "SLACK_APP_TOKEN holds a token of another kind; it starts with xapp-. " + upper(makeToken),
	"missing_scope":             "the app token lacks a scope; " + makeToken,
	"no_permission":             "the app token lacks a permission; " + makeToken,
	"access_denied":             "Slack denies access; " + askAdmin,
	"forbidden_team":            "the workspace may not use Socket Mode; " + askAdmin + ", or use HTTP mode",
	"ekm_access_denied":         "the workspace's admins have suspended this; " + askAdmin,
	"enterprise_is_restricted":  "this cannot be done for an organization; install the app in a workspace",
	"two_factor_setup_required": "the owner of the app has to set up two-factor authentication",
	"is_bot":                    "SLACK_APP_TOKEN holds a token of a bot; " + makeToken,
	"method_deprecated":         "Slack has taken Socket Mode out of use as this version knows it; update, or use HTTP mode",
	"deprecated_endpoint":       "Slack has taken Socket Mode out of use as this version knows it; update, or use HTTP mode",
	"unknown_method":            "what is at slack.api_url does not know Socket Mode; check that address",
}

// passing are those that come and go.
var passing = []string{"internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited", "team_added_to_org", "org_login_required", "accesslimited"}

func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// checkToken finds what is wrong with an app token before anything is sent.
func checkToken(token string) error {
	switch {
	case token == "":
		return &Fatal{Remedy: remedies["not_authed"]}
	case strings.HasPrefix(token, "xoxb-"):
		return &Fatal{Remedy: "SLACK_APP_TOKEN holds the bot token (xoxb-…), which belongs into SLACK_BOT_TOKEN; the app token starts with xapp-. " + upper(makeToken)}
	case !strings.HasPrefix(token, "xapp-"):
		return &Fatal{Remedy: "SLACK_APP_TOKEN does not start with xapp-; " + makeToken}
	}
	return nil
}

// classify makes of a failure to connect what it means: a *Fatal, or one that
// may pass and whose text holds no address, since an address can hold a ticket.
func classify(err error) error {
	if no, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		if remedy := remedies[no.Err]; remedy != "" {
			return &Fatal{Code: no.Err, Remedy: remedy}
		}
		if slices.Contains(passing, no.Err) {
			return fmt.Errorf("trouble on the side of Slack: %s", no.Err)
		}
		return fmt.Errorf("%w: %s", errRefused, no.Err)
	}
	if status, ok := errors.AsType[slack.StatusCodeError](err); ok {
		if status.Code == http.StatusNotFound {
			return errNotThere
		}
		return fmt.Errorf("answered with status %d", status.Code)
	}
	if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return limited
	}
	if failed, ok := errors.AsType[*url.Error](err); ok {
		if failed.Op == "parse" {
			return errRefused // no address to connect to came
		}
		return fmt.Errorf("connecting failed: %w", failed.Err)
	}
	if strings.Contains(err.Error(), "malformed ws or wss URL") {
		return errRefused
	}
	return fmt.Errorf("connecting failed: %w", err)
}

var (
	errRefused  = errors.New("refused for no known reason")
	errNotThere = errors.New("there is no Web API at slack.api_url (status 404)")
)

// hopeless is how often in a row a first connection may be refused without a
// reason that is known before it counts as an end. After a first success it may
// go on for ever: then it is Slack's trouble and passes.
const hopeless = 5

// giveUp is the end that a failure means when no connection ever came about.
func giveUp(err error) error {
	if errors.Is(err, errNotThere) {
		return &Fatal{Remedy: errNotThere.Error() + "; check the address, which ends with /api/"}
	}
	if errors.Is(err, errRefused) {
		return &Fatal{Remedy: fmt.Sprintf("no connection could be opened, and Slack gives no reason that is known (%v); check that Socket Mode is on (the app's page, Socket Mode), and SLACK_APP_TOKEN", err)}
	}
	return nil
}
