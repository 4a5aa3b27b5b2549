package socket

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"bounceback/bot/bottest/slacktest"
)

// web calls the Web API.
type web struct {
	t     *testing.T
	slack *slacktest.Server
}

// open opens a form with one input.
func (w web) open(trigger string) {
	plain := func(s string) any { return slacktest.JSON{"type": "plain_text", "text": s} }
	body, _ := json.Marshal(slacktest.JSON{"trigger_id": trigger, "view": slacktest.JSON{"type": "modal", "title": plain("Form"), "submit": plain("Go"),
		"blocks": []any{slacktest.JSON{"type": "input", "block_id": "what", "label": plain("What"),
			"element": slacktest.JSON{"type": "plain_text_input", "action_id": "text"}}}}})
	req, _ := http.NewRequest("POST", w.slack.APIURL()+"views.open", bytes.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+w.slack.BotToken())
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		w.t.Error(err)
		return
	}
	resp.Body.Close()
}

// TestASlowHandlerBlocksNobody: far more comes than the library has room for, while
// what handles it stands still.
func TestASlowHandlerBlocksNobody(t *testing.T) {
	h := newHeard(t)
	gate := make(chan struct{})
	h.on = func(e Event) { <-gate; e.Ack(nil) }
	o := h.options()
	o.Sockets = 1
	s := h.sockets(o)
	var events []*slacktest.Delivery
	for i := range 300 {
		events = append(events, h.slack.DM("U1", fmt.Sprint(i)))
	}
	h.slack.Slash("U1", "", "/coach", "help").Wait()
	pongs := h.slack.Pongs()
	h.slack.WaitFor(func() bool { return h.slack.Pongs() >= pongs+3 })
	close(gate)
	for _, d := range events {
		d.Wait()
	}
	for i, e := range h.wait(300)[:300] {
		if e.Text != fmt.Sprint(i) {
			t.Fatalf("the event %d is %s", i, e.Text)
		}
	}
	if h.slack.Opened() != 1 || s.Counts().Connections != 1 {
		t.Errorf("%d connections", h.slack.Opened())
	}
}

// TestTooMuchIsLeft: what there is no room for is not acknowledged, and comes later.
func TestTooMuchIsLeft(t *testing.T) {
	h := newHeard(t)
	gate := make(chan struct{})
	h.on = func(e Event) { <-gate; e.Ack(nil) }
	s, err := NewSockets(h.options())
	if err != nil {
		t.Fatal(err)
	}
	s.queue = make(chan Event, 5)
	h.run(s)
	h.slack.WaitSockets(2)
	for range 20 {
		h.slack.DM("U1", "hello")
	}
	h.slack.WaitFor(func() bool { return s.Counts().Refused >= 14 })
	if d := h.slack.Slash("U1", "", "/coach", ""); d.Acked() {
		t.Error("a command was acknowledged and dropped")
	}
	close(gate)
	h.slack.WaitFor(func() bool {
		time.Sleep(20 * time.Millisecond)
		return h.slack.Redeliver() == 0
	})
}

// TestARefreshLosesNothing: commands find an open socket while Slack asks for one
// after another to be opened anew, for each of its reasons.
func TestARefreshLosesNothing(t *testing.T) {
	h := newHeard(t)
	s := h.sockets(h.options())
	var all []*slacktest.Delivery
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			case <-time.After(time.Millisecond):
				all = append(all, h.slack.Slash("U1", "", "/coach", "help"))
			}
		}
	}()
	for i, reason := range []string{"warning", "refresh_requested", "too_many_websockets", "link_disabled"} {
		h.slack.WaitFor(func() bool { return h.slack.Disconnect(reason) })
		h.slack.WaitFor(func() bool { return h.slack.Opened() == i+3 && s.Connected() == 2 })
	}
	close(stop)
	<-done
	for _, d := range all {
		if d.Wait(); d.Took() > slacktest.AckWithin {
			t.Errorf("took %v", d.Took())
		}
	}
	if c := s.Counts(); c.Connections != 6 {
		t.Errorf("%d connections are known of", c.Connections)
	}
}

// TestAcknowledgementsOutliveConnections: Slack does not bring a command again.
func TestAcknowledgementsOutliveConnections(t *testing.T) {
	h := newHeard(t)
	h.sockets(h.options())
	h.slack.LoseAcks(1)
	if d := h.slack.Slash("U1", "", "/coach", "help").Wait(); d.Took() > slacktest.AckWithin {
		t.Errorf("took %v", d.Took())
	}
}

// TestOneConnectionAtATime: the library cannot open the next one by itself.
func TestOneConnectionAtATime(t *testing.T) {
	h := newHeard(t)
	s, err := NewSockets(h.options())
	if err != nil {
		t.Fatal(err)
	}
	api := newLink(s).api()
	for i := range 3 {
		if _, _, err := api.StartSocketModeContext(t.Context()); (err == nil) != (i == 0) {
			t.Errorf("call %d: %v", i, err)
		}
	}
	if n := len(h.slack.Calls("apps.connections.open")); n != 1 {
		t.Errorf("%d calls", n)
	}
}

func TestCutsAndSilenceAreNoticed(t *testing.T) {
	h := newHeard(t)
	h.slack.PingEvery = 20 * time.Millisecond
	o := h.options()
	o.PingWithin = 300 * time.Millisecond
	away := make(chan time.Duration, 10)
	o.Reopened = func(d time.Duration) { away <- d }
	s := h.sockets(o)
	if len(away) > 0 {
		t.Error("the first connection counts as one that was lost")
	}
	h.slack.Cut()
	if d := <-away; d <= 0 || d > time.Minute {
		t.Errorf("nothing was heard for %v", d)
	}
	h.slack.DM("U1", "after the cut").Wait()
	h.slack.WaitSockets(2)
	h.slack.Silence()
	d := h.slack.DM("U1", "into silence")
	h.slack.WaitSockets(2)
	h.slack.Redeliver()
	if d.Wait(); d.Attempts() != 2 || s.Counts().Connections < 6 {
		t.Error(d.Attempts(), s.Counts())
	}
}

// TestQuietConnectionsAreGivenUp: pings come, and nothing else.
func TestQuietConnectionsAreGivenUp(t *testing.T) {
	h := newHeard(t)
	o := h.options()
	o.MaxQuiet = 50 * time.Millisecond
	h.sockets(o)
	h.slack.WaitFor(func() bool { return h.slack.Opened() > 4 })
}

// TestNoTightLoop: a connection that is ended as soon as it is open is not opened
// again at once for ever.
func TestNoTightLoop(t *testing.T) {
	h := newHeard(t)
	o := h.options()
	o.Sockets, o.FirstWait, o.LastWait = 1, 50*time.Millisecond, time.Hour
	h.sockets(o)
	for end := time.Now().Add(600 * time.Millisecond); time.Now().Before(end); time.Sleep(time.Millisecond) {
		h.slack.Disconnect("link_disabled")
	}
	if n := h.slack.Opened(); n < 2 || n > 6 {
		t.Errorf("opened %d times", n)
	}
}

// TestUnknownThingsAreAcknowledged: kinds that are newer than the library.
func TestUnknownThingsAreAcknowledged(t *testing.T) {
	h := newHeard(t)
	s := h.sockets(h.options())
	h.slack.Frame("{ no JSON")
	for _, d := range []*slacktest.Delivery{
		h.slack.Emit(slacktest.JSON{"type": "weather_changed"}),
		h.slack.Envelope("carrier_pigeon", slacktest.JSON{"text": "unheard-of"}),
		h.slack.Envelope("interactive", slacktest.JSON{"type": "block_actions", "actions": []any{}}),
		h.slack.Envelope("interactive", slacktest.JSON{"type": "dance"}),
		h.slack.Envelope("interactive", slacktest.JSON{"type": 5}),
		h.slack.Envelope("slash_commands", slacktest.JSON{}),
		h.slack.Envelope("events_api", slacktest.JSON{"type": "event_callback", "event": nil}),
	} {
		d.Wait()
	}
	h.slack.DM("U1", "hello").Wait()
	c := s.Counts()
	if len(h.all()) != 1 || c.Unreadable < 4 || c.Ignored < 3 || h.slack.Opened() != 2 || strings.Contains(h.log.String(), "unheard-of") {
		t.Errorf("%+v\n%s", c, h.log.String())
	}
}

// TestAcknowledgingNeverWaits: hundreds of acknowledgements without a connection.
func TestAcknowledgingNeverWaits(t *testing.T) {
	h := newHeard(t)
	h.on = func(e Event) {
		if e.Retry > 0 {
			e.Ack(nil)
		}
	}
	s := h.sockets(h.options())
	for range 200 {
		h.slack.DM("U1", "hello")
	}
	events := h.wait(200)
	h.slack.Fault(slacktest.Fault{Method: "apps.connections.open", Rate: 1, Status: 503})
	h.slack.Cut()
	h.slack.WaitFor(func() bool { return s.Connected() == 0 })
	began := time.Now()
	for _, e := range events {
		e.Ack(nil)
		e.Ack(nil)
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("took %v", took)
	}
	h.slack.ClearFaults()
	h.slack.WaitSockets(2)
	h.slack.WaitFor(func() bool {
		time.Sleep(20 * time.Millisecond)
		return h.slack.Redeliver() == 0
	})
}

func TestABrokenHandlerEndsNothing(t *testing.T) {
	h := newHeard(t)
	h.on = func(e Event) {
		if e.Retry == 0 {
			panic("unheard-of")
		}
		e.Ack(nil)
	}
	s := h.sockets(h.options())
	d := h.slack.DM("U1", "hello")
	h.wait(1)
	h.slack.WaitFor(func() bool { return s.Counts().Panics == 1 })
	h.slack.Redeliver()
	d.Wait()
	if strings.Contains(h.log.String(), "unheard-of") {
		t.Error(h.log.String())
	}
}

func TestNothingIsLeftRunning(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Run("run", func(t *testing.T) {
		h := newHeard(t)
		h.sockets(h.options())
		h.slack.DM("U1", "hello").Wait()
		http.DefaultClient.CloseIdleConnections()
	})
	for end := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before+2; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			buf := make([]byte, 1<<16)
			t.Fatalf("%d goroutines, %d before\n%s", runtime.NumGoroutine(), before, buf[:runtime.Stack(buf, true)])
		}
	}
}
