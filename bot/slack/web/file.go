package web

import (
	"bytes"
	"context"
	"errors"
	"time"

	"github.com/slack-go/slack"
)

// File is a file on its way to Slack.
type File struct {
	Name    string
	Title   string
	Alt     string // what a picture shows; at most 1000 characters
	Content []byte // not empty
}

// How long Slack may work on an uploaded file, and how often it is asked.
const (
	fileReady = 20 * time.Second
	firstLook = 100 * time.Millisecond
	lastLook  = 2 * time.Second
)

// Upload brings a file to Slack and returns its id. Nobody can see it until it is
// completed, so it can be tried again freely.
func (w *Workspace) Upload(ctx context.Context, f File) (id string, err error) {
	var place *slack.GetUploadURLExternalResponse
	err = w.do(ctx, "files.getUploadURLExternal", "", func(ctx context.Context) (err error) {
		place, err = w.slack.GetUploadURLExternalContext(ctx, slack.GetUploadURLExternalParameters{
			FileName: f.Name, FileSize: len(f.Content), AltTxt: f.Alt,
		})
		return err
	})
	if err != nil {
		return "", err
	}
	err = w.do(ctx, methodUpload, "", func(ctx context.Context) error {
		return w.slack.UploadToURL(ctx, slack.UploadToURLParameters{
			UploadURL: place.UploadURL, Filename: f.Name, Reader: bytes.NewReader(f.Content),
		})
	})
	return place.FileID, err
}

// Picture uploads a picture and returns its id when it can be shown in a message.
func (w *Workspace) Picture(ctx context.Context, f File) (id string, err error) {
	if id, err = w.Upload(ctx, f); err != nil {
		return "", err
	}
	if err = w.complete(ctx, id, f.Title, ""); err != nil {
		// It does no harm to ask whether it was done all the same; a picture that was not
		// is not there.
		if e, ok := errors.AsType[*Error](err); !ok || !e.Unsure {
			return "", err
		}
	}
	return id, w.watch(ctx, id, func(f *slack.File) bool { return f.Mimetype != "" })
}

// Share shows an uploaded file in a channel and waits until it stands there:
// Slack does it some time after, and now and then never. Use it once for a file:
// after an error, ask Shared before another try.
func (w *Workspace) Share(ctx context.Context, id, title, channel string) error {
	if err := w.complete(ctx, id, title, channel); err != nil {
		return err
	}
	return w.watch(ctx, id, func(f *slack.File) bool { return shownIn(f, channel) })
}

// Shared tells whether a file stands in a channel; false where the app may not ask.
func (w *Workspace) Shared(ctx context.Context, id, channel string) (bool, error) {
	f, err := w.file(ctx, id)
	if errors.Is(err, ErrMissing) || scopeless(err) {
		return false, nil
	}
	return err == nil && shownIn(f, channel), err
}

func shownIn(f *slack.File, channel string) bool {
	return len(f.Shares.Private[channel]) > 0 || len(f.Shares.Public[channel]) > 0
}

// complete is the step that counts.
func (w *Workspace) complete(ctx context.Context, id, title, channel string) error {
	return w.do(ctx, "files.completeUploadExternal", "", func(ctx context.Context) error {
		_, err := w.slack.CompleteUploadExternalContext(ctx, slack.CompleteUploadExternalParameters{
			Files: []slack.FileSummary{{ID: id, Title: title}}, Channel: channel,
		})
		return err
	})
}

func (w *Workspace) file(ctx context.Context, id string) (f *slack.File, err error) {
	err = w.do(ctx, "files.info", "", func(ctx context.Context) (err error) {
		f, _, _, err = w.slack.GetFileInfoContext(ctx, id, 0, 0)
		return err
	})
	return f, err
}

// blind is how long a file is given where the app lacks the scope files:read and
// so cannot ask.
const blind = 2 * time.Second

// watch asks until a file is as it should be.
func (w *Workspace) watch(ctx context.Context, id string, is func(*slack.File) bool) error {
	ctx, cancel := context.WithTimeout(ctx, fileReady)
	defer cancel()
	for pause := firstLook; ; pause = min(2*pause, lastLook) {
		f, err := w.file(ctx, id)
		asking := !scopeless(err)
		switch {
		case !asking:
			pause = blind
		case err != nil:
			return err
		case is(f):
			return nil
		}
		t := time.NewTimer(pause)
		select {
		case <-t.C:
		case <-ctx.Done():
			t.Stop()
			return &Error{Method: "files.info", Code: "not_ready", Unsure: true, cause: ctx.Err()}
		}
		if !asking {
			return nil
		}
	}
}
