package bounceback_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

const module = "bounceback"

// arrows says which packages of this module a folder may import, tests apart. A
// folder without a line of its own has that of the nearest one above it.
var arrows = map[string][]string{
	"cmd": {"bot", "bot/discord", "bot/discord/rest", "bot/discord/gateway", "bot/slack", "bot/slack/web", "bot/slack/socket", "bot/slack/install", "bot/console",
		"store", "coach", "coach/page", "coach/understand", "coach/lifeline"},
	"bot": {"coach", "coach/understand"},
	// Figures as pictures, for the platforms that show them.
	"bot/figure":  {"coach"},
	"bot/bottest": {"bot", "store", "coach", "coach/understand"}, // what is used by tests alone
	// Local servers that stand in for a platform's own know nothing of this program.
	"bot/bottest/discordtest": {},
	"bot/bottest/slacktest":   {},
	"bot/discord":             {"bot", "bot/discord/gateway", "bot/discord/rest", "bot/discord/markup", "bot/figure", "coach", "coach/page"},
	"bot/discord/gateway":     {},
	"bot/discord/rest":        {"bot"},
	"bot/discord/markup":      {"coach"},
	"bot/slack":               {"bot", "bot/slack/socket", "bot/slack/web", "bot/slack/install", "bot/slack/markup", "bot/figure", "coach", "coach/page"},
	"bot/slack/socket":        {},
	"bot/slack/web":           {"bot"},
	"bot/slack/install":       {"bot", "bot/slack/web", "coach"},
	"bot/slack/markup":        {"coach"},
	"bot/console":             {"bot", "coach", "coach/page"},
	"store":                   {"coach"},
	"coach":                   {"coach/page", "coach/understand"},
	"coach/page":              {},
	"coach/understand":        {},
	// A program that makes the model's file; nothing imports it.
	"coach/understand/train": {"coach/understand"},
}

// homes are the only places, folders or files, that may import a library.
var homes = map[string]string{
	"github.com/bwmarrin/discordgo": "bot/discord",
	"github.com/slack-go/slack":     "bot/slack",
	"go.etcd.io/bbolt":              "store",
	"github.com/robfig/cron":        "bot/cron.go",
	"github.com/klauspost/compress": "coach/understand",
}

// guests are the only libraries that a folder may import; a folder that is not
// named here is free to choose, but for homes.
var guests = map[string][]string{
	"coach": {"github.com/yuin/goldmark", "golang.org/x/text", "github.com/agnivade/levenshtein", "github.com/goccy/go-yaml", "github.com/klauspost/compress/huff0"},
	"store": {"go.etcd.io/bbolt", "golang.org/x/crypto", "golang.org/x/sys"},
	"bot":   {"github.com/robfig/cron"},
	// What a library is for in these folders, the folders know best.
	"bot/discord":             nil,
	"bot/slack":               nil,
	"bot/console":             nil,
	"bot/figure":              nil,
	"bot/bottest/discordtest": nil,
	"bot/bottest/slacktest":   nil,
}

// impure is what the coach may not touch: it has no I/O, no clock and no chance.
// Programs beneath it, such as the one that trains, may.
var impure = []string{"os", "net", "math/rand", "crypto/rand", "syscall", "log", "database"}

// seeded are the functions of math/rand/v2 that make chance of a seed; these
// the training may use, since the same seed gives the same model.
var seeded = []string{"New", "NewPCG", "NewChaCha8", "Rand", "PCG", "ChaCha8", "Source", "Zipf", "NewZipf"}

// clocks are the functions of package time that read the clock or wait for it.
var clocks = []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}

func TestImportsPointOneWay(t *testing.T) {
	wrong, files := check(t, os.DirFS("."))
	for _, w := range wrong {
		t.Error(w)
	}
	if files < 20 {
		t.Errorf("only %d files were read", files)
	}
}

// TestEveryWrongArrowIsSeen draws one wrong arrow at a time.
func TestEveryWrongArrowIsSeen(t *testing.T) {
	for _, c := range []struct{ file, imports, code string }{
		{"coach/a.go", module + "/bot", ""},
		{"coach/a.go", module + "/store", ""},
		{"coach/page/a.go", module + "/coach", ""},
		{"coach/understand/train/a.go", module + "/coach/page", ""},
		{"store/a.go", module + "/bot", ""},
		{"bot/a.go", module + "/store", ""},
		{"bot/a.go", module + "/bot/bottest", ""},
		{"bot/slack/a.go", module + "/bot/discord", ""},
		{"bot/slack/markup/a.go", module + "/store", ""},
		{"cmd/bounceback/a.go", module + "/bot/bottest", ""},
		{"a.go", module + "/coach", ""},
		{"new/a.go", module + "/coach", ""},
		{"cmd/bounceback/a.go", "github.com/bwmarrin/discordgo", ""},
		{"bot/a.go", "github.com/slack-go/slack/socketmode", ""},
		{"bot/a.go", "go.etcd.io/bbolt", ""},
		{"bot/tick.go", "github.com/robfig/cron/v3", ""},
		{"bot/console/a.go", "github.com/robfig/cron/v3", ""},
		{"coach/a.go", "example.org/chat", ""},
		{"coach/page/a.go", "github.com/klauspost/compress/huff0", ""},
		{"store/a.go", "example.org/chat", ""},
		{"coach/a.go", "os", ""},
		{"coach/page/a.go", "net/http", ""},
		{"coach/understand/a.go", "math/rand", ""},
		{"coach/understand/a.go", "math/rand/v2", "var x = rand.IntN(6)"},
		{"coach/a.go", "math/rand/v2", ""},
		{"coach/a.go", "time", "var x = time.Now()"},
		{"coach/a.go", "time", "func f() { time.Sleep(1) }"},
	} {
		text := fmt.Sprintf("package a\n\nimport %q\n\n%s\n", c.imports, c.code)
		if wrong, _ := check(t, fstest.MapFS{c.file: {Data: []byte(text)}}); len(wrong) != 1 {
			t.Errorf("%s importing %s %s: %q", c.file, c.imports, c.code, wrong)
		}
	}
	for _, c := range []struct{ file, imports string }{
		{"cmd/bounceback/a.go", module + "/store"},
		{"bot/cron.go", "github.com/robfig/cron/v3"},
		{"bot/discord/a.go", "github.com/bwmarrin/discordgo"},
		{"store/a.go", "go.etcd.io/bbolt"},
		{"coach/page/a.go", "github.com/yuin/goldmark/ast"},
		{"coach/understand/a.go", "github.com/klauspost/compress/huff0"},
		{"bot/a_test.go", module + "/store"},
	} {
		text := fmt.Sprintf("package a\n\nimport %q\n", c.imports)
		if wrong, _ := check(t, fstest.MapFS{c.file: {Data: []byte(text)}}); len(wrong) != 0 {
			t.Errorf("%s may import %s: %q", c.file, c.imports, wrong)
		}
	}
}

// check reads all Go files and says what is wrong with their imports.
func check(t *testing.T, tree fs.FS) (wrong []string, files int) {
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := d.Name()
		if d.IsDir() && name != "." && (base == "testdata" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_")) {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		files++
		text, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		places := token.NewFileSet()
		file, err := parser.ParseFile(places, name, text, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if why := forbidden(name, file.Name.Name == "main", imported); why != "" {
				wrong = append(wrong, fmt.Sprintf("%s imports %s: %s", places.Position(spec.Pos()), imported, why))
			}
		}
		if under(name, "coach") && file.Name.Name != "main" {
			for _, at := range uses(file, "time", func(name string) bool { return slices.Contains(clocks, name) }) {
				wrong = append(wrong, fmt.Sprintf("%s reads the clock: the time is an argument in coach", places.Position(at)))
			}
			for _, at := range uses(file, "rand", func(name string) bool { return !slices.Contains(seeded, name) }) {
				wrong = append(wrong, fmt.Sprintf("%s leaves something to chance: only what is seeded may be used", places.Position(at)))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return wrong, files
}

// forbidden says why a file may not import a package, or nothing.
func forbidden(file string, program bool, imported string) string {
	if imported == module || under(imported, module) {
		to := strings.TrimPrefix(strings.TrimPrefix(imported, module), "/")
		folder, allowed := nearest(arrows, file)
		if slices.ContainsFunc(allowed, func(a string) bool { return to == a }) || folder != "" && under(to, folder) && arrows[to] == nil {
			return ""
		}
		return fmt.Sprintf("%s may import %v of this module", path.Dir(file), allowed)
	}
	for library, home := range homes {
		if under(imported, library) && !under(file, home) {
			return "only " + home + " may"
		}
	}
	if !strings.Contains(strings.SplitN(imported, "/", 2)[0], ".") {
		if under(file, "coach/understand") && imported == "math/rand/v2" {
			return ""
		}
		if under(file, "coach") && !program && slices.ContainsFunc(impure, func(p string) bool { return under(imported, p) }) {
			return "the coach has no I/O, no clock and no chance"
		}
		return ""
	}
	folder, allowed := nearest(guests, file)
	if folder == "" || allowed == nil || slices.ContainsFunc(allowed, func(a string) bool { return under(imported, a) }) {
		return ""
	}
	return fmt.Sprintf("%s may use %v", folder, allowed)
}

// nearest is the line of a table that goes for a file.
func nearest(table map[string][]string, file string) (folder string, line []string) {
	for folder = path.Dir(file); folder != "."; folder = path.Dir(folder) {
		if line, ok := table[folder]; ok {
			return folder, line
		}
	}
	return "", nil
}

// under is true for a path itself and for what is beneath it.
func under(name, parent string) bool {
	return name == parent || strings.HasPrefix(name, parent+"/")
}

// uses finds where something of a package is named that the test picks.
func uses(file *ast.File, pkg string, picks func(name string) bool) (at []token.Pos) {
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && x.Name == pkg && picks(s.Sel.Name) {
				at = append(at, s.Pos())
			}
		}
		return true
	})
	return at
}
