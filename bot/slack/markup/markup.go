// Package markup turns what the coach says into what Slack shows. It is pure: a
// message goes in, blocks come out.
//
// A link whose destination is "time:" and seconds since 1970 is a moment; Slack
// shows it on the reader's own clock.
//
// The words: a *block* is a part of a message in Slack's Block Kit. A *rich text*
// block holds paragraphs, quotations, code and lists as a tree; its *elements* are
// stretches of text with a style, links and dates. *mrkdwn* is Slack's older way,
// text with stars and underscores in it. The *fallback* is a message's text
// without any blocks: notifications and screen readers use it.
//
// All words of a message go as rich text, never as mrkdwn. mrkdwn has no escape
// character: a person who wrote “*so* tired” would see it come back in bold,
// whatever is done to it, and an address they wrote would become a link. In rich
// text nothing is read out of a text: it shows as typed, it cannot mention or ping
// anybody, and what is a link says so.
//
// Caveats. Slack does not say how long a rich text block may be; blocks are kept
// below the 3000 characters of a section. Lengths are counted in bytes, which is
// never less than what Slack counts, so text in scripts of two or three bytes a
// letter is parted earlier than needed. Rich text lists have numbers with a full
// stop only, so “3) x” stays text.
package markup

import (
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"bounceback/coach"
)

// Slack's limits, from the fact that more is answered with invalid_blocks or
// msg_blocks_too_long. Of the last nothing is documented; 13,200 characters was
// found by others.
const (
	maxBlocks   = 50
	maxText     = 12_000 // bytes of all text of a message
	maxBlock    = 3_000  // bytes of one block
	maxFallback = 3_000  // bytes; Slack itself allows 40,000 characters
	maxLabel    = 75     // characters of a button or an option
	maxAlt      = 2_000  // characters of what an image shows
	maxMenu     = 100    // options of one menu
	maxRow      = 5      // buttons beside one another; Slack would take 25
)

// The choices of a message stand in blocks whose id begins with Choices; each
// button and menu in them has an action id that begins so. The value of what was
// tapped is the Key of the choice.
const Choices = "choices"

// Letter is the key of the letter whose choices are in a block, empty if it was
// not told to Render. With a tap in what only one person sees, Slack sends this and
// not the message.
func Letter(blockID string) string {
	if !strings.HasPrefix(blockID, Choices) {
		return ""
	}
	_, key, _ := strings.Cut(blockID, ".")
	return key
}

// Message is one message for Slack.
type Message struct {
	Text   string        // the fallback: plain, escaped, never empty
	Blocks []slack.Block // at most 50
}

// Options are what the message itself does not say.
type Options struct {
	// Picture is the id of the uploaded file that shows the figure. Without one the
	// figure is drawn in letters.
	Picture string
	// Key is that of the letter; see Letter.
	Key string
	// Menu is what stands on a closed menu, in at most 150 characters. It is used
	// where a message has more choices than fit into a row.
	Menu string
	// Room is true for a post in a channel: it is a single message, cut where that
	// is not enough, and all its choices are buttons, in rows of five.
	Room bool
}

// Render is what the coach says as messages for Slack: nearly always one, more
// where Slack would refuse the length. The picture and the choices stand in the
// last. Nothing is returned for a message that has nothing in it.
func Render(m coach.Message, o Options) []Message {
	blocks := richText(m.Text)
	var tail []slack.Block
	var spoken map[slack.Block]string
	switch {
	case m.Figure == nil:
	case o.Picture != "":
		tail = append(tail, picture(m.Figure, o.Picture))
	default:
		var drawn []slack.Block
		drawn, spoken = bars(m.Figure)
		blocks = append(blocks, drawn...)
	}
	tail = append(tail, choices(m.Choices, o)...)
	parts := split(blocks, maxBlocks-len(tail))
	if len(parts) > 1 && o.Room {
		last := len(parts[0]) - 1
		parts = [][]slack.Block{append(parts[0][:last:last], paragraph("…"))}
	}
	if len(parts) == 0 {
		if len(tail) == 0 {
			return nil
		}
		parts = [][]slack.Block{nil}
	}
	parts[len(parts)-1] = append(parts[len(parts)-1], tail...)
	messages := make([]Message, len(parts))
	for i, part := range parts {
		messages[i] = Message{Text: fallback(part, spoken), Blocks: part}
	}
	return messages
}

// Chosen is a message after a tap: as it was, without anything to tap, and with
// the label of what was chosen. The blocks are those that Slack sent along with
// the tap, so that nothing of a message needs to be kept for this.
func Chosen(blocks []slack.Block, label string) Message {
	var kept []slack.Block
	for _, b := range blocks {
		switch b := b.(type) {
		case *slack.ActionBlock:
		case *slack.ImageBlock:
			// Slack tells of a picture more than it takes: a file is named by its id
			// alone.
			if b.SlackFile != nil && b.SlackFile.ID != "" {
				b = slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: b.SlackFile.ID}, b.AltText, b.BlockID, b.Title)
			}
			kept = append(kept, b)
		default:
			kept = append(kept, b)
		}
	}
	if label = cutLabel(label); label != "" {
		kept = append(kept, slack.NewContextBlock("", plainText("✓ "+label)))
	}
	return Message{Text: fallback(kept, nil), Blocks: kept}
}

// split parts blocks into messages that Slack takes.
func split(blocks []slack.Block, most int) (parts [][]slack.Block) {
	size := 0
	for i, b := range blocks {
		n := len(plain(b))
		if i == 0 || len(parts[len(parts)-1]) == most || size+n > maxText {
			parts = append(parts, nil)
			size = 0
		}
		parts[len(parts)-1] = append(parts[len(parts)-1], b)
		size += n
	}
	return parts
}

func picture(f *coach.Figure, file string) slack.Block {
	shows, _ := clip(clean(f.Alt), maxAlt)
	if strings.TrimSpace(shows) == "" {
		shows = "…" // an image without a description is refused
	}
	return slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: file}, shows, "", nil)
}

// choices are what can be tapped: rows of buttons, or a menu where one row is
// not enough.
func choices(list []coach.Choice, o Options) (blocks []slack.Block) {
	id := func(n int) string { return Choices + "-" + strconv.Itoa(n) }
	block := func(n int) string {
		if o.Key == "" {
			return id(n)
		}
		return id(n) + "." + o.Key
	}
	if len(list) > maxRow && !o.Room {
		for some := range slices.Chunk(list, maxMenu) {
			menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plainText(o.Menu), id(len(blocks)))
			for _, c := range some {
				menu.Options = append(menu.Options, slack.NewOptionBlockObject(c.Key, plainText(label(c)), nil))
			}
			blocks = append(blocks, slack.NewActionBlock(block(len(blocks)), menu))
		}
		return blocks
	}
	for i, c := range list {
		if i%maxRow == 0 {
			blocks = append(blocks, slack.NewActionBlock(block(len(blocks))))
		}
		row := blocks[len(blocks)-1].(*slack.ActionBlock).Elements
		row.ElementSet = append(row.ElementSet, slack.NewButtonBlockElement(id(i), c.Key, plainText(label(c))))
	}
	return blocks
}

// label is what stands on a button; Slack refuses one with nothing on it.
func label(c coach.Choice) string {
	if s := cutLabel(c.Label); s != "" {
		return s
	}
	return "…"
}

func cutLabel(s string) string {
	s, _ = clip(strings.Join(strings.Fields(clean(s)), " "), maxLabel)
	return s
}

// plainText is text in which nothing is read, not even “:smile:”.
func plainText(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
}

func paragraph(s string) slack.Block {
	return slack.NewRichTextBlock("", slack.NewRichTextSection(slack.NewRichTextSectionTextElement(s, nil)))
}
