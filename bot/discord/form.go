package discord

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"strings"
	"time"

	"bounceback/bot/discord/markup"
	"bounceback/coach"
	"bounceback/coach/page"

	"github.com/bwmarrin/discordgo"
)

// The custom ids of what is no choice of the coach's.
const (
	writeID = "w" // the button that opens the field for an answer, and the field
	roomID  = "r" // the form of /room
)

// roomCommand is the command that sets a room up, and roomWhen the coach's first
// question about it.
const roomCommand = "room"

var roomWhen = page.Target{Page: "room", Step: "when"}

// roomFields are the options that the form asks for.
var roomFields = [...]string{"time", "zone", "days", "kinds"}

// maxWritten is how long an answer in a form can be.
const maxWritten = 4000

// modal is a form. The library knows rows of one text input each and nothing newer.
type modal struct {
	CustomID   string                       `json:"custom_id"`
	Title      string                       `json:"title"`
	Components []discordgo.MessageComponent `json:"components"`
}

func field(in discordgo.TextInput) discordgo.MessageComponent {
	return discordgo.ActionsRow{Components: []discordgo.MessageComponent{in}}
}

// maxHint is how long the grey text of an empty field can be.
const maxHint = 100

// answerForm has one field, for an answer in the person's own words. In it stands the
// question, for the form hides it on a phone.
func (p *Platform) answerForm(i *discordgo.Interaction) modal {
	w := p.words.Answer
	question := ""
	if i.Message != nil {
		question = markup.LastPlain(i.Message.Content, maxHint)
	}
	return modal{CustomID: writeID, Title: w.Title, Components: []discordgo.MessageComponent{
		field(discordgo.TextInput{CustomID: writeID, Label: w.Field.Label, Placeholder: cmp.Or(question, w.Field.Hint), Style: discordgo.TextInputParagraph, Required: true, MaxLength: maxWritten}),
	}}
}

// roomPatience is how long a first answer waits for what is set in a room. Then it is
// as if nothing were, for it cannot come late.
const roomPatience = time.Second

// room is what is set in the channel of an interaction; nothing, where it is not
// known.
func (p *Platform) room(ctx context.Context, i *discordgo.Interaction) *coach.Room {
	if p.options.Room == nil {
		return &coach.Room{}
	}
	ctx, cancel := context.WithTimeout(ctx, roomPatience)
	defer cancel()
	r, err := p.options.Room(ctx, ChannelAddress(i.ChannelID).Room())
	if err != nil {
		p.log.LogAttrs(ctx, slog.LevelWarn, "discord: what is set in a room could not be read", slog.Any("err", err))
	}
	if r == nil {
		return &coach.Room{}
	}
	return r
}

// lookAtRoom reacts to a bare /room: with the form where nothing comes so far, and
// else with the coach's answer, which says what is set and offers to change it.
func (p *Platform) lookAtRoom(ctx context.Context, i *discordgo.Interaction, h *coach.Heard) reaction {
	r := p.room(ctx, i)
	if r.On && r.Unreachable.IsZero() {
		return p.later(i, h)
	}
	return roomForm(p.words.Room, r)
}

// asksForRoom tells a choice that leads to the coach's questions about a room, one by
// one: a form asks them all at once.
func (p *Platform) asksForRoom(key string) bool {
	parts := strings.SplitN(key, "/", 3)
	book := p.options.Coach.Book(coach.English)
	if len(parts) < 3 || parts[0] != roomWhen.Page || book == nil || book.Pages[roomWhen.Page] == nil {
		return false
	}
	step := book.Pages[roomWhen.Page].Step(parts[1])
	choice, _, _ := strings.Cut(parts[2], "~")
	return step != nil && slices.ContainsFunc(step.Choices, func(c page.Choice) bool { return c.Key == choice && c.To == roomWhen })
}

// aboutRoom tells what sets a room up: the command, its form, and what is done under a
// question about it.
func aboutRoom(i *discordgo.Interaction) bool {
	switch data := i.Data.(type) {
	case discordgo.ApplicationCommandInteractionData:
		return data.Name == roomCommand
	case discordgo.ModalSubmitInteractionData:
		if data.CustomID == roomID {
			return true
		}
	}
	return i.Message != nil && slices.ContainsFunc(tappable(read(i.Message.Components)), func(id string) bool {
		key, _ := markup.Key(id)
		return strings.HasPrefix(key, roomWhen.Page+"/")
	})
}

// roomForm asks what a room needs, with what is set already.
func roomForm(w roomWords, r *coach.Room) reaction {
	m := modal{CustomID: roomID, Title: w.Title}
	for n, f := range [len(roomFields)]formField{w.Time, w.Zone, w.Days, w.Kinds} {
		set := [...]string{r.Plan.At, r.Zone, r.Plan.Days, r.Kinds}[n]
		m.Components = append(m.Components, field(discordgo.TextInput{
			CustomID: roomFields[n], Label: f.Label, Placeholder: f.Hint, Style: discordgo.TextInputShort,
			Value: cmp.Or(set, f.Value), Required: f.Required, MaxLength: 100,
		}))
	}
	return reaction{kind: discordgo.InteractionResponseModal, data: func(context.Context) any { return m }}
}

// submit reacts to a form that was sent.
func (p *Platform) submit(i *discordgo.Interaction, data discordgo.ModalSubmitInteractionData) reaction {
	values := inputs(data.Components)
	switch data.CustomID {
	case roomID:
		for name, value := range values {
			if value == "" {
				delete(values, name)
			}
		}
		return p.below(i, &coach.Heard{Command: roomCommand, Args: values}, "")
	case writeID:
		return p.below(i, &coach.Heard{Text: values[writeID]}, values[writeID])
	}
	return p.remark(p.words.Unclear)
}

// below answers a form below the message with the button that opened it, if only
// they see that; else it promises an answer.
func (p *Platform) below(i *discordgo.Interaction, h *coach.Heard, said string) reaction {
	if i.Message == nil || !private(i.Message) {
		return p.later(i, h)
	}
	return p.inPlace(i, h, p.show.Tapped(i.Message.Content, said))
}

// inputs are the values of a form by custom id.
func inputs(components []discordgo.MessageComponent) map[string]string {
	values := map[string]string{}
	for _, c := range components {
		row, ok := c.(*discordgo.ActionsRow)
		if !ok || row == nil {
			continue
		}
		for _, in := range row.Components {
			if in, ok := in.(*discordgo.TextInput); ok && in != nil {
				values[in.CustomID] = strings.TrimSpace(in.Value)
			}
		}
	}
	return values
}

// setsUp tells whether a command is there to set a room up, rather than to look at
// it or to end it.
func (p *Platform) setsUp(h *coach.Heard) bool {
	return h.Command == roomCommand && h.Args["do"] == ""
}

// missing are the permissions that a room needs and the bot has not, by the names
// that the settings of Discord show.
func (p *Platform) missing(have int64) (names []string) {
	if have&discordgo.PermissionAdministrator != 0 {
		return nil
	}
	for _, need := range [...]struct {
		bit  int64
		name string
	}{
		{discordgo.PermissionViewChannel, p.words.Permissions.View},
		{discordgo.PermissionSendMessages, p.words.Permissions.Send},
	} {
		if have&need.bit == 0 {
			names = append(names, need.name)
		}
	}
	return names
}

// roomTrouble is why the bot cannot post in a channel, with the remedy, or nothing.
func (p *Platform) roomTrouble(i *discordgo.Interaction) string {
	if _, member := i.AuthorizingIntegrationOwners[discordgo.ApplicationIntegrationGuildInstall]; !member {
		return p.words.NotMember
	}
	names := p.missing(i.AppPermissions)
	if len(names) == 0 {
		return ""
	}
	return strings.ReplaceAll(p.words.Permissions.Missing, "{permissions}", markup.Escape(strings.Join(names, ", ")))
}
