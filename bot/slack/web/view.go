package web

import (
	"context"

	"github.com/slack-go/slack"
)

// View is where a modal or App Home stands, and its state: an update with the
// hash of an older state is an ErrConflict.
type View struct {
	ID, Hash string
}

func viewOf(r *slack.ViewResponse) View {
	if r == nil {
		return View{}
	}
	return View{ID: r.View.ID, Hash: r.View.Hash}
}

// OpenView opens a modal. A trigger id is good for three seconds and once: call
// this before anything that takes time. ErrSpent: it was too late.
func (w *Workspace) OpenView(ctx context.Context, trigger string, v slack.ModalViewRequest) (view View, err error) {
	err = w.do(ctx, "views.open", "", func(ctx context.Context) error {
		r, err := w.slack.OpenViewContext(ctx, trigger, v)
		view = viewOf(r)
		return err
	})
	return view, err
}

// PushView puts a modal on top of the one that is open; three can lie on one
// another.
func (w *Workspace) PushView(ctx context.Context, trigger string, v slack.ModalViewRequest) (view View, err error) {
	err = w.do(ctx, "views.push", "", func(ctx context.Context) error {
		r, err := w.slack.PushViewContext(ctx, trigger, v)
		view = viewOf(r)
		return err
	})
	return view, err
}

// UpdateView changes an open modal. With a hash in at, nothing is changed that
// somebody else has changed since. ErrMissing: it was closed.
func (w *Workspace) UpdateView(ctx context.Context, at View, v slack.ModalViewRequest) (view View, err error) {
	err = w.do(ctx, "views.update", "", func(ctx context.Context) error {
		r, err := w.slack.UpdateViewContext(ctx, v, "", at.Hash, at.ID)
		view = viewOf(r)
		return err
	})
	return view, err
}

// Publish sets somebody's App Home. With a hash, an older one is not put in the
// place of a newer one.
func (w *Workspace) Publish(ctx context.Context, user, hash string, v slack.HomeTabViewRequest) (view View, err error) {
	request := slack.PublishViewContextRequest{UserID: user, View: v}
	if hash != "" {
		request.Hash = &hash
	}
	err = w.do(ctx, "views.publish", "", func(ctx context.Context) error {
		r, err := w.slack.PublishViewContext(ctx, request)
		view = viewOf(r)
		return err
	})
	return view, err
}
