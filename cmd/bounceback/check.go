package main

import (
	"context"
	"errors"
	"fmt"

	"bounceback/bot/discord"
	"bounceback/coach"
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
	mind, _, err := newCoach(config, "")
	if err != nil {
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
	keys, err := readSecrets(w.env)
	if err != nil {
		return mistake{err}
	}
	well, err := w.ask(keys, config, mind)
	if err != nil {
		return err
	}
	if !well {
		return mistake{errors.New("not all is in order: each line above that begins with ! says what to do")}
	}
	fmt.Fprintln(w.out, "All is in order.")
	return nil
}

// ask asks the platforms whose tokens are set, and tells what they say.
func (w *world) ask(keys secrets, config Config, mind *coach.Coach) (well bool, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), askFor)
	defer cancel()
	if keys.discord == "" {
		fmt.Fprintf(w.out, "discord: not asked; %s is not set\n", discordVariable)
		return true, nil
	}
	report, err := discord.Check(ctx, keys.discordOptions(config, parts{coach: mind}))
	if err != nil {
		return false, err
	}
	fmt.Fprintln(w.out, "discord:")
	for _, f := range report.Findings {
		w.finding(f.OK, f.Text)
	}
	return report.OK(), nil
}

// finding is one thing that a platform said.
func (w *world) finding(ok bool, text string) {
	mark := "!"
	if ok {
		mark = " "
	}
	fmt.Fprintf(w.out, "       %s %s\n", mark, text)
}
