package socket

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"
)

// link is one of the sockets over all its connections.
type link struct {
	*Sockets
	open atomic.Pointer[opened] // nil while there is none
	acks chan ack
	lost chan struct{} // a connection ended
}

func newLink(s *Sockets) *link {
	return &link{Sockets: s, acks: make(chan ack, waiting), lost: make(chan struct{}, 1)}
}

// What ends a connection without a failure of Slack's.
var (
	errEnded = errors.New("closed by Slack or the network")
	errQuiet = errors.New("nothing but pings came for too long")
)

// maxFrame is more than the largest form that Slack sends, whose view alone may
// have 250 KB.
const maxFrame = 4 << 20

// api is the Web API for one connection.
func (l *link) api() *slack.Client {
	client := &http.Client{Timeout: l.options.Timeout, Transport: &single{next: http.DefaultTransport}}
	return slack.New("", slack.OptionAppLevelToken(l.options.AppToken), slack.OptionAPIURL(l.options.APIURL), slack.OptionHTTPClient(client))
}

// single lets one request through. The library would open the next connection by
// itself, and what Slack sends over that before it is thrown away would be lost.
type single struct {
	next http.RoundTripper
	used atomic.Bool
}

var errSecond = errors.New("one connection at a time")

func (s *single) RoundTrip(r *http.Request) (*http.Response, error) {
	if s.used.Swap(true) {
		return nil, errSecond
	}
	return s.next.RoundTrip(r)
}

// live opens one connection and serves it to its end. came is true if it came
// about. err is never nil.
func (l *link) live(ctx context.Context) (came bool, err error) {
	ctx, cancel := context.WithCancel(ctx)
	client := socketmode.New(l.api(), socketmode.OptionPingInterval(l.options.PingWithin), socketmode.OptionReadLimit(maxFrame),
		socketmode.OptionLog(log.New(io.Discard, "", 0)))
	var ran error
	done := make(chan struct{})
	go func() {
		defer close(done)
		ran = run(ctx, client)
	}()
	defer func() {
		if came {
			l.open.Store(nil)
			l.closed()
		}
		cancel()
		if came {
			select {
			case l.lost <- struct{}{}:
			default:
			}
		}
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
				came = true
				l.open.Store(&opened{client, ctx})
				l.opened()
			case socketmode.EventTypeConnecting:
				if came {
					return true, errEnded
				}
			case socketmode.EventTypeConnectionError:
				if failed, ok := e.Data.(*slack.ConnectionErrorEvent); ok {
					return came, classify(failed.ErrorObj)
				}
				return came, errEnded
			default:
				quiet.Reset(l.options.MaxQuiet)
				l.hear(e)
			}
		case <-done:
			if ran == nil {
				return came, errEnded
			}
			return came, classify(ran)
		case <-quiet.C:
			return came, errQuiet
		case <-ctx.Done():
			return came, ctx.Err()
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
