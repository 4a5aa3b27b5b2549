package store_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"bounceback/coach"
	"bounceback/store"
)

// victim names the file that this program writes to until it is killed.
const victim = "BOUNCEBACK_TEST_VICTIM"

func TestMain(m *testing.M) {
	if name := os.Getenv(victim); name != "" {
		if err := writeUntilKilled(name, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

const writers = 6

// writeUntilKilled has some people take turn after turn, side by side. Each
// acknowledged turn is a line on out. The last of them is erased now and then.
func writeUntilKilled(name string, out io.Writer) error {
	s, err := store.Open(name)
	if err != nil {
		return err
	}
	failed := make(chan error)
	for i := range writers {
		go func() {
			for {
				n, err := oneMore(s, i)
				if err != nil {
					failed <- err
					return
				}
				fmt.Fprintf(out, "%d %d\n", i, n) // one write, so lines do not mix
			}
		}()
	}
	return <-failed
}

// promise is how many turns of somebody must be there, and what their note must say.
type promise struct{ turns, noted uint64 }

// oneMore takes one turn: a line, a letter, an event and a due time. The letter of
// the turn before is ticked off. It returns the number of turns so far.
func oneMore(s *store.Store, i int) (n uint64, err error) {
	id := coach.ID(fmt.Sprint("p", i))
	_, err = s.Update(context.Background(), id, fmt.Sprint(id, "/", time.Now().UnixNano()), noon, func(p *coach.Person, j coach.Journal) coach.Change {
		n = p.Next + 1
		c := win(fmt.Sprint(n), noon.Add(time.Duration(n)))(p, j)
		c.Letters = []coach.Letter{letter(fmt.Sprint(id, "-", n), id, "well done")}
		c.Erase = i == writers-1 && n > 5
		return c
	})
	if err != nil {
		return n, err
	}
	if n > 1 {
		s.Sent(fmt.Sprint(id, "-", n-1))
	}
	s.NoteSoon(id, "soon", []byte(fmt.Sprint(n)))
	return n, s.SetNote(context.Background(), "workspace:"+id, "turns", []byte(fmt.Sprint(n)))
}

// TestKilledInTheMiddle kills a process that writes, 100 times, and finds every
// turn that it acknowledged.
func TestKilledInTheMiddle(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "people.db")
	dice := rand.New(rand.NewPCG(5, 5))
	acknowledged := make([]promise, writers)
	total := 0
	for range 100 {
		total += killOne(t, self, name, time.Duration(dice.IntN(12_000))*time.Microsecond, acknowledged)
		examineVictim(t, name, acknowledged)
		if t.Failed() {
			return
		}
	}
	if total < 300 {
		t.Errorf("only %d turns were acknowledged in all", total)
	}
}

// killOne lets the program write until a while after its first acknowledgement.
func killOne(t *testing.T, self, name string, after time.Duration, acknowledged []promise) (turns int) {
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), victim+"="+name)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var i int
		var n uint64
		if _, err := fmt.Sscanf(lines.Text(), "%d %d", &i, &n); err != nil {
			break // cut off by the kill
		}
		acknowledged[i] = promise{n, n}
		if turns++; turns == 1 {
			time.AfterFunc(after, func() { cmd.Process.Kill() })
		}
	}
	cmd.Wait()
	if complaint.Len() > 0 {
		t.Fatalf("it ended by itself: %s", &complaint)
	}
	return turns
}

func number(s string) (n uint64) {
	fmt.Sscan(s, &n)
	return n
}

func examineVictim(t *testing.T, name string, acknowledged []promise) {
	s, err := store.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	f := &file{Store: s, t: t, name: name}
	defer f.close()
	if err := f.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	unsent := map[string]bool{}
	for _, key := range f.unsent() {
		unsent[key] = true
	}
	for i, a := range acknowledged {
		n := a.turns
		id := coach.ID(fmt.Sprint("p", i))
		p, lines := f.look(id)
		if p.Next < n && i < writers-1 {
			t.Errorf("%s: turn %d was acknowledged, and %d are kept", id, n, p.Next)
		}
		if uint64(len(lines)) != p.Next || uint64(p.Serial) != p.Next {
			t.Errorf("%s: there are %d lines after %d turns", id, len(lines), p.Next)
		}
		if last := fmt.Sprint(id, "-", p.Next); p.Next > 0 && !unsent[last] {
			t.Errorf("%s: the letter of the last turn is lost", id)
		}
		if turns := f.noted("workspace:"+id, "turns"); i < writers-1 && number(turns) < a.noted {
			t.Errorf("%s: turn %d was noted, and the note says %s", id, a.noted, turns)
		}
		if soon := f.noted(id, "soon"); soon != "-" && (number(soon) > p.Next || p.Next == 0) {
			t.Errorf("%s: there are %d turns, and a note that rode along says %s", id, p.Next, soon)
		}
		acknowledged[i].turns = p.Next
	}
}
