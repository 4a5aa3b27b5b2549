package web

import (
	"bytes"
	"context"
	"errors"
	"slices"
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
	return id, w.ready(ctx, id)
}

// Share shows an uploaded file in a channel and waits until it stands there:
// Slack does it some time after, and now and then never. Use it once for a file:
// after an error, look whether it is Shared before another try.
func (w *Workspace) Share(ctx context.Context, id, title, channel string) error {
	if err := w.complete(ctx, id, title, channel); err != nil {
		return err
	}
	return w.until(ctx, func(ctx context.Context) (bool, error) {
		return w.Shared(ctx, channel, func(f slack.File) bool { return f.ID == id })
	})
}

// Shared tells whether a file such as is wanted stands among the latest messages
// of a channel. That is asked of the history and not of the file, for which the
// app would need a scope that lets it read everybody's files.
func (w *Workspace) Shared(ctx context.Context, channel string, wanted func(slack.File) bool) (bool, error) {
	messages, err := w.History(ctx, channel, "", pageSize)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(messages, func(m slack.Message) bool { return slices.ContainsFunc(m.Files, wanted) }), nil
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

// blind is how long a picture is given where the app lacks the scope files:read
// and so cannot ask whether it is ready.
const blind = time.Second

// ready waits until Slack has worked on a picture.
func (w *Workspace) ready(ctx context.Context, id string) error {
	return w.until(ctx, func(ctx context.Context) (bool, error) {
		var f *slack.File
		err := w.do(ctx, "files.info", "", func(ctx context.Context) (err error) {
			f, _, _, err = w.slack.GetFileInfoContext(ctx, id, 0, 0)
			return err
		})
		if scopeless(err) {
			return true, sleep(ctx, blind)
		}
		return err == nil && f.Mimetype != "", err
	})
}

// until asks again and again, for as long as Slack may work on a file.
func (w *Workspace) until(ctx context.Context, is func(context.Context) (bool, error)) error {
	ctx, cancel := context.WithTimeout(ctx, fileReady)
	defer cancel()
	for pause := firstLook; ; pause = min(2*pause, lastLook) {
		if yes, err := is(ctx); yes || err != nil {
			return err
		}
		if err := sleep(ctx, pause); err != nil {
			return &Error{Method: methodUpload, Code: "not_ready", Unsure: true, cause: err}
		}
	}
}

// sleep ends with the context, too.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
