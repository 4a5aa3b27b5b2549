package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"bounceback/coach"
	"bounceback/store"
)

var pageSize = os.Getpagesize()

// sample is a file with people, free pages and long letters, and of what type
// each page is: "meta", "freelist", "branch", "leaf" or "free".
func sample(t *testing.T) (content []byte, kinds []string) {
	f := open(t)
	for i := range 80 {
		id := coach.ID(fmt.Sprint("p", i%40))
		f.update(id, fmt.Sprint(i), func(p *coach.Person, j coach.Journal) coach.Change {
			p.Name = strings.Repeat("name", 100)
			c := win(strings.Repeat("words ", 40), noon)(p, j)
			c.Letters = []coach.Letter{letter(fmt.Sprint("k", i), id, strings.Repeat("a long letter ", 500*(i%16/15)))}
			c.Erase = i == 79
			return c
		})
	}
	f.close()
	defer f.open()
	db, err := bolt.Open(f.name, 0, &bolt.Options{ReadOnly: true, PreLoadFreelist: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.View(func(tx *bolt.Tx) error {
		for {
			page, err := tx.Page(len(kinds))
			if page == nil || err != nil {
				return err
			}
			kinds = append(kinds, page.Type)
			if page.Type != "free" {
				for range page.OverflowCount {
					kinds = append(kinds, "rest of "+page.Type)
				}
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"meta", "freelist", "branch", "leaf", "rest of leaf", "free"} {
		if !slices.Contains(kinds, kind) {
			t.Fatalf("the sample has no page of type %s, only %v", kind, kinds)
		}
	}
	return read(t, f.name)[:len(kinds)*pageSize], kinds
}

// openDamaged opens a file with that content. If that fails the file must be as
// it was.
func openDamaged(t *testing.T, content []byte) error {
	t.Helper()
	s, err := tryOpen(t, content, store.Open)
	if err != nil {
		return err
	}
	defer s.Close()
	readAll(t, s)
	return nil
}

func tryOpen(t *testing.T, content []byte, open func(string) (*store.Store, error)) (*store.Store, error) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "people.db")
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := open(name)
	if err != nil {
		untouched(t, name, content)
		if others, _ := filepath.Glob(name + "?*"); len(others) > 0 {
			t.Errorf("left beside it: %v", others)
		}
		if !strings.Contains(err.Error(), name) {
			t.Errorf("the error does not name the file: %v", err)
		}
	}
	return s, err
}

// readAll reads what is there. That may fail, and no more.
func readAll(t *testing.T, s *store.Store) error {
	var errs []error
	for i := range 40 {
		errs = append(errs, s.Export(t.Context(), coach.ID(fmt.Sprint("p", i)), new(bytes.Buffer)))
	}
	_, err := s.Due(t.Context(), noon, 1000)
	_, err2 := s.Unsent(t.Context(), 1000)
	return errors.Join(append(errs, err, err2)...)
}

func TestAFileThatIsCutShort(t *testing.T) {
	whole, kinds := sample(t)
	if err := openDamaged(t, whole); err != nil {
		t.Fatalf("the sample itself: %v", err)
	}
	dice := rand.New(rand.NewPCG(1, 1))
	lengths := []int{0, 1, 15, 16, 79, 80, 4095, len(whole) - 1}
	for page := range kinds {
		lengths = append(lengths, page*pageSize)
	}
	for range 50 {
		lengths = append(lengths, dice.IntN(len(whole)))
	}
	for _, n := range lengths {
		if err := openDamaged(t, whole[:n]); !errors.Is(err, store.ErrDamaged) && !errors.Is(err, store.ErrForeign) {
			t.Errorf("cut to %d of %d bytes: %v", n, len(whole), err)
		}
	}
}

// TestPagesThatWereWrittenOver damages each page in several ways. It must show,
// but for free pages, which nobody reads, and for one of the two meta pages, as
// the other one takes its place.
func TestPagesThatWereWrittenOver(t *testing.T) {
	whole, kinds := sample(t)
	dice := rand.New(rand.NewPCG(2, 2))
	for page, kind := range kinds {
		for how, with := range map[string]func([]byte){
			"zeros":         func(b []byte) { clear(b) },
			"random bytes":  func(b []byte) { fill(dice, b) },
			"another page":  func(b []byte) { copy(b, whole[(page+1)%len(kinds)*pageSize:][:pageSize]) },
			"a random half": func(b []byte) { fill(dice, b[:len(b)/2]) },
		} {
			content := bytes.Clone(whole)
			with(content[page*pageSize:][:pageSize])
			err := openDamaged(t, content)
			silent := kind == "meta" || kind == "free" || strings.HasPrefix(kind, "rest of")
			if !silent && !errors.Is(err, store.ErrDamaged) {
				t.Errorf("page %d (%s) became %s: %v", page, kind, how, err)
			}
			if kind == "free" && err != nil {
				t.Errorf("page %d is free and became %s: %v", page, how, err)
			}
		}
	}
	content := bytes.Clone(whole)
	clear(content[:2*pageSize])
	if err := openDamaged(t, content); !errors.Is(err, store.ErrForeign) {
		t.Errorf("without both meta pages: %v", err)
	}
	fill(dice, content[64:])
	copy(content, whole[:64])
	if err := openDamaged(t, content); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("with half a meta page: %v", err)
	}
}

func fill(dice *rand.Rand, b []byte) {
	for i := range b {
		b[i] = byte(dice.Uint32())
	}
}

// TestDamageInALargeFile is met only when it is read or written over, and must
// then fail what met it and nothing else.
func TestDamageInALargeFile(t *testing.T) {
	whole, kinds := sample(t)
	dice := rand.New(rand.NewPCG(6, 6))
	opened, failed := 0, 0
	for page, kind := range kinds {
		if kind == "meta" {
			continue
		}
		content := bytes.Clone(whole)
		fill(dice, content[page*pageSize:][:pageSize])
		s, err := tryOpen(t, content, store.OpenLarge)
		if err != nil {
			continue
		}
		opened++
		if readAll(t, s) != nil {
			failed++
		}
		for i := range 8 {
			s.Update(t.Context(), coach.ID(fmt.Sprint("p", i)), "", noon, func(p *coach.Person, j coach.Journal) coach.Change {
				for range j.Newest() {
				}
				return win("x", noon)(p, j)
			})
		}
		s.Close()
	}
	if opened < len(kinds)/2 || failed < len(kinds)/4 {
		t.Errorf("of %d pages %d let the file be opened and %d made reading fail", len(kinds), opened, failed)
	}
}

// TestSingleBytes changes bytes one by one, most of them where they matter: at
// the beginning of pages.
func TestSingleBytes(t *testing.T) {
	whole, kinds := sample(t)
	dice := rand.New(rand.NewPCG(3, 3))
	seen := 0
	for i := range 300 {
		at := dice.IntN(len(whole))
		if i%3 > 0 {
			at = dice.IntN(len(kinds))*pageSize + dice.IntN(200)
		}
		content := bytes.Clone(whole)
		content[at] ^= byte(1 + dice.IntN(255))
		if openDamaged(t, content) != nil {
			seen++
		}
	}
	if seen < 30 {
		t.Errorf("only %d of 300 were seen", seen)
	}
}

func TestFilesOfOthers(t *testing.T) {
	dice := rand.New(rand.NewPCG(4, 4))
	noise := make([]byte, 100_000)
	fill(dice, noise)
	for what, content := range map[string][]byte{
		"a text":     []byte("Dear diary"),
		"a long one": bytes.Repeat([]byte("Dear diary\n"), 10_000),
		"a SQLite":   append([]byte("SQLite format 3\x00"), make([]byte, 8192)...),
		"zeros":      make([]byte, 1<<20),
		"noise":      noise,
		"one byte":   {0},
	} {
		if err := openDamaged(t, content); !errors.Is(err, store.ErrForeign) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := openDamaged(t, nil); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("an empty file: %v", err)
	}
	if _, err := store.Open(t.TempDir()); !errors.Is(err, store.ErrForeign) {
		t.Errorf("a folder: %v", err)
	}
}

// TestFilesOfOtherProgramsWithBbolt: bbolt itself would open these, and write to
// the one whose list of free pages is missing.
func TestFilesOfOtherProgramsWithBbolt(t *testing.T) {
	for what, o := range map[string]*bolt.Options{"plain": nil, "no freelist": {NoFreelistSync: true}, "large pages": {PageSize: 1 << 16}} {
		for _, name := range []string{"theirs", "bounceback"} {
			if what == "no freelist" && name == "bounceback" {
				continue // one of ours, mended with bbolt's tools, looks like that
			}
			file := filepath.Join(t.TempDir(), "other.db")
			db, err := bolt.Open(file, 0o644, o)
			if err != nil {
				t.Fatal(err)
			}
			err = db.Update(func(tx *bolt.Tx) error {
				b, err := tx.CreateBucket([]byte(name))
				return errors.Join(err, b.Put([]byte("format"), []byte("yes")))
			})
			if err := errors.Join(err, db.Close()); err != nil {
				t.Fatal(err)
			}
			before := read(t, file)
			if _, err := store.Open(file); !errors.Is(err, store.ErrForeign) {
				t.Errorf("%s, bucket %s: %v", what, name, err)
			}
			untouched(t, file, before)
		}
	}
}

// TestAnUnreadableRecordFailsItsTurnOnly breaks one person's record and another's
// journal.
func TestAnUnreadableRecordFailsItsTurnOnly(t *testing.T) {
	f := open(t)
	for _, id := range []coach.ID{"a", "b", "c", "d", "e"} {
		f.update(id, "", win("x", noon))
	}
	f.close()
	old := bucket(t, f.name, "people")["a"]
	put := func(bucket, key, value string) {
		raw(t, f.name, func(tx *bolt.Tx) error { return tx.Bucket([]byte(bucket)).Put([]byte(key), []byte(value)) })
	}
	line := bucket(t, f.name, "journal")["b\x00\x00\x00\x00\x00\x00\x00\x00\x00"]
	put("people", "a", old[:20])
	put("journal", "b\x00\x00\x00\x00\x00\x00\x00\x00\x00", "secret")
	put("people", "d", old[:12]+`{"version":99}`)
	put("people", "e", old[:5])
	f.open()
	for _, id := range []coach.ID{"a", "b", "e"} {
		_, err := f.Update(t.Context(), id, "", noon, func(p *coach.Person, j coach.Journal) coach.Change {
			for range j.Newest() {
			}
			return win("y", noon)(p, j)
		})
		if !errors.Is(err, store.ErrDamaged) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", id, err)
		}
	}
	if _, err := f.Update(t.Context(), "d", "", noon, win("y", noon)); !errors.Is(err, store.ErrNewer) {
		t.Errorf("a person of a later version: %v", err)
	}
	if err := f.Check(t.Context()); err == nil {
		t.Error("Check finds nothing")
	}
	f.update("c", "", win("y", noon))
	f.close()
	if got := bucket(t, f.name, "people")["a"]; got != old[:20] {
		t.Errorf("the broken record was written over with %q", got)
	}
	put("people", "a", old)
	put("people", "d", old)
	put("people", "e", old)
	put("journal", "b\x00\x00\x00\x00\x00\x00\x00\x00\x00", line)
	f.open()
}
