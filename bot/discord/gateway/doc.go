// Package gateway keeps a program connected to Discord's gateway for months, over
// discordgo, and hands over what comes in the order it came.
//
// A shard is one share of a bot's servers, with a session of its own; most bots
// have one shard, and direct messages come only on shard 0. A session is Discord's
// memory of what was sent to a shard. It outlives the connection by some minutes:
// who comes back in time and resumes it gets what was missed in between. Who does
// not must identify anew, which Discord allows a limited number of times a day, and
// what was missed is not sent again: that start is called fresh.
//
// The gateway of discordgo 0.29 was made for programs that can be started again.
// It waits for its own lock when it is told to reconnect, or its heartbeat is
// answered, while it is still being greeted; it waits without end for a silent
// server; it notices a dead connection after five heartbeats; it ends the session
// that it wants to resume by the code with which it closes; it tries for ever with
// a wrong token; it goes on after Close; and it breaks, with the whole program, on
// a dispatch that is null. Nothing of this can be mended from outside the library
// but by what it gets to see. So discordgo does not talk to Discord here, but over a
// pipe to this package, which talks to Discord: see link. Discordgo
// identifies, sends the heartbeats, and reads what comes; how long a connection
// lives, when and how the next one starts, and whether it resumes, is decided here.
// Each connection has a discordgo.Session of its own, which is thrown away with it.
//
// Caveats. An event counts as received when it is in this package's queue. What is in
// the queue when the program ends is lost, as is what comes between two sessions:
// who needs it must ask for it over the HTTP API after a fresh Ready. Sessions are
// not kept over a restart of the program. A reader that is slow for minutes stops the
// reading from Discord, not the heartbeats; Discord may then close the connection,
// which is resumed when there is room again. The intents that matter need no
// approval: with intents but for direct messages a shard hears nothing of servers
// but what is done with the bot.
package gateway
