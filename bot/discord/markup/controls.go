package markup

import (
	"encoding/json"
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
			list = append(list, discordgo.Button{Style: discordgo.SecondaryButton, Label: label(c.Label, maxLabel), CustomID: ChoiceID(c.Key)})
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
	menu := discordgo.SelectMenu{MenuType: discordgo.StringSelectMenu, CustomID: MenuID, Placeholder: label(r.Choose, placeholder)}
	for _, c := range list {
		menu.Options = append(menu.Options, discordgo.SelectMenuOption{Label: label(c.Label, maxOption), Value: ChoiceID(c.Key)})
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

// label is plain text of at most limit units, cut between characters.
func label(s string, limit int) string {
	s = strings.Join(strings.Fields(clean(s)), " ")
	if units(s) <= limit {
		return s
	}
	head, _ := cutAt(s, limit-1)
	return strings.TrimSpace(head) + "…"
}

// component is what is read of a message's components, whatever else is in them:
// of a kind that is not known yet, too.
type component struct {
	CustomID   string      `json:"custom_id"`
	Label      string      `json:"label"`
	Value      string      `json:"value"`
	Options    []component `json:"options"`
	Components []component `json:"components"`
}

// Label finds what stood on the choice with that id in a message's components.
func Label(components json.RawMessage, id string) string {
	var list []component
	if id == "" || json.Unmarshal(components, &list) != nil {
		return ""
	}
	return find(list, id)
}

func find(list []component, id string) string {
	for _, c := range list {
		if c.Label != "" && (c.CustomID == id || c.Value == id) {
			return c.Label
		}
		for _, inner := range [...][]component{c.Components, c.Options} {
			if l := find(inner, id); l != "" {
				return l
			}
		}
	}
	return ""
}

// Tapped is a message after a tap: what was chosen stands under it, and nothing can
// be tapped any more. Where there is no room for that a button without effect
// says it.
func (r Renderer) Tapped(content, chosen string) Message {
	chosen = label(chosen, maxOption)
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
		discordgo.Button{Style: discordgo.SecondaryButton, Label: label(chosen, maxLabel), CustomID: "chosen", Disabled: true},
	}}}
	return m
}
