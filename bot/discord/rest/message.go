package rest

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"
)

// Message is a message to send, or to put in the place of another: all of it, not
// a change. Nobody is ever pinged by it.
type Message struct {
	Content    string // at most 2000 characters
	Components []discordgo.MessageComponent
	Files      []File
	// Keep is for an edit that adds: the components stay if none are given, and so do
	// the files with the ids in Kept.
	Keep bool
	Kept []string
	// Private makes the answer to an interaction one that only its person sees. It
	// means nothing elsewhere, and cannot be changed later.
	Private bool
	// NoPreview keeps Discord from showing pictures of what is linked.
	NoPreview bool
	// Unasked is true when nobody waits for it: it gives way to what is waited for.
	Unasked bool
}

// File goes along with a message.
type File struct {
	Name    string
	Type    string // of MIME
	Alt     string // what a picture shows, in words; at most 1024 characters
	Content []byte
}

// Posted is a message as it stands in a channel.
type Posted struct {
	ID          string                 `json:"id"`
	Channel     string                 `json:"channel_id"`
	Author      Author                 `json:"author"`
	Content     string                 `json:"content"`
	Nonce       any                    `json:"nonce"` // a text or a number; Discord keeps it for minutes only
	Type        int                    `json:"type"`
	Timestamp   time.Time              `json:"timestamp"`
	Edited      time.Time              `json:"edited_timestamp"`
	Components  []Component            `json:"components"`
	Flags       discordgo.MessageFlags `json:"flags"`
	Attachments []struct {
		ID   string `json:"id"`
		Name string `json:"filename"`
	} `json:"attachments"`
}

// Private is true for what only one person sees.
func (p Posted) Private() bool { return p.Flags&discordgo.MessageFlagsEphemeral != 0 }

// Loading is true for an answer that was promised and not given yet.
func (p Posted) Loading() bool { return p.Flags&discordgo.MessageFlagsLoading != 0 }

// Author is who wrote a message.
type Author struct {
	ID  string `json:"id"`
	Bot bool   `json:"bot"`
}

// Component is a part of a message that can be tapped, or holds such. It is read
// without regard to kinds, of which Discord has more than the library knows.
type Component struct {
	Type       int         `json:"type"`
	CustomID   string      `json:"custom_id"`
	Label      string      `json:"label"`
	Disabled   bool        `json:"disabled"`
	Options    []Option    `json:"options"`
	Components []Component `json:"components"`
}

// Option is one line of a menu.
type Option struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// body is a Message as Discord reads it. Nothing is left out that would keep an
// earlier state when a message is edited, unless Message.Keep says so.
type body struct {
	Content     string                        `json:"content"`
	Components  *[]discordgo.MessageComponent `json:"components,omitempty"`
	Mentions    mentions                      `json:"allowed_mentions"`
	Attachments []attachment                  `json:"attachments"`
	Flags       discordgo.MessageFlags        `json:"flags,omitempty"`
	Nonce       string                        `json:"nonce,omitempty"`
	Enforce     bool                          `json:"enforce_nonce,omitempty"`
}

// mentions are who may be pinged. An empty list is nobody; without the field it
// would be everybody who is named.
type mentions struct {
	Parse []string `json:"parse"`
}

type attachment struct {
	ID          string `json:"id"` // of a file that is there, or the number of one that comes along
	Name        string `json:"filename,omitempty"`
	Description string `json:"description,omitempty"`
}

func (m Message) body() (body, []*discordgo.File) {
	b := body{Content: m.Content, Mentions: mentions{Parse: []string{}}, Attachments: []attachment{}}
	if c := m.Components; len(c) > 0 {
		b.Components = &c
	} else if !m.Keep {
		b.Components = &[]discordgo.MessageComponent{}
	}
	for _, id := range m.Kept {
		b.Attachments = append(b.Attachments, attachment{ID: id})
	}
	if m.Private {
		b.Flags |= discordgo.MessageFlagsEphemeral
	}
	if m.NoPreview {
		b.Flags |= discordgo.MessageFlagsSuppressEmbeds
	}
	var files []*discordgo.File
	for i, f := range m.Files {
		b.Attachments = append(b.Attachments, attachment{strconv.Itoa(i), f.Name, f.Alt})
		files = append(files, &discordgo.File{Name: f.Name, ContentType: f.Type, Reader: bytes.NewReader(f.Content)})
	}
	return b, files
}

// MaxNonce is how long a nonce may be, in bytes.
const MaxNonce = 25

// SendMessage writes a message and returns its id. A nonce that was sent in the
// last few minutes gives the id of the message that was made then, and makes no
// other. It is not tried again here.
func (c *Client) SendMessage(ctx context.Context, channel, nonce string, m Message) (id string, err error) {
	const op = "send a message"
	if nonce == "" || len(nonce) > MaxNonce {
		return "", fmt.Errorf("discord: %s: the nonce has %d bytes, and 1 to %d are possible", op, len(nonce), MaxNonce)
	}
	b, files := m.body()
	b.Nonce, b.Enforce = nonce, true
	var made Posted
	err = c.do(ctx, call{
		op: op, method: http.MethodPost, url: discordgo.EndpointChannelMessages(channel),
		route: "POST channel/messages", major: channel, body: b, files: files, out: &made, unasked: m.Unasked,
	})
	return made.ID, err
}

// EditMessage puts another message in the place of one of the bot's own.
func (c *Client) EditMessage(ctx context.Context, channel, id string, m Message) error {
	b, files := m.body()
	return c.do(ctx, call{
		op: "edit a message", method: http.MethodPatch, url: discordgo.EndpointChannelMessage(channel, id),
		route: "PATCH channel/messages", major: channel, body: b, files: files, unasked: m.Unasked, again: safely,
	})
}

// DeleteMessage takes a message away. It wraps ErrNoMessage if there is none.
func (c *Client) DeleteMessage(ctx context.Context, channel, id string) error {
	return c.do(ctx, call{
		op: "delete a message", method: http.MethodDelete, url: discordgo.EndpointChannelMessage(channel, id),
		route: "DELETE channel/messages", major: channel, again: safely,
	})
}

// Typing shows for ten seconds, or until the next message, that something is
// being written. It is not done where it would take time from the messages.
func (c *Client) Typing(ctx context.Context, channel string) error {
	return c.do(ctx, call{
		op: "show typing", method: http.MethodPost, url: discordgo.EndpointChannelTyping(channel),
		route: "POST channel/typing", major: channel, spare: true,
	})
}

// MaxPage is how many messages can be asked for at once.
const MaxPage = 100

// MessagesAfter lists at most limit messages that are newer than the one with that
// id, oldest first. With no id, it is the newest messages of the channel.
func (c *Client) MessagesAfter(ctx context.Context, channel, id string, limit int) ([]Posted, error) {
	query := url.Values{"limit": {strconv.Itoa(min(max(limit, 1), MaxPage))}}
	if id != "" {
		query.Set("after", id)
	}
	var page []Posted
	err := c.do(ctx, call{
		op: "read messages", method: http.MethodGet, url: discordgo.EndpointChannelMessages(channel) + "?" + query.Encode(),
		route: "GET channel/messages", major: channel, out: &page, again: safely,
	})
	sortByID(page)
	return page, err
}
