// Package discord is Bounceback on Discord, a [bot.Platform].
//
// A person is "discord:" and their user id. There are three kinds of address:
//
//   - a user, whose direct message it is: "u/<user id>". The channel that belongs
//     to it is looked up, or opened once, when something is sent;
//   - a channel of a server, which is a room: "c/<channel id>";
//   - an interaction, which is a slash command, a tap or a form. It can be answered
//     for fifteen minutes; what comes later goes to the user's direct message. See
//     [Interaction].
//
// What comes in: messages that people write in the direct message, and
// interactions from anywhere. Everything else is dropped unread. Interactions are
// acknowledged before anything else happens, for Discord gives them up after three
// seconds; but that they came is noted first, so that a program that is killed then
// answers them at its next start. Outside the direct message with the bot every answer is ephemeral: only
// who asked sees it. A question that wants the person's own words goes to their
// direct message; if that is closed it stays where it is, with a button that opens a
// field to write in. So does a question about a room, for it is the room that whoever
// sets it up looks at.
//
// The way in leads from the gateway through the inbox, which acknowledges at once and
// hands over in order; the way out through the sender, which knows where a letter
// can go and what stands there already, to the client of the HTTP API.
//
// Caveats. What somebody tapped or commanded while the program was away is lost;
// messages are not, see backfill. Of a command that was acknowledged right before a
// kill only the name is left, since words are not noted. Ephemeral messages cannot be
// listed, and have no nonce. All that is said in answer to one interaction is therefore put into one message, which can be read
// back, so that an answer that is sent again after a crash is seen to stand there
// already; only what is too long for that message may come twice. Where the bot was
// installed by a user and is no member of the server, Discord allows five
// further messages an interaction.
package discord
