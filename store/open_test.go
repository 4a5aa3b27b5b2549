package store_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"bounceback/coach"
	"bounceback/store"
)

func TestAFileIsForItsOwnerAlone(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "a", "b")
	name := filepath.Join(folder, "people.db")
	s, err := store.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	modes := map[string]fs.FileMode{folder: 0o700, filepath.Dir(folder): 0o700, name: 0o600, name + ".holder": 0o600}
	for name, want := range modes {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want && runtime.GOOS != "windows" {
			t.Errorf("%s has mode %o, want %o", name, got, want)
		}
	}
	s.Close()
	if entries, _ := os.ReadDir(folder); len(entries) != 1 {
		t.Errorf("beside the file are left: %v", entries)
	}
}

func TestTheSecondIsToldWhoHoldsTheFile(t *testing.T) {
	f := open(t)
	_, err := store.Open(f.name)
	if !errors.Is(err, store.ErrInUse) || !strings.Contains(err.Error(), f.name) ||
		!strings.Contains(err.Error(), fmt.Sprintf("most likely %s, process %d", filepath.Base(os.Args[0]), os.Getpid())) {
		t.Errorf("%v", err)
	}
	f.update("amina", "", win("still at work", noon))
}

func TestANoteNamesTheHolder(t *testing.T) {
	name := filepath.Join(t.TempDir(), "people.db")
	if got := store.Holder(name); !strings.Contains(got, "not known") {
		t.Errorf("without a note: %s", got)
	}
	host, _ := os.Hostname()
	for note, want := range map[string]string{
		"":           "not known",
		"what\n\n\n": "not known",
		"4194999\n" + host + "\nbounceback\n2026-03-02T12:00:00Z\n": "not known", // left by a process that was killed
		"7\nelsewhere\nbounceback\n2026-03-02T12:00:00Z\n":          "bounceback, process 7 on the computer or container elsewhere",
	} {
		os.WriteFile(name+".holder", []byte(note), 0o600)
		if got := store.Holder(name); !strings.Contains(got, want) {
			t.Errorf("with the note %q: %s", note, got)
		}
	}
}

func TestAWaitingProcessTakesOver(t *testing.T) {
	f := open(t)
	f.update("amina", "", win("x", noon))
	time.AfterFunc(100*time.Millisecond, func() { f.close() })
	s, err := store.Open(f.name)
	if err != nil {
		t.Fatal(err)
	}
	f.Store = s
	if _, lines := f.look("amina"); len(lines) != 1 {
		t.Errorf("there are %v", lines)
	}
}

// TestManyMakeTheSameFile: one makes it, the others find it in use or take over.
func TestManyMakeTheSameFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "people.db")
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			s, err := store.Open(name)
			if err != nil {
				if !errors.Is(err, store.ErrInUse) {
					t.Error(err)
				}
				return
			}
			defer s.Close()
			id := coach.ID(fmt.Sprint("p", i))
			if _, err := s.Update(t.Context(), id, "", noon, win("x", noon)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	f := &file{t: t, name: name}
	f.open()
	defer f.close()
	if err := f.Check(t.Context()); err != nil || len(f.due(noon)) == 0 {
		t.Errorf("%v; kept are %v", err, f.due(noon))
	}
}

func TestAFileThatMayNotBeRead(t *testing.T) {
	if os.Getuid() == 0 {
		// The owner of everything may read everything: a folder in the way will do.
		name := filepath.Join(t.TempDir(), "file")
		os.WriteFile(name, nil, 0o600)
		if _, err := store.Open(filepath.Join(name, "people.db")); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%v", err)
		}
		return
	}
	f := open(t)
	f.close()
	os.Chmod(f.name, 0)
	if _, err := store.Open(f.name); !errors.Is(err, os.ErrPermission) {
		t.Errorf("%v", err)
	}
	os.Chmod(f.name, 0o600)
	f.open()
}

// TestUpgrade opens files of the first format, which had no rooms, and of the
// second, which had no notes; and then one of this format with a later program
// whose upgrade breaks.
func TestUpgrade(t *testing.T) {
	f := open(t)
	f.update("amina", "", win("x", noon))
	f.close()
	if format := bucket(t, f.name, "bounceback")["format"]; format != "3" || store.Format != 3 {
		t.Fatalf("the format is %q; a new one needs an upgrade, and its own case here", format)
	}
	for version, later := range map[string][]string{"1": {"rooms", "notes"}, "2": {"notes"}} {
		raw(t, f.name, func(tx *bolt.Tx) error {
			err := tx.Bucket([]byte("bounceback")).Put([]byte("format"), []byte(version))
			for _, name := range later {
				err = errors.Join(err, tx.DeleteBucket([]byte(name)))
			}
			return err
		})
		f.open()
		if _, lines := f.look("amina"); len(lines) != 1 {
			t.Errorf("after the upgrade from format %s there are %v", version, lines)
		}
		f.note("amina", "dm", "C1")
		f.close()
		if bucket(t, f.name, "bounceback")["format"] != "3" || len(bucket(t, f.name, "rooms")) != 0 || len(bucket(t, f.name, "notes")) != 1 {
			t.Errorf("the file of format %s was not brought to format 3", version)
		}
	}

	same := func(*bolt.Tx) error { return nil }
	tired := errors.New("tired")
	breaks := func(tx *bolt.Tx) error { tx.DeleteBucket([]byte("people")); return tired }
	before := bucket(t, f.name, "people")
	if _, err := store.OpenAs(f.name, 4, same, same, breaks); !errors.Is(err, tired) || !strings.Contains(err.Error(), "format 3 to 4") {
		t.Errorf("an upgrade that fails: %v", err)
	}
	if after := bucket(t, f.name, "people"); after["amina"] != before["amina"] || bucket(t, f.name, "bounceback")["format"] != "3" {
		t.Error("an upgrade that failed left something")
	}
	s, err := store.OpenAs(f.name, 4, same, same, same)
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	content := read(t, f.name)
	if _, err := store.Open(f.name); !errors.Is(err, store.ErrNewer) || !strings.Contains(err.Error(), "format 4") {
		t.Errorf("a file of a later program: %v", err)
	}
	untouched(t, f.name, content)
	raw(t, f.name, func(tx *bolt.Tx) error { return tx.Bucket([]byte("bounceback")).Put([]byte("format"), []byte("3")) })
	f.open()
}

// TestManySmallBuckets: bbolt keeps small buckets inside the page that lists the
// buckets, which so may become two pages under a third. The file is ours still.
func TestManySmallBuckets(t *testing.T) {
	for n := 100; n < 900; n += 50 {
		f := open(t)
		long := strings.Repeat("x", n)
		f.update("amina", long, func(p *coach.Person, _ coach.Journal) coach.Change {
			p.Name, p.Next = long, 1
			return coach.Change{
				Due: noon, Letters: []coach.Letter{letter(long, "amina", "")},
				Entries: []coach.Entry{{At: noon, Kind: coach.Win, Words: map[string]string{"win": long}}},
				Room: &coach.RoomVisit{ID: lobby.Room(), Change: func(r *coach.Room) coach.RoomChange {
					r.Zone = long
					return coach.RoomChange{Due: noon}
				}},
			}
		})
		f.note("amina", "dm", long)
		f.reopen()
		if err := f.Check(t.Context()); err != nil {
			t.Fatalf("with %d bytes in each: %v", n, err)
		}
	}
}
