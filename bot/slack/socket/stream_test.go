package socket

import (
	"encoding/json"
	"testing"
	"time"
)

// TestKeptFirst: what Slack does not bring again is not acknowledged before it is
// kept, and without that in time all the same; a message never is.
func TestKeptFirst(t *testing.T) {
	for _, kind := range []Kind{Command, Tapped, Shortcut, MessageShortcut, Message} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			s, given := newStream(nil), make(chan json.RawMessage, 2)
			s.take(Event{Kind: kind}, nil, &answer{send: func(p json.RawMessage) { given <- p }})
			if len(given) > 0 {
				t.Error("it is acknowledged before it is kept")
			}
			e := <-s.queue
			if kind == Message {
				time.Sleep(soon + 100*time.Millisecond) // what must not come
				if len(given) > 0 {
					t.Error("it is acknowledged before it is kept")
				}
				e.Ack(nil)
			}
			<-given
			if e.Ack(nil); len(given) > 0 {
				t.Error("it is acknowledged twice")
			}
		})
	}
}
