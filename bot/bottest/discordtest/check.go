package discordtest

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// units is the length of a text as Discord counts it: in code points, as its
// staff said in github.com/discord/discord-api-docs/issues/1315.
func units(s string) int { return utf8.RuneCountInString(s) }

// fault collects what is wrong with a request.
type faults []string

func (f *faults) add(format string, args ...any) { *f = append(*f, fmt.Sprintf(format, args...)) }

// size checks a text; least 0 lets it be missing.
func (f *faults) size(what, s string, least, most int) {
	if n := units(s); n < least || n > most {
		f.add("%s has %d characters, not %d to %d", what, n, least, most)
	}
}

// check holds a request against the limits that the schema does not know.
func check(r route, c *call) []string {
	var f faults
	f.files(c)
	switch r.method + " " + r.path {
	case "POST /channels/*/messages":
		f.nonce(c.body)
		f.message(c.body, len(c.files) > 0, true)
	case "POST /webhooks/*/*":
		f.message(c.body, len(c.files) > 0, true)
	case "PATCH /channels/*/messages/*", "PATCH /webhooks/*/*/messages/*":
		f.message(c.body, len(c.files) > 0, false)
	case "POST /interactions/*/*/callback":
		f.callback(c)
	case "PUT /applications/*/commands", "PUT /applications/*/guilds/*/commands":
		f.commands(c.body)
	}
	return f
}

func (f *faults) callback(c *call) {
	data := object(c.body, "data")
	switch number(c.body, "type") {
	case AnswerMessage:
		f.message(data, len(c.files) > 0, true)
	case AnswerUpdate:
		f.message(data, len(c.files) > 0, false)
	case AnswerDeferred:
		if text(data, "content") != "" || len(list(data, "embeds")) > 0 || len(list(data, "components")) > 0 {
			f.add("a deferral with words")
		}
		if n := number(data, "flags"); n&^flagEphemeral != 0 {
			f.add("a deferral with flags %d", n)
		}
	case AnswerAutocompleted:
		choices := list(data, "choices")
		if len(choices) > 25 {
			f.add("%d choices", len(choices))
		}
		for _, o := range choices {
			f.size("the name of a choice", text(o, "name"), 1, 100)
			if v, ok := asObject(o)["value"].(string); ok {
				f.size("the value of a choice", v, 1, 100)
			}
		}
	case AnswerForm:
		f.form(data)
	}
}

// message checks what creates or changes a message.
func (f *faults) message(body any, withFiles, creates bool) {
	o := asObject(body)
	_, changesText := o["content"]
	content := text(body, "content")
	f.size("the content", content, 0, 2000)
	embeds, rows := list(body, "embeds"), list(body, "components")
	if creates && strings.TrimSpace(content) == "" && len(embeds) == 0 && len(rows) == 0 && !withFiles {
		f.add("an empty message")
	}
	if number(body, "flags")&(1<<15) != 0 {
		f.add("components of the second version, which this server does not know")
	}
	if creates || changesText {
		f.mentions(o)
	}
	f.embeds(embeds)
	f.rows(rows)
}

// mentions: nobody is to be pinged, whatever a text says.
func (f *faults) mentions(o obj) {
	m, given := o["allowed_mentions"].(obj)
	parse, isList := m["parse"].([]any)
	if !given || !isList || len(parse) > 0 || len(list(m, "users")) > 0 || len(list(m, "roles")) > 0 || truth(m, "replied_user") {
		f.add(`allowed_mentions is not {"parse": []}: somebody could be pinged`)
	}
}

func (f *faults) nonce(body any) {
	n, given := asObject(body)["nonce"]
	if s, ok := n.(string); ok {
		f.size("the nonce", s, 1, 25)
	}
	if given && !truth(body, "enforce_nonce") {
		f.add("a nonce without enforce_nonce does nothing")
	}
}

func (f *faults) embeds(embeds []any) {
	if len(embeds) > 10 {
		f.add("%d embeds", len(embeds))
	}
	total := 0
	count := func(what, s string, most int) {
		f.size(what, s, 0, most)
		total += units(s)
	}
	for _, e := range embeds {
		count("the title of an embed", text(e, "title"), 256)
		count("the description of an embed", text(e, "description"), 4096)
		count("the footer of an embed", text(object(e, "footer"), "text"), 2048)
		count("the author of an embed", text(object(e, "author"), "name"), 256)
		if n := len(list(e, "fields")); n > 25 {
			f.add("an embed with %d fields", n)
		}
		for _, field := range list(e, "fields") {
			count("the name of a field", text(field, "name"), 256)
			count("the value of a field", text(field, "value"), 1024)
		}
	}
	if total > 6000 {
		f.add("embeds of %d characters", total)
	}
}

// rows checks the components of a message.
func (f *faults) rows(rows []any) {
	if len(rows) > 5 {
		f.add("%d rows", len(rows))
	}
	seen := map[string]bool{}
	id := func(c any) {
		s := text(c, "custom_id")
		f.size("a custom id", s, 1, 100)
		if seen[s] {
			f.add("the custom id %q twice", s)
		}
		seen[s] = true
	}
	for _, row := range rows {
		inside := list(row, "components")
		if number(row, "type") != 1 || len(inside) == 0 || len(inside) > 5 {
			f.add("a row of type %d with %d components", number(row, "type"), len(inside))
		}
		for _, c := range inside {
			switch number(c, "type") {
			case 2:
				f.button(c, id)
			case 3:
				if len(inside) > 1 {
					f.add("a select that does not have its row for itself")
				}
				id(c)
				f.options(c)
			default:
				f.add("a component of type %d in a row", number(c, "type"))
			}
		}
	}
}

func (f *faults) button(c any, id func(any)) {
	f.size("the label of a button", text(c, "label"), 0, 80)
	if text(c, "label") == "" && object(c, "emoji") == nil {
		f.add("a button without label and emoji")
	}
	switch style := number(c, "style"); {
	case style < 1 || style > 5:
		f.add("a button of style %d", style)
	case style == 5:
		f.size("the address of a button", text(c, "url"), 1, 512)
		if text(c, "custom_id") != "" {
			f.add("a button with an address and a custom id")
		}
	default:
		id(c)
	}
}

func (f *faults) options(c any) {
	options := list(c, "options")
	if len(options) < 1 || len(options) > 25 {
		f.add("a select with %d options", len(options))
	}
	f.size("the placeholder of a select", text(c, "placeholder"), 0, 150)
	seen := map[string]bool{}
	for _, o := range options {
		f.size("the label of an option", text(o, "label"), 1, 100)
		f.size("the value of an option", text(o, "value"), 1, 100)
		f.size("the description of an option", text(o, "description"), 0, 100)
		if seen[text(o, "value")] {
			f.add("the option %q twice", text(o, "value"))
		}
		seen[text(o, "value")] = true
	}
	if n := number(c, "max_values"); n > len(options) {
		f.add("up to %d of %d options", n, len(options))
	}
}

// form checks a modal.
func (f *faults) form(data obj) {
	f.size("the title of a form", text(data, "title"), 1, 45)
	f.size("the custom id of a form", text(data, "custom_id"), 1, 100)
	rows := list(data, "components")
	if len(rows) < 1 || len(rows) > 5 {
		f.add("a form with %d rows", len(rows))
	}
	seen := map[string]bool{}
	for _, row := range rows {
		inputs, label := list(row, "components"), ""
		if number(row, "type") == 18 {
			inputs, label = []any{object(row, "component")}, text(row, "label")
		}
		if len(inputs) != 1 {
			f.add("a row of a form with %d fields", len(inputs))
		}
		for _, in := range inputs {
			f.field(in, label, seen)
		}
	}
}

func (f *faults) field(in any, label string, seen map[string]bool) {
	id, most := text(in, "custom_id"), number(in, "max_length")
	if most == 0 {
		most = 4000
	}
	f.size("the custom id of a field", id, 1, 100)
	f.size("the label of a field", label+text(in, "label"), 1, 45)
	f.size("the placeholder of a field", text(in, "placeholder"), 0, 100)
	f.size("what stands in a field", text(in, "value"), 0, most)
	if seen[id] {
		f.add("the field %q twice", id)
	}
	seen[id] = true
	if number(in, "type") != 4 || number(in, "style") < 1 || number(in, "style") > 2 {
		f.add("a field of type %d and style %d", number(in, "type"), number(in, "style"))
	}
	if most > 4000 || number(in, "min_length") > most {
		f.add("a field for %d to %d characters", number(in, "min_length"), most)
	}
}

// files checks what is attached.
func (f *faults) files(c *call) {
	if len(c.files) > 10 {
		f.add("%d files", len(c.files))
	}
	body := c.body
	if strings.HasSuffix(c.path, "/callback") {
		body = any(object(c.body, "data"))
	}
	total := 0
	for _, file := range c.files {
		total += len(file.Content)
	}
	if total > 10<<20 {
		f.add("files of %d bytes", total)
	}
	for _, a := range list(body, "attachments") {
		f.size("the description of a file", text(a, "description"), 0, 1024)
		n, err := strconv.Atoi(idOf(a))
		if _, sent := c.files[idOf(a)]; !sent && (err != nil || n < 10) {
			f.add("attachment %s has no file", idOf(a))
		}
	}
}
