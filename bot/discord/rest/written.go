package rest

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/bwmarrin/discordgo"
)

// WrittenAfter lists at most limit messages that are newer than the one with that
// id, oldest first, with all that people put into them, but without the bot's
// buttons and menus. What cannot be read, or has no author, is left out. more is
// true when there may be others behind them.
func (c *Client) WrittenAfter(ctx context.Context, channel, id string, limit int) (page []*discordgo.Message, more bool, err error) {
	limit = min(max(limit, 1), MaxPage)
	query := url.Values{"limit": {strconv.Itoa(limit)}, "after": {id}}
	var raw []json.RawMessage
	err = c.do(ctx, call{
		op: "read messages", method: http.MethodGet, url: discordgo.EndpointChannelMessages(channel) + "?" + query.Encode(),
		route: "GET channel/messages", major: channel, out: &raw, again: safely,
	})
	if err != nil {
		return nil, false, err
	}
	for _, r := range raw {
		// This type has no methods, and so not the library's reading of components,
		// which gives up the whole message for one that it does not know.
		type plain discordgo.Message
		var m *plain
		if json.Unmarshal(r, &m) == nil && m != nil && m.Author != nil {
			page = append(page, (*discordgo.Message)(m))
		}
	}
	slices.SortFunc(page, func(a, b *discordgo.Message) int { return CompareIDs(a.ID, b.ID) })
	return page, len(raw) == limit, nil
}
