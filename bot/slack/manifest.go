package slack

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"text/template"

	"github.com/goccy/go-yaml"

	"bounceback/coach/page"
)

//go:embed manifest.yaml
var manifestText string

// alone are the commands that have a slash command of their own; all others are
// words after /coach, since a workspace shares its slash commands among all apps.
var alone = []string{"win", "rejected", "checkin", "progress"}

// menu is the command whose sub-commands all the others are.
const menu = "coach"

// shortcut is an entry in a menu of Slack's. Its words stand in words.yaml.
type shortcut struct {
	Name, Description string
	Type              string // global or message
	Callback          string
}

// slashCommand is what the manifest says of one.
type slashCommand struct{ Command, Description, Hint string }

// Manifest is the manifest of the Slack app, as YAML with a comment at each scope
// that says what it is for. Without an address the app is in Socket Mode; with one,
// which is what stands before /slack/events, Slack sends everything there.
func Manifest(commands []page.Command, address string) (string, error) {
	if address != "" {
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "https" || u.Host == "" || u.RawQuery != "" {
			return "", fmt.Errorf("slack: the public address is an https address such as https://coach.example.org, not %q", address)
		}
		address = strings.TrimRight(address, "/")
	}
	w, err := readWords()
	if err != nil {
		return "", err
	}
	slashes, err := slashCommands(commands)
	if err != nil {
		return "", err
	}
	t, err := template.New("manifest").Funcs(template.FuncMap{"quote": quote}).Parse(manifestText)
	if err != nil {
		return "", fmt.Errorf("slack: manifest.yaml: %w", err)
	}
	var out strings.Builder
	err = t.Execute(&out, map[string]any{"Address": address, "Commands": slashes, "Shortcuts": w.shortcuts()})
	if err != nil {
		return "", fmt.Errorf("slack: manifest.yaml: %w", err)
	}
	return out.String(), nil
}

// botScopes are what the app may do in a workspace, as the manifest asks for it.
func botScopes(commands []page.Command) ([]string, error) {
	text, err := Manifest(commands, "")
	if err != nil {
		return nil, err
	}
	var m struct {
		OAuth struct {
			Scopes struct {
				Bot []string `yaml:"bot"`
			} `yaml:"scopes"`
		} `yaml:"oauth_config"`
	}
	if err := yaml.Unmarshal([]byte(text), &m); err != nil {
		return nil, fmt.Errorf("slack: manifest.yaml: %w", err)
	}
	return m.OAuth.Scopes.Bot, nil
}

// quote is a string as YAML and JSON both read it.
func quote(s string) (string, error) {
	b, err := json.Marshal(s)
	return string(b), err
}

// slashCommands are /coach, with all commands in its hint, and those that stand
// alone.
func slashCommands(commands []page.Command) ([]slashCommand, error) {
	var names []string
	for _, c := range commands {
		if c.Name != menu {
			names = append(names, c.Name)
		}
	}
	var all []slashCommand
	for _, name := range append([]string{menu}, alone...) {
		at := slices.IndexFunc(commands, func(c page.Command) bool { return c.Name == name })
		if at < 0 {
			return nil, fmt.Errorf("slack: the pages have no command %q, which Slack is to show", name)
		}
		s := slashCommand{Command: "/" + name, Description: commands[at].Description, Hint: usage(commands[at])}
		if name == menu {
			s.Hint = strings.Join(names, " | ")
		}
		all = append(all, s)
	}
	return all, nil
}

// usage is what can stand after a command: "[who said no] [role:…]". What is not named
// goes to the first option of words, or else to the first.
func usage(c page.Command) string {
	bare := slices.IndexFunc(c.Options, func(o page.Option) bool { return o.Kind == "words" })
	var parts []string
	for i, o := range c.Options {
		part := o.Name + ":…"
		if i == max(bare, 0) {
			part = o.Description
		}
		if o.Required {
			parts = append(parts, "<"+part+">")
		} else {
			parts = append(parts, "["+part+"]")
		}
	}
	return strings.Join(parts, " ")
}
