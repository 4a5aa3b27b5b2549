package slack

import (
	"strings"
	"testing"

	"bounceback/bot/bottest/slacktest"
	"bounceback/coach"
)

// slash is a command in a channel, and the address of its answer.
func (o *out) slash() Request {
	o.t.Helper()
	o.AddChannel(slacktest.Channel{ID: "C1", Members: []string{"U1", "UBOTT1"}})
	d := o.Slash("U1", "C1", "/coach", "progress")
	return Request{User: somebody, Channel: "C1", URL: d.Payload["response_url"].(string), Made: o.now}
}

// TestAnAnswerToARequestIsSeenByOneAlone, and when Slack takes no more it goes on
// in the direct message; never in the channel.
func TestAnAnswerToARequestIsSeenByOneAlone(t *testing.T) {
	o := newOut(t, nil)
	r := o.slash()
	for i := range 7 {
		m := coach.Message{Text: "private", Figure: figureOf(2)}
		if err := o.send(r.Address(), string(rune('a'+i)), m); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(o.Ephemerals("U1")); n != 5 {
		t.Errorf("%d answers are seen at the command", n)
	}
	for _, m := range o.Ephemerals("U1") {
		if len(m.Images) > 0 || !strings.Contains(m.Text, "wins  2  ■■") {
			t.Errorf("a picture belongs to the channel: %+v", m)
		}
	}
	if n := len(o.seen("U1")); n != 2 {
		t.Errorf("%d are seen in the direct message", n)
	}
	o.now = o.now.Add(requestLife)
	calls := len(o.Calls("chat.postMessage"))
	if err := o.send(r.Address(), "late", text("late")); err != nil {
		t.Fatal(err)
	}
	if len(o.Calls("chat.postMessage")) != calls+1 {
		t.Error("a late answer does not go to the direct message")
	}
	if n := len(o.Messages("C1")); n != 0 {
		t.Errorf("everybody sees %d messages", n)
	}
}

// TestAFailedAnswerHoldsNoSecret: who has the address can speak in the app's name.
func TestAFailedAnswerHoldsNoSecret(t *testing.T) {
	o := newOut(t, nil)
	r := o.slash()
	o.Fault(slacktest.Fault{Method: "response_url", Times: 1, Cut: true})
	err := o.send(r.Address(), "1", text("private"))
	if err == nil || strings.Contains(err.Error(), "commands") || strings.Contains(err.Error(), "private") {
		t.Error(err)
	}
}
