package slack

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"bounceback/bot"
	"bounceback/bot/slack/socket"
	"bounceback/bot/slack/web"
)

// Check asks Slack whether tokens, scopes and the Messages tab are in order. to is
// the id of somebody who gets a line, which is taken away again: whether people can
// write to the app shows in no other way. It may be empty. The error is that Slack
// could not be asked, or that the options are wrong; of Options it needs the tokens,
// API and Coach.
func Check(ctx context.Context, o Options, to string) (f bot.Findings, err error) {
	w, err := readWords()
	if err != nil {
		return nil, err
	}
	if o.HTTP == nil {
		switch err := socket.Try(ctx, socket.Options{AppToken: o.AppToken, APIURL: o.API}); {
		case err == nil:
			f.Found(true, "The app token opens sockets.")
		case errors.As(err, new(*socket.Fatal)):
			f.Found(false, "%s.", remedy(err))
		default:
			return f, err
		}
	}
	if o.HTTP != nil && o.HTTP.ClientID != "" {
		f.Found(true, "Workspaces install the app at %s/slack/install; each has a token of its own.", strings.TrimRight(o.HTTP.Address, "/"))
		return f, nil
	}
	if err := checkBotToken(o.BotToken); err != nil {
		f.Found(false, "%s.", remedy(err))
		return f, nil
	}
	api, err := web.New(web.Options{API: o.API, Tokens: web.Plain(o.BotToken)})
	if err != nil {
		return f, err
	}
	space, err := api.Workspace(ctx, "")
	if err != nil {
		return f, err
	}
	who, err := space.AuthTest(ctx)
	if errors.Is(err, web.ErrGone) {
		f.Found(false, "Slack does not take the bot token. Copy the Bot User OAuth Token (xoxb-…) of the app's page, OAuth & Permissions, and set SLACK_BOT_TOKEN to it.")
		return f, nil
	}
	if err != nil {
		return f, err
	}
	f.Found(true, "The bot token is that of the workspace %s.", who.TeamName)
	if err := checkScopes(&f, o, who.Scopes); err != nil {
		return f, err
	}
	return f, checkTab(ctx, &f, space, to, w.CheckLine)
}

// checkScopes compares what the app may do with what the manifest asks for.
func checkScopes(f *bot.Findings, o Options, have []string) error {
	want, err := botScopes(o.Coach.Commands())
	if err != nil {
		return err
	}
	lacking := slices.DeleteFunc(want, func(s string) bool { return slices.Contains(have, s) })
	if len(lacking) == 0 {
		f.Found(true, "All scopes are there.")
		return nil
	}
	f.Found(false, "These scopes are missing: %s. Add them on the app's page, OAuth & Permissions, or use the manifest anew; then install the app again.", strings.Join(lacking, ", "))
	return nil
}

// checkTab writes to somebody.
func checkTab(ctx context.Context, f *bot.Findings, space *web.Workspace, to, line string) error {
	if to == "" {
		f.Found(true, "Whether people can write to the app is not checked: name somebody with --slack-user U…, who gets a line for a moment.")
		return nil
	}
	channel, err := space.Open(ctx, to)
	if err == nil {
		var ts string
		if ts, err = space.Post(ctx, channel, web.Letter{Key: "check", Text: line}); err == nil {
			f.Found(true, "People can write to the app: %s had a line.", to)
			return space.Delete(ctx, channel, ts)
		}
	}
	if e, ok := errors.AsType[*web.Error](err); ok {
		switch e.Code {
		case "messages_tab_disabled":
			f.Found(false, "People cannot write to the app. Tick “Allow users to send Slash commands and messages from the messages tab” on the app's page, App Home.")
			return nil
		case "user_not_found", "users_not_found", "user_disabled", "channel_not_found":
			f.Found(false, "There is nobody in this workspace with the id %s. It stands in their profile, under “Copy member ID”.", to)
			return nil
		}
	}
	return fmt.Errorf("slack: check: %w", err)
}

// remedy is an error's text as a sentence.
func remedy(err error) string {
	text := strings.TrimPrefix(err.Error(), "slack: ")
	return capital(text)
}
