package slack

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"bounceback/bot"
	"bounceback/bot/bottest/slacktest"
)

// TestWhatCannotBeKept: an event is left for Slack to bring again, a form stays open
// with what was typed and says so, and a command is acknowledged all the same.
func TestWhatCannotBeKept(t *testing.T) {
	o := newOut(t, nil)
	o.AddChannel(slacktest.Channel{ID: "C1", Members: []string{"U1"}})
	o.set = func(options *Options) { options.Look = o.store.Look }
	o.restart()
	var broken atomic.Bool
	broken.Store(true)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- o.p.Run(ctx, func(_ context.Context, h bot.Heard) {
			switch {
			case h.Done == nil:
			case broken.Load():
				h.Done(errors.New("the disk is full"))
			default:
				h.Done(nil)
			}
		})
	}()
	defer func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}()
	o.WaitSockets(1)

	said := o.DM("U1", "Siemens said no")
	o.Slash("U1", "C1", "/coach", "undo").Wait()
	o.Slash("U1", "C1", "/win", "").Wait()
	o.WaitFor(func() bool { return o.Modal("U1") != nil })
	o.SubmitView("U1", map[string]any{"win": "passed B2"}).Wait()
	o.WaitFor(func() bool { v := o.Modal("U1"); return v != nil && v.Errors["win"] == o.p.words.FormBroken })
	if said.Acked() {
		t.Error("what was not kept is acknowledged")
	}

	broken.Store(false)
	o.SubmitView("U1", map[string]any{"win": "passed B2"}).Wait()
	o.WaitFor(func() bool { return o.Modal("U1") == nil })
	if o.Redeliver() != 1 {
		t.Error("it does not come again")
	}
	said.Wait()
}
