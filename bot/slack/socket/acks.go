package socket

import (
	"context"
	"encoding/json"
	"time"

	"github.com/slack-go/slack/socketmode"
)

// ack is an acknowledgement on its way, of no use after its time.
type ack struct {
	envelope string
	payload  json.RawMessage
	until    time.Time
}

// opened is an open connection; ctx ends with it.
type opened struct {
	client *socketmode.Client
	ctx    context.Context
}

// maxRecent bounds how many acknowledgements may be sent again.
const maxRecent = 1000

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
// ends. What was given to a connection just before it ended may not have got
// there, and nobody tells: it is sent once more over the next one.
func (l *link) acknowledge(ctx context.Context) {
	var recent []ack
	for {
		select {
		case a := <-l.acks:
			l.send(ctx, a)
			for len(recent) > 0 && (len(recent) >= maxRecent || time.Now().After(recent[0].until)) {
				recent = recent[1:]
			}
			recent = append(recent, a)
		case <-l.lost:
			for _, a := range recent {
				if time.Now().Before(a.until) {
					l.send(ctx, a)
				}
			}
		case <-ctx.Done():
			return
		}
	}
}

// send waits for a connection, if there is none, as long as it is of use.
func (l *link) send(ctx context.Context, a ack) {
	ctx, cancel := context.WithDeadline(ctx, a.until)
	defer cancel()
	o := l.open.Load()
	for o == nil {
		if !pause(ctx, 20*time.Millisecond) {
			l.tally.late.Add(1)
			return
		}
		o = l.open.Load()
	}
	var payload any
	if a.payload != nil {
		payload = a.payload
	}
	// It also ends with the connection, which the library does not see to.
	ctx, done := context.WithDeadline(o.ctx, a.until)
	defer done()
	if o.client.AckCtx(ctx, a.envelope, payload) != nil && time.Now().After(a.until) {
		l.tally.late.Add(1)
	}
}
