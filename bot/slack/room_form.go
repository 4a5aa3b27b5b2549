package slack

import (
	"context"
	"slices"

	"bounceback/bot"
	"bounceback/bot/slack/markup"
	"bounceback/bot/slack/socket"
	"bounceback/bot/slack/web"
	"bounceback/coach"
)

// setUpRoom is the command by which a channel's check-in is set up. Who manages the
// channel is looked up, and so is whether the app can post there: better now than
// in the morning. Without arguments a form is opened.
func (p *ears) setUpRoom(e socket.Event, u User, h bot.Heard) {
	h.Room = ChannelAddress(e.Team, e.Channel)
	begun := p.forms.give(func(ctx context.Context) {
		manages, inside, err := p.standing(ctx, e)
		switch {
		case err != nil:
			p.log.WarnContext(ctx, "a channel could not be looked at", "err", err)
			p.tell(ctx, e, p.words.RoomUnclear)
			return
		case manages && !inside:
			p.tell(ctx, e, p.words.RoomInvite)
			return
		}
		h.Manages = manages
		if manages && len(h.Heard.Args) == 0 {
			if p.open(ctx, e, "room", p.roomSettings(ctx, e), ground{To: h.To.To, Room: e.Channel}) == nil {
				_ = e.Ack(nil)
				return
			}
		}
		p.pass(h)
	})
	if !begun {
		p.pass(h)
	}
}

// standing tells whether somebody manages a channel, and whether the app is in it.
// Slack does not say who manages a channel: it is who made it, the admins and owners
// of the workspace, and the group that the operator named.
func (p *Platform) standing(ctx context.Context, e socket.Event) (manages, inside bool, err error) {
	w, err := p.workspace(ctx, e.Team)
	if err != nil {
		return false, false, err
	}
	c, err := w.Channel(ctx, e.Channel)
	if err != nil {
		return false, false, err
	}
	if c.Creator == e.User {
		return true, c.IsMember, nil
	}
	who, err := w.User(ctx, e.User)
	if err != nil {
		return false, false, err
	}
	if who.IsAdmin || who.IsOwner || who.IsPrimaryOwner {
		return true, c.IsMember, nil
	}
	if p.options.Managers == "" {
		return false, c.IsMember, nil
	}
	group, err := w.Group(ctx, p.options.Managers)
	if err != nil { // for the operator to mend; they may not, as far as anybody knows
		p.log.WarnContext(ctx, "the user group slack.managers could not be read", "err", err)
	}
	return slices.Contains(group, e.User), c.IsMember, nil
}

// roomSettings are what is set in a channel, as the form of the command shows them.
func (p *Platform) roomSettings(ctx context.Context, e socket.Event) map[string]string {
	if p.options.Room == nil {
		return nil
	}
	r, err := p.options.Room(ctx, ChannelAddress(e.Team, e.Channel).Room())
	if err != nil {
		p.log.WarnContext(ctx, "a room could not be read", "err", err)
	}
	if err != nil || r == nil {
		return nil
	}
	return map[string]string{"time": r.Plan.At, "zone": r.Zone, "days": r.Plan.Days, "kinds": r.Kinds}
}

// tell answers a command or a tap with words that are about Slack and none of the
// coach's.
func (p *Platform) tell(ctx context.Context, e socket.Event, text string) {
	w, err := p.workspace(ctx, e.Team)
	if err == nil {
		m := p.render(coach.Message{Text: text}, markup.Options{})[0]
		err = w.Respond(ctx, e.ResponseURL, web.Letter{Key: e.ID, Text: m.Text, Blocks: m.Blocks})
	}
	if err != nil {
		p.log.WarnContext(ctx, "a command could not be answered", "err", err)
	}
	_ = e.Ack(nil)
}
