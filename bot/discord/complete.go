package discord

import (
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

// completePatience is how long a completion waits for what a person has logged.
const completePatience = time.Second

// suggestions are the answer to somebody who is typing an option. The list stands
// in it even when it is empty.
type suggestions struct {
	Choices []*discordgo.ApplicationCommandOptionChoice `json:"choices"`
}

// complete offers what an option can hold, given what stands in it so far. An empty
// list would read as an error: it then offers what was typed.
func (p *Platform) complete(ctx context.Context, i *discordgo.Interaction, data discordgo.ApplicationCommandInteractionData) any {
	s := suggestions{Choices: []*discordgo.ApplicationCommandOptionChoice{}}
	o, typed, ok := p.focused(data)
	if !ok {
		return s
	}
	for _, code := range p.suggest(ctx, PersonID(author(i).ID), o, typed) {
		if value := code.Code; len([]rune(value)) <= maxChoice {
			s.Choices = append(s.Choices, &discordgo.ApplicationCommandOptionChoice{Name: markup.Plain(code.Words, maxChoice), Value: value})
		}
	}
	if typed = markup.Plain(typed, maxChoice-20); len(s.Choices) == 0 && typed != "" {
		name := strings.ReplaceAll(p.words.NoMatch, "{typed}", typed)
		s.Choices = append(s.Choices, &discordgo.ApplicationCommandOptionChoice{Name: markup.Plain(name, maxChoice), Value: typed})
	}
	return s
}

// focused is the option that somebody is typing, and what stands in it.
func (p *Platform) focused(data discordgo.ApplicationCommandInteractionData) (o page.Option, typed string, ok bool) {
	at := slices.IndexFunc(data.Options, func(o *discordgo.ApplicationCommandInteractionDataOption) bool { return o != nil && o.Focused })
	if at < 0 {
		return o, "", false
	}
	typed, _ = data.Options[at].Value.(string)
	for _, cmd := range p.options.Coach.Commands() {
		if cmd.Name != data.Name {
			continue
		}
		for _, o := range cmd.Options {
			if o.Name == data.Options[at].Name {
				return o, strings.TrimSpace(typed), true
			}
		}
	}
	return o, "", false
}

// suggest asks the coach. Where nothing of the person's is known in time, what
// everybody can be offered must do.
func (p *Platform) suggest(ctx context.Context, id coach.ID, o page.Option, typed string) (list []page.Code) {
	ask := func(j coach.Journal) { list = p.options.Coach.Suggest(o, typed, j, maxChoices) }
	if p.options.Look == nil {
		ask(nil)
		return list
	}
	ctx, cancel := context.WithTimeout(ctx, completePatience)
	defer cancel()
	if err := p.options.Look(ctx, id, func(_ *coach.Person, j coach.Journal) { ask(j) }); err != nil {
		p.log.LogAttrs(ctx, slog.LevelWarn, "discord: a person's own names could not be looked up", slog.Any("err", err))
		ask(nil)
	}
	return list
}
