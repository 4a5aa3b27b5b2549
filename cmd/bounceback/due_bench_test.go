package main

import (
	"fmt"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"bounceback/coach"
	"bounceback/store"
)

// BenchmarkDue counts what is due in a day among many people who all have a
// daily check-in: the worst there is, since everybody has to be looked at. It
// also tells how much the heap grew.
func BenchmarkDue(b *testing.B) {
	const crowd, writers = 20_000, 250
	people, err := store.Open(filepath.Join(b.TempDir(), "many.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer people.Close()
	mind, err := newCoach(Config{}, "")
	if err != nil {
		b.Fatal(err)
	}
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for i := w; i < crowd; i += writers {
				due := now.Add(time.Duration(i%1440) * time.Minute)
				_, err := people.Update(b.Context(), coach.ID(fmt.Sprint("console:", i)), "", now, func(p *coach.Person, _ coach.Journal) coach.Change {
					p.Version, p.TimeZone, p.Address = coach.PersonVersion, "Europe/Berlin", &coach.Address{Platform: "console", To: fmt.Sprint(i)}
					p.CheckIn = &coach.CheckIn{Days: "daily", At: due.Format("15:04"), Next: due}
					return coach.Change{Due: due}
				})
				if err != nil {
					b.Error(err)
				}
			}
		})
	}
	all.Wait()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for b.Loop() {
		counts, err := countDue(b.Context(), people, mind, now, 25*time.Hour)
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for _, c := range counts {
			n += c
		}
		if n != crowd {
			b.Fatalf("%d of %d", n, crowd)
		}
	}
	b.StopTimer()
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(crowd)*float64(b.N)/b.Elapsed().Seconds(), "people/s")
	b.ReportMetric(max(float64(after.HeapAlloc)-float64(before.HeapAlloc), 0)/1e6, "MB-grown")
}
