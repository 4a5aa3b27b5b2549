package bot_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	bolt "go.etcd.io/bbolt"
)

// record lets a person talk and says what each turn wrote: it compares copies of
// the store's file. The ticks of a turn ride on the commit of the next.
func record(b testing.TB) (turns [][]write) {
	w := newBench(b)
	w.turn("p000", 0)
	before := w.content()
	for n := range 4 * len(said) {
		w.turn("p000", n)
		if err := w.bot.Settle(b.Context()); err != nil {
			b.Fatal(err)
		}
		after := w.content()
		turns = append(turns, difference(before, after))
		before = after
	}
	times := map[string]int{}
	for _, t := range turns {
		for _, w := range t {
			times[w.bucket+string(w.key)]++
		}
	}
	for _, t := range turns {
		for i := range t {
			t[i].once = times[t[i].bucket+string(t[i].key)] == 1 && t[i].value != nil
		}
	}
	return turns
}

// content is what stands in the store's file now.
func (w *bench) content() map[string]map[string]string {
	bytes, err := os.ReadFile(w.file)
	if err != nil {
		w.b.Fatal(err)
	}
	name := filepath.Join(w.b.TempDir(), "copy.db")
	if err := os.WriteFile(name, bytes, 0o600); err != nil {
		w.b.Fatal(err)
	}
	db, err := bolt.Open(name, 0, &bolt.Options{ReadOnly: true})
	if err != nil {
		w.b.Fatal(err)
	}
	defer db.Close()
	all := map[string]map[string]string{}
	db.View(func(tx *bolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bolt.Bucket) error {
			all[string(name)] = map[string]string{}
			return b.ForEach(func(k, v []byte) error { all[string(name)][string(k)] = string(v); return nil })
		})
	})
	return all
}

func difference(before, after map[string]map[string]string) (changed []write) {
	for _, bucket := range slices.Sorted(maps.Keys(after)) {
		for key := range before[bucket] {
			if _, still := after[bucket][key]; !still {
				changed = append(changed, write{bucket: bucket, key: []byte(key)})
			}
		}
		for key, value := range after[bucket] {
			if old, was := before[bucket][key]; !was || old != value {
				changed = append(changed, write{bucket: bucket, key: []byte(key), value: []byte(value)})
			}
		}
	}
	return changed
}

// of is the nth turn of somebody: one of the recorded ones, with keys of that
// person's, and with a new key for each line and event. All have the same size.
func (f *floor) of(who, n int) []write {
	turn := slices.Clone(f.turns[n%len(f.turns)])
	id := fmt.Appendf(nil, "p%03d", who)
	round := uint64(n / len(f.turns))
	for i, w := range turn {
		key := bytes.ReplaceAll(w.key, []byte("p000"), id)
		if w.once {
			end := key[len(key)-8:]
			binary.BigEndian.PutUint64(end, binary.BigEndian.Uint64(end)+round<<16)
		} else if w.bucket == "letter_keys" {
			copy(key[len(key)-3:], id[1:])
		}
		turn[i].key = key
	}
	return turn
}
