package slack

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
)

//go:embed words.yaml
var wordsFile []byte

// words are what a person reads around the conversation; words.yaml tells what
// each is for.
type words struct {
	ShortcutWin           string            `yaml:"shortcut_win"`
	ShortcutWinAbout      string            `yaml:"shortcut_win_about"`
	ShortcutNo            string            `yaml:"shortcut_no"`
	ShortcutNoAbout       string            `yaml:"shortcut_no_about"`
	ShortcutFeedback      string            `yaml:"shortcut_feedback"`
	ShortcutFeedbackAbout string            `yaml:"shortcut_feedback_about"`
	FormTitles            map[string]string `yaml:"form_titles"`
	FormSend              string            `yaml:"form_send"`
	FormClose             string            `yaml:"form_close"`
	FormZoneHint          string            `yaml:"form_zone_hint"`
	FormUnread            string            `yaml:"form_unread"`
	Examples              map[string]string `yaml:"examples"`
	FormBroken            string            `yaml:"form_broken"`
	AnswerTo              string            `yaml:"answer_to"`
	AnswerBroken          string            `yaml:"answer_broken"`
	FormLanguage          string            `yaml:"form_language"`
	CheckLine             string            `yaml:"check_line"`
	RoomInvite            string            `yaml:"room_invite"`
	RoomUnclear           string            `yaml:"room_unclear"`
	Answer                string            `yaml:"answer"`
	Menu                  string            `yaml:"menu"`
	PictureName           string            `yaml:"picture_name"`
	HomeTitle             string            `yaml:"home_title"`
	HomePrivate           string            `yaml:"home_private"`
	HomeWin               string            `yaml:"home_win"`
	HomeNo                string            `yaml:"home_no"`
	HomeCheckin           string            `yaml:"home_checkin"`
	HomeProgress          string            `yaml:"home_progress"`
	HomeComing            string            `yaml:"home_coming"`
	HomeLifeline          string            `yaml:"home_lifeline"`
	HomeYours             string            `yaml:"home_yours"`
	HomeSettings          string            `yaml:"home_settings"`
	HomeCopy              string            `yaml:"home_copy"`
	HomeDelete            string            `yaml:"home_delete"`
	HomeBroken            string            `yaml:"home_broken"`
}

func readWords() (words, error) {
	var w words
	if err := yaml.UnmarshalWithOptions(wordsFile, &w, yaml.Strict()); err != nil {
		return words{}, fmt.Errorf("slack: words.yaml: %w", err)
	}
	return w, nil
}

// fill puts values into the braces of a text: name, value, name, value …
func fill(text string, pairs ...string) string {
	for i := 0; i+1 < len(pairs); i += 2 {
		text = strings.ReplaceAll(text, "{"+pairs[i]+"}", pairs[i+1])
	}
	return text
}

// The callbacks of the shortcuts.
const (
	callbackWin      = "win"
	callbackNo       = "no"
	callbackFeedback = "feedback"
)

func (w words) shortcuts() []shortcut {
	return []shortcut{
		{w.ShortcutWin, w.ShortcutWinAbout, "global", callbackWin},
		{w.ShortcutNo, w.ShortcutNoAbout, "global", callbackNo},
		{w.ShortcutFeedback, w.ShortcutFeedbackAbout, "message", callbackFeedback},
	}
}
