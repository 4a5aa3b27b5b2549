package discord

import (
	"context"
	"log/slog"
	"strings"

	"bounceback/bot"
	"bounceback/coach"

	"github.com/bwmarrin/discordgo"
)

// hearMessage hands over a direct message. What was not written by a person is
// dropped, and what has no words in it gets a line that says so.
func (p *Platform) hearMessage(ctx context.Context, m *discordgo.Message, heard func(context.Context, bot.Heard)) {
	if !byPerson(m) {
		return
	}
	p.channels.met(m.Author.ID, m.ChannelID)
	text := textOf(m)
	if text == "" && !hasThings(m) {
		return
	}
	p.typing.begin(m.Author.ID, m.ChannelID)
	p.inbox.put(ctx, m.Author.ID, nil, func(ctx context.Context) {
		if text == "" {
			p.onlyText(ctx, m)
			return
		}
		h, ok := p.options.Coach.Command(text)
		if !ok {
			h = coach.Heard{Text: text}
		}
		h.Name = displayName(m.Author)
		heard(ctx, bot.Heard{
			Event: Name + ":" + m.ID, From: PersonID(m.Author.ID), To: UserAddress(m.Author.ID),
			Heard: h, Done: p.done(m.Author.ID),
		})
	})
}

// done is called when an answer is kept, or when there will be none.
func (p *Platform) done(user string) func(error) {
	return func(err error) {
		if err != nil {
			p.typing.end(user)
		}
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

// onlyText says that nothing but text can be read. Nothing is lost if that fails.
func (p *Platform) onlyText(ctx context.Context, m *discordgo.Message) {
	if err := p.Send(ctx, UserAddress(m.Author.ID), "text-"+m.ID, coach.Message{Text: p.words.OnlyText}); err != nil {
		p.log.LogAttrs(ctx, slog.LevelWarn, "discord: nobody was told that only text is read", slog.Any("err", err))
	}
}
