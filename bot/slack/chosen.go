package slack

import (
	"context"
	"strings"

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
	l := web.Letter{Text: m.Text, Blocks: m.Blocks}
	w, err := p.workspace(ctx, team)
	switch {
	case err != nil:
	case alone:
		err = w.Change(ctx, tap.ResponseURL, l)
	default:
		err = w.Update(ctx, tap.Channel.ID, tap.Container.MessageTs, l)
	}
	if err != nil {
		p.log.WarnContext(ctx, "what was chosen could not be shown", "err", err)
	}
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
