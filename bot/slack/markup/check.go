package markup

import (
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// Check says which of Slack's rules a message breaks, all of them at once: Slack
// itself answers with “invalid_blocks” and often no more. The library checks next
// to nothing.
func Check(m Message) error {
	c := checker{where: "message"}
	c.length("text", m.Text, 1, 40_000)
	c.blocks(m.Blocks, maxBlocks)
	if c.text > 13_200 {
		c.wrong("%d characters of text in all", c.text)
	}
	return errors.Join(c.found...)
}

// CheckBlocks is Check for the blocks of a modal or an App Home, of which there
// may be 100.
func CheckBlocks(blocks []slack.Block) error {
	c := checker{where: "view"}
	c.blocks(blocks, 100)
	return errors.Join(c.found...)
}

// node is a JSON object. The rules are about what is sent, and so is the check.
type node map[string]any

func (n node) kind() string          { s, _ := n["type"].(string); return s }
func (n node) str(key string) string { s, _ := n[key].(string); return s }
func (n node) sub(key string) node   { m, _ := n[key].(map[string]any); return m }
func (n node) has(key string) bool   { return n[key] != nil }

func (n node) list(key string) (list []node) {
	all, _ := n[key].([]any)
	for _, v := range all {
		m, _ := v.(map[string]any)
		list = append(list, m)
	}
	return list
}

type checker struct {
	where   string
	text    int // characters of all blocks
	blockID map[string]bool
	action  map[string]bool // of one block
	found   []error
}

func (c *checker) wrong(format string, args ...any) {
	c.found = append(c.found, fmt.Errorf(c.where+": "+format, args...))
}

// length is measured in characters, and never shows the text: it may hold a
// person's words.
func (c *checker) length(what, s string, least, most int) {
	if n := utf8.RuneCountInString(s); n < least || n > most {
		c.wrong("%s has %d characters, must have %d to %d", what, n, least, most)
	}
}

// many is where Slack names no limit.
const many = 1 << 20

func (c *checker) count(what string, n, least, most int) {
	if n < least || n > most {
		c.wrong("%d %s, must be %d to %d", n, what, least, most)
	}
}

func (c *checker) blocks(blocks []slack.Block, most int) {
	c.count("blocks", len(blocks), 0, most)
	data, err := json.Marshal(blocks)
	if err != nil {
		c.wrong("%w", err)
		return
	}
	var nodes []node
	if err := json.Unmarshal(data, &nodes); err != nil {
		c.wrong("%w", err)
		return
	}
	c.blockID = map[string]bool{}
	surface := c.where
	for i, n := range nodes {
		c.where = fmt.Sprintf("%s, block %d (%s)", surface, i, n.kind())
		c.action = map[string]bool{}
		c.block(n)
		if id := n.str("block_id"); id != "" {
			c.length("block_id", id, 1, 255)
			if c.blockID[id] {
				c.wrong("block_id %q is used twice", id)
			}
			c.blockID[id] = true
		}
	}
	c.where = surface
}

func (c *checker) block(n node) {
	switch n.kind() {
	case "divider":
	case "section":
		if n.has("text") {
			c.object("text", n.sub("text"), 3000)
		} else {
			c.count("fields", len(n.list("fields")), 1, 10)
		}
		for _, f := range n.list("fields") {
			c.object("field", f, 2000)
		}
		if n.has("accessory") {
			c.element(n.sub("accessory"))
		}
	case "header":
		c.object("text", n.sub("text"), 150)
	case "context":
		c.count("elements", len(n.list("elements")), 1, 10)
		for _, e := range n.list("elements") {
			if e.kind() != "image" {
				c.object("element", e, 3000)
			}
		}
	case "actions":
		c.count("elements", len(n.list("elements")), 1, 25)
		for _, e := range n.list("elements") {
			c.element(e)
		}
	case "input":
		c.object("label", n.sub("label"), 2000)
		if n.has("hint") {
			c.object("hint", n.sub("hint"), 2000)
		}
		c.element(n.sub("element"))
	case "image":
		c.length("alt_text", n.str("alt_text"), 1, maxAlt)
		if n.has("slack_file") == n.has("image_url") {
			c.wrong("needs a slack_file or an image_url")
		}
		if n.has("title") {
			c.object("title", n.sub("title"), 2000)
		}
	case "rich_text":
		c.count("elements", len(n.list("elements")), 1, many)
		for _, e := range n.list("elements") {
			c.rich(e)
		}
	default:
		c.wrong("no such block here")
	}
}

// rich checks the tree of a rich text block, in which nothing may be empty.
func (c *checker) rich(n node) {
	switch n.kind() {
	case "rich_text_list":
		c.count("list items", len(n.list("elements")), 1, many)
		for _, e := range n.list("elements") {
			c.rich(e)
		}
	case "rich_text_section", "rich_text_quote", "rich_text_preformatted":
		c.count("stretches of text", len(n.list("elements")), 1, many)
		for _, e := range n.list("elements") {
			c.rich(e)
		}
	case "text":
		c.length("text", n.str("text"), 1, 3000)
		c.text += utf8.RuneCountInString(n.str("text"))
	case "link":
		c.length("url", n.str("url"), 1, 3000)
		c.text += utf8.RuneCountInString(n.str("text"))
		if n.has("text") {
			c.length("link text", n.str("text"), 1, 3000)
		}
	case "date":
		c.length("format", n.str("format"), 1, 255)
		if !n.has("timestamp") {
			c.wrong("a date without a timestamp")
		}
	default:
		// Users, channels and broadcasts are known to Slack and wanted by nobody here:
		// they ping.
		c.wrong("rich text may not hold a %q", n.kind())
	}
}

// object checks a text object.
func (c *checker) object(what string, n node, most int) {
	if k := n.kind(); k != "plain_text" && k != "mrkdwn" {
		c.wrong("%s is a %q, must be plain_text or mrkdwn", what, k)
	}
	c.length(what, n.str("text"), 1, most)
	c.text += utf8.RuneCountInString(n.str("text"))
}

// element checks what can be tapped or filled in.
func (c *checker) element(n node) {
	id := n.str("action_id")
	c.length("action_id", id, 1, 255)
	if c.action[id] {
		c.wrong("action_id %q is used twice", id)
	}
	c.action[id] = true
	if n.has("placeholder") {
		c.object("placeholder", n.sub("placeholder"), 150)
	}
	switch n.kind() {
	case "button":
		c.object("button", n.sub("text"), maxLabel)
		c.length("value", n.str("value"), 0, 2000)
		c.length("url", n.str("url"), 0, 3000)
	case "static_select", "multi_static_select":
		c.options(n, 100)
	case "checkboxes", "radio_buttons":
		c.options(n, 10)
	case "overflow":
		c.options(n, 5)
	case "plain_text_input", "timepicker", "datepicker", "external_select", "users_select", "conversations_select", "channels_select", "number_input":
	default:
		c.wrong("no such element: %q", n.kind())
	}
}

func (c *checker) options(n node, most int) {
	options := n.list("options")
	c.count("options", len(options), 1, most)
	for _, o := range options {
		c.object("option", o.sub("text"), maxLabel)
		c.length("value", o.str("value"), 1, 150)
		if o.has("description") {
			c.object("description", o.sub("description"), 75)
		}
	}
}
