package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"bounceback": main})
}

// TestScripts runs the program as people do. The scripts read as prose; beside
// the usual commands they have those of a talk that goes on, see [talks].
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		UpdateScripts:       *update,
		Setup: func(e *testscript.Env) error {
			home := filepath.Join(e.WorkDir, "home")
			e.Setenv("HOME", home)
			e.Setenv("USERPROFILE", home)
			e.Setenv("TZ", "UTC")
			// Under the race detector a program sleeps for a second at its end.
			e.Setenv("GORACE", "atexit_sleep_ms=0")
			e.Values["talks"] = talks{}
			e.Values["world"] = map[string]any{}
			return os.Mkdir(home, 0o700)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"begin":  begin,
			"say":    say,
			"signal": signalTalk,
			"ends":   ends,

			"discord": onDiscord(t),
			"slack":   onSlack(t),
		},
	})
}

// talks are the chats of a script that go on beside it, by name: "begin NAME
// ARG…" starts one as "bounceback ARG…", "say NAME WORDS" waits for an answer,
// "signal NAME term" and "signal NAME int" send a signal, and "ends NAME" waits
// until it has ended well. What it wrote is then in the file NAME.
type talks map[string]*talk

type talk struct {
	*exec.Cmd
	in  io.WriteCloser
	out seen
}

// patience is how long a script waits for what should come at once.
const patience = 30 * time.Second

// seen is what a process has written up to now.
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
	return s.text.String()
}

func talkOf(ts *testscript.TestScript, neg bool, args []string, least int) *talk {
	if neg || len(args) < least {
		ts.Fatalf("this takes a name and no !")
	}
	t := ts.Value("talks").(talks)[args[0]]
	if t == nil {
		ts.Fatalf("nothing was begun as %s", args[0])
	}
	return t
}

func begin(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: begin NAME ARG…")
	}
	program, err := exec.LookPath("bounceback")
	ts.Check(err)
	t := &talk{Cmd: exec.Command(program, args[1:]...)}
	t.Dir, t.Stdout, t.Stderr = ts.Getenv("WORK"), &t.out, &t.out
	for _, name := range []string{"HOME", "USERPROFILE", "PATH", "TZ", "TMPDIR", "TMP",
		discordVariable, discordAPIVariable, slackBotVariable, slackAppVariable, slackAPIVariable} {
		t.Env = append(t.Env, name+"="+ts.Getenv(name))
	}
	t.in, err = t.StdinPipe()
	ts.Check(err)
	ts.Check(t.Start())
	ts.Value("talks").(talks)[args[0]] = t
	ts.Defer(func() {
		if t.ProcessState == nil {
			t.Process.Kill()
			t.Wait()
		}
	})
}

func say(ts *testscript.TestScript, neg bool, args []string) {
	t := talkOf(ts, neg, args, 2)
	before := strings.Count(t.out.String(), "Coach: ")
	_, err := fmt.Fprintln(t.in, strings.Join(args[1:], " "))
	ts.Check(err)
	for until := time.Now().Add(patience); strings.Count(t.out.String(), "Coach: ") == before; {
		if time.Now().After(until) {
			ts.Fatalf("no answer; it wrote\n%s", t.out.String())
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func signalTalk(ts *testscript.TestScript, neg bool, args []string) {
	t := talkOf(ts, neg, args, 2)
	number, ok := signals[args[1]]
	if !ok {
		ts.Fatalf("no signal %s", args[1])
	}
	ts.Check(t.Process.Signal(number))
}

func ends(ts *testscript.TestScript, neg bool, args []string) {
	t := talkOf(ts, neg, args, 1)
	late := time.AfterFunc(patience, func() { t.Process.Kill() })
	defer late.Stop()
	if err := t.Wait(); err != nil {
		ts.Fatalf("%v; it wrote\n%s", err, t.out.String())
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(t.out.String()), 0o600))
}
