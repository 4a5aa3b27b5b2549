package discord

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
	OnlyText    string          `yaml:"only_text"`
	Unclear     string          `yaml:"unclear"`
	TooLate     string          `yaml:"too_late"`
	Written     string          `yaml:"written"`
	Open        string          `yaml:"open"`
	Write       string          `yaml:"write"`
	Answer      formWords       `yaml:"answer"`
	Chosen      string          `yaml:"chosen"`
	Choose      string          `yaml:"choose"`
	NoMatch     string          `yaml:"no_match"`
	Room        roomWords       `yaml:"room"`
	NotMember   string          `yaml:"not_member"`
	Permissions permissionWords `yaml:"permissions"`
}

// formWords are those of a form with one field.
type formWords struct {
	Title string    `yaml:"title"`
	Field formField `yaml:",inline"`
}

// formField is a field of a form. Value stands in it where nothing is set.
type formField struct {
	Label    string `yaml:"label"`
	Hint     string `yaml:"hint"`
	Value    string `yaml:"value"`
	Required bool   `yaml:"required"`
}

// roomWords are those of the form of /room.
type roomWords struct {
	Title string    `yaml:"title"`
	Time  formField `yaml:"time"`
	Zone  formField `yaml:"zone"`
	Days  formField `yaml:"days"`
	Kinds formField `yaml:"kinds"`
}

// permissionWords say what a room needs, by the names in Discord's settings.
type permissionWords struct {
	Missing string `yaml:"missing"`
	View    string `yaml:"view"`
	Send    string `yaml:"send"`
}

func readWords() (words, error) {
	var w words
	if err := yaml.UnmarshalWithOptions(wordsFile, &w, yaml.Strict()); err != nil {
		return words{}, fmt.Errorf("discord: words.yaml: %w", err)
	}
	return w, nil
}
