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
	Lifelines string `yaml:"lifelines"`
	Log       Log    `yaml:"log"`
}

// Log is what goes to standard error.
type Log struct {
	Level  string `yaml:"level" oneof:"debug info warn error"`
	Format string `yaml:"format" oneof:"auto text json"`
}

// configVariable names a config file, as --config does.
const configVariable = "BOUNCEBACK_CONFIG"

// loadConfig reads the config: the named file, or the one of the variable, or
// the one in the user's config folder if there is one. used is the file that was
// read, empty if none was.
func loadConfig(named string, env func(string) string) (c Config, used string, err error) {
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
	c.Data = resolve(c.Data, file, env)
	c.Pages = resolve(c.Pages, file, env)
	c.Lifelines = resolve(c.Lifelines, file, env)
	return defaults(c), file, nil
}

func defaults(c Config) Config {
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
