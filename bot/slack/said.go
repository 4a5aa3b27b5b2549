package slack

import (
	"regexp"
	"strings"
	"sync"

	"github.com/kyokomi/emoji/v2"
)

// Slack does not send what people typed. It escapes & < and >, writes an emoji by
// its name, as :cry:, and puts in angle brackets what it made of a name, a channel
// or an address: “siemens.com said no” comes as <http://siemens.com|siemens.com>
// said no. The coach is given what the person sees in their own message.
var (
	// bracketed is what Slack made of something; a < of the person's is escaped.
	bracketed = regexp.MustCompile(`<([^<>]*)>`)
	// shortcode is an emoji by its name, with the tone of a skin behind it.
	shortcode = regexp.MustCompile(`:[a-z0-9_+'-]+:(?::skin-tone-[2-6]:)?`)
	// called is the app's name before what somebody says to it in a channel.
	called = regexp.MustCompile(`^\s*<@[^<>]*>[\s,:]*`)
)

// emojis are built when they are first needed: there are some thousand names.
var emojis = sync.OnceValue(emoji.CodeMap)

// said is a text of Slack's as its author sees it.
func said(text string) string {
	text = bracketed.ReplaceAllStringFunc(text, func(s string) string { return shown(s[1 : len(s)-1]) })
	text = shortcode.ReplaceAllStringFunc(text, func(name string) string {
		name, _, _ = strings.Cut(name, ":skin-tone-")
		if !strings.HasSuffix(name, ":") {
			name += ":"
		}
		if sign, ok := emojis()[name]; ok {
			return strings.TrimSpace(sign)
		}
		return name // a time of day, or an emoji of the workspace's own
	})
	return unescape(strings.TrimSpace(text))
}

// shown is what stands in the place of something in angle brackets.
func shown(inside string) string {
	what, label, labelled := strings.Cut(inside, "|")
	switch {
	case inside == "":
		return ""
	case strings.HasPrefix(what, "@"), strings.HasPrefix(what, "#"):
		if label == "" {
			label = "…" // Slack tells its id, which says nothing to anybody
		}
		return what[:1] + strings.TrimLeft(label, "@#")
	case strings.HasPrefix(what, "!"):
		if labelled {
			return label
		}
		return "@" + what[1:] // @here
	case !labelled || label == "":
		return strings.TrimPrefix(what, "mailto:")
	case strings.HasSuffix(strings.TrimSuffix(what, "/"), label), strings.HasPrefix(what, "mailto:"), strings.HasPrefix(what, "tel:"):
		return label
	}
	return label + " (" + what + ")"
}

// unescape undoes what Slack does to & < and >, in its order.
func unescape(text string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(text)
}
