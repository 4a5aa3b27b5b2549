package rest

import (
	"context"
	"errors"
	"net/http"

	"github.com/bwmarrin/discordgo"
)

// Interaction is what an answer to a command, a tap or a form is sent to. App is
// the id of the application. The token is good for a quarter of an hour.
type Interaction struct {
	App, ID, Token string
}

// original stands for the first answer of an interaction.
const original = "@original"

// Respond gives the first answer to an interaction, which Discord wants within
// three seconds of the event. data is what the kind asks for, nil for nothing. A
// failure that may have been none is tried again: if the answer was there already,
// that is no error.
func (c *Client) Respond(ctx context.Context, i Interaction, kind discordgo.InteractionResponseType, data any) error {
	k := call{
		op: "answer an interaction", method: http.MethodPost, url: discordgo.EndpointInteractionResponse(i.ID, i.Token),
		route: "POST interaction/callback", major: i.ID, interaction: true,
		body: struct {
			Type discordgo.InteractionResponseType `json:"type"`
			Data any                               `json:"data,omitempty"`
		}{kind, data},
	}
	const attempts = 4 // with their pauses well within three seconds
	for n, unsure := 1, false; ; n++ {
		err := c.do(ctx, k)
		if unsure && errors.Is(err, ErrAnswered) {
			return nil
		}
		e, ok := errors.AsType[*Error](err)
		if !ok || !e.Unsure || n == attempts || ctx.Err() != nil {
			return err
		}
		unsure = true
		if sleep(ctx, c.pause<<(n-1)) != nil {
			return err
		}
	}
}

// Defer promises an answer, which EditOriginal then gives. private is what
// Message.Private is, and has to be said here already.
func (c *Client) Defer(ctx context.Context, i Interaction, private bool) error {
	var data any
	if private {
		data = struct {
			Flags discordgo.MessageFlags `json:"flags"`
		}{discordgo.MessageFlagsEphemeral}
	}
	return c.Respond(ctx, i, discordgo.InteractionResponseDeferredChannelMessageWithSource, data)
}

// GetOriginal reads the first answer of an interaction, or the message that was
// tapped.
func (c *Client) GetOriginal(ctx context.Context, i Interaction) (Posted, error) {
	var m Posted
	err := c.do(ctx, call{
		op: "read an answer", method: http.MethodGet, url: discordgo.EndpointWebhookMessage(i.App, i.Token, original),
		route: "GET webhook/message", major: i.Token, interaction: true, out: &m, again: safely,
	})
	return m, err
}

// EditOriginal puts a message in the place of the first answer of an interaction,
// of a promise of one, or of the message that was tapped.
func (c *Client) EditOriginal(ctx context.Context, i Interaction, m Message) (Posted, error) {
	b, files := m.body()
	b.Flags &^= discordgo.MessageFlagsEphemeral
	var now Posted
	err := c.do(ctx, call{
		op: "edit an answer", method: http.MethodPatch, url: discordgo.EndpointWebhookMessage(i.App, i.Token, original),
		route: "PATCH webhook/message", major: i.Token, interaction: true, body: b, files: files, out: &now, again: safely,
	})
	return now, err
}

// Followup adds a message to the answers of an interaction and returns its id.
// Discord takes no nonce for these, so it is not tried again here. Where the app
// is installed by the person only, there are five at most; see ErrFollowups.
func (c *Client) Followup(ctx context.Context, i Interaction, m Message) (id string, err error) {
	b, files := m.body()
	var made Posted
	err = c.do(ctx, call{
		op: "add an answer", method: http.MethodPost, url: discordgo.EndpointWebhookToken(i.App, i.Token) + "?wait=true",
		route: "POST webhook", major: i.Token, interaction: true, body: b, files: files, out: &made,
	})
	return made.ID, err
}
