// Package socket is the way in from Slack: one stream of events out of two
// sources. [Sockets] are Socket Mode, for which nothing must be reachable from
// outside; [Endpoint] is an address that Slack calls. Both hand the same [Event]
// over, in the order it came, to one function that queues and returns.
//
// What is acknowledged when:
//
//   - What Slack brings again if it is not acknowledged (messages, mentions, the
//     home tab, profiles, the end of an installation) is acknowledged by
//     [Event.Ack], which is called once the event is kept. Until then a crash
//     loses nothing.
//   - What it does not bring again (commands, buttons, shortcuts) is acknowledged
//     by [Event.Ack] too, and here after a tenth of a second if nobody did. So nothing
//     waits for work, and yet what Slack was told to be taken is kept: somebody
//     whose tap fell into a crash sees that it failed.
//   - A form's submission is acknowledged by [Event.Ack] too, since the answer may
//     say what is wrong with it; if that takes too long, here, without an answer.
//   - What nobody here asked for (events of unknown kinds, what bots write, edits)
//     is acknowledged here and goes no further.
//
// Slack's client library is slack-go/socketmode. What is done around it, and why:
//
//   - Its channel of 50 events is read by a goroutine that never waits. When it is
//     full the library stops answering pings, and Slack hangs up.
//   - Acknowledgements go through a queue of their own, each with a time after
//     which it is of no use; the library's Ack waits without end while there is no
//     connection. What it was given just before a connection ended it may drop
//     without a word, so that is sent once more over the next one.
//   - Each client of the library lives for one connection. It reconnects by itself
//     without telling why or how often, at once and for ever, and drops what it
//     was about to hand over; here every end of a connection comes to a supervisor
//     which waits longer each time, and counts. Nor may it open the next one by
//     itself, since what Slack sends over that would be read by nobody.
//   - There are two sockets. Slack asks for each to be opened anew every few
//     hours, and the library closes the old one first; meanwhile Slack uses the
//     other.
//   - An answer that will not change is an end with a remedy ([Fatal]), such as a
//     bot token where the app's belongs, which the library tries again for ever.
//   - A frame that the library cannot read is acknowledged all the same; otherwise
//     Slack sends it three times more.
//   - A connection over which nothing has come for some hours is given up, though
//     pings come: others have seen such.
//   - The library's debugging is off: it logs messages, and makes sockets
//     short-lived.
//
// Caveats. Slack spreads what comes over both sockets, so two things that somebody
// does within some milliseconds can come in either order. Whether Slack takes an
// acknowledgement over another connection than the one it delivered to is not
// documented; if it does not, that is as if it had been lost. What is done about a
// panic inside the library's own goroutines is nothing: it ends the program.
package socket
