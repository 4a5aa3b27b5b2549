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
	OnlyText  string    `yaml:"only_text"`
	Written   string    `yaml:"written"`
	Write     string    `yaml:"write"`
	Chosen    string    `yaml:"chosen"`
	Choose    string    `yaml:"choose"`
	NoMatch   string    `yaml:"no_match"`
	Answer    form      `yaml:"answer"`
	Room      roomWords `yaml:"room"`
	NotMember string    `yaml:"not_member"`
}

// form is a modal with one field.
type form struct {
	Title string `yaml:"title"`
	Label string `yaml:"label"`
	Hint  string `yaml:"hint"`
}

// roomWords are those of the form of /room.
type roomWords struct {
	Title    string `yaml:"title"`
	Time     string `yaml:"time"`
	TimeHint string `yaml:"time_hint"`
	Zone     string `yaml:"zone"`
	ZoneHint string `yaml:"zone_hint"`
	Days     string `yaml:"days"`
	DaysHint string `yaml:"days_hint"`
	Kinds    string `yaml:"kinds"`
	KindHint string `yaml:"kinds_hint"`
}

func readWords() (words, error) {
	var w words
	if err := yaml.UnmarshalWithOptions(wordsFile, &w, yaml.Strict()); err != nil {
		return words{}, fmt.Errorf("discord: words.yaml: %w", err)
	}
	return w, nil
}
