package bot_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"bounceback/bot"
	"bounceback/coach"
	"bounceback/coach/understand"
	"bounceback/store"
)

// The people of BenchmarkMillion: the check-ins of some come in a burst on one
// morning, those of the others in another year.
const (
	million = 1_000_000
	burst   = 50_000
)

// firstNine is when the burst begins, on a Monday.
var firstNine = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// millions is a file of a million people, and what looks after them.
type millions struct {
	file string
	mind *coach.Coach
	read bot.Reader

	once    sync.Once // the burst
	figures map[string]float64
}

func newMillions(b *testing.B) *millions {
	mind, err := coach.New(coach.Options{})
	must(b, err)
	reader, err := understand.NewReader()
	must(b, err)
	m := &millions{file: filepath.Join(b.TempDir(), "million.db"), mind: mind, read: reader}
	m.fill(b)
	return m
}

// settled is somebody who chose a check-in, as the coach left them.
func (m *millions) settled() coach.Person {
	var p coach.Person
	for _, text := range []string{"hello", "settings", "My check-in", "once a week", "Monday", "09:00"} {
		m.mind.Hear(&p, coach.Heard{Text: text, TimeZone: "Europe/London", Reading: m.read.Read(text)}, noLines{}, firstNine.AddDate(0, 0, -1))
	}
	return p
}

type noLines struct{}

func (noLines) Room(coach.ID) *coach.Room { return nil }

func (noLines) Newest() iter.Seq[coach.Entry] { return func(func(coach.Entry) bool) {} }

func (m *millions) fill(b *testing.B) {
	people, err := store.Open(m.file)
	must(b, err)
	one := m.settled()
	if one.CheckIn == nil || one.CheckIn.Next.IsZero() {
		b.Fatal("nobody chose a check-in")
	}
	began := time.Now()
	var next, done atomic.Int64
	var all sync.WaitGroup
	for range 4096 { // as many share a commit
		all.Go(func() {
			for i := int(next.Add(1) - 1); i < million; i = int(next.Add(1) - 1) {
				if _, err := people.Update(context.Background(), soul(i), "", firstNine, m.begin(one, i)); err != nil {
					b.Error(err)
					return
				}
				if n := done.Add(1); n%100_000 == 0 {
					fmt.Fprintf(os.Stderr, "%d people after %v\n", n, time.Since(began).Round(time.Second))
				}
			}
		})
	}
	all.Wait()
	must(b, people.Close())
}

// soul is the id of the ith.
func soul(i int) coach.ID { return coach.ID(fmt.Sprintf("fake:%018d", i)) }

// begin is the ith person's first turn. Those of the burst are spread over the
// whole file.
func (m *millions) begin(one coach.Person, i int) func(*coach.Person, coach.Journal) coach.Change {
	return func(p *coach.Person, _ coach.Journal) coach.Change {
		*p = one
		p.Address = &coach.Address{Platform: "fake", To: fmt.Sprintf("%018d", i)}
		ci := *one.CheckIn
		ci.Next = firstNine.AddDate(1, 0, i%300)
		if i%(million/burst) == 0 {
			ci.Next = firstNine
		}
		ci.Days = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}[ci.Next.Weekday()]
		p.CheckIn = &ci
		line := coach.Entry{Seq: p.Next, At: firstNine, Kind: coach.Win, Words: map[string]string{"win": "I finished my CV"}}
		p.Next++
		_, due, _ := m.mind.NextNudge(p, firstNine.AddDate(0, 0, -1))
		return coach.Change{Entries: []coach.Entry{line}, Due: due}
	}
}

// raw has bbolt's Batch write to the same file the keys and bytes that the burst
// wrote, with as many callers at once as the bot has turns.
func (m *millions) raw(b *testing.B, letter coach.Letter) time.Duration {
	open := func() *bolt.DB {
		db, err := bolt.Open(m.file, 0o600, &bolt.Options{FreelistType: bolt.FreelistMapType, InitialMmapSize: 1 << 30})
		must(b, err)
		return db
	}
	db := open()
	var turns [][]write
	must(b, db.View(func(tx *bolt.Tx) error {
		for i := 0; i < million; i += million / burst {
			turns = append(turns, nudged(b, tx, i, letter))
		}
		return nil
	}))
	must(b, db.Close())
	db = open() // afresh, as the bot had it: no page is mapped yet
	defer db.Close()
	began := time.Now()
	var next atomic.Int64
	var all sync.WaitGroup
	for range 512 {
		all.Go(func() {
			var ticks []write // of the caller's letter before
			for i := next.Add(1) - 1; i < burst; i = next.Add(1) - 1 {
				if err := db.Batch(func(tx *bolt.Tx) error { return put(tx, append(ticks, turns[i]...)) }); err != nil {
					b.Error(err)
				}
				ticks = []write{{bucket: "letters", key: turns[i][3].key}, {bucket: "letter_keys", key: turns[i][4].key}}
			}
		})
	}
	all.Wait()
	return time.Since(began)
}

// nudged is what a nudge of somebody writes: the person, the due times and the
// letter.
func nudged(b *testing.B, tx *bolt.Tx, i int, letter coach.Letter) []write {
	id := soul(i)
	record := bytes.Clone(tx.Bucket([]byte("people")).Get([]byte(id)))
	due, other := record[:12], bytes.Clone(record[:12])
	other[3] ^= 1
	letter.Key, letter.Person, letter.To.To = fmt.Sprintf("%022d", i), id, fmt.Sprintf("%018d", i)
	content, err := json.Marshal(letter)
	must(b, err)
	at := append(binary.BigEndian.AppendUint64(nil, uint64(i)), id...)
	return []write{
		{bucket: "people", key: []byte(id), value: record},
		{bucket: "due", key: append(bytes.Clone(due), id...)},
		{bucket: "due", key: append(other, id...), value: []byte{}},
		{bucket: "letters", key: at, value: content},
		{bucket: "letter_keys", key: []byte(letter.Key), value: at},
	}
}
