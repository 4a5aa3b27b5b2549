package markup

import (
	"slices"
	"strings"

	"bounceback/coach"

	"github.com/bwmarrin/discordgo"
)

// choiceMark begins the custom id of a choice, whose key follows. It tells it from
// other things that can be tapped.
const choiceMark = "k:"

// MenuID is the custom id of a select menu; what is chosen in it stands in the
// values.
const MenuID = "m"

// ChoiceID is the custom id of a choice.
func ChoiceID(key string) string { return choiceMark + key }

// Key is the key of a tapped choice; ok is false for what is none.
func Key(id string) (key string, ok bool) { return strings.CutPrefix(id, choiceMark) }

// private shows choices to a person: up to five as a row of buttons, more or
// longer ones as a menu.
func (r Renderer) private(choices []coach.Choice) []discordgo.MessageComponent {
	long := slices.ContainsFunc(choices, func(c coach.Choice) bool { return units(c.Label) > maxLabel })
	if len(choices) <= maxInRow && !long {
		return buttons(choices)
	}
	return r.menu(choices)
}

// buttons are rows of five.
func buttons(choices []coach.Choice) (rows []discordgo.MessageComponent) {
	for row := range slices.Chunk(usable(choices), maxInRow) {
		if len(rows) == maxRows {
			break
		}
		var list []discordgo.MessageComponent
		for _, c := range row {
			list = append(list, discordgo.Button{Style: discordgo.SecondaryButton, Label: Plain(c.Label, maxLabel), CustomID: ChoiceID(c.Key)})
		}
		rows = append(rows, discordgo.ActionsRow{Components: list})
	}
	return rows
}

func (r Renderer) menu(choices []coach.Choice) []discordgo.MessageComponent {
	list := usable(choices)
	if len(list) > maxOptions {
		list = list[:maxOptions]
	}
	if len(list) == 0 {
		return nil
	}
	menu := discordgo.SelectMenu{MenuType: discordgo.StringSelectMenu, CustomID: MenuID, Placeholder: Plain(r.Choose, placeholder)}
	for _, c := range list {
		menu.Options = append(menu.Options, discordgo.SelectMenuOption{Label: Plain(c.Label, maxOption), Value: ChoiceID(c.Key)})
	}
	return []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{menu}}}
}

// usable are the choices that Discord takes: each id once, and none that is too
// long. What is left out can still be said in words.
func usable(choices []coach.Choice) (list []coach.Choice) {
	seen := map[string]bool{}
	for _, c := range choices {
		if id := ChoiceID(c.Key); c.Key != "" && len(id) <= MaxID && !seen[id] && strings.TrimSpace(c.Label) != "" {
			seen[id] = true
			list = append(list, c)
		}
	}
	return list
}

// Plain is plain text of one line and at most limit units, cut between characters,
// for labels and names.
func Plain(s string, limit int) string {
	s = strings.Join(strings.Fields(clean(s)), " ")
	if units(s) <= limit {
		return s
	}
	head, _ := cutAt(s, limit-1)
	return strings.TrimSpace(head) + "…"
}

// Label finds what stood on the choice with that id in a message's components, as
// discordgo reads them; it is empty where there is none.
func Label(components []discordgo.MessageComponent, id string) string {
	for _, c := range components {
		switch c := c.(type) {
		case *discordgo.ActionsRow:
			if c != nil {
				if l := Label(c.Components, id); l != "" {
					return l
				}
			}
		case *discordgo.Button:
			if c != nil && c.CustomID == id {
				return c.Label
			}
		case *discordgo.SelectMenu:
			if c == nil {
				continue
			}
			for _, o := range c.Options {
				if o.Value == id {
					return o.Label
				}
			}
		}
	}
	return ""
}

// Tapped is a message after a tap: what was chosen stands under it, and nothing can
// be tapped any more. Where there is no room for that a button without effect
// says it.
func (r Renderer) Tapped(content, chosen string) Message {
	chosen = Plain(chosen, maxOption)
	m := Message{Content: content, Components: []discordgo.MessageComponent{}}
	if chosen == "" {
		return m
	}
	said := strings.ReplaceAll(r.Chosen, "{choice}", Escape(chosen))
	if content != "" {
		said = content + "\n\n" + said
	}
	if units(said) <= MaxContent {
		m.Content = said
		return m
	}
	m.Components = []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
		discordgo.Button{Style: discordgo.SecondaryButton, Label: Plain(chosen, maxLabel), CustomID: "chosen", Disabled: true},
	}}}
	return m
}
