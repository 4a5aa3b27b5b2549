// Package markup shows what the coach says as Discord shows it. It is pure.
//
// The Markdown of the pages is read as a tree and written anew: Discord knows
// another Markdown, in which more characters have a meaning. All text is written so
// that it shows as it reads: nothing in it formats, links, previews or mentions
// anybody, whoever wrote it. What a page means as formatting stays formatting.
//
// A link whose destination is "time:" and seconds since 1970 is a moment; Discord
// shows it on the reader's own clock.
//
// Caveats. Lengths are counted in UTF-16 units, as Discord's own clients count;
// the server may count fewer. Text that stands in a fence is shown as it is but for
// its own fences, which get an invisible space.
package markup

import (
	"bounceback/coach"

	"github.com/bwmarrin/discordgo"
)

// Discord's limits, of https://discord.com/developers/docs: characters but for the
// id, which has bytes.
const (
	MaxContent = 2000
	MaxID      = 100

	maxLabel    = 80
	maxOption   = 100 // a label in a select menu
	maxOptions  = 25
	maxInRow    = 5
	maxRows     = 5
	placeholder = 150
)

// Message is one message as Discord takes it.
type Message struct {
	Content    string                       `json:"content"`
	Components []discordgo.MessageComponent `json:"components,omitempty"`
	// Figure is drawn by whoever sends it.
	Figure *coach.Figure `json:"figure,omitempty"`
}

// Renderer shows messages. Its words are Discord Markdown, that is, they are
// shown as they are.
type Renderer struct {
	// Choose stands in a select menu in which nothing is chosen.
	Choose string
	// Chosen says what was tapped; {choice} is filled in.
	Chosen string
}

// Message shows a message to a person: as several, if it is long. The figure is
// with the first of them and the choices under the last. It is never empty, for
// Discord takes no empty message: what has no text has a figure.
func (r Renderer) Message(m coach.Message) []Message {
	return r.parts(m, r.private(m.Choices))
}

// Post shows a message in a room. Up to ten choices are buttons, in rows of five.
func (r Renderer) Post(m coach.Message) []Message {
	return r.parts(m, buttons(m.Choices))
}

func (r Renderer) parts(m coach.Message, components []discordgo.MessageComponent) []Message {
	texts := split(blocks(m.Text), MaxContent)
	if len(texts) == 0 {
		if m.Figure == nil && len(components) == 0 {
			return nil
		}
		texts = []string{""}
	}
	list := make([]Message, len(texts))
	for i, text := range texts {
		list[i].Content = text
	}
	list[0].Figure = m.Figure
	list[len(list)-1].Components = components
	return list
}

// Text is Markdown as Discord shows it, whatever its length.
func Text(markdown string) string {
	var all string
	for i, b := range blocks(markdown) {
		if i > 0 {
			all += b.gap
		}
		all += b.String()
	}
	return all
}
