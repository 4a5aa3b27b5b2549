package slack

import (
	"slices"
	"testing"
	"time"

	"bounceback/bot"
	"bounceback/bot/bottest/slacktest"
	"bounceback/coach"
)

func figureOf(n int) *coach.Figure {
	return &coach.Figure{Title: "Six weeks", Alt: "Six weeks. wins: 2", Bars: []coach.Bar{{Label: "wins", Value: n}}}
}

// TestAFigureIsAPicture in the message, with its words for those who do not see it.
func TestAFigureIsAPicture(t *testing.T) {
	o := newOut(t, nil)
	o.FileDelay = 150 * time.Millisecond
	m := coach.Message{Text: "Look.", Figure: figureOf(2)}
	o.Fault(slacktest.Fault{Method: "chat.postMessage", Times: 1, Status: 502})
	o.send(somebody.Address(), "1", m)
	if err := o.send(somebody.Address(), "1", m); err != nil {
		t.Fatal(err)
	}
	got := o.Last("U1", "")
	if len(got.Images) != 1 || got.Images[0].Alt != m.Figure.Alt || len(o.File(got.Images[0].File)) < 100 {
		t.Errorf("seen is %+v", got.Images)
	}
	if n := len(o.Calls("files.completeUploadExternal")); n != 1 {
		t.Errorf("it was uploaded %d times", n)
	}
}

// TestAFigureThatCannotBeShownIsSaid: whatever keeps the picture away, the words
// come.
func TestAFigureThatCannotBeShownIsSaid(t *testing.T) {
	for name, fault := range map[string]slacktest.Fault{
		"no scope":  {Method: "files.getUploadURLExternal", NotOK: true, Error: "missing_scope"},
		"no upload": {Method: "upload", Status: 500},
		"refused":   {Method: "chat.postMessage", NotOK: true, Error: "invalid_blocks"},
	} {
		o := newOut(t, nil)
		fault.Times = 1
		o.Fault(fault)
		if err := o.send(somebody.Address(), "1", coach.Message{Text: "Look.", Figure: figureOf(2)}); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := o.Last("U1", ""); len(got.Images) != 0 || got.Text != "Look.\nSix weeks\nwins  2  ■■" {
			t.Errorf("%s: seen is %q with %d pictures", name, got.Text, len(got.Images))
		}
	}
}

// TestACopyIsHandedOverOnce, whatever breaks.
func TestACopyIsHandedOverOnce(t *testing.T) {
	content := []byte(`{"name":"Amina"}`)
	for name, fault := range map[string]slacktest.Fault{
		"nothing":  {},
		"upload":   {Method: "upload", Times: 1, Status: 500},
		"lost":     {Method: "files.completeUploadExternal", Times: 1, Lost: true},
		"cut":      {Method: "files.completeUploadExternal", Times: 1, Cut: true},
		"no look":  {Method: "conversations.history", Times: 1, Status: 500},
		"busy":     {Method: "files.completeUploadExternal", Times: 1, Status: 500},
		"no place": {Method: "files.getUploadURLExternal", Times: 1, NotOK: true},
	} {
		for _, crash := range []bool{false, true} {
			o := newOut(t, nil)
			if fault.Method != "" {
				o.Fault(fault)
			}
			ctx := t.Context()
			if err := o.p.Hand(ctx, o.slash().Address(), "1", "me.json", content); (err == nil) != (fault.Method == "") {
				t.Fatalf("%s: %v", name, err)
			}
			if crash {
				o.restart()
				ctx = bot.MarkAgain(ctx)
			}
			if err := o.p.Hand(ctx, somebody.Address(), "1", "me.json", content); err != nil {
				t.Fatalf("%s, crash %t: %v", name, crash, err)
			}
			got := o.Seen("U1", "")
			if len(got) != 1 || !slices.Equal(got[0].Files, []string{"me.json"}) {
				t.Errorf("%s, crash %t: seen is %+v", name, crash, got)
			}
		}
	}
}
