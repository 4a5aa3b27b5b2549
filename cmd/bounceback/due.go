package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"

	"bounceback/coach"
)

type dueCommand struct {
	Hours int    `default:"24" placeholder:"N" help:"How many hours to look ahead, at most 168. Left out: 24."`
	DB    string `name:"db" placeholder:"FILE" help:"Look into this file."`
}

// Help is shown by due --help.
func (*dueCommand) Help() string {
	return `It counts the people who will hear from the coach and the channels that will post, by the hour, the kind of message and the platform, and names nobody. Each counts once, with the next message: what comes after it depends on the answer. What should have been sent already stands in the first line, under "now".

Times are those of this computer. One program at a time can have the file open: while "run" has it, this waits a moment and says so. Nothing is sent and nothing is changed.`
}

// mostAhead is how many hours ahead there is anything to say: a week, for the
// weekly check-ins.
const mostAhead = 168

// kindRoom is the kind of the post of a channel.
const kindRoom = "room"

// dueAt is what is counted together.
type dueAt struct {
	hour           time.Time // the beginning of it; zero: now
	kind, platform string
}

// Run counts and tells.
func (c *dueCommand) Run(w *world) error {
	if c.Hours < 1 || c.Hours > mostAhead {
		return mistake{fmt.Errorf("--hours is %d, and has to be from 1 to %d", c.Hours, mostAhead)}
	}
	config, _, err := loadConfig(w.cli.Config, w.env)
	if err != nil {
		return mistake{err}
	}
	file, err := dataFile(c.DB, config, w.env)
	if err != nil {
		return err
	}
	if _, err := os.Stat(file); errors.Is(err, os.ErrNotExist) {
		return mistake{fmt.Errorf("there is no file %s, so nobody is due. Name another with --db FILE", file)}
	}
	mind, err := newCoach(config, "")
	if err != nil {
		return err
	}
	people, err := openStore(file)
	if err != nil {
		return err
	}
	defer people.Close()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	now := time.Now().In(localZone(w.env))
	counts, err := countDue(ctx, people, mind, now, time.Duration(c.Hours)*time.Hour)
	if err != nil {
		return err
	}
	tellDue(w.out, counts, c.Hours, now.Location())
	return nil
}

// localZone is this computer's zone, under a name where it has one.
func localZone(env func(string) string) *time.Location {
	if zone, err := time.LoadLocation(systemZone(env)); err == nil {
		return zone
	}
	return time.Local
}

// ahead is what countDue needs of a store.
type ahead interface {
	Ahead(ctx context.Context, until time.Time, person func(*coach.Person) error, room func(*coach.Room) error) error
}

// countDue counts who is due in a span from now. The store's due times only say
// whom to look at; the coach says what comes.
func countDue(ctx context.Context, people ahead, mind *coach.Coach, now time.Time, span time.Duration) (map[dueAt]int, error) {
	until := now.Add(span)
	counts := map[dueAt]int{}
	count := func(due time.Time, kind, platform string) {
		at := dueAt{kind: kind, platform: platform}
		if due = due.In(now.Location()); due.After(now) {
			y, m, d := due.Date()
			at.hour = time.Date(y, m, d, due.Hour(), 0, 0, 0, now.Location())
		}
		counts[at]++
	}
	err := people.Ahead(ctx, until, func(p *coach.Person) error {
		n, due, ok := mind.NextNudge(p, now)
		if ok && !due.After(until) && p.Address != nil && p.Unreachable.IsZero() {
			count(due, n.Kind, p.Address.Platform)
		}
		return nil
	}, func(r *coach.Room) error {
		if due, ok := mind.NextPost(r, now); ok && !due.After(until) {
			count(due, kindRoom, r.Address.Platform)
		}
		return nil
	})
	return counts, err
}

// tellDue writes the counts as a table, soonest first.
func tellDue(out io.Writer, counts map[dueAt]int, hours int, zone *time.Location) {
	if len(counts) == 0 {
		fmt.Fprintf(out, "Nobody is due in the next %s.\n", hoursOf(hours))
		return
	}
	total := 0
	kinds := map[string]int{}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "hour (%s)\tkind\tplatform\tcount\n", zone)
	for _, at := range slices.SortedFunc(maps.Keys(counts), dueAt.compare) {
		hour := "now"
		if !at.hour.IsZero() {
			hour = at.hour.Format("Mon 2006-01-02 15:04")
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%d\n", hour, at.kind, at.platform, counts[at])
		total += counts[at]
		kinds[at.kind] += counts[at]
	}
	table.Flush()
	list := make([]string, 0, len(kinds))
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		list = append(list, fmt.Sprintf("%s %d", kind, kinds[kind]))
	}
	fmt.Fprintf(out, "\nIn the next %s: %d (%s).\n", hoursOf(hours), total, strings.Join(list, ", "))
}

func hoursOf(n int) string {
	if n == 1 {
		return "hour"
	}
	return fmt.Sprintf("%d hours", n)
}

func (a dueAt) compare(b dueAt) int {
	return cmp.Or(a.hour.Compare(b.hour), cmp.Compare(a.kind, b.kind), cmp.Compare(a.platform, b.platform))
}
