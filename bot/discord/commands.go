package discord

import (
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"strconv"

	"bounceback/bot/discord/markup"
	"bounceback/coach"
	"bounceback/coach/page"

	"github.com/bwmarrin/discordgo"
)

// Discord's limits for options.
const (
	maxChoices = 25  // with more, an option has autocompletion
	maxChoice  = 100 // characters of a choice and of its value
)

// locales are the languages that Discord knows, by the folder of the pages; English
// is what all others get.
var locales = map[string]discordgo.Locale{
	"bg": discordgo.Bulgarian, "cs": discordgo.Czech, "da": discordgo.Danish, "de": discordgo.German, "el": discordgo.Greek,
	"es": discordgo.SpanishES, "fi": discordgo.Finnish, "fr": discordgo.French, "hi": discordgo.Hindi, "hr": discordgo.Croatian,
	"hu": discordgo.Hungarian, "id": "id", "it": discordgo.Italian, "ja": discordgo.Japanese, "ko": discordgo.Korean,
	"lt": discordgo.Lithuanian, "nl": discordgo.Dutch, "no": discordgo.Norwegian, "pl": discordgo.Polish, "pt": discordgo.PortugueseBR,
	"ro": discordgo.Romanian, "ru": discordgo.Russian, "sv": discordgo.Swedish, "th": discordgo.Thai, "tr": discordgo.Turkish,
	"uk": discordgo.Ukrainian, "vi": discordgo.Vietnamese, "zh": discordgo.ChineseCN,
}

// Commands are the coach's commands as Discord registers them.
//
// Those for everybody work in servers, in the direct message and in private talks,
// for a server that installed the bot and for a person who did. Those for who
// manages a channel work only in servers that installed it, and are hidden from all
// who may not manage channels.
func Commands(c Coach) []*discordgo.ApplicationCommand {
	list := []*discordgo.ApplicationCommand{}
	for _, cmd := range c.Commands() {
		made := &discordgo.ApplicationCommand{
			Type: discordgo.ChatApplicationCommand, Name: cmd.Name, Description: cmd.Description,
			Contexts:         &[]discordgo.InteractionContextType{discordgo.InteractionContextGuild, discordgo.InteractionContextBotDM, discordgo.InteractionContextPrivateChannel},
			IntegrationTypes: &[]discordgo.ApplicationIntegrationType{discordgo.ApplicationIntegrationGuildInstall, discordgo.ApplicationIntegrationUserInstall},
			Options:          []*discordgo.ApplicationCommandOption{},
		}
		if cmd.Manages {
			needs := int64(discordgo.PermissionManageChannels)
			made.DefaultMemberPermissions = &needs
			made.Contexts = &[]discordgo.InteractionContextType{discordgo.InteractionContextGuild}
			made.IntegrationTypes = &[]discordgo.ApplicationIntegrationType{discordgo.ApplicationIntegrationGuildInstall}
		}
		for k, o := range cmd.Options {
			made.Options = append(made.Options, option(c, o))
			made.Options[k].DescriptionLocalizations = translated(c, o.Description, func(b *page.Book) string {
				if l := find(b, cmd.Name); l != nil && k < len(l.Options) && l.Options[k].Name == o.Name {
					return l.Options[k].Description
				}
				return ""
			})
		}
		if words := translated(c, cmd.Description, func(b *page.Book) string {
			if l := find(b, cmd.Name); l != nil {
				return l.Description
			}
			return ""
		}); len(words) > 0 {
			made.DescriptionLocalizations = &words
		}
		list = append(list, made)
	}
	return list
}

// find is the command of that name in a book, nil if there is none.
func find(b *page.Book, name string) *page.Command {
	if i := slices.IndexFunc(b.Commands, func(l page.Command) bool { return l.Name == name }); i >= 0 {
		return &b.Commands[i]
	}
	return nil
}

// translated are some English words in the languages that have pages of their own,
// in whose books words finds them. The names of commands and options are the same in
// all languages; what can be chosen has its own.
func translated(c Coach, english string, words func(*page.Book) string) (all map[discordgo.Locale]string) {
	for language, locale := range locales {
		b := c.Book(language)
		if b == nil || b.Language != language {
			continue
		}
		if s := words(b); s != "" && s != english {
			if all == nil {
				all = map[discordgo.Locale]string{}
			}
			all[locale] = s
		}
	}
	return all
}

// option is an option with its type and what can be chosen in it.
func option(c Coach, o page.Option) *discordgo.ApplicationCommandOption {
	made := &discordgo.ApplicationCommandOption{
		Type: discordgo.ApplicationCommandOptionString, Name: o.Name, Description: o.Description, Required: o.Required,
	}
	switch {
	case o.Kind == "number":
		made.Type = discordgo.ApplicationCommandOptionInteger
		made.Choices = moods(c, o)
	case len(o.Codes) > 0 && len(o.Codes) <= maxChoices:
		for _, code := range o.Codes {
			name := func(words string) string { return markup.Plain(words, maxChoice) }
			made.Choices = append(made.Choices, choice(c, code.Words, code.Code, name, o.Kind, code.Code))
		}
	default:
		made.Autocomplete = c.Completes(o)
		made.MaxLength = maxWritten
	}
	return made
}

// choice is what can be chosen, with its name in all languages: of the words that stand
// for a code in a table of forms.md.
func choice(c Coach, words string, value any, name func(words string) string, table, code string) *discordgo.ApplicationCommandOptionChoice {
	return &discordgo.ApplicationCommandOptionChoice{Name: name(words), Value: value, NameLocalizations: translated(c, name(words), func(b *page.Book) string {
		if words := b.Forms[table][code]; words != "" {
			return name(words)
		}
		return ""
	})}
}

// moods are the numbers of a mood with the words for them.
func moods(c Coach, o page.Option) (list []*discordgo.ApplicationCommandOptionChoice) {
	if o.Name != "mood" {
		return nil
	}
	const table = "moods"
	english := c.Book(coach.English).Forms[table]
	for n := 1; n <= len(english); n++ {
		code := strconv.Itoa(n)
		if words, ok := english[code]; ok {
			name := func(words string) string { return markup.Plain(code+": "+words, maxChoice) }
			list = append(list, choice(c, words, n, name, table, code))
		}
	}
	return list
}

// register brings Discord's list of commands in line with the coach's, if it is
// not; each change counts towards a limit of 200 a day.
func (p *Platform) register(ctx context.Context, app string) error {
	want := Commands(p.options.Coach)
	have, err := p.rest.Commands(ctx, app)
	if err != nil {
		return err
	}
	if same(want, have) {
		return nil
	}
	if err := p.rest.SetCommands(ctx, app, want); err != nil {
		return err
	}
	p.log.LogAttrs(ctx, slog.LevelInfo, "discord: the commands are registered", slog.Int("commands", len(want)))
	return nil
}

// same tells whether two lists of commands are alike in all that this program
// sets. What Discord adds, such as ids, is no difference.
func same(a, b []*discordgo.ApplicationCommand) bool {
	return slices.Equal(described(a), described(b))
}

// described are commands as texts that can be compared.
func described(list []*discordgo.ApplicationCommand) (texts []string) {
	for _, cmd := range list {
		if cmd == nil {
			continue
		}
		c := discordgo.ApplicationCommand{
			Name: cmd.Name, Description: cmd.Description, Options: cmd.Options, DefaultMemberPermissions: cmd.DefaultMemberPermissions,
			Contexts: sorted(cmd.Contexts), IntegrationTypes: sorted(cmd.IntegrationTypes),
		}
		if cmd.DescriptionLocalizations != nil && len(*cmd.DescriptionLocalizations) > 0 {
			c.DescriptionLocalizations = cmd.DescriptionLocalizations
		}
		if len(c.Options) == 0 {
			c.Options = nil
		}
		text, err := json.Marshal(c)
		if err != nil {
			text = nil
		}
		texts = append(texts, string(text))
	}
	slices.Sort(texts)
	return texts
}

func sorted[T ~uint](list *[]T) *[]T {
	if list == nil {
		return nil
	}
	in := slices.Sorted(slices.Values(*list))
	return &in
}
