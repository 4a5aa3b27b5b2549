package main

import (
	_ "embed"
	"fmt"

	"github.com/goccy/go-yaml"
)

//go:embed words.yaml
var wordsFile []byte

// words are what people read that depends on how the program runs.
type words struct {
	Where string `yaml:"where"`
}

func readWords() (w words, err error) {
	if err := yaml.UnmarshalWithOptions(wordsFile, &w, yaml.Strict()); err != nil {
		return w, fmt.Errorf("words.yaml: %w", err)
	}
	return w, nil
}
