package console

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
	Where             string `yaml:"where"`
	WhereNew          string `yaml:"where_new"`
	Kept              string `yaml:"kept"`
	KeptNot           string `yaml:"kept_not"`
	Others            string `yaml:"others"`
	Placeholder       string `yaml:"placeholder"`
	Hint              string `yaml:"hint"`
	HintChoices       string `yaml:"hint_choices"`
	HintNarrow        string `yaml:"hint_narrow"`
	HintChoicesNarrow string `yaml:"hint_choices_narrow"`
	Working           string `yaml:"working"`
	Goodbye           string `yaml:"goodbye"`
	GoodbyeNew        string `yaml:"goodbye_new"`
	File              string `yaml:"file"`
	FileFailed        string `yaml:"file_failed"`
	ClockFormat       string `yaml:"clock_format"`
	ClockBack         string `yaml:"clock_back"`
	ClockWeekday      string `yaml:"clock_weekday"`
	ClockFar          string `yaml:"clock_far"`
	ClockUnclear      string `yaml:"clock_unclear"`
	Nudge             string `yaml:"nudge"`
}

func readWords() (words, error) {
	var w words
	if err := yaml.UnmarshalWithOptions(wordsFile, &w, yaml.Strict()); err != nil {
		return words{}, fmt.Errorf("console: words.yaml: %w", err)
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
