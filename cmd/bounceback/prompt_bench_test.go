//go:build linux

package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"bounceback/coach"
	"bounceback/store"
)

// BenchmarkFirstPrompt starts the program and stops the clock when its chat can
// be written to. Others in the same file must not make it slower: not 100,000
// of them. MB is the most memory that a chat of one message had at a time, with
// the pages of the file that were looked at.
func BenchmarkFirstPrompt(b *testing.B) {
	program := filepath.Join(b.TempDir(), "bounceback")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	for _, people := range []int{0, 100_000} {
		name := "empty"
		if people > 0 {
			name = fmt.Sprint("people=", people)
		}
		b.Run(name, func(b *testing.B) {
			file := filepath.Join(b.TempDir(), "people.db")
			settle(b, file, people)
			firstPrompt(b, program, file) // the disk's cache is warm now
			most := 0.0
			b.ResetTimer()
			for b.Loop() {
				most = max(most, firstPrompt(b, program, file))
			}
			b.ReportMetric(most, "MB")
		})
	}
}

// firstPrompt runs the program up to its first answer and returns its peak of
// memory in MB. The clock stands from the first prompt on.
func firstPrompt(b *testing.B, program, file string) float64 {
	b.Helper()
	c := exec.Command(program, "chat", "-db", file)
	c.Stderr = os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := c.Start(); err != nil {
		b.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	fmt.Fprintln(in, "hello") // it waits in the pipe, and is shown when it can be taken
	lines.Scan()
	b.StopTimer()
	defer b.StartTimer()
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "Coach: ") {
	}
	peak := peakMemory(b, c.Process.Pid)
	in.Close()
	for lines.Scan() {
	}
	if err := c.Wait(); err != nil {
		b.Fatal(err)
	}
	return peak
}

// peakMemory is what the system counts for a process that still runs. (What it
// tells of an ended child has that of its parent in it.)
func peakMemory(b *testing.B, pid int) float64 {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kB, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				b.Fatal(err)
			}
			return float64(kB) / 1000
		}
	}
	b.Fatal("the system does not tell the memory of a process")
	return 0
}

// settle makes a store with so many people, each with a journal, a check-in and
// a due time, as a bot would have them.
func settle(b *testing.B, file string, people int) {
	b.Helper()
	s, err := store.Open(file)
	if err != nil {
		b.Fatal(err)
	}
	now := time.Now()
	var wg sync.WaitGroup
	const side = 500 // turns side by side, which share commits
	for n := range side {
		wg.Go(func() {
			for i := n; i < people; i += side {
				id := coach.ID(fmt.Sprint("discord:", i))
				_, err := s.Update(context.Background(), id, fmt.Sprint("discord:event-", i), now, func(p *coach.Person, _ coach.Journal) coach.Change {
					return newcomer(p, i, now)
				})
				if err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}

func newcomer(p *coach.Person, i int, now time.Time) coach.Change {
	p.Version, p.Name, p.TimeZone, p.Country = coach.PersonVersion, fmt.Sprint("Amina ", i), "Europe/Berlin", "DE"
	p.Met, p.Heard = now, now
	p.Address = &coach.Address{Platform: "discord", To: fmt.Sprint(i)}
	p.CheckIn = &coach.CheckIn{Days: "weekdays", At: "20:00"}
	c := coach.Change{Due: now.Add(time.Duration(i) * time.Second)}
	for range 10 {
		p.Next++
		c.Entries = append(c.Entries, coach.Entry{Seq: p.Next, At: now, Kind: coach.Rejection, Words: map[string]string{"company": "Siemens", "stage": "interview"}})
	}
	return c
}
