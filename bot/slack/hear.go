package slack

import (
	"context"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"bounceback/bot"
	"bounceback/bot/slack/socket"
	"bounceback/coach"
)

// ears is one run of the platform: where what it hears goes.
type ears struct {
	*Platform
	ctx   context.Context
	heard func(context.Context, bot.Heard)
}

// hear takes what came in. It queues and returns: what needs Slack's own answer,
// such as a form that is to be opened, is done beside it.
func (p *ears) hear(e socket.Event) {
	u := User{e.Team, e.User}
	switch e.Kind {
	case socket.Message:
		p.message(e, u)
	case socket.Mention:
		p.mention(e, u)
	case socket.HomeOpened:
		p.opened(u, e.Tab)
		_ = e.Ack(nil)
	case socket.ProfileChanged:
		p.profileChanged(e, u)
	case socket.Uninstalled, socket.TokensRevoked:
		p.uninstalled(e)
	case socket.Command:
		p.command(e, u)
	case socket.Tapped:
		p.tapped(e, u)
	case socket.Submitted:
		p.submitted(e, u)
	case socket.Shortcut, socket.MessageShortcut:
		p.shortcut(e, u)
	default:
		_ = e.Ack(nil)
	}
}

// from begins what is handed over. It is acknowledged once it is kept; if it cannot
// be kept, Slack brings it again.
func (p *ears) from(e socket.Event, u User) bot.Heard {
	return bot.Heard{
		Event: Name + ":" + e.ID, From: u.Person(), To: u.Address(),
		Done: func(err error) {
			if err == nil {
				_ = e.Ack(nil)
			}
		},
	}
}

// pass hands over, and looks at the profile of somebody who was not met in this run.
// The owners of the workspace may be able to read along, wherever it was said.
func (p *ears) pass(h bot.Heard) {
	h.Heard.Overseen = true
	u := userOf(h.From)
	if p.homes.isOpen(u) {
		done := h.Done
		h.Done = func(err error) {
			if done != nil {
				done(err)
			}
			if err == nil {
				p.refresh(u)
			}
		}
	}
	if p.withProfile(u, h) {
		return
	}
	p.heard(p.ctx, h)
	p.meet(u)
}

// message is what somebody wrote to the app. Whatever a channel that the app is in
// says is none of its business.
func (p *ears) message(e socket.Event, u User) {
	if !e.Direct {
		_ = e.Ack(nil)
		return
	}
	h := p.from(e, u)
	h.Heard.Text = said(e.Text) // empty where only a file came
	p.heardIn(u, e.Channel)
	p.noted(&h, u, e.TS)
	p.inOrder(u, h)
}

// mention is what somebody says to the app in a channel. Its name alone asks what it
// can do.
func (p *ears) mention(e socket.Event, u User) {
	h := p.from(e, u)
	if h.Heard.Text = said(called.ReplaceAllString(e.Text, "")); h.Heard.Text == "" {
		h.Heard.Command = menu
	}
	p.pass(h)
}

// command is a slash command: one of its own, or a word after /coach. What is no
// command there is said to the coach as it stands.
func (p *ears) command(e socket.Event, u User) {
	h := p.from(e, u)
	p.goesTo(&h, e, u)
	text := said(e.Text)
	line := e.Command + " " + text
	// A name that no page has is that of the menu, in a workspace where /coach is taken.
	if name := strings.TrimPrefix(e.Command, "/"); name == menu || !p.isCommand(name) {
		line = text
		word, _, _ := strings.Cut(line, " ")
		if line == "" {
			word, line = menu, menu
		}
		if !p.isCommand(strings.ToLower(strings.TrimPrefix(word, "/"))) {
			h.Heard.Text = line
			p.pass(h)
			return
		}
		line = "/" + strings.TrimPrefix(line, "/")
	}
	h.Heard, _ = p.options.Coach.Command(line)
	name := h.Heard.Command
	switch {
	case name == "room" && !e.Direct:
		p.setUpRoom(e, u, h)
	case len(h.Heard.Args) == 0 && slices.Contains(formed, name) && name != "settings":
		p.openOr(e, u, name, nil, ground{To: h.To.To}, h)
	default:
		p.pass(h)
	}
}

func (p *ears) isCommand(name string) bool {
	for _, c := range p.options.Coach.Commands() {
		if c.Name == name {
			return true
		}
	}
	return false
}

// goesTo says where the answer goes: to where they alone see it, unless it was done in
// their direct message with the app. What has the app's buttons in it and is seen by
// more than one is either that or a channel; a command can be given in any direct
// message, and which one that was shows when it is answered.
func (p *ears) goesTo(h *bot.Heard, e socket.Event, u User) {
	own := e.Direct && e.Kind == socket.Tapped && !e.Ephemeral
	if own || e.ResponseURL == "" || e.Channel == "" {
		return
	}
	h.To = Request{User: u, Channel: e.Channel, URL: e.ResponseURL, Made: p.clock()}.Address()
	h.Reach = u.Address()
}

// tapped is a button or an entry of a menu: a choice of the coach's, a command of the
// home tab, or the button that lets somebody write where nobody can.
func (p *ears) tapped(e socket.Event, u User) {
	action := e.Interaction.ActionCallback.BlockActions[0]
	h := p.from(e, u)
	p.goesTo(&h, e, u)
	if given, ok := done(action); ok {
		h.Heard = given
		if slices.Contains(formed, given.Command) {
			p.openOr(e, u, given.Command, nil, ground{To: h.To.To}, h)
			return
		}
		p.pass(h)
		return
	}
	if action.ActionID == answerAction {
		p.openAnswer(e, ground{To: h.To.To})
		return
	}
	key, ok := keyOf(action)
	if !ok {
		_ = e.Ack(nil)
		return
	}
	h.Heard.Tap = key
	if !e.Ephemeral && !e.Direct {
		h.Room = ChannelAddress(e.Team, e.Channel)
	}
	p.rest.give(func(ctx context.Context) { p.showChosen(ctx, e.Team, e.Interaction, action) })
	p.pass(h)
}

// answerAction is the id of the button below an open question outside the direct
// message.
const answerAction = "answer"

// submitted is a form. It stays open, with what was typed, if it cannot be read or
// kept.
func (p *ears) submitted(e socket.Event, u User) {
	given, at, faults, err := p.filled(&e.Interaction.View, p.profileZone(p.ctx, u))
	switch {
	case err != nil:
		p.log.WarnContext(p.ctx, "a form could not be read", "err", err)
		_ = e.Ack(nil)
		return
	case faults != nil:
		_ = e.Ack(slack.NewErrorsViewSubmissionResponse(faults))
		return
	case given.Command == "settings" && len(given.Args) == 0 || given.Command == "" && given.Text == "":
		_ = e.Ack(nil) // nothing was changed or said
		return
	}
	h := p.from(e, u)
	h.Heard = given
	if at.To != "" {
		h.To, h.Reach = coach.Address{Platform: Name, To: at.To}, u.Address()
	}
	if at.Room != "" {
		h.Room, h.Manages = ChannelAddress(u.Team, at.Room), true // only who manages it is given that form
	}
	field := firstField(&e.Interaction.View)
	h.Done = func(err error) {
		if err == nil {
			_ = e.Ack(nil)
			return
		}
		_ = e.Ack(slack.NewErrorsViewSubmissionResponse(map[string]string{field: p.words.FormBroken}))
	}
	p.pass(h)
}

// firstField is the field below which a fault of the whole form is told.
func firstField(v *slack.View) string {
	for _, b := range v.Blocks.BlockSet {
		if field, ok := b.(*slack.InputBlock); ok {
			return field.BlockID
		}
	}
	return ""
}

// shortcut is an entry of Slack's menus.
func (p *ears) shortcut(e socket.Event, u User) {
	command, given := "", map[string]string(nil)
	switch e.Callback {
	case callbackWin:
		command = "win"
	case callbackNo:
		command = "rejected"
	case callbackFeedback:
		command, given = "feedback", map[string]string{"said": said(e.Text)}
	default:
		_ = e.Ack(nil)
		return
	}
	h := p.from(e, u)
	h.Heard.Command = command
	p.openOr(e, u, command, given, ground{}, h)
}
