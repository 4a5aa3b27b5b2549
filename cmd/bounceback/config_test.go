package main

import (
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the expected texts")

// TestConfigMistakes has one file a mistake, with all that is said about it.
func TestConfigMistakes(t *testing.T) {
	files, err := filepath.Glob("testdata/config/*.txtar")
	if err != nil || len(files) < 15 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			_, wrong := parseConfig("config.yaml", ar.Files[0].Data)
			if wrong == nil {
				t.Fatal("nothing is wrong with it")
			}
			got, want := wrong.Error()+"\n", string(ar.Files[1].Data)
			if strings.Contains(got, "abcdefghijklmnop") {
				t.Errorf("a secret is repeated: %s", got)
			}
			if got == want {
				return
			}
			if *update {
				ar.Files[1].Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			t.Errorf("said\n%swant\n%s", got, want)
		})
	}
}

func noVariables(string) string { return "" }

// home is an environment with a home folder alone.
func home(folder string) func(string) string {
	return func(name string) string {
		if name == "HOME" {
			return folder
		}
		return ""
	}
}

// TestTheExampleHoldsEveryKey keeps the example in step with the program.
func TestTheExampleHoldsEveryKey(t *testing.T) {
	const file = "../../config.example.yaml"
	got, used, err := loadConfig(file, home("/home/amina"))
	if err != nil || used != file {
		t.Fatal(used, err)
	}
	want := defaults(Config{Data: "/home/amina/.local/share/bounceback/bounceback.db"})
	if got != want {
		t.Errorf("it says %+v, and the defaults are %+v", got, want)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range allKeys(reflect.TypeFor[Config](), "") {
		name := key[strings.LastIndexByte(key, '.')+1:]
		found, explained, before := false, false, ""
		for line := range strings.Lines(string(data)) {
			if strings.HasPrefix(strings.TrimSpace(line), name+":") {
				found, explained = true, strings.HasPrefix(strings.TrimSpace(before), "#")
			}
			before = line
		}
		if !found || !explained {
			t.Errorf("%s is not there (%v) or not explained (%v)", key, found, explained)
		}
	}
}

func TestAConfigIsNotNeeded(t *testing.T) {
	config, used, err := loadConfig("", home(t.TempDir()))
	if want := defaults(Config{}); config != want || used != "" || err != nil {
		t.Errorf("%+v, %q, %v", config, used, err)
	}
}

func TestANamedConfigMustBeThere(t *testing.T) {
	_, _, err := loadConfig("nowhere.yaml", noVariables)
	if err == nil || !strings.Contains(err.Error(), "there is no config file nowhere.yaml. Copy config.example.yaml there") {
		t.Error(err)
	}
}

// TestWhereTheConfigIs tries the option, the variable and the folder, in this order.
func TestWhereTheConfigIs(t *testing.T) {
	folder := t.TempDir()
	write := func(name, host string) string {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("host: "+host+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	variables := map[string]string{"XDG_CONFIG_HOME": folder}
	env := func(name string) string { return variables[name] }
	host := func(named string) string {
		c, _, err := loadConfig(named, env)
		if err != nil {
			t.Fatal(err)
		}
		return c.Host
	}
	write("bounceback/config.yaml", "folder")
	if got := host(""); got != "folder" {
		t.Errorf("took that of the %s", got)
	}
	variables[configVariable] = write("b.yaml", "variable")
	if got := host(""); got != "variable" {
		t.Errorf("took that of the %s", got)
	}
	if got := host(write("c.yaml", "option")); got != "option" {
		t.Errorf("took that of the %s", got)
	}
}

// TestAddressesOfTheEnvironment go before those of the config, and what is wrong
// with one is said with the variable's name, and without what stands in it.
func TestAddressesOfTheEnvironment(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(file, []byte("discord: {api_url: https://a.example}\nslack: {api_url: https://b.example/api/}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	variables := map[string]string{configVariable: file, discordAPIVariable: " http://localhost:1 "}
	env := func(name string) string { return variables[name] }
	c, _, err := loadConfig("", env)
	if err != nil || c.Discord.APIURL != "http://localhost:1" || c.Slack.APIURL != "https://b.example/api/" {
		t.Errorf("%+v, %v", c, err)
	}
	for _, wrong := range []string{"xoxb-abcdefghijklmnop", "https://me:abcdefghijklmnop@b.example", "https://b.example/?a=abcdefghijklmnop", "ftp://abcdefghijklmnop", "http://"} {
		variables[slackAPIVariable] = wrong
		if _, _, err := loadConfig("", env); err == nil || !strings.HasPrefix(err.Error(), "BOUNCEBACK_SLACK_API_URL: ") || strings.Contains(err.Error(), "abcdefgh") {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}

func TestPathsOfTheConfig(t *testing.T) {
	env := home("/home/amina")
	for path, want := range map[string]string{
		"":          "",
		"~":         "/home/amina",
		"~/a.db":    "/home/amina/a.db",
		"~amina":    "/etc/bounceback/~amina",
		"/var/a.db": "/var/a.db",
		"a.db":      "/etc/bounceback/a.db",
		"../a.db":   "/etc/a.db",
	} {
		if got := resolve(path, "/etc/bounceback/config.yaml", env); got != want {
			t.Errorf("%q is %q, want %q", path, got, want)
		}
	}
}
