package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// dataFile is the file that keeps what people tell: as asked, or as configured,
// or at the place that the system has for such files.
func dataFile(asked string, config Config, env func(string) string) (string, error) {
	switch {
	case asked != "":
		return filepath.Abs(asked)
	case config.Data != "":
		return config.Data, nil
	}
	folder, err := dataFolder(env)
	if err != nil {
		return "", mistake{fmt.Errorf("%w. Name a file with --db FILE", err)}
	}
	return filepath.Join(folder, "bounceback", "bounceback.db"), nil
}

// dataFolder follows the XDG convention, or that of Windows or macOS.
func dataFolder(env func(string) string) (string, error) {
	if folder := env("XDG_DATA_HOME"); filepath.IsAbs(folder) {
		return folder, nil
	}
	if folder := env("LOCALAPPDATA"); runtime.GOOS == "windows" && folder != "" {
		return folder, nil
	}
	home := homeFolder(env)
	if home == "" {
		return "", errors.New("there is no home folder to keep things in")
	}
	if runtime.GOOS == "darwin" {
		return filepath.Join(home, "Library", "Application Support"), nil
	}
	return filepath.Join(home, ".local", "share"), nil
}

// homeFolder is the user's home folder, empty if there is none.
func homeFolder(env func(string) string) string {
	if home := env("HOME"); home != "" {
		return home
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return home
}

// tilde shortens the home folder.
func tilde(file string, env func(string) string) string {
	home := filepath.Clean(homeFolder(env))
	if rest, ok := strings.CutPrefix(file, home+string(filepath.Separator)); ok && home != "." {
		return "~" + string(filepath.Separator) + rest
	}
	return file
}

func isFolder(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("there is no folder %s", path)
	case err != nil:
		return err
	case !info.IsDir():
		return fmt.Errorf("%s is a file, not a folder", path)
	}
	return nil
}

// systemZone is the IANA name of this computer's zone, empty if it is not known:
// never "Local", which is another zone on another computer.
func systemZone(env func(string) string) string {
	if name, ok := strings.CutPrefix(env("TZ"), ":"); ok || name != "" {
		if zone := zoneOf(name); zone != "" {
			return zone
		}
	}
	if name := time.Local.String(); name != "Local" && zoneOf(name) != "" {
		return name
	}
	if target, err := filepath.EvalSymlinks("/etc/localtime"); err == nil {
		if zone := zoneOf(target); zone != "" {
			return zone
		}
	}
	name, err := os.ReadFile("/etc/timezone")
	if err != nil {
		return ""
	}
	return zoneOf(strings.TrimSpace(string(name)))
}

// zoneOf takes a zone's name or its file's: "/usr/share/zoneinfo/Europe/Berlin".
func zoneOf(name string) string {
	if _, after, ok := strings.Cut(name, "zoneinfo/"); ok {
		name = after
	}
	if name == "" || name == "Local" || filepath.IsAbs(name) {
		return ""
	}
	if _, err := time.LoadLocation(name); err != nil {
		return ""
	}
	return name
}

// newLog logs as the config says.
func newLog(out io.Writer, c Log) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.Level)); err != nil {
		level = slog.LevelInfo // the config was checked
	}
	o := &slog.HandlerOptions{Level: level}
	if c.Format == "text" || c.Format == "auto" && isTerminal(out) {
		return slog.New(slog.NewTextHandler(out, o))
	}
	return slog.New(slog.NewJSONHandler(out, o))
}
