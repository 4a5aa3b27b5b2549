package main

import (
	"fmt"
)

type checkCommand struct{}

// Run tells what holds, or everything that is wrong.
func (*checkCommand) Run(w *world) error {
	config, used, err := loadConfig(w.cli.Config, w.env)
	if err != nil {
		return mistake{err}
	}
	data, err := dataFile("", config, w.env)
	if err != nil {
		return err
	}
	if _, _, err := newCoach(config, ""); err != nil {
		return err
	}
	show := func(name, value string) { fmt.Fprintf(w.out, "%-8s %s\n", name+":", value) }
	if used == "" {
		used = "none; all is as the program comes"
	}
	show("config", used)
	show("data", data)
	if config.Pages != "" {
		show("pages", config.Pages+", and the built-in ones for the rest")
	} else {
		show("pages", "the built-in ones")
	}
	if config.Lifelines != "" {
		show("lines", config.Lifelines+", and the built-in ones for the rest")
	}
	if config.Host != "" {
		show("host", config.Host)
	}
	show("log", config.Log.Level+", "+config.Log.Format)
	fmt.Fprintln(w.out, "All is in order.")
	return nil
}
