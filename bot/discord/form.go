package discord

import (
	"cmp"
	"context"
	"log/slog"
	"strings"
	"time"

	"bounceback/bot/discord/markup"
	"bounceback/coach"

	"github.com/bwmarrin/discordgo"
)

// The custom ids of what is no choice of the coach's.
const (
	writeID = "w" // the button that opens the field for an answer, and the field
	roomID  = "r" // the form of /room
)

// roomCommand is the command that sets a room up, and its options that the form
// asks for.
const roomCommand = "room"

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

// answerForm has one field, for an answer in the person's own words.
func (p *Platform) answerForm() modal {
	w := p.words.Answer
	return modal{CustomID: writeID, Title: w.Title, Components: []discordgo.MessageComponent{
		field(discordgo.TextInput{CustomID: writeID, Label: w.Field.Label, Placeholder: w.Field.Hint, Style: discordgo.TextInputParagraph, Required: true, MaxLength: maxWritten}),
	}}
}

// formPatience is how long the form of a room waits for what is set there. It comes
// empty then, for it cannot come late.
const formPatience = time.Second

// roomForm asks what a room needs, with what is set already.
func (p *Platform) roomForm(ctx context.Context, i *discordgo.Interaction) modal {
	var set [len(roomFields)]string
	if p.options.Room != nil {
		ctx, cancel := context.WithTimeout(ctx, formPatience)
		defer cancel()
		r, err := p.options.Room(ctx, ChannelAddress(i.ChannelID).Room())
		if err != nil {
			p.log.LogAttrs(ctx, slog.LevelWarn, "discord: what is set in a room could not be read for its form", slog.Any("err", err))
		} else if r != nil {
			set = [...]string{r.Plan.At, r.Zone, r.Plan.Days, r.Kinds}
		}
	}
	w := p.words.Room
	labels := [...]formField{w.Time, w.Zone, w.Days, w.Kinds}
	m := modal{CustomID: roomID, Title: w.Title}
	for n, name := range roomFields {
		m.Components = append(m.Components, field(discordgo.TextInput{
			CustomID: name, Label: labels[n].Label, Placeholder: labels[n].Hint, Style: discordgo.TextInputShort,
			Value: cmp.Or(set[n], labels[n].Value), Required: labels[n].Required, MaxLength: 100,
		}))
	}
	return m
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
		return p.later(i, &coach.Heard{Command: roomCommand, Args: values})
	case writeID:
		h := &coach.Heard{Text: values[writeID]}
		if i.Message == nil || i.Message.Flags&discordgo.MessageFlagsEphemeral == 0 {
			return p.later(i, h)
		}
		return p.inPlace(i, h, p.show.Tapped(i.Message.Content, h.Text))
	}
	return p.remark(p.words.Unclear)
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
