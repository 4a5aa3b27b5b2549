package rest

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"bounceback/bot"
)

// What an Error may wrap besides bot.ErrUnreachable and bot.ErrRefused.
var (
	// ErrExpired: the interaction was answered too late, or its token ran out.
	ErrExpired = errors.New("the interaction has run out")
	// ErrAnswered: the interaction has its first answer already.
	ErrAnswered = errors.New("the interaction was answered already")
	// ErrFollowups: no more messages can be added to the answer of an interaction.
	ErrFollowups = errors.New("no more follow-ups")
	// ErrNoChannel and ErrNoMessage: what was named is not there (any more).
	ErrNoChannel = errors.New("no such channel")
	ErrNoMessage = errors.New("no such message")
	// ErrNotAllowed: the bot may not do that there.
	ErrNotAllowed = errors.New("not allowed")
	// ErrToken: Discord does not take the token.
	ErrToken = errors.New("the token is wrong")
)

// Codes that the library has no name for.
const (
	codeBusyService   = 40062
	codeFollowups     = 40094
	codeNoMutualGuild = 50278
	codeHarmfulLink   = 240000
)

// kinds are what the codes of Discord mean for a caller. What is not named here
// is worth another try if it is not a fault in what was sent; see kindOf. That
// 50001 is among those is on purpose: for direct messages of people who installed
// the app for themselves Discord gives it for no reason and for a while.
var kinds = map[int]error{
	discordgo.ErrCodeUnknownUser:                           bot.ErrUnreachable,
	discordgo.ErrCodeCannotSendMessagesToThisUser:          bot.ErrUnreachable,
	discordgo.ErrCodeInvalidRecipients:                     bot.ErrUnreachable,
	codeNoMutualGuild:                                      bot.ErrUnreachable,
	codeHarmfulLink:                                        bot.ErrRefused,
	discordgo.ErrCodeRequestEntityTooLarge:                 bot.ErrRefused,
	discordgo.ErrCodeFileUploadedExceedsTheMaximumSize:     bot.ErrRefused,
	discordgo.ErrCodeUnknownInteraction:                    ErrExpired,
	discordgo.ErrCodeInvalidWebhookTokenProvided:           ErrExpired,
	discordgo.ErrCodeUnknownWebhook:                        ErrExpired,
	discordgo.ErrCodeInteractionHasAlreadyBeenAcknowledged: ErrAnswered,
	codeFollowups:                                    ErrFollowups,
	discordgo.ErrCodeUnknownChannel:                  ErrNoChannel,
	discordgo.ErrCodeUnknownMessage:                  ErrNoMessage,
	discordgo.ErrCodeMissingAccess:                   ErrNotAllowed,
	discordgo.ErrCodeMissingPermissions:              ErrNotAllowed,
	discordgo.ErrCodeChannelVerificationLevelTooHigh: ErrNotAllowed,
	// These come with a 400 at times, and pass.
	discordgo.ErrCodeOpeningDirectMessagesTooFast:           nil,
	discordgo.ErrCodeSendMessagesHasBeenTemporarilyDisabled: nil,
	discordgo.ErrCodeFeatureTemporarilyDisabledServerSide:   nil,
	codeBusyService: nil,
	discordgo.ErrCodeAPIResourceIsCurrentlyOverloaded: nil,
}

// openPause is how long no direct message is opened after Discord said that it
// was too fast (40003). It names no time itself.
const openPause = 10 * time.Minute

// Error is a call that failed. For one that failed because there were too many it
// is a bot.Wait.
type Error struct {
	Op     string   // what was tried, such as "send a message"
	Status int      // of HTTP; 0: no answer came
	Code   int      // Discord's own; 0: none
	Fields []string // what was wrong where, such as "content: BASE_TYPE_MAX_LENGTH"
	// After is how long to wait before trying again; 0: not said.
	After time.Duration
	// Unsure is true when the call may have been carried out all the same.
	Unsure bool

	kind  error // what Unwrap gives, nil for none
	cause error // of no answer; never a *url.Error, which holds the path
}

func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "discord: %s: ", e.Op)
	switch {
	case e.cause != nil:
		b.WriteString(e.cause.Error())
	case e.Status == 0:
		b.WriteString("held back")
	default:
		fmt.Fprintf(&b, "%d %s", e.Status, http.StatusText(e.Status))
	}
	if e.Code != 0 {
		fmt.Fprintf(&b, ", code %d", e.Code)
	}
	if e.kind != nil {
		fmt.Fprintf(&b, ": %s", e.kind)
	}
	if len(e.Fields) > 0 {
		fmt.Fprintf(&b, " (%s)", strings.Join(e.Fields, "; "))
	}
	if e.After > 0 {
		fmt.Fprintf(&b, ", again in %s", e.After.Round(time.Millisecond))
	}
	return b.String()
}

// Unwrap gives what the error means and, where no answer came, why.
func (e *Error) Unwrap() []error {
	var all []error
	for _, err := range [...]error{e.kind, e.cause} {
		if err != nil {
			all = append(all, err)
		}
	}
	return all
}

// RetryAfter is After.
func (e *Error) RetryAfter() time.Duration { return e.After }

// InRoom is what an error means for a channel of a server: one that is gone, or
// in which the bot may not write, is unreachable until somebody sets it up again.
func InRoom(err error) error {
	if errors.Is(err, ErrNoChannel) || errors.Is(err, ErrNotAllowed) {
		return fmt.Errorf("%w: %w", bot.ErrUnreachable, err)
	}
	return err
}

// failed makes an Error of an answer.
func failed(op string, a *answer) *Error {
	e := &Error{Op: op, Status: a.status, Unsure: a.status >= 500}
	var said struct {
		Code   *int            `json:"code"`
		Errors json.RawMessage `json:"errors"`
	}
	ours := json.Unmarshal(a.fault, &said) == nil && said.Code != nil
	if ours {
		e.Code = *said.Code
		e.Fields = fields("", said.Errors, 0)
	}
	e.kind = kindOf(a.status, e.Code, ours)
	switch {
	case e.Code == discordgo.ErrCodeOpeningDirectMessagesTooFast:
		e.After = openPause
	case a.status == http.StatusTooManyRequests:
		e.After = tooMany(a).after
	}
	return e
}

// kindOf tells what a failure means. ours is true when Discord itself answered,
// and not something on the way to it.
func kindOf(status, code int, ours bool) error {
	if kind, ok := kinds[code]; ok {
		return kind
	}
	switch {
	case !ours:
		return nil
	case status == http.StatusUnauthorized:
		return ErrToken
	case status == http.StatusBadRequest, status == http.StatusRequestEntityTooLarge, status == http.StatusUnsupportedMediaType:
		return bot.ErrRefused
	}
	return nil
}

// fields flattens the tree of faults in an invalid form to the names of the fields
// and the codes of the faults. Its words stay out: they may quote a value.
func fields(path string, tree json.RawMessage, depth int) []string {
	var node map[string]json.RawMessage
	if depth > 12 || json.Unmarshal(tree, &node) != nil {
		return nil
	}
	var all []string
	for _, name := range slices.Sorted(maps.Keys(node)) {
		if name != "_errors" {
			all = append(all, fields(strings.TrimPrefix(path+"."+name, "."), node[name], depth+1)...)
			continue
		}
		var faults []struct {
			Code string `json:"code"`
		}
		if json.Unmarshal(node[name], &faults) == nil {
			for _, f := range faults {
				all = append(all, path+": "+f.Code)
			}
		}
	}
	return all[:min(len(all), 8)]
}
