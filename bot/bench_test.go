package bot_test

import (
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"bounceback/bot"
	"bounceback/bot/bottest"
	"bounceback/coach"
	"bounceback/coach/understand"
	"bounceback/store"
)

// What a turn costs is measured against the floor: the same keys and bytes,
// written to a file like the store's by bbolt alone, in one transaction a turn.
// Disks are moody, so both are done in turn.
//
//	go test ./bot -run '^$' -bench 'Turn|CommitFloor' -benchtime 3s

// said is what the people of the benchmarks say, over and over.
var said = []string{
	"Siemens said no after the second interview", "just log it",
	"I finished my CV today", "thanks",
	"I applied at Bosch as a data engineer", "not now",
}

// bench is a bot with the real coach, the real reader and a file.
type bench struct {
	b        testing.TB
	file     string
	platform *bottest.Platform
	bot      *bot.Bot
	events   atomic.Int64
}

func newBench(b testing.TB) *bench {
	mind, err := coach.New(coach.Options{})
	if err != nil {
		b.Fatal(err)
	}
	reader, err := understand.NewReader()
	if err != nil {
		b.Fatal(err)
	}
	file := filepath.Join(b.TempDir(), "people.db")
	people, err := store.Open(file)
	if err != nil {
		b.Fatal(err)
	}
	w := &bench{b: b, file: file, platform: bottest.New("fake")}
	w.bot = bot.New(bot.Options{Coach: mind, Reader: reader, People: people, Platforms: []bot.Platform{w.platform}})
	ran := make(chan error, 1)
	go func() { ran <- w.bot.Run(b.Context()) }()
	if err := w.platform.Ready(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := <-ran; err != nil {
			b.Error(err)
		}
		if err := people.Close(); err != nil {
			b.Error(err)
		}
	})
	return w
}

// turn has a person say the nth thing, and waits until the answer is kept.
func (w *bench) turn(who string, n int) {
	event := fmt.Sprintf("%s-%09d", who, w.events.Add(1))
	if err := w.platform.Say(w.b.Context(), who, event, said[n%len(said)]); err != nil {
		w.b.Error(err)
	}
}

func BenchmarkTurn(b *testing.B) {
	w, floor := newBench(b), newFloor(b)
	w.turn("p000", 0)
	var turns, floors time.Duration
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		began := time.Now()
		w.turn("p000", n)
		turns += time.Since(began)
		b.StopTimer()
		began = time.Now()
		floor.commit(0, n)
		floors += time.Since(began)
		b.StartTimer()
		n++
	}
	b.ReportMetric(float64(turns)/float64(floors), "x-floor")
}

func BenchmarkCommitFloor(b *testing.B) {
	floor := newFloor(b)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		floor.commit(0, n)
		n++
	}
}

// BenchmarkTurnCrowd has 200 people talk at once; raw is the same through
// bbolt's Batch.
func BenchmarkTurnCrowd(b *testing.B) {
	w, floor := newBench(b), newFloor(b)
	crowd(200, func(who, n int) { w.turn(fmt.Sprintf("p%03d", who), 0) }) // everybody is known
	b.ReportAllocs()
	b.ResetTimer()
	took := crowd(b.N, func(who, n int) { w.turn(fmt.Sprintf("p%03d", who), n) })
	b.StopTimer()
	raw := crowd(b.N, floor.batch)
	b.ReportMetric(float64(b.N)/took.Seconds(), "turns/s")
	b.ReportMetric(float64(b.N)/raw.Seconds(), "raw/s")
	b.ReportMetric(raw.Seconds()/took.Seconds(), "of-raw")
}

// crowd shares n things to do among 200 people who do them at once, each one
// after another.
func crowd(n int, do func(who, n int)) time.Duration {
	began := time.Now()
	var next atomic.Int64
	var all sync.WaitGroup
	for who := range 200 {
		all.Go(func() {
			for mine := 0; next.Add(1) <= int64(n); mine++ {
				do(who, mine)
			}
		})
	}
	all.Wait()
	return time.Since(began)
}

// floor writes with bbolt alone what recorded turns wrote.
type floor struct {
	b     testing.TB
	db    *bolt.DB
	turns [][]write
}

// write is one key as a turn left it; a nil value is a deleted one.
type write struct {
	bucket     string
	key, value []byte
	once       bool // the key is written once and stays, such as a line of a journal
}

func newFloor(b testing.TB) *floor {
	turns := record(b)
	db, err := bolt.Open(filepath.Join(b.TempDir(), "floor.db"), 0o600,
		&bolt.Options{FreelistType: bolt.FreelistMapType, InitialMmapSize: 1 << 30})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	err = db.Update(func(tx *bolt.Tx) error {
		for _, t := range turns {
			for _, w := range t {
				if _, err := tx.CreateBucketIfNotExists([]byte(w.bucket)); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return &floor{b: b, db: db, turns: turns}
}

func (f *floor) commit(who, n int) {
	turn := f.of(who, n)
	if err := f.db.Update(func(tx *bolt.Tx) error { return put(tx, turn) }); err != nil {
		f.b.Error(err)
	}
}

func (f *floor) batch(who, n int) {
	turn := f.of(who, n)
	if err := f.db.Batch(func(tx *bolt.Tx) error { return put(tx, turn) }); err != nil {
		f.b.Error(err)
	}
}

func put(tx *bolt.Tx, turn []write) error {
	for _, w := range turn {
		b := tx.Bucket([]byte(w.bucket))
		if w.value == nil {
			if err := b.Delete(w.key); err != nil {
				return err
			}
		} else if err := b.Put(w.key, w.value); err != nil {
			return err
		}
	}
	return nil
}
