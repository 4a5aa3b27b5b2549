package web

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"bounceback/bot"
)

// What an Error can be, besides bot.ErrUnreachable and bot.ErrRefused.
var (
	// ErrGone: the token is no longer good; the app was taken out of the workspace,
	// or the token is wrong.
	ErrGone = errors.New("not installed")
	// ErrSpent: the response URL or trigger id was used up, or is too old.
	ErrSpent = errors.New("too late")
	// ErrConflict: the view was changed by somebody else since it was read.
	ErrConflict = errors.New("changed meanwhile")
	// ErrMissing: the message, view or file is not there.
	ErrMissing = errors.New("not there")
	// ErrChannel: the channel is gone, or the app may not write there. It comes with
	// bot.ErrUnreachable; for a direct message it may mean only that its id is old.
	ErrChannel = errors.New("no such channel")
)

// Error is what went wrong in one call. It wraps what can be said about it; one
// that wraps nothing may go well another time.
type Error struct {
	Method string   // Slack's name of the call, "response_url" or "upload"
	Code   string   // Slack's name of the error, "http 503", "connection" …
	Where  []string // where in the blocks the fault is, as Slack says it
	Needed string   // the scope that is missing
	// Unsure is true if what was asked for may have been done all the same.
	Unsure bool

	kinds []error
	cause error
	wait  time.Duration
}

// Error has no words of anybody's in it, and no secrets.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "slack: %s: %s", e.Method, e.Code)
	if e.Needed != "" {
		fmt.Fprintf(&b, " (the app needs the scope %s: add it and install the app again)", e.Needed)
	}
	if remedy := remedies[e.Code]; remedy != "" {
		fmt.Fprintf(&b, " (%s)", remedy)
	}
	for _, where := range e.Where {
		fmt.Fprintf(&b, " at %s", where)
	}
	if e.cause != nil {
		fmt.Fprintf(&b, ": %v", e.cause)
	}
	return b.String()
}

// Unwrap is what can be said about the error.
func (e *Error) Unwrap() []error {
	if e.cause == nil {
		return e.kinds
	}
	return append(slices.Clip(e.kinds), e.cause)
}

// RetryAfter implements bot.Wait; zero if nothing was said.
func (e *Error) RetryAfter() time.Duration { return e.wait }

// longestWait is how long a wait that Slack asks for is believed.
const longestWait = time.Hour

// remedies are for errors that only the operator can end.
var remedies = map[string]string{
	"messages_tab_disabled":  "turn on the Messages tab under App Home in the app's settings",
	"not_allowed_token_type": "the bot token begins with xoxb-, the app token with xapp-",
	"invalid_auth":           "check the bot token, which begins with xoxb-",
	"not_in_channel":         "invite the app to the channel",
}

// kinds says what Slack's errors mean. What is not here is tried again.
var kinds = map[string][]error{
	"user_disabled": {bot.ErrUnreachable}, "user_not_found": {bot.ErrUnreachable}, "users_not_found": {bot.ErrUnreachable},
	"user_not_visible": {bot.ErrUnreachable}, "cannot_dm_bot": {bot.ErrUnreachable}, "user_not_in_channel": {bot.ErrUnreachable},
	"cannot_dm_user": {bot.ErrUnreachable}, "user_is_restricted": {bot.ErrUnreachable},

	"channel_not_found": {ErrChannel, bot.ErrUnreachable}, "is_archived": {ErrChannel, bot.ErrUnreachable},
	"not_in_channel": {ErrChannel, bot.ErrUnreachable}, "channel_is_archived": {ErrChannel, bot.ErrUnreachable},
	"restricted_action": {ErrChannel, bot.ErrUnreachable}, "restricted_action_read_only_channel": {ErrChannel, bot.ErrUnreachable},
	"restricted_action_non_threadable_channel": {ErrChannel, bot.ErrUnreachable}, "restricted_action_thread_only_channel": {ErrChannel, bot.ErrUnreachable},

	"invalid_blocks": {bot.ErrRefused}, "invalid_blocks_format": {bot.ErrRefused}, "msg_blocks_too_long": {bot.ErrRefused},
	"msg_too_long": {bot.ErrRefused}, "no_text": {bot.ErrRefused}, "invalid_arguments": {bot.ErrRefused},
	"invalid_metadata_format": {bot.ErrRefused}, "invalid_metadata_schema": {bot.ErrRefused}, "metadata_too_large": {bot.ErrRefused},
	"invalid_form_data": {bot.ErrRefused}, "invalid_attachments": {bot.ErrRefused}, "too_many_attachments": {bot.ErrRefused},
	"alt_txt_too_large": {bot.ErrRefused}, "view_too_large": {bot.ErrRefused}, "push_limit_reached": {bot.ErrRefused},
	"cant_update_message": {bot.ErrRefused}, "edit_window_closed": {bot.ErrRefused}, "cant_delete_message": {bot.ErrRefused},

	"token_revoked": {ErrGone}, "token_expired": {ErrGone}, "account_inactive": {ErrGone}, "invalid_auth": {ErrGone}, "not_authed": {ErrGone},

	"used_url": {ErrSpent}, "expired_url": {ErrSpent}, "expired_trigger_id": {ErrSpent}, "exchanged_trigger_id": {ErrSpent},
	"trigger_expired": {ErrSpent}, "trigger_exchanged": {ErrSpent}, "invalid_trigger_id": {ErrSpent}, "invalid_trigger": {ErrSpent},

	"hash_conflict": {ErrConflict},

	"message_not_found": {ErrMissing}, "not_found": {ErrMissing}, "view_not_found": {ErrMissing}, "file_not_found": {ErrMissing}, "file_deleted": {ErrMissing},
}

// unsure are errors after which Slack says that some of it may have been done.
var unsure = []string{codeNone, "internal_error", "fatal_error", "request_timeout", "service_unavailable"}

// busy are errors that ask for a wait in an answer that is otherwise well.
var busy = []string{"ratelimited", "rate_limited", "message_limit_exceeded", "rollup_error"}

// pointer is how Slack names a place in blocks; the words before it may be
// somebody's.
var pointer = regexp.MustCompile(`\[json-pointer:([^\]\s]{1,100})\]`)

// code is how Slack names an error.
var code = regexp.MustCompile(`^[a-z][a-z0-9_]{1,60}$`)

// wrong makes an Error of what the library returned.
func wrong(method string, err error) error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	e := &Error{Method: method}
	if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		e.Code, e.wait = "ratelimited", min(max(limited.RetryAfter, time.Second), longestWait)
		return e
	}
	if status, ok := errors.AsType[slack.StatusCodeError](err); ok {
		e.status(status.Code)
		return e
	}
	if answer, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		e.answer(answer)
		return e
	}
	if text := err.Error(); code.MatchString(text) { // how a response URL says no
		e.name(text)
		return e
	}
	e.broken(err)
	return e
}

func (e *Error) status(status int) {
	e.Code = fmt.Sprintf("http %d", status)
	e.Unsure = status >= 500
	switch {
	case e.Method == methodRespond && (status == http.StatusNotFound || status == http.StatusGone):
		e.kinds = []error{ErrSpent}
	case e.Method == methodRespond && status == http.StatusBadRequest:
		e.kinds = []error{bot.ErrRefused}
	case status == http.StatusTooManyRequests:
		e.wait = noWait
	}
}

func (e *Error) answer(answer slack.SlackErrorResponse) {
	e.name(answer.Err)
	e.Needed = answer.Needed
	for _, m := range answer.ResponseMetadata.Messages {
		if at := pointer.FindStringSubmatch(m); at != nil && len(e.Where) < 5 {
			e.Where = append(e.Where, at[1])
		}
	}
}

// name sets Slack's name of the error and what it means.
func (e *Error) name(name string) {
	if !code.MatchString(name) {
		name = "unknown_error" // whatever it is, it is no name
	}
	e.Code, e.kinds, e.Unsure = name, kinds[name], slices.Contains(unsure, name)
	if slices.Contains(busy, name) {
		e.wait = noWait
	}
}

// broken is an error of the connection or of reading the answer. The texts of
// those hold the address, which for a response URL is a secret.
func (e *Error) broken(err error) {
	e.Code, e.Unsure = "connection", true
	if where, ok := errors.AsType[*url.Error](err); ok {
		err = where.Err
	} else {
		e.Code = "unreadable_answer"
	}
	op, isOp := errors.AsType[*net.OpError](err)
	switch {
	case errors.Is(err, context.DeadlineExceeded), isTimeout(err):
		e.Code = "timeout"
	case errors.Is(err, context.Canceled):
		e.Code, e.cause = "canceled", context.Canceled
	case errors.Is(err, errTooLong):
		e.Code = "answer_too_long"
	case isOp:
		e.cause = op.Err
		e.Unsure = op.Op != "dial" // else it never got there
	}
}

// scopeless tells that the app lacks the scope to do something.
func scopeless(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Code == "missing_scope"
}

func isTimeout(err error) bool {
	t, ok := errors.AsType[net.Error](err)
	return ok && t.Timeout()
}

// notNow is a wait without a call.
func notNow(method string, wait time.Duration) *Error {
	return &Error{Method: method, Code: "ratelimited", wait: wait}
}
