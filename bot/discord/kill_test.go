package discord

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bounceback/bot"
	"bounceback/bot/bottest/discordtest"
	"bounceback/store"
)

// victim tells this program to be a bot until it is killed: its value is the
// address of the local Discord, the token and the file, parted by spaces.
const victim = "BOUNCEBACK_TEST_DISCORD_VICTIM"

func TestMain(m *testing.M) {
	if v := os.Getenv(victim); v != "" {
		go func() { // nobody is left alone when the test is killed itself
			io.Copy(io.Discard, os.Stdin)
			os.Exit(1)
		}()
		if err := talkUntilKilled(strings.Fields(v)); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func talkUntilKilled(v []string) error {
	people, err := store.Open(v[2])
	if err != nil {
		return err
	}
	p, err := New(Options{Token: v[1], API: v[0], Coach: mimic{}, Notes: people})
	if err != nil {
		return err
	}
	return bot.New(bot.Options{Coach: mimic{}, Reader: mimic{}, People: people, Platforms: []bot.Platform{p}}).Run(context.Background())
}

// TestKilledInTheMiddle kills the bot 50 times while people write and tap. Whatever
// they wrote, while it lived or while it was dead, is answered once and in order.
func TestKilledInTheMiddle(t *testing.T) {
	t.Parallel()
	const talkers = 5
	d := discordtest.New(t, discordtest.StartLimit(1<<20), discordtest.WithoutSchema())
	file := filepath.Join(t.TempDir(), "people.db")
	v := live(t, d, file) // which nobody has written to before it was there
	wait(t, d, "it listens", d.Listening)
	v.kill(t)
	v = live(t, d, file)
	over := make(chan struct{})
	var all []*talker
	var talking sync.WaitGroup
	for n := range talkers {
		p := &talker{Person: d.Person(fmt.Sprint("talker", n)), d: d}
		all = append(all, p)
		talking.Go(func() { p.talk(over) })
	}
	dice := rand.New(rand.NewPCG(5, 5))
	for range kills {
		starts, before := len(d.Identifies()), 0
		wait(t, d, "it answers again", func() bool {
			if before == 0 && len(d.Identifies()) > starts {
				before = sent(all)
			}
			return before > 0 && sent(all) > before
		})
		time.Sleep(time.Duration(dice.IntN(30_000)) * time.Microsecond)
		v.kill(t)
		v = live(t, d, file)
	}
	close(over)
	talking.Wait()
	total := 0
	for _, p := range all {
		wait(t, d, fmt.Sprintf("%s reads the answer to the last of %d", p.Name, p.said), func() bool {
			return slices.Contains(p.answers(), p.line(p.said-1))
		})
		p.examine(t)
		total += p.said
	}
	v.kill(t)
	if total < 3*kills {
		t.Errorf("only %d messages were written", total)
	}
}

// process is a bot that can be killed.
type process struct {
	*exec.Cmd
	complaint bytes.Buffer
}

func live(t *testing.T, d *discordtest.Server, file string) *process {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{Cmd: exec.Command(self)}
	p.Env = append(os.Environ(), strings.Join([]string{victim + "=" + d.URL(), d.Token, file}, " "))
	p.Stderr = &p.complaint
	if _, err := p.StdinPipe(); err != nil { // which closes when this program ends
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *process) kill(t *testing.T) {
	p.Process.Kill()
	p.Wait()
	if p.complaint.Len() > 0 {
		t.Fatalf("it ended by itself: %s", &p.complaint)
	}
}
