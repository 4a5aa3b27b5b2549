package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Config is what an operator may set. Everything has a default: without any
// file the program works. config.example.yaml tells what each key is for.
type Config struct {
	// Data is the file that keeps what people tell.
	Data string `yaml:"data"`
	// Pages is a folder of own pages, one folder a language in it.
	Pages string `yaml:"pages"`
	// Host says who runs this coach, as people read it.
	Host string `yaml:"host"`
	// Lifelines is a file of own crisis lines and of checks of lines.
	Lifelines string  `yaml:"lifelines"`
	Discord   Discord `yaml:"discord"`
	Slack     Slack   `yaml:"slack"`
	Log       Log     `yaml:"log"`
}

// Discord is how the coach runs there. The token comes from the environment.
type Discord struct {
	// APIURL is what stands before /api/v9.
	APIURL string `yaml:"api_url" must:"address"`
	// Shards are those that this process runs: "auto", or such as "0-3/16".
	Shards string `yaml:"shards" must:"shards"`
}

// Slack is how the coach runs there. The tokens come from the environment.
type Slack struct {
	// APIURL is what stands before the name of a method.
	APIURL string `yaml:"api_url" must:"address"`
	// Managers is the user group whose members may set up rooms.
	Managers string `yaml:"managers" must:"group"`
	// Listen turns HTTP mode on: Slack's requests arrive there.
	Listen string `yaml:"listen" must:"listen"`
	// Address is how Slack reaches Listen from outside.
	Address string `yaml:"address" must:"address"`
}

// Log is what goes to standard error.
type Log struct {
	Level  string `yaml:"level" oneof:"debug info warn error"`
	Format string `yaml:"format" oneof:"auto text json"`
}

// configVariable names a config file, as --config does.
const configVariable = "BOUNCEBACK_CONFIG"

// The variables that go before the addresses of the config.
const (
	discordAPIVariable = "BOUNCEBACK_DISCORD_API_URL"
	slackAPIVariable   = "BOUNCEBACK_SLACK_API_URL"
)

// loadConfig reads the config: the named file, or the one of the variable, or
// the one in the user's config folder if there is one. Then the variables for
// addresses. used is the file that was read, empty if none was.
func loadConfig(named string, env func(string) string) (c Config, used string, err error) {
	if c, used, err = readConfig(named, env); err != nil {
		return c, used, err
	}
	for variable, set := range map[string]*string{discordAPIVariable: &c.Discord.APIURL, slackAPIVariable: &c.Slack.APIURL} {
		if given := strings.TrimSpace(env(variable)); given != "" {
			if wrong := musts["address"](given); wrong != "" {
				return Config{}, "", fmt.Errorf("%s: %s", variable, wrong)
			}
			*set = given
		}
	}
	return c, used, nil
}

func readConfig(named string, env func(string) string) (c Config, used string, err error) {
	if named == "" {
		named = env(configVariable)
	}
	file := named
	if file == "" {
		if file, err = configFile(env); err != nil {
			return defaults(Config{}), "", nil // no home, no config there
		}
	}
	data, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist) && named == "":
		return defaults(Config{}), "", nil
	case errors.Is(err, fs.ErrNotExist):
		return Config{}, "", fmt.Errorf("there is no config file %s. Copy config.example.yaml there, or leave it out: everything has a default", file)
	case err != nil:
		return Config{}, "", fmt.Errorf("read the config: %w", err)
	}
	c, err = parseConfig(file, data)
	if err != nil {
		return Config{}, "", err
	}
	if c.Slack.Address != "" && c.Slack.Listen == "" {
		return Config{}, "", fmt.Errorf(`%s: "slack.address" is for HTTP mode, which "slack.listen" turns on, and that is left out. Set it, such as ":8080", or leave out both`, file)
	}
	c.Data = resolve(c.Data, file, env)
	c.Pages = resolve(c.Pages, file, env)
	c.Lifelines = resolve(c.Lifelines, file, env)
	return defaults(c), file, nil
}

func defaults(c Config) Config {
	if c.Discord.APIURL == "" {
		c.Discord.APIURL = "https://discord.com"
	}
	if c.Discord.Shards == "" {
		c.Discord.Shards = "auto"
	}
	if c.Slack.APIURL == "" {
		c.Slack.APIURL = "https://slack.com/api/"
	}
	if c.Log.Level == "" {
		c.Log.Level = "info"
	}
	if c.Log.Format == "" {
		c.Log.Format = "auto"
	}
	return c
}

// configFile is the file in the user's config folder.
func configFile(env func(string) string) (string, error) {
	if folder := env("XDG_CONFIG_HOME"); filepath.IsAbs(folder) {
		return filepath.Join(folder, "bounceback", "config.yaml"), nil
	}
	folder, err := os.UserConfigDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(folder, "bounceback", "config.yaml"), nil
}

// resolve makes a path of the config whole: ~ is the home folder, and what is
// relative is so to the config file's folder.
func resolve(path, config string, env func(string) string) string {
	if path == "" {
		return ""
	}
	if rest, ok := strings.CutPrefix(path, "~"); ok && (rest == "" || rest[0] == '/' || rest[0] == filepath.Separator) {
		return filepath.Join(homeFolder(env), rest)
	}
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(config), path)
}
