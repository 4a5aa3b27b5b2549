package discord

import (
	"fmt"
	"net/url"
	"strconv"

	"github.com/bwmarrin/discordgo"
)

// Invite is a link by which the bot is installed.
type Invite struct {
	For    string // who uses it, and what they get
	URL    string
	Scopes []Need
	// Permissions are asked for in a server; none where it is a person who installs.
	Permissions []Need
}

// Need is something that the bot asks for, by Discord's name, and why.
type Need struct{ Name, Why string }

// permission is one that the bot asks for in a server.
type permission struct {
	bit       int64
	name, why string
}

// permissions are all that the bot asks for. With none of them its commands work
// all the same: these are for rooms.
var permissions = [...]permission{
	{discordgo.PermissionViewChannel, "View Channels", "to find the channel in which a daily post is set up"},
	{discordgo.PermissionSendMessages, "Send Messages", "to post there: once a day, and a win that somebody chooses to share"},
	{discordgo.PermissionReadMessageHistory, "Read Message History", "to see after a crash that a post stands there already, so that it does not come twice"},
}

// InviteLinks are the two links by which the application with that id is installed:
// in a server, and by a person for themselves.
func InviteLinks(app string) ([]Invite, error) {
	if !isSnowflake(app) {
		return nil, fmt.Errorf("discord: %q is not the id of an application: it is the number on the page General Information of https://discord.com/developers/applications", app)
	}
	commands := Need{"applications.commands", "slash commands"}
	server := Invite{
		For:    "a server: commands there, a daily post where someone who manages a channel sets one up, and direct messages with its members",
		URL:    install(app, discordgo.ApplicationIntegrationGuildInstall, "bot applications.commands"),
		Scopes: []Need{{"bot", "to be a member of the server"}, commands},
	}
	for _, p := range permissions {
		server.Permissions = append(server.Permissions, Need{p.name, p.why})
	}
	return []Invite{server, {
		For:    "yourself: commands and direct messages wherever you are, in servers without the bot, too; only you see the answers",
		URL:    install(app, discordgo.ApplicationIntegrationUserInstall, "applications.commands"),
		Scopes: []Need{commands},
	}}, nil
}

func install(app string, kind discordgo.ApplicationIntegrationType, scopes string) string {
	q := url.Values{"client_id": {app}, "integration_type": {strconv.Itoa(int(kind))}, "scope": {scopes}}
	if kind == discordgo.ApplicationIntegrationGuildInstall {
		var all int64
		for _, p := range permissions {
			all |= p.bit
		}
		q.Set("permissions", strconv.FormatInt(all, 10))
	}
	return "https://discord.com/oauth2/authorize?" + q.Encode()
}
