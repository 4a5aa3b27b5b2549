package discordtest

import "strings"

// InteractionToken begins the token of each interaction.
const InteractionToken = "aW50ZXJhY3Rpb246"

// interact sends an interaction over the gateway. mu is held.
func (p *Person) interact(i *Interaction, data obj) *Interaction {
	s, c := p.s, i.channel
	i.s, i.by, i.ID, i.made = s, p, s.newID(), s.now()
	i.Token = InteractionToken + i.ID + strings.Repeat("x", 40)
	s.interactions[i.Token] = i
	owners := obj{}
	o := obj{"id": i.ID, "application_id": s.AppID, "type": i.kind, "token": i.Token, "version": 1, "data": data,
		"channel_id": c.id, "channel": c.json(), "locale": "en-US", "context": c.context(), "entitlements": []any{},
		"authorizing_integration_owners": owners, "app_permissions": all.String(), "attachment_size_limit": 10 << 20}
	e := event{kind: "INTERACTION_CREATE"}
	if g := c.guild; g != nil {
		member := g.member(p.user())
		member["permissions"] = c.may(p.ID).String()
		o["member"], o["guild_id"], o["guild_locale"] = member, g.ID, "en-US"
		o["guild"] = obj{"id": g.ID, "locale": "en-US", "features": []any{}}
		o["app_permissions"] = c.may(s.BotID).String()
		e.guild = g.ID
		if g.bot {
			owners["0"] = g.ID
		} else {
			e.guild = "" // the bot has no shard for it
		}
	} else {
		o["user"] = p.user().json()
		if !c.foreign {
			owners["0"] = "0"
		}
	}
	if p.owns {
		owners["1"] = p.ID
		i.byUser = owners["0"] == nil
	}
	if i.source != nil {
		o["message"] = i.source.json(s)
	}
	p.last = func() { s.dispatch(e, o) }
	p.last()
	s.change(c)
	return i
}
