package web_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"bounceback/bot/bottest/slacktest"
	"bounceback/bot/slack/web"
)

// TestFiles: pictures are ready when their id is given out, and a shared file is
// there. Only the last step counts.
func TestFiles(t *testing.T) {
	w := newWorld(t)
	w.FileDelay = 250 * time.Millisecond
	ctx, s := t.Context(), w.team()
	png := web.File{Name: "six-weeks.png", Alt: "wins: 2", Content: []byte("\x89PNG\r\n\x1a\n")}
	w.Fault(slacktest.Fault{Method: "files.completeUploadExternal", Times: 1, Lost: true})
	id, err := s.Picture(ctx, png)
	if err != nil {
		t.Fatal(err)
	}
	l := letter("1")
	l.Blocks = append(l.Blocks, slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: id}, png.Alt, "", nil))
	if _, err := s.Post(ctx, w.direct, l); err != nil {
		t.Fatal(err)
	}
	if got := w.Last("U1", "").Images; len(got) != 1 || got[0].File != id || got[0].Alt != "wins: 2" {
		t.Errorf("seen is %+v", got)
	}

	w.Fault(slacktest.Fault{Method: "upload", Times: 1, Status: 500})
	if _, err := s.Upload(ctx, png); err == nil {
		t.Error("an upload that failed is none")
	}
	copy := web.File{Name: "me.json", Title: "Your copy", Content: []byte(`{"a":1}`)}
	if id, err = s.Upload(ctx, copy); err != nil {
		t.Fatal(err)
	}
	if err := s.Share(ctx, id, copy.Title, w.direct); err != nil {
		t.Fatal(err)
	}
	if got := w.Last("U1", "").Files; !slices.Equal(got, []string{"me.json"}) {
		t.Errorf("seen are %q", got)
	}
}

// TestAShareThatIsLostIsNoSuccess: Slack says yes and does nothing.
func TestAShareThatIsLostIsNoSuccess(t *testing.T) {
	w := newWorld(t)
	w.LoseShares(1)
	id, err := w.team().Upload(t.Context(), web.File{Name: "me.json", Content: []byte("{}")})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 400*time.Millisecond)
	defer cancel()
	if err := w.team().Share(ctx, id, "me", w.direct); err == nil {
		t.Error("it is taken for shared")
	}
}

// TestFilesWithTheLeastScopes: the app needs not be allowed to read files.
func TestFilesWithTheLeastScopes(t *testing.T) {
	w := newWorld(t)
	w.FileDelay = 50 * time.Millisecond
	w.Install("T1", "files:write", "im:history", "chat:write")
	w.options.Tokens = web.Plain(w.BotToken())
	w.restart()
	id, err := w.team().Picture(t.Context(), web.File{Name: "a.png", Alt: "a", Content: []byte("\x89PNG\r\n\x1a\n")})
	if err != nil {
		t.Fatal(err)
	}
	l := letter("1")
	l.Blocks = append(l.Blocks, slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: id}, "a", "", nil))
	if _, err := w.team().Post(t.Context(), w.direct, l); err != nil {
		t.Error(err)
	}
	if id, err = w.team().Upload(t.Context(), web.File{Name: "me.json", Content: []byte("{}")}); err != nil {
		t.Fatal(err)
	}
	if err := w.team().Share(t.Context(), id, "me", w.direct); err != nil {
		t.Error(err)
	}
}
