package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A lock does not say who holds it, so whoever opens a file leaves a note beside
// it. The note decides nothing; it only helps to name the holder.

func noteName(name string) string { return name + ".holder" }

// leaveNote tells others who has the file open. Without a note they are told less.
func leaveNote(name string) {
	host, _ := os.Hostname()
	note := fmt.Sprintf("%d\n%s\n%s\n%s\n", os.Getpid(), host, filepath.Base(os.Args[0]), time.Now().Format(time.RFC3339))
	_ = os.WriteFile(noteName(name), []byte(note), 0o600)
}

func dropNote(name string) { _ = os.Remove(noteName(name)) }

// holder names who most likely has the file open, as far as that is known.
func holder(name string) string {
	const unknown = "which one is not known"
	content, err := os.ReadFile(noteName(name))
	if err != nil {
		return unknown
	}
	lines := strings.Split(string(content), "\n")
	if len(lines) < 4 {
		return unknown
	}
	pid, err := strconv.Atoi(lines[0])
	if err != nil {
		return unknown
	}
	since := lines[3]
	if at, err := time.Parse(time.RFC3339, since); err == nil {
		since = at.Local().Format("2006-01-02 15:04")
	}
	host, _ := os.Hostname()
	switch {
	case lines[1] != host:
		return fmt.Sprintf("most likely %s, process %d on the computer or container %s, since %s", lines[2], pid, lines[1], since)
	case !alive(pid):
		return unknown // the note is left over from a program that was killed
	}
	return fmt.Sprintf("most likely %s, process %d, since %s", lines[2], pid, since)
}

func alive(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	defer p.Release()
	return !errors.Is(p.Signal(syscall.Signal(0)), os.ErrProcessDone)
}
