package socket

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"
)

// link is one of the sockets over all its connections.
type link struct {
	*Sockets
	client atomic.Pointer[socketmode.Client] // of the latest connection
	acks   chan ack
}

// ack is an acknowledgement on its way, of no use after its time.
type ack struct {
	envelope string
	payload  json.RawMessage
	until    time.Time
}

func newLink(s *Sockets) *link { return &link{Sockets: s, acks: make(chan ack, waiting)} }

// What ends a connection without a failure of Slack's.
var (
	errEnded = errors.New("Slack or the network closed it")
	errQuiet = errors.New("nothing but pings came for too long")
)

// maxFrame is more than the largest form that Slack sends, whose view alone may
// have 250 KB.
const maxFrame = 4 << 20

// live opens one connection and serves it to its end. opened is true if it came
// about. err is never nil.
func (l *link) live(ctx context.Context) (opened bool, err error) {
	ctx, cancel := context.WithCancel(ctx)
	client := socketmode.New(l.api, socketmode.OptionPingInterval(l.options.PingWithin), socketmode.OptionReadLimit(maxFrame),
		socketmode.OptionLog(log.New(io.Discard, "", 0)))
	var ran error
	done := make(chan struct{})
	go func() {
		defer close(done)
		ran = run(ctx, client)
	}()
	defer func() {
		if opened {
			l.client.Store(nil)
			l.up.Add(-1)
		}
		cancel()
		// The library's goroutines end with ctx, after writing at worst for ten seconds.
		pauseOr(done, 10*time.Second)
	}()
	quiet := time.NewTimer(l.options.MaxQuiet)
	defer quiet.Stop()
	for {
		select {
		case e := <-client.Events:
			switch e.Type {
			case socketmode.EventTypeConnected:
				opened = true
				l.client.Store(client)
				l.ever.Store(true)
				l.up.Add(1)
				l.tally.connections.Add(1)
			case socketmode.EventTypeConnecting:
				if opened {
					return true, errEnded
				}
			case socketmode.EventTypeConnectionError:
				if failed, ok := e.Data.(*slack.ConnectionErrorEvent); ok {
					return opened, classify(failed.ErrorObj)
				}
				return opened, errEnded
			default:
				quiet.Reset(l.options.MaxQuiet)
				l.hear(e)
			}
		case <-done:
			if ran == nil {
				return opened, errEnded
			}
			return opened, classify(ran)
		case <-quiet.C:
			return opened, errQuiet
		case <-ctx.Done():
			return opened, ctx.Err()
		}
	}
}

// pauseOr waits until done, but no longer than that.
func pauseOr(done <-chan struct{}, while time.Duration) {
	timer := time.NewTimer(while)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
	}
}

// run survives a panic of the library's.
func run(ctx context.Context, client *socketmode.Client) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("slack-go broke: %T", v)
		}
	}()
	return client.RunContext(ctx)
}

// hear takes one thing that came over the connection.
func (l *link) hear(e socketmode.Event) {
	defer func() {
		if v := recover(); v != nil {
			l.tally.panics.Add(1)
			l.unreadable(fmt.Sprintf("%s, which broke the reading: %T", e.Type, v))
		}
	}()
	switch e.Type {
	case socketmode.EventTypeErrorBadMessage:
		bad, ok := e.Data.(*socketmode.ErrorBadMessage)
		if !ok {
			return
		}
		l.bad(bad.Message)
		return
	case socketmode.EventTypeIncomingError:
		l.unreadable("a frame")
		return
	}
	if e.Request == nil || e.Request.EnvelopeID == "" {
		return // a hello, or of the library's own making
	}
	a := l.answer(e.Request.EnvelopeID)
	heard, err := Event{}, errNoise
	switch data := e.Data.(type) {
	case slackevents.EventsAPIEvent:
		heard, err = fromEvent(data)
	case slack.SlashCommand:
		heard, err = fromCommand(data)
	case slack.InteractionCallback:
		heard, err = fromInteraction(data)
	}
	heard.Retry = e.Request.RetryAttempt
	l.take(heard, err, a)
}

// bad acknowledges an envelope that the library cannot read, such as an event of a
// kind that is newer than the library: without that Slack brings it three times
// more.
func (l *link) bad(frame json.RawMessage) {
	var envelope struct {
		ID      string `json:"envelope_id"`
		Type    string `json:"type"`
		Payload struct {
			Event struct {
				Type string `json:"type"`
			} `json:"event"`
		} `json:"payload"`
	}
	if json.Unmarshal(frame, &envelope); envelope.ID != "" {
		l.answer(envelope.ID).give(nil)
	}
	l.unreadable(envelope.Type + " " + envelope.Payload.Event.Type)
}

func (l *link) answer(envelope string) *answer {
	return &answer{send: func(payload json.RawMessage) {
		select {
		case l.acks <- ack{envelope, payload, time.Now().Add(l.within)}:
		default:
			l.tally.late.Add(1)
		}
	}}
}

// acknowledge sends acknowledgements over whatever connection is open, until ctx
// ends.
func (l *link) acknowledge(ctx context.Context) {
	for {
		select {
		case a := <-l.acks:
			l.send(ctx, a)
		case <-ctx.Done():
			return
		}
	}
}

// send waits for a connection, if there is none, as long as it is of use.
func (l *link) send(ctx context.Context, a ack) {
	ctx, cancel := context.WithDeadline(ctx, a.until)
	defer cancel()
	var payload any
	if a.payload != nil {
		payload = a.payload
	}
	client := l.client.Load()
	for client == nil && pause(ctx, 20*time.Millisecond) {
		client = l.client.Load()
	}
	if client == nil || client.AckCtx(ctx, a.envelope, payload) != nil {
		l.tally.late.Add(1)
	}
}
