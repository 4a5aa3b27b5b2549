// Package discordtest is a Discord on the local machine, for tests: HTTP API and
// gateway on one listener, with people who write, tap and fill in forms, and with
// every fault that the real one is known for. It knows no client library and
// nothing of the program that it tests; what goes over the wire is plain JSON.
//
//	d := discordtest.New(t)                     // d.URL() stands before /api/v9, d.Token lets in
//	amina := d.Person("amina")
//	… start the bot and wait until it listens …
//	id := amina.Say("I got rejected")           // a direct message
//	m, err := amina.AnswerTo(ctx, id)           // the first answer: m.Text, m.Labels()
//	amina.Tap(m.ID, "Let it out")               // by label or custom id
//	amina.Slash(discordtest.Direct, "win", "what:finished my CV").Await(ctx)
//
// A *server* in Discord's sense is a Guild here, since Server is the whole thing.
// A Person acts as people do in the client: what the client would not let them do
// (tap a button that is gone, give a command that is not registered or hidden from
// them) fails the test. A Message is what is on somebody's screen. An Interaction
// is one command, tap or form, and tells what came back and how fast.
//
// Every request is held against Discord's published schema, where that file is at
// hand, and against the limits that the schema does not know. A breach fails the
// test and is answered with 400 and code 50035, as Discord would.
//
// Faults come in two kinds: those of the HTTP API (Fail, FailRate) by route, and
// those of the gateway (At for a moment of the next connection, Do for those that
// are open).
//
// What it does not do: reactions, threads, voice, polls, components of the second
// version, zlib, and the pacing of identifies per five seconds. It limits rates
// only when told to (Limit). Texts are measured in code points, as Discord does. Where its
// documentation is silent the stricter reading was taken.
package discordtest
