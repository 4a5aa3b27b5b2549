package rest

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"
)

// User is an account of a person or a bot.
type User struct {
	ID   string `json:"id"`
	Name string `json:"username"`
	Bot  bool   `json:"bot"`
}

// Application is what Discord knows about the bot's application.
type Application struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Flags int    `json:"flags"` // which privileged intents it may use, among others
	// Public is whether others than its owner may install it.
	Public bool `json:"bot_public"`
	// Installs are the ways it can be installed: "0" in a server, "1" by a person.
	Installs map[string]any `json:"integration_types_config"`
	// Interactions is an address to which Discord sends interactions instead of
	// the gateway; nothing is heard of them here if it is set.
	Interactions string `json:"interactions_endpoint_url"`
}

// Me is the bot's own account.
func (c *Client) Me(ctx context.Context) (User, error) {
	var u User
	err := c.do(ctx, call{
		op: "ask who the bot is", method: http.MethodGet, url: discordgo.EndpointUser("@me"),
		route: "GET users/@me", out: &u, again: safely,
	})
	return u, err
}

// Application is the application that the bot belongs to.
func (c *Client) Application(ctx context.Context) (Application, error) {
	var a Application
	err := c.do(ctx, call{
		op: "ask for the application", method: http.MethodGet, url: discordgo.EndpointApplication("@me"),
		route: "GET applications/@me", out: &a, again: safely,
	})
	return a, err
}

// OpenDM finds or makes the channel of direct messages with somebody. It is slow on
// purpose, because Discord takes bots that open many for nuisances: keep the id.
func (c *Client) OpenDM(ctx context.Context, user string) (channel string, err error) {
	const op = "open a direct message"
	if err := c.opening.Wait(ctx); err != nil {
		return "", &Error{Op: op, cause: err}
	}
	var made struct {
		ID string `json:"id"`
	}
	err = c.do(ctx, call{
		op: op, method: http.MethodPost, url: discordgo.EndpointUserChannels("@me"), route: "POST users/channels",
		body: struct {
			Recipient string `json:"recipient_id"`
		}{user}, out: &made, again: safely, unasked: true,
	})
	return made.ID, err
}

// SetCommands replaces all commands of the application that count everywhere; no
// commands means that all are taken away.
func (c *Client) SetCommands(ctx context.Context, app string, commands []*discordgo.ApplicationCommand) error {
	if commands == nil {
		commands = []*discordgo.ApplicationCommand{} // null is not a list
	}
	return c.do(ctx, call{
		op: "set the commands", method: http.MethodPut, url: discordgo.EndpointApplicationGlobalCommands(app),
		route: "PUT application/commands", major: app, body: commands, again: safely,
	})
}

// Commands lists the commands that SetCommands has set, with their words in all
// languages.
func (c *Client) Commands(ctx context.Context, app string) ([]*discordgo.ApplicationCommand, error) {
	var all []*discordgo.ApplicationCommand
	err := c.do(ctx, call{
		op: "list the commands", method: http.MethodGet, url: discordgo.EndpointApplicationGlobalCommands(app) + "?with_localizations=true",
		route: "GET application/commands", major: app, out: &all, again: safely,
	})
	return all, err
}

// sortByID puts messages in the order in which they were written. Ids are numbers
// that grow, as texts without leading zeros.
func sortByID(page []Posted) {
	slices.SortFunc(page, func(a, b Posted) int { return CompareIDs(a.ID, b.ID) })
}

// CompareIDs tells which of two ids of Discord is older, as in cmp.Compare.
func CompareIDs(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}
