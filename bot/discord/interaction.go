package discord

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"bounceback/bot"
	"bounceback/bot/discord/markup"
	"bounceback/bot/discord/rest"
	"bounceback/coach"

	"github.com/bwmarrin/discordgo"
)

// reaction is what is done about an interaction.
type reaction struct {
	// kind and data are the first answer. data is made right before it is given, and
	// fast: three seconds after the interaction nothing can be given any more.
	kind discordgo.InteractionResponseType
	data func(context.Context) any
	// heard goes to the bot when the first answer was given; nil for nothing.
	heard *coach.Heard
	// to is where the bot's answer goes.
	to coach.Address
	// look decides instead, where something has to be looked up first; nil if not.
	look func(context.Context) reaction
}

// firstAnswer bounds the first answer, as Discord does.
const firstAnswer = 3 * time.Second

// hearInteraction acknowledges an interaction, and then hands it over.
func (p *Platform) hearInteraction(ctx context.Context, i *discordgo.Interaction, heard func(context.Context, bot.Heard)) {
	from := author(i)
	if from == nil {
		p.log.LogAttrs(ctx, slog.LevelWarn, "discord: an interaction of nobody's is dropped")
		return
	}
	p.meet(i, from.ID)
	r := p.react(i)
	acknowledge := func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, firstAnswer)
		defer cancel()
		if r.look != nil {
			r = r.look(ctx)
		}
		if r.heard != nil {
			p.notePromise(i.ID, from.ID, p.heardOf(i, from, r))
		}
		var data any
		if r.data != nil {
			data = r.data(ctx)
		}
		err := p.rest.Respond(ctx, rest.Interaction{App: i.AppID, ID: i.ID, Token: i.Token}, r.kind, data)
		if err == nil {
			p.answered(i, r.kind, data)
		} else if !errors.Is(err, rest.ErrAnswered) {
			// Given too late: what there is to say goes to the direct message.
			r.to = UserAddress(from.ID)
			p.log.LogAttrs(ctx, slog.LevelWarn, "discord: an interaction could not be acknowledged", slog.Any("err", err))
		}
	}
	if r.heard == nil && r.look == nil {
		p.inbox.put(ctx, "", acknowledge, nil)
		return
	}
	session := p.trails.now()
	p.inbox.put(ctx, from.ID, acknowledge, func(ctx context.Context) {
		if r.heard == nil {
			return
		}
		p.catchUp(ctx, session, from.ID, "", i.ID, heard)
		heard(ctx, p.heardOf(i, from, r))
	})
}

// heardOf is an interaction as the bot hears it.
func (p *Platform) heardOf(i *discordgo.Interaction, from *discordgo.User, r reaction) bot.Heard {
	h := bot.Heard{
		Event: interactionEvent(i.ID), From: PersonID(from.ID), To: r.to, Reach: UserAddress(from.ID), Heard: *r.heard,
		Done: p.keptPromise(i.ID, p.done(from.ID, i.ID)),
	}
	h.Heard.Name = displayName(from)
	if i.GuildID != "" {
		h.Room, h.Manages = ChannelAddress(i.ChannelID), manages(i)
	}
	return h
}

// interactionEvent is the name of an interaction as an event.
func interactionEvent(id string) string { return Name + ":i/" + id }

// meet takes note of who did something, and of the channel if that is their direct
// message for certain.
func (p *Platform) meet(i *discordgo.Interaction, user string) {
	channel := ""
	if where(i) == InDirect && isSnowflake(i.ChannelID) {
		channel = i.ChannelID
	}
	p.channels.met(user, channel)
}

// answered takes note of what stands in the first answer, to which the bot's is
// added.
func (p *Platform) answered(i *discordgo.Interaction, kind discordgo.InteractionResponseType, data any) {
	private := where(i) != InDirect
	switch kind {
	case discordgo.InteractionResponseDeferredChannelMessageWithSource:
		p.answers.promised(i.ID, private)
	case discordgo.InteractionResponseUpdateMessage:
		if now, ok := data.(changed); ok && i.Message != nil {
			p.answers.changed(i.ID, now.Content, i.Message.Attachments, private)
		}
	}
}

// react decides about an interaction. One that it breaks on is answered, too.
func (p *Platform) react(i *discordgo.Interaction) (r reaction) {
	defer func() {
		if v := recover(); v != nil {
			p.inbox.broke(v)
			r = p.remark(p.words.Unclear)
		}
	}()
	switch data := i.Data.(type) {
	case discordgo.ApplicationCommandInteractionData:
		if i.Type == discordgo.InteractionApplicationCommandAutocomplete {
			return reaction{kind: discordgo.InteractionApplicationCommandAutocompleteResult, data: func(ctx context.Context) any { return p.complete(ctx, i, data) }}
		}
		return p.command(i, data)
	case discordgo.MessageComponentInteractionData:
		return p.tap(i, data)
	case discordgo.ModalSubmitInteractionData:
		return p.submit(i, data)
	}
	return p.remark(p.words.Unclear)
}

// command reacts to a slash command.
func (p *Platform) command(i *discordgo.Interaction, data discordgo.ApplicationCommandInteractionData) reaction {
	h := &coach.Heard{Command: data.Name, Args: arguments(data.Options)}
	if p.setsUp(h) && i.GuildID != "" {
		if trouble := p.roomTrouble(i); trouble != "" {
			return p.remark(trouble)
		}
		if len(h.Args) == 0 && manages(i) {
			return reaction{look: func(ctx context.Context) reaction { return p.lookAtRoom(ctx, i, h) }}
		}
	}
	return p.later(i, h)
}

// later promises an answer, which only they see where others are.
func (p *Platform) later(i *discordgo.Interaction, h *coach.Heard) reaction {
	r := reaction{kind: discordgo.InteractionResponseDeferredChannelMessageWithSource, heard: h, to: p.address(i).Address()}
	if where(i) != InDirect {
		r.data = func(context.Context) any { return ephemeral{discordgo.MessageFlagsEphemeral} }
	}
	return r
}

// remark answers at once with words of the adapter's own, which only they see.
func (p *Platform) remark(text string) reaction {
	return reaction{kind: discordgo.InteractionResponseChannelMessageWithSource, data: func(context.Context) any {
		return remark{Content: text, Flags: discordgo.MessageFlagsEphemeral, Mentions: nobody()}
	}}
}

// tap reacts to a button or a menu. Under a message that only they see it is seen
// at once what was chosen. What all can see stays as it is.
func (p *Platform) tap(i *discordgo.Interaction, data discordgo.MessageComponentInteractionData) reaction {
	id := data.CustomID
	if len(data.Values) > 0 {
		id = data.Values[0]
	}
	if id == writeID {
		return reaction{kind: discordgo.InteractionResponseModal, data: func(context.Context) any { return p.answerForm(i) }}
	}
	key, ok := markup.Key(id)
	if !ok {
		key = id // of another version of this program: the coach says that it is old
	}
	if p.asksForRoom(key) && i.GuildID != "" && manages(i) && p.roomTrouble(i) == "" {
		return reaction{look: func(ctx context.Context) reaction { return roomForm(p.words.Room, p.room(ctx, i)) }}
	}
	h := &coach.Heard{Tap: key}
	if i.Message == nil || where(i) != InDirect && !private(i.Message) {
		return p.later(i, h)
	}
	return p.inPlace(i, h, p.show.Tapped(i.Message.Content, markup.Label(i.Message.Components, id)))
}

// inPlace puts another message in the place of the one that was tapped, and answers
// below it.
func (p *Platform) inPlace(i *discordgo.Interaction, h *coach.Heard, m markup.Message) reaction {
	r := reaction{kind: discordgo.InteractionResponseUpdateMessage, heard: h, to: p.address(i).Address()}
	if where(i) == InDirect {
		r.to = UserAddress(author(i).ID)
		p.typing.begin(author(i).ID, i.ChannelID)
	}
	r.data = func(context.Context) any {
		return changed{Content: m.Content, Components: m.Components, Mentions: nobody()}
	}
	return r
}

// The bodies of first answers. They have only what is meant: what a body does not
// name, Discord leaves as it is.
type (
	ephemeral struct {
		Flags discordgo.MessageFlags `json:"flags"`
	}
	remark struct {
		Content  string                           `json:"content"`
		Flags    discordgo.MessageFlags           `json:"flags"`
		Mentions discordgo.MessageAllowedMentions `json:"allowed_mentions"`
	}
	changed struct {
		Content    string                           `json:"content"`
		Components []discordgo.MessageComponent     `json:"components"`
		Mentions   discordgo.MessageAllowedMentions `json:"allowed_mentions"`
	}
)

// nobody is who may be pinged.
func nobody() discordgo.MessageAllowedMentions {
	return discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}}
}

// address is the interaction as an address.
func (p *Platform) address(i *discordgo.Interaction) Interaction {
	at := where(i)
	if at == InServer && aboutRoom(i) {
		at = InRoom
	}
	return Interaction{App: i.AppID, ID: i.ID, Token: i.Token, User: author(i).ID, Where: at, Made: p.clock()}
}

// arguments are the options of a command by name. What is empty was not given.
func arguments(options []*discordgo.ApplicationCommandInteractionDataOption) map[string]string {
	var args map[string]string
	for _, o := range options {
		if o == nil {
			continue
		}
		var value string
		switch v := o.Value.(type) {
		case string:
			value = strings.TrimSpace(v)
		case float64:
			value = strconv.FormatFloat(v, 'f', -1, 64)
		case bool:
			value = strconv.FormatBool(v)
		}
		if value == "" {
			continue
		}
		if args == nil {
			args = map[string]string{}
		}
		args[o.Name] = value
	}
	return args
}
