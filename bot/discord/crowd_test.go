package discord

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"slices"
	"sync"
	"testing"
	"time"

	"bounceback/bot"
	"bounceback/bot/bottest/discordtest"
	"bounceback/bot/discord/rest"
	"bounceback/store"
)

// house is a bot in this process, with a file of its own.
type house struct {
	bot    *bot.Bot
	rest   *rest.Client
	people *store.Store
	ended  chan error
	stop   context.CancelFunc
}

// unlimited is as fast as it goes, and not as Discord allows.
const unlimited = 1e6

// openHouse starts a bot that makes so many requests a second at most.
func openHouse(t testing.TB, d *discordtest.Server, file string, perSecond float64) *house {
	t.Helper()
	people, err := store.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(Options{Token: d.Token, API: d.URL(), Coach: mimic{}, Notes: people, Look: people.Look}.Hurry())
	if err != nil {
		t.Fatal(err)
	}
	client, err := rest.New(rest.Options{Token: d.Token, API: d.URL(), PerSecond: perSecond})
	if err != nil {
		t.Fatal(err)
	}
	p.sender = newSender(client, people, p.show, p.sender.words, p.log, p.clock)
	starts := len(d.Identifies())
	h := &house{rest: client, people: people, ended: make(chan error, 1)}
	h.bot = bot.New(bot.Options{Coach: mimic{}, Reader: mimic{}, People: people, Platforms: []bot.Platform{p}})
	ctx, stop := context.WithCancel(context.Background())
	h.stop = stop
	go func() { h.ended <- h.bot.Run(ctx) }()
	wait(t, d, "the commands are registered", func() bool {
		return len(d.Identifies()) > starts && d.Listening() && len(d.Registered()) > 0
	})
	return h
}

func (h *house) close(t testing.TB) {
	t.Helper()
	h.stop()
	if err := <-h.ended; err != nil {
		t.Error(err)
	}
	if err := h.people.Close(); err != nil {
		t.Error(err)
	}
	h.rest.Close()
}

// crowdComes is how long it takes until the last of a crowd has begun.
const crowdComes = time.Second

// TestCrowd has 500 people talk at once over a line on which one request in twenty
// comes to grief, and which breaks while they come. All of them are answered, once and in order; what they tap and
// command is acknowledged within three seconds; and when they are gone the program
// is as small as before they came.
func TestCrowd(t *testing.T) {
	d := discordtest.New(t, discordtest.KeepRequests(500), discordtest.WithoutSchema())
	idle, began := runtime.NumGoroutine(), time.Now()
	h := openHouse(t, d, filepath.Join(t.TempDir(), "people.db"), unlimited)
	var sizes []uint64
	var waits []time.Duration
	for _, rate := range []float64{0, 0.05} {
		d.FailRate("*", rate, 7, discordtest.Limited(20*time.Millisecond), discordtest.Status(502), discordtest.Lose(),
			discordtest.GlobalLimited(20*time.Millisecond), discordtest.CutBefore(), discordtest.LateStatus(500), discordtest.Delay(20*time.Millisecond))
		if rate > 0 {
			time.AfterFunc(crowdComes/2, func() { d.Do(discordtest.Cut()) })
		}
		waits = talkAll(t, d, fmt.Sprintf("with a rate of %v", rate))
		if t.Failed() {
			t.FailNow()
		}
		settle(t, h)
		d.Heal()
		d.Forget()
		sizes = append(sizes, heap())
	}
	slices.Sort(waits)
	late := 0
	for _, w := range waits {
		if w > 3*time.Second {
			late++
		}
	}
	t.Logf("the crowd took %v; %d interactions, acknowledged after %v (median), %v (99 of 100), %v (last); %d requests; the heap: %d kB",
		time.Since(began), len(waits), waits[len(waits)/2], waits[len(waits)*99/100], waits[len(waits)-1], d.Asked(), kilobytes(sizes))
	if late > len(waits)/lateOnes {
		t.Errorf("%d of %d interactions were not acknowledged in three seconds", late, len(waits))
	}
	if grown := int64(sizes[1]) - int64(sizes[0]); grown > 2<<20 { // connections and their buffers come and go
		t.Errorf("as many people more leave %d kB behind: %d", grown>>10, kilobytes(sizes))
	}
	h.close(t)
	for end := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > idle+3; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			var all [1 << 20]byte
			t.Fatalf("%d goroutines have not ended:\n%s", runtime.NumGoroutine()-idle, all[:runtime.Stack(all[:], true)])
		}
	}
}

func kilobytes(sizes []uint64) (kb []uint64) {
	for _, s := range sizes {
		kb = append(kb, s>>10)
	}
	return kb
}

// heap is how many bytes are in use, after the garbage was collected.
func heap() uint64 {
	runtime.GC()
	runtime.GC() // which also empties what pools held
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}

func settle(t testing.TB, h *house) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := h.bot.Settle(ctx); err != nil {
		t.Fatal(err)
	}
}

// talkAll has everybody talk, and returns how long it took until what they tapped
// and commanded was acknowledged.
func talkAll(t *testing.T, d *discordtest.Server, round string) (waits []time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var mu sync.Mutex
	var talking sync.WaitGroup
	for n := range crowd {
		talking.Go(func() {
			time.Sleep(time.Duration(n) * crowdComes / crowd)
			p := d.Person(fmt.Sprint("person", n))
			done, err := talkOnce(ctx, p, fmt.Sprint(round, ", ", n))
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			waits = append(waits, done...)
		})
	}
	talking.Wait()
	return waits
}

// talkOnce is what one of them does: two messages in a row, and then a tap under the
// last answer and a command. What they read in the end is what they should.
func talkOnce(ctx context.Context, p *discordtest.Person, words string) (waits []time.Duration, err error) {
	p.SayAll(words+", first", words+", second")
	m, err := p.Reads(ctx, discordtest.Direct, words+", second")
	if err != nil {
		return nil, err
	}
	tap := p.Tap(m.ID, more)
	command := p.Slash(discordtest.Direct, "say", "words:"+words+", third")
	for _, text := range []string{moreOf + words + ", second", words + ", third"} {
		if _, err := p.Reads(ctx, discordtest.Direct, text); err != nil {
			return nil, err
		}
	}
	want := []string{words + ", first", words + ", second", moreOf + words + ", second", words + ", third"}
	got := (&talker{Person: p}).answers()
	slices.Sort(got[min(2, len(got)):]) // a command is answered where its answer was promised
	if !slices.Equal(got, want) {
		return nil, fmt.Errorf("%s reads %q", p.Name, got)
	}
	for _, i := range []*discordtest.Interaction{tap, command} {
		took, ok := i.Took()
		if !ok {
			return nil, fmt.Errorf("%s: an interaction was never acknowledged", p.Name)
		}
		waits = append(waits, took)
	}
	return waits, nil
}
