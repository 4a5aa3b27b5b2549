package gateway

import (
	"encoding/json"
	"log/slog"
	"time"

	"github.com/gorilla/websocket"
)

// down passes on what Discord sends.
func (l *link) down() error {
	for {
		l.far.SetReadDeadline(l.patience())
		_, raw, err := l.far.ReadMessage()
		if err != nil {
			return l.shard.gateway.wentWrong(err)
		}
		began := time.Now()
		if err := l.hear(raw); err != nil {
			return err
		}
		if time.Duration(l.busy.Add(int64(time.Since(began)))) > l.interval/4 {
			l.slow.Store(true)
		}
	}
}

// patience is when Discord must have sent something: the first event in time, and
// after that the answer to each heartbeat.
func (l *link) patience() time.Time {
	if l.since.IsZero() {
		return l.greetBy
	}
	return time.Now().Add(l.interval + l.interval/2)
}

// hear decides about one message of Discord's.
func (l *link) hear(raw []byte) error {
	var f frame
	if err := json.Unmarshal(raw, &f); err != nil {
		l.shard.gateway.counts.malformed.Add(1)
		return nil
	}
	switch f.Op {
	case opDispatch:
		return l.dispatch(f, raw)
	case opHello:
		return l.hello(f, raw)
	case opAck:
		l.owed.Store(false)
		if l.since.IsZero() {
			return nil // discordgo, being greeted, would wait for its own lock
		}
		return l.toNear(raw)
	case opBeat:
		return l.beat()
	case opReconnect:
		return errReconnect
	case opInvalid:
		if l.session != "" && string(f.Data) == "true" {
			return errReconnect
		}
		return errRefused
	}
	l.shard.gateway.counts.unknown.Add(1)
	return nil
}

// hello reads how often a heartbeat is wanted. Discordgo would break on less than
// a millisecond.
func (l *link) hello(f frame, raw []byte) error {
	var h struct {
		Interval int64 `json:"heartbeat_interval"`
	}
	if err := json.Unmarshal(f.Data, &h); err != nil || h.Interval < 1 || h.Interval > int64(time.Hour/time.Millisecond) || l.interval != 0 {
		l.shard.gateway.counts.malformed.Add(1)
		return errGreeting
	}
	l.interval = time.Duration(h.Interval) * time.Millisecond
	return l.toNear(raw)
}

// greeting is what is needed of a READY.
type greeting struct {
	Session string `json:"session_id"`
	URL     string `json:"resume_gateway_url"`
	User    struct {
		ID string `json:"id"`
	} `json:"user"`
	App struct {
		ID string `json:"id"`
	} `json:"application"`
}

func readGreeting(raw []byte) (r greeting, err error) {
	err = json.Unmarshal(raw, &r)
	return r, err
}

// dispatch passes an event on if somebody wants it. Discordgo breaks on events of
// servers without a server in them, and on a READY with such a one; so it gets none of
// the former, and of the latter what is needed.
func (l *link) dispatch(f frame, raw []byte) error {
	counts := &l.shard.gateway.counts
	if l.interval == 0 {
		return errGreeting
	}
	switch f.Type {
	case typeReady:
		r, err := readGreeting(f.Data)
		switch {
		case l.session != "" || !l.since.IsZero(): // a session begins once
			counts.malformed.Add(1)
			return nil
		case err != nil:
			counts.malformed.Add(1)
			return errGreeting
		}
		f.Data, _ = json.Marshal(r)
		raw, _ = json.Marshal(f)
	case typeResumed, typeMessage, typeInteraction:
	default:
		counts.unknown.Add(1)
		l.shard.gateway.log.Debug("discord: an event that nobody asked for", slog.String("type", f.Type))
		return nil
	}
	if l.since.IsZero() {
		l.since = time.Now()
		counts.connects.Add(1)
	}
	return l.toNear(raw)
}

// toNear gives a message to discordgo. That takes long when the queue is full.
func (l *link) toNear(raw []byte) error {
	l.handing.Store(true)
	defer l.handing.Store(false)
	if err := l.near.WriteMessage(websocket.TextMessage, raw); err != nil {
		return errHungUp
	}
	return nil
}
