package main

import (
	"fmt"
	"runtime/debug"
)

type versionCommand struct{}

// Run prints version, commit and Go version in one line.
func (*versionCommand) Run(w *world) error {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return fmt.Errorf("this program was built without its version")
	}
	fmt.Fprintln(w.out, version(info))
	return nil
}

func version(info *debug.BuildInfo) string {
	commit, changed := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = ", commit " + s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = " with changes"
		}
	}
	number := info.Main.Version
	if number == "" {
		number = "(devel)"
	}
	return fmt.Sprintf("bounceback %s%s%s, %s", number, commit, changed, info.GoVersion)
}
