package main

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestWhereThingsAreKept(t *testing.T) {
	for _, c := range []struct {
		asked, configured, variables, want string
	}{
		{"", "", "HOME=/home/amina", "/home/amina/.local/share/bounceback/bounceback.db"},
		{"", "", "HOME=/home/amina XDG_DATA_HOME=/data", "/data/bounceback/bounceback.db"},
		{"", "", "HOME=/home/amina XDG_DATA_HOME=data", "/home/amina/.local/share/bounceback/bounceback.db"}, // the convention asks for a whole path
		{"", "/srv/a.db", "HOME=/home/amina", "/srv/a.db"},
		{"/b.db", "/srv/a.db", "HOME=/home/amina", "/b.db"},
	} {
		got, err := dataFile(c.asked, Config{Data: c.configured}, variables(c.variables))
		if err != nil || got != c.want {
			t.Errorf("%+v: %q, %v", c, got, err)
		}
	}
	got, err := dataFile("here.db", Config{}, noVariables)
	if err != nil || !filepath.IsAbs(got) {
		t.Errorf("%q, %v", got, err)
	}
}

// variables is an environment of "NAME=value NAME=value".
func variables(list string) func(string) string {
	return func(name string) string {
		for _, pair := range strings.Fields(list) {
			if value, ok := strings.CutPrefix(pair, name+"="); ok {
				return value
			}
		}
		return ""
	}
}

func TestTheHomeFolderIsShortened(t *testing.T) {
	for file, want := range map[string]string{
		"/home/amina/a/b.db": "~/a/b.db",
		"/home/aminata/b.db": "/home/aminata/b.db",
		"/home/amina":        "/home/amina",
		"/b.db":              "/b.db",
	} {
		if got := tilde(file, home("/home/amina/")); got != want {
			t.Errorf("%s is %s, want %s", file, got, want)
		}
	}
}

// TestTheZoneIsNamed: "Local" would be another zone on another computer.
func TestTheZoneIsNamed(t *testing.T) {
	for _, c := range []struct{ variables, want string }{
		{"TZ=Europe/Warsaw", "Europe/Warsaw"},
		{"TZ=:Europe/Warsaw", "Europe/Warsaw"},
		{"TZ=/usr/share/zoneinfo/Europe/Warsaw", "Europe/Warsaw"},
		{"TZ=UTC", "UTC"},
	} {
		if got := systemZone(variables(c.variables)); got != c.want {
			t.Errorf("%s is %q, want %q", c.variables, got, c.want)
		}
	}
	for _, name := range []string{"", "Local", "Berlin Time", "/etc/localtime", "/usr/share/zoneinfo/Nowhere"} {
		if got := zoneOf(name); got != "" {
			t.Errorf("%q is %q", name, got)
		}
	}
}

// TestTheWayBack is the command that the goodbye names: pasted, it leads to the
// same talk.
func TestTheWayBack(t *testing.T) {
	w := &world{program: "/usr/local/bin/bounceback", cli: &cli{}}
	c := chatCommand{As: "Amina B.", DB: "it's mine.db"}
	if got, want := c.again(w), `/usr/local/bin/bounceback chat --as 'Amina B.' --db 'it'\''s mine.db'`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	w = &world{program: "/tmp/go-build12/b001/exe/bounceback", cli: &cli{Config: "a.yaml"}}
	c = chatCommand{New: true, Plain: true}
	if got, want := c.again(w), `go run ./cmd/bounceback chat --plain --config a.yaml`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
