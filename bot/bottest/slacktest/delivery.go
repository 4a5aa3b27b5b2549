package slacktest

import (
	"slices"
	"time"
)

// The kinds of deliveries, named as the envelopes of Socket Mode.
const (
	Events      = "events_api"
	Commands    = "slash_commands"
	Interactive = "interactive"
)

// Delivery is one thing that the app is told.
type Delivery struct {
	Kind    string
	EventID string // of events
	Payload JSON   // what the app gets; not to be changed

	s        *Server
	view     string // the view that was submitted
	reply    *reply
	first    time.Time // when it was first on its way; zero: not yet
	latest   time.Time // when it was tried last
	acked    time.Time
	answer   JSON
	attempts int
	failed   bool
	given    bool // it is no longer tried
	statuses []int
	requests []*request // in HTTP mode
}

// event makes an event of a workspace and delivers it. mu is held.
func (s *Server) event(team string, inner JSON) *Delivery {
	w := s.workspaces[team]
	if inner["event_ts"] == nil {
		inner["event_ts"] = s.ts()
	}
	var enterprise any
	if w.Enterprise != "" {
		enterprise = w.Enterprise
	}
	id := s.id("Ev")
	d := &Delivery{Kind: Events, EventID: id, Payload: JSON{
		"token": "unused", "type": "event_callback", "team_id": team, "enterprise_id": enterprise, "api_app_id": s.AppID,
		"event": inner, "event_id": id, "event_time": time.Now().Unix(), "event_context": "4-" + id, "is_ext_shared_channel": false,
		"authorizations": []any{JSON{"enterprise_id": enterprise, "team_id": team, "user_id": w.BotUser, "is_bot": true, "is_enterprise_install": false}},
	}}
	s.deliver(d)
	return d
}

// Emit tells the app of an event of the workspace T1 that no other method makes,
// such as one of a kind that it did not ask for.
func (s *Server) Emit(inner JSON) *Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.event("T1", inner)
}

// Envelope delivers anything in an envelope of any kind over a socket.
func (s *Server) Envelope(kind string, payload JSON) *Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := &Delivery{Kind: kind, Payload: payload}
	s.deliver(d)
	return d
}

// maxDeliveries bounds what is remembered of deliveries in a long test.
const maxDeliveries = 50000

// deliver sends something on its way. mu is held.
func (s *Server) deliver(d *Delivery) {
	d.s = s
	if !s.retrying && !s.closed {
		s.retrying = true
		s.wait.Go(s.retry)
	}
	if len(s.deliveries) >= maxDeliveries {
		s.deliveries = append([]*Delivery(nil), s.deliveries[maxDeliveries/2:]...)
	}
	s.deliveries = append(s.deliveries, d)
	if d.Kind == Events {
		s.unsure = append(s.unsure, d)
	}
	s.attempt(d)
}

// attempt hands a delivery over once. An event for which no socket is open waits
// for one; anything else fails, as nobody waits for it. mu is held.
func (s *Server) attempt(d *Delivery) {
	if s.closed || d.given || !d.acked.IsZero() {
		return
	}
	if s.endpoint != "" {
		s.started(d)
		s.post(d)
		return
	}
	c := s.pick()
	if c == nil {
		d.failed = d.Kind != Events
		return
	}
	s.started(d)
	id := s.id("envelope-")
	s.byEnvelope[id] = d
	envelope := JSON{"envelope_id": id, "type": d.Kind, "payload": d.Payload, "accepts_response_payload": d.Kind != Events}
	if d.Kind == Events {
		envelope["retry_attempt"], envelope["retry_reason"] = d.attempts-1, ""
		if d.attempts > 1 {
			envelope["retry_reason"] = "timeout"
		}
	}
	c.send(envelope)
}

// started notes an attempt, and sees to the next one. mu is held.
func (s *Server) started(d *Delivery) {
	d.attempts++
	if d.first.IsZero() && s.endpoint == "" {
		d.first = time.Now()
	}
	d.latest = time.Now()
}

// pending are the events that are not acknowledged and still tried, in order. mu
// is held.
func (s *Server) pending() []*Delivery {
	s.unsure = slices.DeleteFunc(s.unsure, func(d *Delivery) bool { return d.given || !d.acked.IsZero() })
	return s.unsure
}

// flush hands over what waited for a socket. mu is held.
func (s *Server) flush() {
	for _, d := range s.pending() {
		if d.attempts == 0 {
			s.attempt(d)
		}
	}
}

// retry delivers again what was not acknowledged, every RetryEvery.
func (s *Server) retry() {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-s.stop:
			return
		case now := <-tick.C:
			s.mu.Lock()
			for _, d := range s.pending() {
				if s.RetryEvery > 0 && d.attempts > 0 && d.attempts <= s.Retries && now.Sub(d.latest) >= s.RetryEvery {
					s.attempt(d)
				}
			}
			s.mu.Unlock()
		}
	}
}

// Redeliver delivers every unacknowledged event again, and tells how many these
// were.
func (s *Server) Redeliver() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.pending() {
		s.attempt(d)
	}
	return len(s.unsure)
}

// GiveUp has Slack no longer try to deliver something that the app has not got.
func (s *Server) GiveUp(all ...*Delivery) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range all {
		d.given = true
	}
}

// Again delivers an event once more although it was acknowledged, as happens
// when an acknowledgement is lost.
func (d *Delivery) Again() {
	d.s.mu.Lock()
	defer d.s.mu.Unlock()
	d.acked = time.Time{}
	d.s.unsure = append(d.s.unsure, d)
	d.s.attempt(d)
}

// ack notes an acknowledgement; the first counts. mu is held.
func (s *Server) ack(d *Delivery, answer JSON) {
	if !d.acked.IsZero() {
		return
	}
	d.acked, d.answer = time.Now(), answer
	switch {
	case d.Kind == Events || d.acked.Sub(d.first) > AckWithin:
	case d.view != "":
		s.submitted(d)
	case d.reply != nil && len(answer) > 0 && d.Kind == Commands:
		if s.inspect("answer to a command", answer) == nil {
			s.respond(d.reply, answer)
		}
	}
}

// AckWithin is how long Slack waits for an acknowledgement.
const AckWithin = 3 * time.Second

// Wait waits until the delivery is acknowledged, and fails the test if that takes
// longer than Patience.
func (d *Delivery) Wait() *Delivery {
	d.s.t.Helper()
	d.s.WaitFor(func() bool { return d.Acked() || d.Failed() })
	if d.Failed() {
		d.s.t.Errorf("slacktest: a delivery of %s found no socket", d.Kind)
	}
	return d
}

// Acked is true when it was acknowledged.
func (d *Delivery) Acked() bool { return d.read(func() any { return !d.acked.IsZero() }).(bool) }

// Failed is true for what found no socket open, so that the person was told that
// the app does not answer. Events wait instead.
func (d *Delivery) Failed() bool { return d.read(func() any { return d.failed }).(bool) }

// Took is the time from the first delivery to the acknowledgement, 0 before.
func (d *Delivery) Took() time.Duration {
	return d.read(func() any { return max(0, d.acked.Sub(d.first)) }).(time.Duration)
}

// Answer is what the acknowledgement carried.
func (d *Delivery) Answer() JSON { return d.read(func() any { return d.answer }).(JSON) }

// Attempts is how often it was delivered.
func (d *Delivery) Attempts() int { return d.read(func() any { return d.attempts }).(int) }

// Statuses are those of the HTTP answers, in order.
func (d *Delivery) Statuses() []int {
	return d.read(func() any { return append([]int(nil), d.statuses...) }).([]int)
}

func (d *Delivery) read(what func() any) any {
	d.s.mu.Lock()
	defer d.s.mu.Unlock()
	return what()
}

// Late are deliveries of which the acknowledgement came later than AckWithin
// after they were first delivered, or has not come for so long.
func (s *Server) Late() []*Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	var late []*Delivery
	for _, d := range s.deliveries {
		end := d.acked
		if end.IsZero() {
			end = time.Now()
		}
		if !d.first.IsZero() && end.Sub(d.first) > AckWithin {
			late = append(late, d)
		}
	}
	return late
}

// Unacked are deliveries that are not acknowledged, in order.
func (s *Server) Unacked() []*Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	var open []*Delivery
	for _, d := range s.deliveries {
		if d.acked.IsZero() {
			open = append(open, d)
		}
	}
	return open
}
