package gateway

import (
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"
)

// Fatal is why going on is of no use, and what to do about it.
type Fatal struct {
	// Code is the code with which Discord closed the connection, or 401 when it
	// refused the token before.
	Code int
	// Reason and Remedy are half-sentences for the operator.
	Reason, Remedy string
}

func (f *Fatal) Error() string {
	return fmt.Sprintf("Discord refused the connection (%d): %s; %s", f.Code, f.Reason, f.Remedy)
}

// reshard tells whether another number of shards helps.
func (f *Fatal) reshard() bool { return f.Code == closeShard || f.Code == closeNeedsShards }

// The codes with which Discord closes a connection and that are treated in a way
// of their own; see https://discord.com/developers/docs/topics/opcodes-and-status-codes.
const (
	closeNotAuthenticated = 4003
	closeToken            = 4004
	closeSequence         = 4007
	closeTimedOut         = 4009
	closeShard            = 4010
	closeNeedsShards      = 4011
	closeVersion          = 4012
	closeIntents          = 4013
	closeForbidden        = 4014
)

const portal = "https://discord.com/developers/applications"

// fatal is the error for a code after which Discord wants no further try, else nil.
func fatal(code int, intents discordgo.Intent) *Fatal {
	switch code {
	case closeToken, 401:
		return &Fatal{code, "the token is wrong", "get it at " + portal + " → your application → Bot → Reset Token, and set DISCORD_TOKEN"}
	case closeShard:
		return &Fatal{code, "there is no such shard", "set discord.shards to auto, or to a range within its number, such as 0-3/16"}
	case closeNeedsShards:
		return &Fatal{code, "the bot is in too many servers for so few shards", "set discord.shards to auto, or to a larger number of shards"}
	case closeVersion:
		return &Fatal{code, "Discord no longer has the version of the gateway that this program speaks", "install a newer version of the program"}
	case closeIntents:
		return &Fatal{code, fmt.Sprintf("Discord does not know the intents %d", intents), "install a newer version of the program"}
	case closeForbidden:
		return &Fatal{code, "the bot may not have all the intents that it asks for", privileged(intents)}
	}
	return nil
}

// privileged names the switches of the intents that Discord gives only on request.
func privileged(intents discordgo.Intent) string {
	var names []string
	for _, p := range []struct {
		intent discordgo.Intent
		name   string
	}{
		{discordgo.IntentGuildPresences, "Presence Intent"},
		{discordgo.IntentGuildMembers, "Server Members Intent"},
		{discordgo.IntentMessageContent, "Message Content Intent"},
	} {
		if intents&p.intent != 0 {
			names = append(names, p.name)
		}
	}
	if names == nil {
		return "it asks for none that must be switched on: see whether the application was restricted at " + portal
	}
	return "switch on " + strings.Join(names, " and ") + " at " + portal + " → your application → Bot → Privileged Gateway Intents"
}
