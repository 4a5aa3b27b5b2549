package main

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"bounceback/bot"
	"bounceback/bot/bottest"
	"bounceback/coach"
)

// TestRunAnswersWhatWasHeard: when it is told to stop, everything that came in is
// answered and kept, and the log tells nothing that anyone wrote.
func TestRunAnswersWhatWasHeard(t *testing.T) {
	const people = 20
	file := filepath.Join(t.TempDir(), "people.db")
	var log bytes.Buffer
	w := &world{err: &log, env: home(t.TempDir()), program: "bounceback", cli: &cli{}}
	serve := func(talk func(ctx context.Context, p *bottest.Platform)) *bottest.Platform {
		t.Helper()
		platform := bottest.New("fake")
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		ended := make(chan error, 1)
		go func() {
			defer stop() // a program that has ended hears nothing more
			c := &runCommand{DB: file}
			ended <- c.serve(ctx, w, defaults(Config{}), func(Config, parts) ([]bot.Platform, error) { return []bot.Platform{platform}, nil })
		}()
		talk(ctx, platform)
		stop()
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
		return platform
	}
	kept := make(chan error, people)
	first := serve(func(ctx context.Context, p *bottest.Platform) {
		for i := range people {
			h := coach.Heard{Text: "Siemens has rejected me"}
			if err := p.Hear(ctx, fmt.Sprint(i), fmt.Sprint("event ", i), h, func(err error) { kept <- err }); err != nil {
				t.Error("it does not run: ", err)
				return
			}
		}
	})
	if t.Failed() {
		return
	}
	for i := range people {
		if err := <-kept; err != nil {
			t.Error(err)
		}
		if len(first.Texts(fmt.Sprint(i))) == 0 {
			t.Errorf("%d was not answered", i)
		}
		if got := strings.Join(first.Texts(fmt.Sprint(i)), "\n"); !strings.Contains(got, "kept in a file on the computer of whoever runs me") {
			t.Errorf("%d does not hear where things are kept: %s", i, got)
		}
	}
	if strings.Contains(log.String(), "iemens") {
		t.Errorf("the log has their words:\n%s", log.String())
	}
	again := serve(func(ctx context.Context, p *bottest.Platform) {
		if err := p.Hear(ctx, "0", "event undo", coach.Heard{Text: "undo"}, func(err error) { kept <- err }); err != nil {
			t.Error("it does not run: ", err)
			return
		}
		if err := <-kept; err != nil {
			t.Error(err)
		}
	})
	if got := strings.Join(again.Texts("0"), "\n"); !strings.Contains(got, "Siemens") {
		t.Errorf("what was said is not known any more: %q", got)
	}
}
