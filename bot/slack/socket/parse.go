package socket

import (
	"cmp"
	"errors"
	"strings"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
)

// errNoise is what nobody here wants to hear of, such as an edit.
var errNoise = errors.New("not of interest")

// fromEvent reads an event of the Events API.
func fromEvent(outer slackevents.EventsAPIEvent) (Event, error) {
	callback, ok := outer.Data.(*slackevents.EventsAPICallbackEvent)
	if !ok || callback == nil {
		return Event{}, errNoise
	}
	e := Event{ID: callback.EventID, Team: outer.TeamID, Enterprise: outer.EnterpriseID}
	if len(callback.Authorizations) > 0 {
		// In a channel that two workspaces share, the event is that of the other one, too;
		// the app is installed in this.
		by := callback.Authorizations[0]
		e.Team, e.Enterprise = cmp.Or(by.TeamID, e.Team), cmp.Or(e.Enterprise, by.EnterpriseID)
	}
	if callback.EventTime > 0 {
		e.Happened = time.Unix(int64(callback.EventTime), 0)
	}
	var err error
	switch inner := outer.InnerEvent.Data.(type) {
	case *slackevents.MessageEvent:
		err = e.message(inner)
	case *slackevents.AppMentionEvent:
		e.Kind, e.User, e.Channel, e.TS, e.Thread, e.Text = Mention, inner.User, inner.Channel, inner.TimeStamp, inner.ThreadTimeStamp, inner.Text
		e.ID = messageID(e)
		if inner.BotID != "" || inner.Edited != nil {
			err = errNoise
		}
	case *slackevents.AppHomeOpenedEvent:
		e.Kind, e.User, e.Channel, e.Tab = HomeOpened, inner.User, inner.Channel, inner.Tab
		if inner.View != nil {
			e.Hash = inner.View.Hash
		}
	case *slackevents.UserChangeEvent:
		u := inner.User
		e.Kind, e.User = ProfileChanged, u.ID
		e.Profile = Profile{Name: u.Profile.DisplayName, RealName: cmp.Or(u.Profile.RealName, u.RealName), TimeZone: u.TZ, Locale: u.Locale, Bot: u.IsBot, Deleted: u.Deleted}
	case *slackevents.AppUninstalledEvent:
		e.Kind = Uninstalled
	case *slackevents.TokensRevokedEvent:
		e.Kind = TokensRevoked
		if len(inner.Tokens.Bot) == 0 {
			err = errNoise
		}
	default:
		err = errNoise
	}
	if e.ID == "" || e.Team == "" || e.User == "" && e.Kind != Uninstalled && e.Kind != TokensRevoked {
		err = errNoise
	}
	return e, err
}

func messageID(e Event) string {
	if e.Channel == "" || e.TS == "" {
		return ""
	}
	return e.Team + "/" + e.Channel + "/" + e.TS
}

// message reads a message. What bots write, the app's own posts among it, is
// noise; so are edits, deletions, and what Slack itself says in a channel.
func (e *Event) message(m *slackevents.MessageEvent) error {
	e.Kind, e.User, e.Channel, e.TS, e.Thread, e.Text = Message, m.User, m.Channel, m.TimeStamp, m.ThreadTimeStamp, m.Text
	e.ID, e.Direct = messageID(*e), m.ChannelType == slackevents.ChannelTypeIM
	e.Files = m.SubType == slack.MsgSubTypeFileShare || m.Message != nil && len(m.Message.Files) > 0
	switch m.SubType {
	case "", slack.MsgSubTypeFileShare, slack.MsgSubTypeMeMessage, slack.MsgSubTypeThreadBroadcast:
	default:
		return errNoise
	}
	if m.BotID != "" {
		return errNoise
	}
	return nil
}

func fromCommand(c slack.SlashCommand) (Event, error) {
	e := Event{Kind: Command, ID: c.TriggerID, Team: c.TeamID, Enterprise: c.EnterpriseID, User: c.UserID, Channel: c.ChannelID,
		Direct: strings.HasPrefix(c.ChannelID, "D"), Command: c.Command, Text: strings.TrimSpace(c.Text), Trigger: c.TriggerID, ResponseURL: c.ResponseURL}
	if e.ID == "" || e.User == "" || e.Team == "" || e.Command == "" {
		return e, errNoise
	}
	return e, nil
}

func fromInteraction(i slack.InteractionCallback) (Event, error) {
	e := Event{Kind: Kind(i.Type), ID: i.TriggerID, Team: cmp.Or(i.View.AppInstalledTeamID, i.Team.ID, i.User.TeamID), Enterprise: i.Enterprise.ID, User: i.User.ID,
		Channel: cmp.Or(i.Channel.ID, i.Container.ChannelID), Callback: cmp.Or(i.CallbackID, i.View.CallbackID), Trigger: i.TriggerID,
		ResponseURL: i.ResponseURL, Interaction: &i}
	e.Direct = strings.HasPrefix(e.Channel, "D")
	switch e.Kind {
	case Tapped:
		if len(i.ActionCallback.BlockActions) == 0 || i.ActionCallback.BlockActions[0] == nil {
			return e, errNoise
		}
		a := i.ActionCallback.BlockActions[0]
		e.ID = cmp.Or(i.Container.MessageTs, i.Container.ViewID) + "/" + a.ActionTs + "/" + e.User
		e.TS, e.Ephemeral = i.Container.MessageTs, i.Container.IsEphemeral
		e.Action = a.ActionID
		e.Value = cmp.Or(a.Value, a.SelectedOption.Value, a.SelectedTime, a.SelectedDate, a.SelectedConversation, a.SelectedChannel, a.SelectedUser)
	case Submitted:
		e.ID = i.View.ID + "/" + i.View.Hash
	case Closed:
		e.ID = i.View.ID + "/" + i.View.Hash + "/closed"
	case MessageShortcut:
		e.TS, e.Text = cmp.Or(i.MessageTs, i.Message.Timestamp), i.Message.Text
		e.Thread = i.Message.ThreadTimestamp
	case Shortcut:
	default:
		return e, errNoise
	}
	if e.ID == "" || e.User == "" || e.Team == "" {
		return e, errNoise
	}
	return e, nil
}
