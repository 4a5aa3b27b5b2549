// Bounceback is a coach for people who look for work abroad and keep hearing
// "no". This is the program: its commands, its config and the wiring. It is the
// only place that knows every package.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	_ "time/tzdata" // people live in all zones, also where a system knows none
)

func main() {
	os.Exit(Main(os.Args, os.Stdin, os.Stdout, os.Stderr, os.Getenv))
}

// The exit codes.
const (
	exitOK     = 0
	exitFailed = 1 // it went wrong; standard error says what
	exitUsage  = 2 // the command or the config has to be changed first
)

// cli are the commands and options. Commands of later parts get a field here
// and a Run method in a file of their own.
type cli struct {
	Config string `placeholder:"FILE" help:"Read this config file. See config.example.yaml."`

	Chat  chatCommand  `cmd:"" help:"Talk with the coach, here in the terminal."`
	Run   runCommand   `cmd:"" help:"Run the coach on the chat platforms that are configured."`
	Pages pagesCommand `cmd:"" help:"Check or draw the pages that the conversations are made of."`
	Check checkCommand `cmd:"" help:"Tell whether the config is in order."`
	Due   dueCommand   `cmd:"" help:"Count what is due in the next hours, for the operator."`

	Lifelines lifelinesCommand `cmd:"" help:"Look after the crisis lines that people are shown."`

	Discord discordCommand `cmd:"" help:"Set up the bot on Discord."`
	Slack   slackCommand   `cmd:"" help:"Set up the Slack app."`

	Understand understandCommand `cmd:"" help:"Tell what messages are about, as the coach reads them."`

	Version versionCommand `cmd:"" help:"Tell which version this is."`
}

// world is what the commands need of the outside.
type world struct {
	in       io.Reader
	out, err io.Writer
	env      func(string) string
	program  string // as it was called
	cli      *cli
}

// mistake is an error that the caller can mend: it ends with exitUsage.
type mistake struct{ error }

func (m mistake) Unwrap() error { return m.error }

// Main is the program. args begins with the program's name; env reads the
// environment. It returns the exit code. Tests run it, too.
func Main(args []string, in io.Reader, out, err io.Writer, env func(string) string) (code int) {
	var c cli
	w := &world{in: in, out: out, err: err, env: env, program: args[0], cli: &c}
	if len(args) == 1 {
		fmt.Fprint(out, fill(hello, "program", w.name()))
		return exitOK
	}
	defer func() {
		// kong ends the program after --help; its tests would end, too.
		if v := recover(); v != nil {
			stop, ok := v.(exit)
			if !ok {
				panic(v)
			}
			code = int(stop)
		}
	}()
	parser, wrong := kong.New(&c,
		kong.Name("bounceback"),
		kong.Description(about),
		kong.Writers(out, err),
		kong.Exit(func(code int) { panic(exit(code)) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
		kong.Bind(w),
	)
	if wrong != nil {
		return w.fail(wrong)
	}
	ctx, wrong := parser.Parse(longOptions(usual(args[1:]), parser.Model))
	if wrong != nil {
		return w.fail(mistake{fmt.Errorf("%s\n%s --help lists what there is", plainly(wrong), w.name())})
	}
	return w.fail(ctx.Run())
}

type exit int

// plainly is what the parser has to say, in plain words.
func plainly(err error) string {
	said := err.Error()
	if name, _, ok := strings.Cut(said, `: expected string value but got "EOL"`); ok {
		return name + " needs a value behind it"
	}
	return said
}

// fail tells an error, if there is one, and returns the exit code.
func (w *world) fail(err error) int {
	if err == nil {
		return exitOK
	}
	for line := range strings.Lines(err.Error() + "\n") {
		if line = strings.TrimRight(line, "\n"); line != "" {
			fmt.Fprintln(w.err, "bounceback:", line)
		}
	}
	if _, ok := errors.AsType[mistake](err); ok {
		return exitUsage
	}
	return exitFailed
}

// usual makes of what people try first what it is called here: "help chat" and
// "--version".
func usual(args []string) []string {
	switch {
	case args[0] == "help":
		return append(slices.Clone(args[1:]), "--help")
	case len(args) == 1 && args[0] == "--version":
		return []string{"version"}
	}
	return args
}

// longOptions makes "-db FILE" of Go's style into "--db FILE": both are taken.
func longOptions(args []string, model *kong.Application) []string {
	known := map[string]bool{"help": true}
	var learn func(n *kong.Node)
	learn = func(n *kong.Node) {
		for _, f := range n.Flags {
			known[f.Name] = true
		}
		for _, child := range n.Children {
			learn(child)
		}
	}
	learn(model.Node)
	list := make([]string, len(args))
	for i, arg := range args {
		if arg == "--" {
			copy(list[i:], args[i:])
			break
		}
		name, _, _ := strings.Cut(strings.TrimPrefix(arg, "-"), "=")
		if strings.HasPrefix(arg, "-") && len(name) > 1 && known[name] {
			arg = "-" + arg
		}
		list[i] = arg
	}
	return list
}
