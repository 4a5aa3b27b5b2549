// Package rest speaks with Discord over HTTP: typed calls that wait their turn,
// end with their context, and fail with errors that can be shown.
//
// The requests are made by a discordgo.Session that is never opened. Its own
// rate limiter is stepped around, because it sleeps without regard to a context,
// holds one lock for all interactions, and remembers every interaction's token
// for ever. Here a call waits in three places, all of which end with its context:
//
//   - its bucket, by what the X-RateLimit headers of earlier answers said. Each
//     bucket is first come, first served. Buckets that Discord has not named yet
//     let one request pass at a time;
//   - the global limit, which Discord sets at 50 requests a second for a bot and
//     does not announce beforehand. Calls about interactions are exempt from it,
//     here as there, so a wave of nudges does not delay an answer to a command;
//   - for messages that nobody waits for (Message.Unasked) and for opening direct
//     messages, a slower limit of its own in front of these.
//
// A wait that is longer than Options.Patience is not waited for: the call fails
// at once with an Error that tells how long it would have been, and a queue that
// has other things to do can come back then. A 429 closes what it was about (the
// bucket, or everything) for as long as it says, and the call is made again within
// the same patience.
//
// What failed otherwise is tried again only where doing it twice is the same as
// once; Client.SendMessage is not, and leaves it to its caller, who has the nonce.
//
// No error and no log line holds a path, because paths hold the tokens of
// interactions, nor what Discord said in words, because that may quote what a
// person said. Codes and the names of fields are enough to find a fault.
package rest
