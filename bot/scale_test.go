package bot_test

import (
	"context"
	"errors"
	"runtime"
	"runtime/metrics"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/robfig/cron/v3"

	"bounceback/bot"
	"bounceback/coach"
	"bounceback/store"
)

// BenchmarkMillion is what it costs that a million people are remembered: a tick
// with nobody due, finding 500 who are, a burst of 50,000 check-ins, and opening
// the file. of-raw compares the burst with bbolt alone; MB-heap is by how much the
// heap grew at most meanwhile. Making the file takes a minute or two and 1.2 GB.
//
//	go test ./bot -run '^$' -bench Million
func BenchmarkMillion(b *testing.B) {
	m := newMillions(b)
	b.Run("open", m.open)
	b.Run("tick", m.tick)
	b.Run("due=500", m.due)
	b.Run("burst", m.burst)
}

func (m *millions) open(b *testing.B) {
	for b.Loop() {
		people, err := store.Open(m.file)
		must(b, err)
		b.StopTimer()
		must(b, people.Close())
		b.StartTimer()
	}
}

// with runs a bot at a time of its own.
func (m *millions) with(b *testing.B, now time.Time, do func(*bot.Bot, *store.Store, *sink)) {
	people, err := store.Open(m.file)
	must(b, err)
	to := &sink{ready: make(chan struct{})}
	w := bot.New(bot.Options{Coach: m.mind, Reader: m.read, People: people, Platforms: []bot.Platform{to},
		Clock: func() time.Time { return now }})
	ctx, stop := context.WithCancel(context.Background())
	ran := make(chan error, 1)
	go func() { ran <- w.Run(ctx) }()
	<-to.ready
	do(w, people, to)
	stop()
	must(b, errors.Join(<-ran, people.Close()))
}

func (m *millions) tick(b *testing.B) {
	m.with(b, firstNine.AddDate(0, 0, -1), func(w *bot.Bot, _ *store.Store, _ *sink) {
		for b.Loop() {
			must(b, w.Tick(b.Context()))
		}
	})
}

func (m *millions) due(b *testing.B) {
	people, err := store.Open(m.file)
	must(b, err)
	defer people.Close()
	for b.Loop() {
		ids, err := people.Due(b.Context(), firstNine.Add(time.Minute), 500)
		if must(b, err); len(ids) != 500 {
			b.Fatal(len(ids), "are due")
		}
	}
}

// burst drains the morning once, however often it is asked, for it comes once
// in a file; and then does the same with bbolt alone.
func (m *millions) burst(b *testing.B) {
	m.once.Do(func() {
		var took time.Duration
		var letter coach.Letter
		grown := growth(func() {
			m.with(b, firstNine.Add(time.Minute), func(w *bot.Bot, _ *store.Store, to *sink) {
				began := time.Now()
				must(b, w.Tick(b.Context()))
				must(b, w.Settle(b.Context()))
				took = time.Since(began)
				if n := to.sent.Load(); n != burst {
					b.Fatalf("%d letters were sent for %d check-ins", n, burst)
				}
				letter = to.first
			})
		})
		raw := m.raw(b, letter)
		m.figures = map[string]float64{
			"nudges/s": burst / took.Seconds(), "raw/s": burst / raw.Seconds(),
			"of-raw": raw.Seconds() / took.Seconds(), "MB-heap": float64(grown) / (1 << 20), "ns/op": 0,
		}
	})
	for unit, n := range m.figures {
		b.ReportMetric(n, unit)
	}
}

// BenchmarkCronEntryEach is the way not taken: one entry of cron for each of
// 10,000 people. kB/entry is what one takes in memory, add how long it takes to add
// one more while cron runs, and wake how long until all who are due in the same
// moment have been called; a tick stands for all of them.
func BenchmarkCronEntryEach(b *testing.B) {
	for b.Loop() {
		entryEach(b, 10_000)
	}
	b.ReportMetric(0, "ns/op")
}

func entryEach(b *testing.B, entries int) {
	runtime.GC()
	before := heap()
	jobs := cron.New()
	var called sync.WaitGroup
	called.Add(entries)
	at := time.Now().Add(2 * time.Second)
	for range entries {
		daily, err := cron.ParseStandard("CRON_TZ=Europe/Berlin 0 9 * * *")
		must(b, err)
		jobs.Schedule(&first{daily, at}, cron.FuncJob(called.Done))
	}
	runtime.GC()
	b.ReportMetric(float64(heap()-before)/float64(entries)/1000, "kB/entry")
	jobs.Start()
	const more = 20
	began := time.Now()
	for range more {
		jobs.Schedule(cron.Every(24*time.Hour), cron.FuncJob(func() {}))
	}
	b.ReportMetric(time.Since(began).Seconds()*1000/more, "ms-add")
	called.Wait()
	b.ReportMetric(time.Since(at).Seconds()*1000, "ms-wake")
	<-jobs.Stop().Done()
}

// first is a schedule whose first time is given.
type first struct {
	cron.Schedule
	at time.Time
}

func (f *first) Next(now time.Time) time.Time {
	if now.Before(f.at) {
		return f.at
	}
	return f.Schedule.Next(now)
}

// growth is by how many bytes the heap grew at most while something was done,
// with what the collector has not fetched yet.
func growth(do func()) uint64 {
	runtime.GC()
	before := heap()
	most := before
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			most = max(most, heap())
			select {
			case <-done:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	do()
	close(done)
	<-ended
	return most - before
}

func heap() uint64 {
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}

// sink is a platform that takes everything at once and remembers how much it was.
type sink struct {
	ready chan struct{}
	sent  atomic.Int64
	first coach.Letter
}

func (*sink) Name() string { return "fake" }

func (s *sink) Run(ctx context.Context, _ func(context.Context, bot.Heard)) error {
	close(s.ready)
	<-ctx.Done()
	return nil
}

func (s *sink) Send(_ context.Context, to coach.Address, _ string, m coach.Message) error {
	if s.sent.Add(1) == 1 {
		s.first = coach.Letter{To: to, Written: firstNine, Message: m}
	}
	return nil
}

func (*sink) Hand(context.Context, coach.Address, string, string, []byte) error { return nil }
