package store_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bounceback/coach"
)

// BenchmarkUpdate is a turn of somebody with a short or a long journal; it must
// make no difference.
//
//	go test ./store -run '^$' -bench . -benchtime 2s
func BenchmarkUpdate(b *testing.B) {
	for _, lines := range []int{0, 10_000} {
		b.Run(fmt.Sprint("lines=", lines), func(b *testing.B) {
			f := open(b)
			f.update("amina", "", manyLines(lines))
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				n++
				key := fmt.Sprint("amina-", n)
				f.update("amina", key, func(p *coach.Person, j coach.Journal) coach.Change {
					newest := 0
					for range j.Newest() {
						if newest++; newest == 5 {
							break
						}
					}
					return win("my CV", noon.Add(time.Duration(n)), key)(p, j)
				})
				f.Sent(key)
			}
		})
	}
}

// BenchmarkLook is Update without the commit.
func BenchmarkLook(b *testing.B) {
	f := open(b)
	f.update("amina", "", win("x", noon))
	looked := errors.New("looked")
	b.ReportAllocs()
	for b.Loop() {
		f.Update(b.Context(), "amina", "", noon, func(p *coach.Person, j coach.Journal) coach.Change {
			return coach.Change{Abort: looked}
		})
	}
}

// BenchmarkManyPeople is what it costs that a file holds many people.
func BenchmarkManyPeople(b *testing.B) {
	const people = 100_000
	f := open(b)
	var next atomic.Int64
	var all sync.WaitGroup
	for range 2000 {
		all.Go(func() {
			for n := next.Add(1); n <= people; n = next.Add(1) {
				f.update(coach.ID(fmt.Sprintf("discord:%018d", n*7919)), "", win("my CV", noon.Add(time.Duration(n)*time.Second)))
			}
		})
	}
	all.Wait()
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			f.reopen()
		}
	})
	for _, due := range []int{0, 500} {
		b.Run(fmt.Sprint("due=", due), func(b *testing.B) {
			now := noon.Add(time.Duration(due) * time.Second)
			for b.Loop() {
				if ids, err := f.Due(b.Context(), now, 500); err != nil || len(ids) != due {
					b.Fatal(len(ids), err)
				}
			}
		})
	}
	b.Run("update", func(b *testing.B) {
		n := 0
		for b.Loop() {
			n++
			f.update(coach.ID(fmt.Sprintf("discord:%018d", n%people*7919)), fmt.Sprint(n), win("my CV", noon.Add(time.Duration(n)*time.Minute)))
		}
	})
}

// BenchmarkEachNote is what it costs to go through a note of everybody, as after a
// restart, and what a note costs that nobody waits for.
func BenchmarkEachNote(b *testing.B) {
	const people = 100_000
	f := open(b)
	var next atomic.Int64
	var all sync.WaitGroup
	for range 2000 {
		all.Go(func() {
			for n := next.Add(1); n <= people; n = next.Add(1) {
				id := coach.ID(fmt.Sprintf("discord:%018d", n*7919))
				f.note(id, "dm", fmt.Sprint(n))
				f.note(id, "last", fmt.Sprint(n))
			}
		})
	}
	all.Wait()
	b.Run("each", func(b *testing.B) {
		for b.Loop() {
			if got := f.eachNote("discord:", "dm"); len(got) != people {
				b.Fatal(len(got))
			}
		}
	})
	b.Run("soon", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			f.NoteSoon("discord:000000000000007919", "last", []byte("1"))
		}
	})
}
