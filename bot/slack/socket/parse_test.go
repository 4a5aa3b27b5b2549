package socket

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
)

// TestWhoseWorkspaceItIs: in a channel that two workspaces share, and in a form that is
// opened from there, it is the one in which the app is installed: its token is the one
// that can answer.
func TestWhoseWorkspaceItIs(t *testing.T) {
	const body = `{"type": "event_callback", "team_id": "T9", "event_id": "Ev1", "event_time": 1700000000,
		"authorizations": [{"team_id": "T1", "enterprise_id": "E1", "user_id": "UBOT", "is_bot": true}],
		"event": {"type": "app_mention", "user": "U9", "text": "<@UBOT> hello", "ts": "1700000000.000001", "channel": "C1"}}`
	outer, err := slackevents.ParseEvent([]byte(body), slackevents.OptionNoVerifyToken())
	if err != nil {
		t.Fatal(err)
	}
	e, err := fromEvent(outer)
	if err != nil || e.Team != "T1" || e.Enterprise != "E1" || e.User != "U9" || !e.Happened.Equal(time.Unix(1700000000, 0)) {
		t.Errorf("a mention is %+v, %v", e, err)
	}
	const form = `{"type": "view_submission", "team": {"id": "T9"}, "user": {"id": "U9", "team_id": "T9"},
		"view": {"id": "V1", "hash": "h", "callback_id": "answer", "app_installed_team_id": "T1", "team_id": "T9"}}`
	var i slack.InteractionCallback
	if err := json.Unmarshal([]byte(form), &i); err != nil {
		t.Fatal(err)
	}
	if e, err = fromInteraction(i); err != nil || e.Team != "T1" {
		t.Errorf("a form is %+v, %v", e, err)
	}
}
