// Package slacktest is a local Slack for tests: Web API, Socket Mode, response
// URLs and upload URLs on one loopback listener, and a caller for apps that are
// reached over HTTP. It speaks plain JSON and knows neither this program nor any
// Slack library, so that a test through it says something about both.
//
// A test sets the world up (AddUser, AddChannel, AddWorkspace), starts the app
// with APIURL, BotToken and AppToken, lets people do things (DM, Slash, Tap,
// SubmitView, OpenHome …), and looks at what they see (Seen, Modal, Home):
//
//	slack := slacktest.New(t)
//	slack.AddUser(slacktest.User{ID: "U1", TZ: "Europe/Berlin"})
//	// … the app connects …
//	slack.WaitSockets(1)
//	slack.DM("U1", "hello").Wait()
//	slack.WaitFor(func() bool { return len(slack.Seen("U1", "")) == 2 })
//	slack.Tap("U1", slack.Last("U1", ""), "Log a win").Wait()
//
// The words used here:
//   - a Delivery is one thing that the app is told: an event, a command, or
//     something done with a button or form. It is delivered over one of the app's
//     sockets, or by a signed request if UseHTTP was called, and records when
//     and how it was acknowledged.
//   - a Message is what somebody sees of a message: the text of its blocks, its
//     buttons, its pictures.
//   - a Fault is something that goes wrong in a call of the app's.
//
// Slack's own rules are kept: which token may call what, the lives of trigger
// ids (three seconds, once) and response URLs (five posts, thirty minutes),
// view hashes, and the limits of Block Kit. A message or view that breaks a rule
// is answered as Slack does and fails the test at once, because no test means to
// send one; Expect turns that off for a test that does.
//
// Caveats. Ids of users are unique over all workspaces here. Bots see their own
// posts in direct messages as events, as on Slack; NoEcho ends that. An event
// that is not acknowledged is delivered again only when told to (Redeliver) or
// if RetryEvery is set, since Slack's own minutes are too long for a test. An
// acknowledgement counts on whatever socket it comes; what the real Slack does
// is not documented. Rate limits are not kept; a Fault stands in for them.
package slacktest
