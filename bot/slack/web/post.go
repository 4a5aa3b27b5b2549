package web

import (
	"context"
	"errors"

	"github.com/slack-go/slack"
)

// Letter is a message with a key.
type Letter struct {
	// Key is the same at each attempt, and of its own for each message. For Update
	// it may be empty.
	Key    string
	Text   string // the fallback; escaped
	Blocks []slack.Block
	// Again is true if an earlier run of the program may have sent it.
	Again bool
}

// event is the event_type of the metadata that all messages carry.
const event = "bounceback"

// options are those of every message: nothing in its text is made a link, a
// mention or a preview.
func (l Letter) options() []slack.MsgOption {
	options := []slack.MsgOption{
		slack.MsgOptionText(l.Text, false), slack.MsgOptionBlocks(l.Blocks...), slack.MsgOptionDisableMarkdown(),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(),
	}
	if l.Key != "" { // a message that is changed keeps its own
		options = append(options, slack.MsgOptionMetadata(slack.SlackMetadata{EventType: event, EventPayload: map[string]any{"key": l.Key}}))
	}
	return options
}

// Post posts a letter once and returns its time stamp, which is its id within the
// channel.
func (w *Workspace) Post(ctx context.Context, channel string, l Letter) (ts string, err error) {
	name := channel + " " + l.Key
	known := w.sent.of(name)
	if known.ts != "" {
		return known.ts, nil
	}
	if l.Again || known.unsure {
		ts, err := w.find(ctx, channel, l.Key)
		if err != nil {
			return "", err
		}
		if ts != "" {
			w.sent.note(name, fate{ts: ts})
			return ts, nil
		}
	}
	const method = "chat.postMessage"
	err = w.do(ctx, method, channel, func(ctx context.Context) (err error) {
		_, ts, err = w.slack.PostMessageContext(ctx, channel, l.options()...)
		if err == nil && ts == "" {
			err = &Error{Method: method, Code: "no_ts", Unsure: true}
		}
		return err
	})
	if err != nil {
		e, ok := errors.AsType[*Error](err)
		w.sent.note(name, fate{unsure: ok && e.Unsure})
		return "", err
	}
	w.sent.note(name, fate{ts: ts})
	return ts, nil
}

// Of a channel's history, at most so much is looked through for a letter: what
// people wrote since the attempt stands before it.
const (
	pageSize  = 200
	pageCount = 3
)

// find is the time stamp of the message with a key, empty if there is none.
func (w *Workspace) find(ctx context.Context, channel, key string) (ts string, err error) {
	cursor := ""
	for range pageCount {
		page, err := w.history(ctx, slack.GetConversationHistoryParameters{ChannelID: channel, Limit: pageSize, Cursor: cursor, IncludeAllMetadata: true})
		if scopeless(err) {
			return "", nil // nobody may look; see the caveat of the package
		}
		if err != nil {
			return "", err
		}
		for _, m := range page.Messages {
			if m.Metadata.EventType == event && m.Metadata.EventPayload["key"] == key {
				return m.Timestamp, nil
			}
		}
		if cursor = page.ResponseMetaData.NextCursor; cursor == "" {
			break
		}
	}
	return "", nil
}

func (w *Workspace) history(ctx context.Context, p slack.GetConversationHistoryParameters) (page *slack.GetConversationHistoryResponse, err error) {
	err = w.do(ctx, "conversations.history", "", func(ctx context.Context) (err error) {
		page, err = w.slack.GetConversationHistoryContext(ctx, &p)
		return err
	})
	return page, err
}

// History is what was written in a channel after a time stamp, newest first, at
// most limit (up to 200) of it.
func (w *Workspace) History(ctx context.Context, channel, after string, limit int) ([]slack.Message, error) {
	page, err := w.history(ctx, slack.GetConversationHistoryParameters{ChannelID: channel, Oldest: after, Limit: min(limit, pageSize)})
	if err != nil {
		return nil, err
	}
	return page.Messages, nil
}

// Update puts a letter in the place of a message. It can be done again without
// harm. ErrMissing: the message is gone.
func (w *Workspace) Update(ctx context.Context, channel, ts string, l Letter) error {
	return w.do(ctx, "chat.update", "", func(ctx context.Context) error {
		_, _, _, err := w.slack.UpdateMessageContext(ctx, channel, ts, l.options()...)
		return err
	})
}

// Delete takes a message away. ErrMissing: it is gone already.
func (w *Workspace) Delete(ctx context.Context, channel, ts string) error {
	return w.do(ctx, "chat.delete", "", func(ctx context.Context) error {
		_, _, err := w.slack.DeleteMessageContext(ctx, channel, ts)
		return err
	})
}

// Respond answers a command or a tap through its response URL, for the person
// alone and until they reload Slack. It needs no token. A response URL can be used
// five times within half an hour; after that ErrSpent is returned. The same key is
// shown once, but for when it is not known whether it got there: then it comes
// again, since it cannot be looked for.
func (w *Workspace) Respond(ctx context.Context, address string, l Letter) error {
	name := methodRespond + " " + l.Key
	if w.sent.of(name).ts != "" {
		return nil
	}
	err := w.respond(ctx, l, slack.MsgOptionResponseURL(address, slack.ResponseTypeEphemeral))
	if err == nil {
		w.sent.note(name, fate{ts: methodRespond})
	}
	return err
}

// Change puts a letter in the place of what only one person sees, through the
// response URL that came with their tap.
func (w *Workspace) Change(ctx context.Context, address string, l Letter) error {
	return w.respond(ctx, l, slack.MsgOptionReplaceOriginal(address))
}

func (w *Workspace) respond(ctx context.Context, l Letter, how slack.MsgOption) error {
	return w.do(ctx, methodRespond, "", func(ctx context.Context) error {
		_, _, _, err := w.slack.SendMessageContext(ctx, "", append(l.options(), how)...)
		return err
	})
}

// Open is the channel of somebody's direct messages, which is opened if need be.
func (w *Workspace) Open(ctx context.Context, user string) (channel string, err error) {
	const method = "conversations.open"
	err = w.do(ctx, method, "", func(ctx context.Context) error {
		c, _, _, err := w.slack.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{user}})
		if err != nil {
			return err
		}
		if c == nil || c.ID == "" {
			return &Error{Method: method, Code: "no_channel"}
		}
		channel = c.ID
		return nil
	})
	return channel, err
}
