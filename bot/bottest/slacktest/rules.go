package slacktest

import (
	"fmt"
	"regexp"
	"slices"
	"unicode/utf8"
)

// rules checks a message or view against the rules of Block Kit. The figures are
// those of Slack's own Python SDK (slack_sdk/models) and reference pages.
type rules struct {
	surface string // message, modal or home
	broken  []string
	long    bool // the blocks are too long all together
	total   int  // characters of all block texts
	blocks  map[string]bool
	file    func(id string) bool // may this file be shown?
}

// rules makes a check for a message, modal or home. mu is held while it works.
func (s *Server) rules(surface string) *rules {
	return &rules{surface: surface, blocks: map[string]bool{}, file: func(id string) bool {
		f := s.files[id]
		return f != nil && f.ready(s.FileDelay)
	}}
}

func (r *rules) breaks(format string, args ...any) {
	r.broken = append(r.broken, fmt.Sprintf(format, args...))
}

// within checks a length in characters. least is 1 where the thing must be there.
func (r *rules) within(what, text string, least, most int) {
	switch n := utf8.RuneCountInString(text); {
	case n < least:
		r.breaks("%s is empty", what)
	case n > most:
		r.breaks("%s has %d characters of %d", what, n, most)
	}
}

// count checks how many of something there are.
func (r *rules) count(what string, n, least, most int) {
	if n < least || n > most {
		r.breaks("%s: %d of %d to %d", what, n, least, most)
	}
}

const (
	maxMessageText = 40_000
	maxBlocksText  = 13_200
)

func (r *rules) message(body JSON) {
	blocks := objects(list(body, "blocks"))
	text := str(body, "text")
	if len(blocks) > 0 && text == "" {
		r.breaks("blocks without a fallback text, so that notifications and screen readers have nothing to say")
	}
	r.within("text", text, 0, maxMessageText)
	r.pings("text", text)
	r.count("blocks", len(list(body, "blocks")), 0, 50)
	r.all(blocks)
}

func (r *rules) view(body JSON) {
	if str(body, "type") != r.surface {
		r.breaks("a view of type %q where a %s is wanted", str(body, "type"), r.surface)
	}
	blocks := objects(list(body, "blocks"))
	r.count("blocks of a view", len(blocks), 1, 100)
	if r.surface == "modal" {
		r.text("title", object(body, "title"), 24, "plain_text")
		hasInput := slices.ContainsFunc(blocks, func(b JSON) bool { return str(b, "type") == "input" })
		if body["submit"] != nil || hasInput {
			r.text("submit", object(body, "submit"), 24, "plain_text")
		}
		if body["close"] != nil {
			r.text("close", object(body, "close"), 24, "plain_text")
		}
	}
	r.within("private_metadata", str(body, "private_metadata"), 0, 3000)
	r.within("callback_id", str(body, "callback_id"), 0, 255)
	r.within("external_id", str(body, "external_id"), 0, 255)
	r.all(blocks)
}

func (r *rules) all(blocks []JSON) {
	for i, b := range blocks {
		r.block(fmt.Sprintf("block %d (%s)", i+1, str(b, "type")), b)
	}
	if r.total > maxBlocksText && r.surface == "message" {
		r.long = true
		r.breaks("the texts of all blocks have %d characters of %d", r.total, maxBlocksText)
	}
}

func (r *rules) block(at string, b JSON) {
	if id := str(b, "block_id"); id != "" || b["block_id"] != nil {
		r.within(at+": block_id", id, 1, 255)
		if r.blocks[id] {
			r.breaks("%s: block_id %q is there twice", at, id)
		}
		r.blocks[id] = true
	}
	actions := map[string]bool{}
	switch str(b, "type") {
	case "section":
		r.section(at, b, actions)
	case "header":
		r.text(at+": text", object(b, "text"), 150, "plain_text")
	case "divider":
	case "context":
		r.count(at+": elements", len(list(b, "elements")), 1, 10)
		for _, e := range objects(list(b, "elements")) {
			if str(e, "type") == "image" {
				r.image(at, e)
			} else {
				r.text(at+": element", e, 3000)
			}
		}
	case "actions":
		r.count(at+": elements", len(list(b, "elements")), 1, 25)
		for _, e := range objects(list(b, "elements")) {
			r.element(at, e, actions)
		}
	case "image":
		r.image(at, b)
		if b["title"] != nil {
			r.text(at+": title", object(b, "title"), 2000, "plain_text")
		}
	case "input":
		r.text(at+": label", object(b, "label"), 2000, "plain_text")
		if b["hint"] != nil {
			r.text(at+": hint", object(b, "hint"), 2000, "plain_text")
		}
		if str(object(b, "element"), "type") == "button" {
			r.breaks("%s: a button is no input", at)
		}
		r.element(at, object(b, "element"), actions)
	case "markdown":
		r.within(at+": text", str(b, "text"), 1, 12_000)
		r.pings(at, str(b, "text"))
		r.total += utf8.RuneCountInString(str(b, "text"))
	case "rich_text":
		r.count(at+": elements", len(list(b, "elements")), 1, 1000)
		r.rich(at, b)
	default:
		r.breaks("%s: unknown type", at)
	}
}

func (r *rules) section(at string, b JSON, actions map[string]bool) {
	if b["text"] == nil && len(list(b, "fields")) == 0 {
		r.breaks("%s has neither text nor fields", at)
	}
	if b["text"] != nil {
		r.text(at+": text", object(b, "text"), 3000)
	}
	r.count(at+": fields", len(list(b, "fields")), 0, 10)
	for _, f := range objects(list(b, "fields")) {
		r.text(at+": field", f, 2000)
	}
	if a := object(b, "accessory"); a != nil {
		if str(a, "type") == "image" {
			r.image(at, a)
		} else {
			r.element(at, a, actions)
		}
	}
}

// text checks a text object; kinds are those that may stand there, none is all.
func (r *rules) text(at string, o JSON, most int, kinds ...string) {
	kind, text := str(o, "type"), str(o, "text")
	if len(kinds) == 0 {
		kinds = []string{"mrkdwn", "plain_text"}
	}
	if !slices.Contains(kinds, kind) {
		r.breaks("%s has the type %q", at, kind)
	}
	r.within(at, text, 1, most)
	r.total += utf8.RuneCountInString(text)
	if kind == "mrkdwn" {
		r.pings(at, text)
	}
	if kind == "mrkdwn" && o["emoji"] != nil {
		r.breaks("%s: emoji is only for plain_text", at)
	}
}

// mention is what notifies somebody: <!channel>, <!subteam^…>, <@U…>; a date
// token does not.
var mention = regexp.MustCompile(`<(!(?:channel|here|everyone|group|subteam)|@)[^>]*>`)

func (r *rules) pings(at, text string) {
	if m := mention.FindString(text); m != "" {
		r.breaks("%s mentions somebody by %s", at, m)
	}
}

// rich looks for mentions in a rich text, and for emptiness.
func (r *rules) rich(at string, o JSON) {
	switch kind := str(o, "type"); kind {
	case "user", "usergroup", "broadcast":
		r.breaks("%s mentions somebody by a %s element", at, kind)
	case "text":
		r.within(at+": text", str(o, "text"), 1, 3000)
		r.total += utf8.RuneCountInString(str(o, "text"))
	case "rich_text", "rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted", "link", "emoji", "date", "color", "channel":
	default:
		r.breaks("%s: unknown rich text %q", at, kind)
	}
	for _, e := range objects(list(o, "elements")) {
		r.rich(at, e)
	}
}

func (r *rules) image(at string, o JSON) {
	r.within(at+": alt_text", str(o, "alt_text"), 1, 2000)
	f := object(o, "slack_file")
	switch {
	case f == nil:
		r.within(at+": image_url", str(o, "image_url"), 1, 3000)
	case o["image_url"] != nil:
		r.breaks("%s: image_url and slack_file at once", at)
	case str(f, "url") == "" && !r.file(str(f, "id")):
		r.breaks("%s: the file is not there yet", at)
	}
}
