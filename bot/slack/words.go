package slack

import (
	_ "embed"
	"fmt"

	"github.com/goccy/go-yaml"
)

//go:embed words.yaml
var wordsFile []byte

// words are what a person reads around the conversation; words.yaml tells what
// each is for.
type words struct {
	ShortcutWin           string `yaml:"shortcut_win"`
	ShortcutWinAbout      string `yaml:"shortcut_win_about"`
	ShortcutNo            string `yaml:"shortcut_no"`
	ShortcutNoAbout       string `yaml:"shortcut_no_about"`
	ShortcutFeedback      string `yaml:"shortcut_feedback"`
	ShortcutFeedbackAbout string `yaml:"shortcut_feedback_about"`
}

func readWords() (words, error) {
	var w words
	if err := yaml.UnmarshalWithOptions(wordsFile, &w, yaml.Strict()); err != nil {
		return words{}, fmt.Errorf("slack: words.yaml: %w", err)
	}
	return w, nil
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
