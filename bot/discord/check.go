package discord

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"bounceback/bot"
	"bounceback/bot/discord/gateway"
	"bounceback/bot/discord/rest"

	"github.com/bwmarrin/discordgo"
)

// Report is what Check found.
type Report struct {
	// App is the id of the application, for InviteLinks.
	App string
	bot.Findings
}

// Check asks Discord whether token, intents, installation and commands are in
// order. It changes nothing. The error is that Discord could not be asked, or that
// the options are wrong; of Options it needs Token, API, Shards and Coach.
func Check(ctx context.Context, o Options) (Report, error) {
	var r Report
	if _, err := o.check(); err != nil {
		return r, err
	}
	client, err := rest.New(rest.Options{Token: o.Token, API: o.API})
	if err != nil {
		return r, err
	}
	defer client.Close()
	me, err := client.Me(ctx)
	if errors.Is(err, rest.ErrToken) {
		r.Found(false, "Discord does not take the token. Make a new one at https://discord.com/developers/applications: your application, Bot, Reset Token. Then set DISCORD_TOKEN to it.")
		return r, nil
	}
	if err != nil {
		return r, fmt.Errorf("%w: is %s within reach of this computer?", err, o.API)
	}
	r.Found(true, "The token is that of %s.", me.Name)
	r.Found(true, "No privileged intent is needed: direct messages and commands come without one.")
	app, err := client.Application(ctx)
	if err != nil {
		return r, err
	}
	r.App = app.ID
	r.installs(app)
	have, err := client.Commands(ctx, app.ID)
	if err != nil {
		return r, err
	}
	r.commands(Commands(o.Coach), have)
	return r, nil
}

// installs looks at what is set on the pages of the application.
func (r *Report) installs(app rest.Application) {
	if app.Interactions != "" {
		r.Found(false, "Commands are sent to another address and do not get here. Empty the field Interactions Endpoint URL: your application, General Information.")
	}
	if app.Installs == nil {
		return // an application that never opened that page
	}
	for _, way := range [...]struct{ kind, name, lost string }{
		{"0", "Guild Install", "no server can add the bot"},
		{"1", "User Install", "nobody can add it for themselves"},
	} {
		if _, ok := app.Installs[way.kind]; !ok {
			r.Found(false, "%s is off, so %s. Tick it: your application, Installation.", way.name, way.lost)
		}
	}
}

// commands compares the commands with those that Discord knows.
func (r *Report) commands(want, have []*discordgo.ApplicationCommand) {
	if same(want, have) {
		r.Found(true, "All %d commands are registered.", len(want))
		return
	}
	var lacking []string
	for _, w := range want {
		if !slices.ContainsFunc(have, func(h *discordgo.ApplicationCommand) bool {
			return h != nil && same([]*discordgo.ApplicationCommand{w}, []*discordgo.ApplicationCommand{h})
		}) {
			lacking = append(lacking, "/"+w.Name)
		}
	}
	which := "some are of another program"
	if len(lacking) > 0 {
		which = "these are new or changed: " + strings.Join(lacking, ", ")
	}
	r.Found(false, "The commands that Discord knows are not those of this program; %s. “bounceback run” registers them when it starts.", which)
}

// check completes the options that New and Check need, and tells what is wrong.
func (o *Options) check() (gateway.Shards, error) {
	if o.Token = strings.TrimPrefix(strings.TrimSpace(o.Token), "Bot "); o.Token == "" {
		return gateway.Shards{}, fmt.Errorf("discord: there is no token: set DISCORD_TOKEN to the one from https://discord.com/developers/applications (your application, Bot, Reset Token)")
	}
	if o.API == "" {
		o.API = rest.API
	}
	shards, err := gateway.ParseShards(o.Shards)
	if err != nil {
		return shards, fmt.Errorf("discord: %w", err)
	}
	return shards, nil
}
