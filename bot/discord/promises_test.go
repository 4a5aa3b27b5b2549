package discord

import (
	"bytes"
	"path/filepath"
	"testing"
	"time"

	"bounceback/bot"
	"bounceback/bot/bottest/discordtest"
	"bounceback/bot/discord/rest"
	"bounceback/coach"
	"bounceback/store"
)

// TestAPromiseOutlivesAKill: a command was acknowledged, and then the program was
// killed. The next start answers it, once, and the words of it were not noted. What
// a tap needs is tried by TestKilledInTheMiddle.
func TestAPromiseOutlivesAKill(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	amina, file := d.Person("amina"), filepath.Join(t.TempDir(), "people.db")
	openHouse(t, d, file, unlimited).close(t) // which registers the commands
	act := amina.Slash(discordtest.Direct, "say", "words:zanzibar")
	killed(t, d, file, act, amina)

	h := openHouse(t, d, file, unlimited)
	if m, err := act.Await(t.Context()); err != nil || m.Text != "say" {
		t.Errorf("the command is answered with %q: %v", m.Text, err)
	}
	settle(t, h)
	wait(t, d, "it is noted no more", func() bool { return len(promised(t, h.people)) == 0 })
	h.close(t)
	h = openHouse(t, d, file, unlimited)
	settle(t, h)
	if seen := amina.Sees(discordtest.Direct); len(seen) != 1 {
		t.Errorf("she reads %v", seen)
	}
	h.close(t)
}

// killed leaves behind what a program does that is killed right after it has
// acknowledged a command.
func killed(t *testing.T, d *discordtest.Server, file string, act *discordtest.Interaction, by *discordtest.Person) {
	t.Helper()
	people, err := store.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(Options{Token: d.Token, API: d.URL(), Coach: mimic{}, Notes: people})
	if err != nil {
		t.Fatal(err)
	}
	i := rest.Interaction{App: d.AppID, ID: act.ID, Token: act.Token}
	p.notePromise(act.ID, by.ID, bot.Heard{
		To:    Interaction{App: i.App, ID: i.ID, Token: i.Token, User: by.ID, Where: InDirect, Made: time.Now()}.Address(),
		Heard: coach.Heard{Command: "say", Args: map[string]string{"words": "zanzibar"}},
	})
	if err := p.rest.Defer(t.Context(), i, false); err != nil {
		t.Fatal(err)
	}
	if notes := promised(t, people); len(notes) != 1 || bytes.Contains(notes[0], []byte("zanzibar")) {
		t.Errorf("noted is %q", notes)
	}
	if err := people.Close(); err != nil {
		t.Fatal(err)
	}
}

// promised are the notes of interactions that wait for an answer.
func promised(t *testing.T, people *store.Store) (notes [][]byte) {
	t.Helper()
	err := people.EachNote(t.Context(), promises, promiseNote, func(_ coach.ID, value []byte) bool {
		notes = append(notes, value)
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return notes
}
