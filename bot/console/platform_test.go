package console

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"bounceback/bot"
	"bounceback/coach"
	"bounceback/coach/understand"
	"bounceback/store"
)

// mind is the real coach and its reader, made once: neither changes.
func mind(t *testing.T) (*coach.Coach, *understand.Reader) {
	t.Helper()
	m, err := theMind()
	if err != nil {
		t.Fatal(err)
	}
	return m.coach, m.reader
}

type minds struct {
	coach  *coach.Coach
	reader *understand.Reader
}

var theMind = sync.OnceValues(func() (m minds, err error) {
	where, err := Where(true)
	if err != nil {
		return m, err
	}
	if m.coach, err = coach.New(coach.Options{Where: where}); err != nil {
		return m, err
	}
	m.reader, err = understand.NewReader()
	return m, err
})

// chat runs a chat with the real coach and a real store until it ends. change
// sets its options.
func chat(t *testing.T, file string, change func(*Options)) error {
	t.Helper()
	people, err := store.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer people.Close()
	c, reader := mind(t)
	o := Options{Coach: c, People: people, TimeZone: "Europe/Berlin", File: file, Again: "bounceback chat", Folder: t.TempDir()}
	change(&o)
	p, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	b := bot.New(bot.Options{Coach: c, Reader: reader, People: p.People(), Platforms: []bot.Platform{p}, Clock: p.Clock().Now})
	p.Join(b)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	return b.Run(ctx)
}

// transcript is the transcript of a chat with these lines.
func transcript(t *testing.T, file, who string, lines ...string) string {
	t.Helper()
	var out bytes.Buffer
	err := chat(t, file, func(o *Options) {
		o.In, o.Out, o.Echo, o.Who = strings.NewReader(strings.Join(lines, "\n")), &out, true, who
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

const monday = "@ Mon 2026-03-02 18:20"

// TestWhatComesLaterComesAtItsTime: a clock that is moved far passes all that
// comes due on the way, each at its own time.
func TestWhatComesLaterComesAtItsTime(t *testing.T) {
	got := transcript(t, filepath.Join(t.TempDir(), "a.db"), "", monday,
		"settings", "My check-in", "Monday to Friday", "20:00", "@ +2d")
	_, got, _ = strings.Cut(got, "@ +2d\n")
	var times []string
	for line := range strings.Lines(got) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "@") || strings.HasPrefix(line, "Coach: (nudge)") {
			times = append(times, strings.TrimPrefix(line, "@ ")[:14])
		}
	}
	want := "Mon 2026-03-02|Coach: (nudge)|Tue 2026-03-03|Coach: (nudge)|Wed 2026-03-04"
	if strings.Join(times, "|") != want {
		t.Errorf("%q, want %q, in\n%s", times, want, got)
	}
}

// TestMovingTheClockLeavesOthersAlone: the file may hold other people, and a chat
// that plays with the time must not nudge them, nor eat what is meant for them.
func TestMovingTheClockLeavesOthersAlone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.db")
	setup := []string{monday, "settings", "My check-in", "Monday to Friday", "20:00"}
	transcript(t, file, "Amina", setup...)
	if got := transcript(t, file, "Tom", monday, "hello", "@ +7d"); strings.Contains(got, "(nudge)") {
		t.Errorf("Tom was nudged\n%s", got)
	}
	if got := transcript(t, file, "amina", "@ +7d"); !strings.Contains(got, "(nudge)") {
		t.Errorf("Amina's check-in is gone\n%s", got)
	}
}

// TestACopyIsAFile in the current folder, for its owner alone, and a second one
// does not overwrite the first.
func TestACopyIsAFile(t *testing.T) {
	var out bytes.Buffer
	folder := t.TempDir()
	err := chat(t, filepath.Join(t.TempDir(), "a.db"), func(o *Options) {
		o.In, o.Out, o.Echo, o.Folder = strings.NewReader("I got rejected\n/mydata\nA copy of everything\n/mydata\nA copy of everything\n"), &out, true, folder
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"bounceback.json", "bounceback-2.json"} {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil || !strings.Contains(string(text), "rejection") {
			t.Errorf("%v: %.200s\n%s", err, text, out.String())
		}
		if !strings.Contains(out.String(), filepath.Join(folder, name)) {
			t.Errorf("where %s is was not said:\n%s", name, out.String())
		}
	}
}

// TestAKeyIsShownOnce, as the bot expects of a platform.
func TestAKeyIsShownOnce(t *testing.T) {
	c, _ := mind(t)
	var out bytes.Buffer
	p, err := New(Options{Coach: c, In: strings.NewReader(""), Out: &out, Echo: true})
	if err != nil {
		t.Fatal(err)
	}
	p.answering(true)
	for range 2 {
		if err := p.Send(context.Background(), p.address(), "k1", coach.Message{Text: "That hurts."}); err != nil {
			t.Fatal(err)
		}
	}
	if out.String() != "Coach: That hurts.\n" {
		t.Errorf("%q", out.String())
	}
	if err := p.Send(context.Background(), coach.Address{Platform: Name, To: "tom"}, "k2", coach.Message{Text: "x"}); err == nil {
		t.Error("it was shown to somebody else")
	}
}

// TestNobodyReadsOn: an output that is gone ends the chat, and the answer stays
// unsent for the next one.
func TestNobodyReadsOn(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.db")
	in, typed := io.Pipe()
	go io.WriteString(typed, "hello\n")
	if err := chat(t, file, func(o *Options) { o.In, o.Out, o.Echo = in, gone{}, true }); err == nil {
		t.Error("it ended as if all were well")
	}
	if got := transcript(t, file, ""); !strings.Contains(got, "I'm a bot") || strings.Contains(got, "(nudge)") {
		t.Errorf("the answer was lost: %q", got)
	}
}

// gone is gone when the answer comes.
type gone struct{}

func (gone) Write(b []byte) (int, error) {
	if bytes.HasPrefix(b, []byte("You:")) {
		return len(b), nil
	}
	return 0, errors.New("gone")
}

// TestTheScreen is a whole chat on a screen: with the real program that draws it,
// keys that are typed, and what stands above the prompt in the end.
func TestTheScreen(t *testing.T) {
	in, typed := io.Pipe()
	var out seen
	ended := make(chan error, 1)
	go func() {
		ended <- chat(t, filepath.Join(t.TempDir(), "a.db"), func(o *Options) {
			o.In, o.Out, o.Screen, o.Environ = in, &out, true, []string{"TERM=xterm-256color"}
		})
	}()
	for _, step := range []struct{ keys, until string }{
		{"", "Write as you would to a person"},
		{"hello\r", "  1  I got a no"},
		{"\x1b[B\r", "› I got a no"}, // arrow down, Enter
		{"/help\r", "› /help"},
	} {
		if _, err := io.WriteString(typed, step.keys); err != nil {
			t.Fatal(err)
		}
		out.wait(t, step.until)
	}
	typed.Write([]byte{4}) // Ctrl-D
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(time.Minute):
		t.Fatal("Ctrl-D does not end it")
	}
	out.wait(t, "Take care. What you said is kept")
}

// seen is what was drawn up to now.
type seen struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *seen) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(b)
}

func (s *seen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return ansi.Strip(s.text.String())
}

func (s *seen) wait(t *testing.T, text string) {
	t.Helper()
	for until := time.Now().Add(30 * time.Second); !strings.Contains(s.String(), text); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatalf("%q does not come:\n%s", text, s.String())
		}
	}
}
