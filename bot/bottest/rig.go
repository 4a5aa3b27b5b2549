package bottest

import (
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"bounceback/bot"
	"bounceback/coach"
	"bounceback/store"
)

// ErrCannot is returned by what a Rig or a Person cannot do because the platform
// has no such thing. The suite then leaves out what needs it.
var ErrCannot = errors.New("bottest: this platform cannot do that")

// Parts are what the program gives an adapter at a start, apart from tokens and
// addresses, which the rig knows.
type Parts struct {
	Coach  *coach.Coach
	Store  *store.Store // a bot.Notes and a bot.People
	Logger *slog.Logger // the suite reads it: no word of a person may stand there
}

// Rig is one platform as [Conform] needs it: the adapter, and the platform's own
// side with its people, a room and its faults. An adapter's test implements it on
// its local server. One Rig serves one world: Adapter is called once for each
// start of the bot, and the server, what it shows and what is broken in it outlive
// the adapter, as the real ones do.
//
// What people do returns when the platform has taken it, not when the bot has
// answered: the suite waits for the answers. Errors, but for ErrCannot, fail the
// test. A rig's own rules, such as the limits of the platform's API, are checked by
// the rig, which fails its *testing.T.
type Rig interface {
	// Adapter makes the adapter with real HTTP and real sockets to the local server.
	// The suite runs it within a bot and ends it with the bot's ctx.
	Adapter(Parts) (bot.Platform, error)
	// Ready waits until the adapter that was made last hears what people do: its
	// session is up and its commands are registered.
	Ready() error
	// Person is somebody whom the bot does not know yet. All of them are in the
	// room, and the name is what others see. One who manages may set up the room's
	// check-in. The profile has no time zone, or that of UTC.
	Person(name string, manages bool) Person
	// Posts is what everybody in the room sees of the bot, in order.
	Posts() []Sight

	// Fail makes the platform fail the next n times that the bot writes anything
	// that people see, as with a status of 503: nothing is shown. It counts from now:
	// 0 heals, and 1<<30 is for as long as the test likes.
	Fail(n int)
	// Lose makes the platform do what it is asked and lose the answer, the next n
	// times that the bot writes something people see.
	Lose(n int)
	// Limit makes the platform refuse the next n times, with the demand to wait so
	// long, in whole seconds. It fails the test when it is asked earlier.
	Limit(n int, wait time.Duration)
	// Cut breaks the connection over which the adapter hears, as when a network
	// goes away for a moment.
	Cut() error
}

// Person is somebody who uses the platform with an app that works.
type Person interface {
	ID() coach.ID
	// Say writes to the bot in private. While the bot is stopped the message waits,
	// as far as the platform keeps it for the bot; ErrCannot if it does not.
	Say(text string) error
	// Again has the platform deliver once more what this person did last, as the
	// same event: ErrCannot if it never does so.
	Again() error
	// Tap taps the choice with that label, a button or a line of a menu, on the
	// newest message in which it is offered to this person alone: in the direct
	// message, or where only they see it in the room. It fails when there is none.
	Tap(label string) error
	// Command gives a command in private, with its options by name.
	Command(name string, args map[string]string) error
	// CommandInRoom gives it in the room. It fails when the platform does not let
	// this person use it there.
	CommandInRoom(name string, args map[string]string) error
	// TapPost taps a choice of the newest post of the room that has it.
	TapPost(label string) error
	// Answer gives their own words to the question that they were asked last, where
	// it was asked: in a form, if the question has a button that opens one, and else
	// in the direct message.
	Answer(text string) error
	// Sees is all that the bot wrote to this person alone, in order: direct
	// messages, and what only they see in the room. What stands in another's place
	// is that one, changed; what is gone again is not there.
	Sees() []Sight
	// CloseDoor makes the platform refuse all that the bot writes to this person
	// unasked, as when they have blocked it; or opens the door again. They can
	// still write themselves.
	CloseDoor(closed bool) error
}

// Sight is a message as an app shows it.
type Sight struct {
	// Text is what is read, as letters: with the platform's markup done, so that
	// *bold* in Slack is “bold”, and a star that was escaped is a star. It may hold
	// what the app itself shows of a choice.
	Text string
	// Choices are the labels that can be tapped now, in order, without those that
	// open a form for own words.
	Choices []string
	// Chosen is the label that was tapped, where the app still shows it.
	Chosen string
	Files  []File
	// Pings are those whom the app would call: names, "everyone", a channel's id.
	Pings []string
}

// File is what is attached to a message.
type File struct {
	Name    string
	Alt     string // what is read where a picture cannot be seen
	Content []byte
}

// String is a sight as it reads in the log of a test.
func (s Sight) String() string {
	text := s.Text
	for _, f := range s.Files {
		text += " {" + f.Name + ": " + f.Alt + "}"
	}
	for _, c := range s.Choices {
		text += " [" + c + "]"
	}
	if s.Chosen != "" {
		text += " (chosen: " + s.Chosen + ")"
	}
	return text
}

// read is all that is read in some messages, choices apart.
func read(all []Sight) string {
	texts := make([]string, len(all))
	for i, s := range all {
		texts[i] = s.Text
	}
	return strings.Join(texts, "\n")
}

// Conform runs the suite that every adapter passes, each test in a world of its
// own: a new rig, the real coach, and a real store in a file.
func Conform(t *testing.T, newRig func(t *testing.T) Rig) {
	for name, test := range map[string]func(*conform){
		"comfort comes first":               comfortFirst,
		"a talk is tapped through":          tappedThrough,
		"words in a burst keep their order": burst,
		"an event counts once":              once,
		"people side by side":               sideBySide,
		"a long text arrives whole":         longText,
		"own words are only words":          ownWords,
		"a figure is a picture":             picture,
		"a copy is a file":                  aCopy,
		"stop and delete":                   stopAndDelete,
		"a closed door":                     closedDoor,
		"nothing is lost at a stop":         unsentAtStop,
		"said while the bot was away":       saidWhileAway,
		"a platform with troubles":          troubles,
		"a cut connection":                  cutConnection,
		"a warning sign":                    warningSign,
		"a room":                            aRoom,
		"a win is shared by choice":         sharing,
		"a warning sign in a room":          warningInRoom,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(newConform(t, newRig(t)))
		})
	}
}
