package slacktest

import (
	"maps"
	"slices"
	"strings"
)

// Message is what somebody sees of a message.
type Message struct {
	Channel, TS, User string
	Bot               bool // it is the app's
	Ephemeral         bool // only one person sees it
	Edited            bool
	// Text is what is read: that of the blocks, or the plain text if there are
	// none, in Slack's mrkdwn, with &amp; &lt; &gt; shown as & < >.
	Text string
	// Fallback is the plain text, which notifications and screen readers have.
	Fallback string
	// Buttons are the labels of what can be tapped, also of menus' options.
	Buttons []string
	Images  []Image
	Files   []string // names
	// Metadata is what the app attached for itself.
	Metadata JSON

	raw  *message
	body JSON
}

// Image is a picture in a message.
type Image struct{ File, URL, Alt, Title string }

// see shows a message. mu is held.
func see(m *message) Message {
	v := Message{Channel: m.channel, TS: m.ts, User: m.user, Bot: m.bot != "", Ephemeral: m.ephemeral != "", Edited: m.edited != "",
		Fallback: unescape(str(m.body, "text")), Metadata: object(m.body, "metadata"), raw: m, body: maps.Clone(m.body)}
	blocks := objects(list(m.body, "blocks"))
	v.Text, v.Buttons, v.Images = look(blocks)
	if len(blocks) == 0 {
		v.Text = v.Fallback
	}
	for _, f := range objects(list(m.body, "files")) {
		v.Files = append(v.Files, str(f, "name"))
		v.Images = append(v.Images, Image{File: str(f, "id"), Alt: str(f, "alt_txt"), Title: str(f, "title")})
	}
	return v
}

// text is what a text object shows.
func text(o JSON) string {
	if str(o, "type") == "mrkdwn" {
		return unescape(str(o, "text"))
	}
	return str(o, "text")
}

// look reads blocks as a person does.
func look(blocks []JSON) (words string, buttons []string, images []Image) {
	var lines []string
	image := func(o JSON) {
		images = append(images, Image{File: str(object(o, "slack_file"), "id"), URL: str(o, "image_url"), Alt: str(o, "alt_text"), Title: text(object(o, "title"))})
	}
	for _, b := range blocks {
		switch str(b, "type") {
		case "section", "header":
			if b["text"] != nil {
				lines = append(lines, text(object(b, "text")))
			}
			for _, f := range objects(list(b, "fields")) {
				lines = append(lines, text(f))
			}
			if a := object(b, "accessory"); str(a, "type") == "image" {
				image(a)
			}
		case "context":
			for _, e := range objects(list(b, "elements")) {
				if str(e, "type") == "image" {
					image(e)
				} else {
					lines = append(lines, text(e))
				}
			}
		case "markdown":
			lines = append(lines, str(b, "text"))
		case "rich_text":
			lines = append(lines, rich(b))
		case "image":
			image(b)
		case "input":
			lines = append(lines, text(object(b, "label")))
		}
	}
	for _, p := range elements(blocks) {
		if label := text(object(p.e, "text")); label != "" {
			buttons = append(buttons, label)
		}
		for _, o := range options(p.e) {
			buttons = append(buttons, text(object(o, "text")))
		}
	}
	return strings.Join(lines, "\n"), buttons, images
}

// rich is the text of a rich text.
func rich(o JSON) string {
	var b strings.Builder
	for _, e := range objects(list(o, "elements")) {
		switch str(e, "type") {
		case "text":
			b.WriteString(str(e, "text"))
		case "link":
			if str(e, "text") == "" {
				b.WriteString(str(e, "url"))
			}
			b.WriteString(str(e, "text"))
		case "date":
			b.WriteString(str(e, "fallback"))
		case "rich_text_section":
			if str(o, "type") == "rich_text_list" {
				b.WriteString("• " + rich(e) + "\n")
				continue
			}
			b.WriteString(rich(e))
		default:
			b.WriteString(rich(e))
		}
	}
	return b.String()
}

// Seen is what somebody sees in a channel, in order, with what only they see; an
// empty channel is their direct message with the bot.
func (s *Server) Seen(user, channel string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	if channel == "" {
		channel = "D" + user
	}
	var all []Message
	for _, m := range s.messages[channel] {
		all = append(all, see(m))
	}
	for _, m := range s.private[user] {
		if m.channel == channel {
			all = append(all, see(m))
		}
	}
	slices.SortStableFunc(all, func(a, b Message) int { return strings.Compare(a.TS, b.TS) })
	return all
}

// Answers are the app's messages of Seen.
func (s *Server) Answers(user, channel string) []Message {
	return slices.DeleteFunc(s.Seen(user, channel), func(m Message) bool { return !m.Bot })
}

// Last is the last of the app's messages that somebody sees in a channel; the
// test fails if there is none.
func (s *Server) Last(user, channel string) Message {
	s.t.Helper()
	all := s.Answers(user, channel)
	if len(all) == 0 {
		s.t.Errorf("slacktest: %s sees nothing from the bot in %q", user, channel)
		return Message{}
	}
	return all[len(all)-1]
}

// Messages are what stands in a channel for all, in order.
func (s *Server) Messages(channel string) []Message { return s.Seen("", channel) }

// Ephemerals are what only somebody sees, in all channels, in order.
func (s *Server) Ephemerals(user string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Message
	for _, m := range s.private[user] {
		all = append(all, see(m))
	}
	return all
}

// Reload is what happens when somebody starts Slack anew: messages that only they
// saw are gone.
func (s *Server) Reload(user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.private, user)
}

// Modal is the form that somebody sees, and how many lie beneath it; nil if none.
func (s *Server) Modal(user string) *View {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.top(user).copy()
}

// Home is somebody's Home tab; nil if none was published.
func (s *Server) Home(user string) *View {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.homes[user].copy()
}

func (v *View) copy() *View {
	if v == nil {
		return nil
	}
	c := *v
	c.Errors = maps.Clone(v.Errors)
	return &c
}

// Title is the title of a form.
func (v *View) Title() string { return text(object(v.Body, "title")) }

// Text is what is read in the view, and Buttons what can be tapped in it.
func (v *View) Text() string {
	words, _, _ := look(objects(list(v.Body, "blocks")))
	return words
}

// Buttons are the labels of what can be tapped in the view.
func (v *View) Buttons() []string {
	_, buttons, _ := look(objects(list(v.Body, "blocks")))
	return buttons
}
