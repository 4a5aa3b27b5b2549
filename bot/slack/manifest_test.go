package slack

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/dlclark/regexp2"
	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestManifestIsValid reads both manifests by Slack's own schema.
func TestManifestIsValid(t *testing.T) {
	schema := manifestSchema(t)
	for _, address := range []string{"", "https://coach.example.org/"} {
		m := manifest(t, address)
		if err := schema.Validate(m); err != nil {
			t.Errorf("address %q: %v", address, err)
		}
	}
}

// TestManifestFollowsTheCommands: what the coach can do is what Slack shows, and
// every scope is explained.
func TestManifestFollowsTheCommands(t *testing.T) {
	text, err := Manifest(commands(t), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range commands(t) {
		if !strings.Contains(text, c.Name) {
			t.Errorf("%s is nowhere in the manifest", c.Name)
		}
	}
	inScopes := false
	for line := range strings.Lines(text) {
		switch trimmed := strings.TrimSpace(line); {
		case trimmed == "bot:", strings.HasPrefix(trimmed, "bot_optional:"):
			inScopes = true
		case !strings.HasPrefix(trimmed, "- "):
			inScopes = false
		case inScopes && !strings.Contains(line, " # "):
			t.Errorf("nobody is told what this is for: %s", trimmed)
		}
	}
	for _, line := range []string{
		`usage_hint: "[what you did]"`, `usage_hint: "[who said no] [role:…] [stage:…]"`, `usage_hint: "[1 is very low, 5 is very good]"`,
		`callback_id: "no"`, // which many a reader of YAML takes for false
	} {
		if !strings.Contains(text, line) {
			t.Errorf("%s is nowhere in\n%s", line, text)
		}
	}
	if strings.Contains(text, "http") && strings.Contains(text, "url:") {
		t.Error("in Socket Mode there is no address")
	}
}

func TestManifestNeedsWhatItShows(t *testing.T) {
	all := commands(t)
	for i, c := range all {
		if !slices.Contains(append([]string{menu}, alone...), c.Name) {
			continue
		}
		_, err := Manifest(slices.Delete(slices.Clone(all), i, i+1), "")
		if err == nil || !strings.Contains(err.Error(), c.Name) {
			t.Errorf("without %s: %v", c.Name, err)
		}
	}
	for _, address := range []string{"http://coach.example.org", "coach.example.org", "https://", "https://a.example/?x=1"} {
		if _, err := Manifest(all, address); err == nil || !strings.Contains(err.Error(), "https address") {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// manifest is the manifest as a JSON value.
func manifest(t *testing.T, address string) any {
	t.Helper()
	text, err := Manifest(commands(t), address)
	if err != nil {
		t.Fatal(err)
	}
	asJSON, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	m, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// manifestSchema is Slack's schema of a manifest, which is no part of the project.
// Its patterns are those of ECMAScript.
func manifestSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	const file = "../../../shared/schemas/slack-manifest.schema.json"
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the schema of manifests is not here")
	}
	if err != nil {
		t.Fatal(err)
	}
	var doc any
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.UseRegexpEngine(func(s string) (jsonschema.Regexp, error) {
		re, err := regexp2.Compile(s, regexp2.ECMAScript)
		if err != nil {
			return nil, err
		}
		return ecmaPattern{re}, nil
	})
	if err := c.AddResource("manifest.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

type ecmaPattern struct{ *regexp2.Regexp }

func (p ecmaPattern) MatchString(s string) bool {
	ok, err := p.Regexp.MatchString(s)
	return ok && err == nil
}
