package socket

import (
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

// Kind is what happened.
type Kind string

// The kinds of events. The comment says which fields have something to say, beside
// ID, Team, Enterprise and User.
const (
	Message         Kind = "message"         // Channel, Direct, TS, Thread, Text, Files
	Mention         Kind = "app_mention"     // Channel, TS, Thread, Text
	HomeOpened      Kind = "app_home_opened" // Channel, Tab, Hash
	ProfileChanged  Kind = "user_change"     // Profile
	Uninstalled     Kind = "app_uninstalled" // no User
	TokensRevoked   Kind = "tokens_revoked"  // no User; the bot's token is among them
	Command         Kind = "slash_commands"  // Channel, Direct, Command, Text, Trigger, ResponseURL
	Tapped          Kind = "block_actions"   // Interaction, Action, Trigger, ResponseURL; for a message Channel, TS, Ephemeral
	Submitted       Kind = "view_submission" // Interaction, Callback, Trigger
	Closed          Kind = "view_closed"     // Interaction, Callback
	Shortcut        Kind = "shortcut"        // Callback, Trigger
	MessageShortcut Kind = "message_action"  // Interaction, Callback, Trigger, ResponseURL, Channel, TS, Text
)

// Event is one thing that happened. Texts are as Slack sends them: & < > are
// escaped as &amp; &lt; &gt;, and mentions are <@U1>.
type Event struct {
	Kind Kind
	// ID is the same for the same thing delivered again, and for nothing else. That
	// of a message is its workspace, channel and TS, so that the message has it too
	// where it is found in a channel's history.
	ID string
	// Team is the workspace, Enterprise the organization it belongs to, if any.
	Team, Enterprise string
	User             string
	Channel          string
	// Direct is true in the direct message with the app.
	Direct bool
	// TS names a message in its channel, Thread the one it answers to.
	TS, Thread string
	Text       string
	// Files is true where files came with a message.
	Files bool
	// Tab is the tab that was opened, "home" or "messages", and Hash that of the
	// home tab as it was then.
	Tab, Hash string
	// Command is such as "/coach"; Text is what follows it.
	Command string
	// Callback is the callback id of a form or shortcut.
	Callback string
	// Action is the id of the button or menu that was used, and Value that of the
	// button or chosen option, or the chosen time, date, channel or user.
	Action, Value string
	Ephemeral     bool // the button was in a message that only they see
	// Trigger lets a form be opened within three seconds, once. ResponseURL answers
	// five times within thirty minutes. It is a secret, and both are worth nothing
	// later.
	Trigger, ResponseURL string
	// Interaction is all that Slack says of a button, form or shortcut; nil else.
	Interaction *slack.InteractionCallback
	Profile     Profile
	// Retry is 0 for the first delivery and counts those that follow. A retry must
	// not be dropped for being one: it may be the first that gets here.
	Retry    int
	Received time.Time
	// Happened is when, in whole seconds, for an event that Slack may bring again
	// later; else it is Received.
	Happened time.Time

	answer *answer
}

// Profile is what somebody's profile says.
type Profile struct {
	Name     string // as they want to be called; may be empty
	RealName string
	TimeZone string // IANA
	Locale   string // such as de-DE; empty if Slack does not say
	Bot      bool
	Deleted  bool
}

// LogValue keeps words, secrets and people out of logs.
func (e Event) LogValue() slog.Value {
	return slog.GroupValue(slog.String("kind", string(e.Kind)), slog.Int("retry", e.Retry))
}

// ErrAnswerTooLong: an acknowledgement of this size Slack drops without a word.
// Nothing was sent; the event can be acknowledged without the payload.
var ErrAnswerTooLong = errors.New("slack: an acknowledgement is over 20 KB")

// maxAnswer is Slack's 20 KB less what stands around the payload.
const maxAnswer = 20*1024 - 256

// Ack acknowledges the event, for a submitted form with an answer, else with nil.
// The first call counts, and none after the event was acknowledged here. It does not
// wait, and may be called from any goroutine and at any time; what comes
// too late does no harm.
func (e Event) Ack(payload any) error {
	var text json.RawMessage
	if payload != nil {
		var err error
		if text, err = json.Marshal(payload); err != nil {
			return err
		}
		if len(text) > maxAnswer {
			return ErrAnswerTooLong
		}
	}
	if e.answer != nil {
		e.answer.give(text)
	}
	return nil
}

// answer is an acknowledgement that is given once.
type answer struct {
	once sync.Once
	send func(payload json.RawMessage) // must not wait
}

func (a *answer) give(payload json.RawMessage) {
	a.once.Do(func() { a.send(payload) })
}
