package slack

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"bounceback/bot/slack/markup"
	"bounceback/bot/slack/web"
)

// showChosen takes the choices off the message that was tapped and shows which it
// was, for the one who tapped. A post in a channel is left alone: it is everybody's.
// The answer does not wait for this, and goes on if it fails: all that is lost is a
// row of buttons that can be tapped once more.
//
// With a tap in what only one person sees, Slack does not send that message along.
// Its blocks are known from when it was sent; after a restart only the choice is
// left of it.
func (p *Platform) showChosen(ctx context.Context, team string, tap *slack.InteractionCallback, a *slack.BlockAction) {
	alone := tap.Container.IsEphemeral
	if !alone && !strings.HasPrefix(tap.Channel.ID, "D") {
		return
	}
	blocks := tap.Message.Blocks.BlockSet
	if alone {
		blocks = p.asked.of(markup.Letter(a.BlockID))
	}
	m := markup.Chosen(blocks, labelOf(a))
	// Without its key the message could not be found any more, if nobody knew yet
	// whether it had got there.
	l := web.Letter{Key: markup.Letter(a.BlockID), Text: m.Text, Blocks: m.Blocks}
	w, err := p.workspace(ctx, team)
	switch {
	case err != nil:
	case alone:
		err = w.Change(ctx, tap.ResponseURL, l)
	default:
		err = p.update(ctx, w, tap, l)
	}
	if err != nil {
		p.log.WarnContext(ctx, "what was chosen could not be shown", "err", err)
	}
}

// promptly is how long a choice may wait to be shown in the usual way.
const promptly = 3 * time.Second

// update changes a message in the direct message. Of that Slack allows 50 a minute in a
// whole workspace; when a crowd taps, the response URL of the tap does it too.
func (p *Platform) update(ctx context.Context, w *web.Workspace, tap *slack.InteractionCallback, l web.Letter) error {
	soon, cancel := context.WithTimeout(ctx, promptly)
	defer cancel()
	err := w.Update(soon, tap.Channel.ID, tap.Container.MessageTs, l)
	if err == nil || errors.Is(err, web.ErrMissing) {
		return err
	}
	return w.Change(ctx, tap.ResponseURL, l)
}

// labelOf is what stands on the choice that was tapped.
func labelOf(a *slack.BlockAction) string {
	if a.SelectedOption.Text != nil {
		return a.SelectedOption.Text.Text
	}
	return a.Text.Text
}

// keyOf is the Key of the choice that was tapped; false for what is no choice of
// the coach's.
func keyOf(a *slack.BlockAction) (key string, ok bool) {
	if !strings.HasPrefix(a.ActionID, markup.Choices) {
		return "", false
	}
	if a.SelectedOption.Value != "" {
		return a.SelectedOption.Value, true
	}
	return a.Value, a.Value != ""
}
