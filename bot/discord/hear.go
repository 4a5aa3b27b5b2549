package discord

import (
	"context"
	"errors"
	"log/slog"
	"strings"

	"bounceback/bot"
	"bounceback/coach"

	"github.com/bwmarrin/discordgo"
)

// hearMessage hands over a direct message, after what its author wrote before and
// was missed. What was not written by a person is dropped. A message may be handed
// over twice, when it was fetched with those that were missed and came by itself as
// well: the bot knows it by its event.
func (p *Platform) hearMessage(ctx context.Context, m *discordgo.Message, heard func(context.Context, bot.Heard)) {
	if !byPerson(m) {
		return
	}
	user := m.Author.ID
	p.channels.met(user, m.ChannelID)
	if textOf(m) != "" || hasThings(m) {
		p.typing.begin(user, m.ChannelID)
	}
	session := p.trails.now()
	p.inbox.put(ctx, user, nil, func(ctx context.Context) {
		p.catchUp(ctx, session, user, m.ChannelID, m.ID, heard)
		p.hand(ctx, m, heard)
	})
}

// hand hands over a message of a person. What has no words in it gets a line that
// says so.
func (p *Platform) hand(ctx context.Context, m *discordgo.Message, heard func(context.Context, bot.Heard)) {
	user := m.Author.ID
	text := textOf(m)
	if text == "" {
		var err error
		if hasThings(m) {
			err = p.onlyText(ctx, m)
		}
		p.done(user, m.ID)(err)
		return
	}
	h, ok := p.options.Coach.Command(text)
	if !ok {
		h = coach.Heard{Text: text}
	}
	h.Name = displayName(m.Author)
	heard(ctx, bot.Heard{
		Event: Name + ":" + m.ID, From: PersonID(user), To: UserAddress(user),
		Heard: h, Done: p.done(user, m.ID),
	})
}

// done is called when what came of a message is kept, or when nothing will come
// of it.
func (p *Platform) done(user, id string) func(error) {
	return func(err error) {
		if err != nil {
			p.typing.end(user)
			p.trails.lost(user)
			return
		}
		p.trails.kept(user, id)
	}
}

// byPerson tells what a person wrote in the direct message from all else that comes
// as a message: what bots write, and what Discord says itself.
func byPerson(m *discordgo.Message) bool {
	if m == nil || m.Author == nil || m.Author.Bot || m.Author.System || m.WebhookID != "" || m.GuildID != "" {
		return false
	}
	return isSnowflake(m.ID) && isSnowflake(m.Author.ID) && isSnowflake(m.ChannelID) &&
		(m.Type == discordgo.MessageTypeDefault || m.Type == discordgo.MessageTypeReply)
}

// textOf is what a message says, whole. Of one that was forwarded, such as a
// rejection that came in another chat, it is what stands there.
func textOf(m *discordgo.Message) string {
	if text := strings.TrimSpace(m.Content); text != "" {
		return text
	}
	for _, s := range m.MessageSnapshots {
		if s.Message != nil {
			if text := strings.TrimSpace(s.Message.Content); text != "" {
				return text
			}
		}
	}
	return ""
}

// hasThings tells whether there is something in a message that is no text.
func hasThings(m *discordgo.Message) bool {
	return len(m.Attachments) > 0 || len(m.StickerItems) > 0 || m.Poll != nil || len(m.MessageSnapshots) > 0
}

// onlyText says that nothing but text can be read.
func (p *Platform) onlyText(ctx context.Context, m *discordgo.Message) error {
	err := p.Send(ctx, UserAddress(m.Author.ID), "text-"+m.ID, coach.Message{Text: p.words.OnlyText})
	if err == nil {
		return nil
	}
	p.log.LogAttrs(ctx, slog.LevelWarn, "discord: nobody was told that only text is read", slog.Any("err", err))
	if hopeless(err) {
		return nil
	}
	return err
}

// hopeless tells whether trying again is of no use.
func hopeless(err error) bool {
	return errors.Is(err, bot.ErrUnreachable) || errors.Is(err, bot.ErrRefused)
}
