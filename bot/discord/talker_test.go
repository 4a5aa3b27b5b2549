package discord

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"bounceback/bot/bottest/discordtest"
)

// wait waits for a condition for as long as a busy machine may take.
func wait(t testing.TB, d *discordtest.Server, what string, so func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := d.Wait(ctx, what, so); err != nil {
		t.Fatal(err)
	}
}

// talker is somebody who writes without waiting for each answer, and taps.
type talker struct {
	*discordtest.Person
	d      *discordtest.Server
	said   int
	tapped map[string]*discordtest.Interaction
}

// What a talker does not wait for: so many answers, and for none so long.
const (
	ahead     = 3
	impatient = 100 * time.Millisecond
)

func (p *talker) line(n int) string { return fmt.Sprintf("%s says %d", p.Name, n) }

func (p *talker) talk(over <-chan struct{}) {
	p.tapped = map[string]*discordtest.Interaction{}
	for {
		p.Say(p.line(p.said))
		p.said++
		for began := time.Now(); len(p.lines()) < p.said-ahead && time.Since(began) < impatient; {
			time.Sleep(2 * time.Millisecond)
		}
		select {
		case <-over:
			return
		default:
			p.tapLast()
		}
	}
}

// tapLast taps under the last message, if that can be tapped and was not yet.
func (p *talker) tapLast() {
	seen := p.Sees(discordtest.Direct)
	for _, m := range slices.Backward(seen) {
		if slices.Contains(m.Labels(), more) {
			if p.tapped[m.ID] == nil {
				p.tapped[m.ID] = p.Tap(m.ID, more)
			}
			return
		}
	}
}

// answers are what the bot wrote, without what a tap left under it.
func (p *talker) answers() (texts []string) {
	for _, m := range p.Sees(discordtest.Direct) {
		if m.Author != p.ID && !m.Loading {
			text, _, _ := strings.Cut(m.Reads(), "\n")
			texts = append(texts, text)
		}
	}
	return texts
}

// lines are the answers to what was written, and taps those to taps.
func (p *talker) lines() []string {
	return slices.DeleteFunc(p.answers(), func(s string) bool { return strings.HasPrefix(s, moreOf) })
}

// sent is how much the bot has written to all.
func sent(all []*talker) (n int) {
	for _, p := range all {
		n += len(p.answers())
	}
	return n
}

func (p *talker) examine(t *testing.T) { p.examineAfter(t, 0) }

// examineAfter leaves out so many answers to what was said before they talked.
func (p *talker) examineAfter(t *testing.T, before int) {
	lines := p.lines()
	lines = lines[min(before, len(lines)):]
	for i := range max(len(lines), p.said) {
		if i >= len(lines) || i >= p.said || lines[i] != p.line(i) {
			t.Errorf("%s wrote %d messages, and from the one with number %d on the answers are %q", p.Name, p.said, i, lines[min(i, len(lines)):])
			break
		}
	}
	count := map[string]int{}
	for _, a := range p.answers() {
		if count[a]++; count[a] == 2 {
			t.Errorf("%s reads %q twice", p.Name, a)
		}
	}
	lost := 0
	for id, i := range p.tapped {
		m, _ := p.d.Message(id)
		text, _, _ := strings.Cut(m.Reads(), "\n")
		if i.Answered() != 0 && count[moreOf+text] == 0 {
			lost++
		}
	}
	if lost > 0 {
		t.Errorf("%d of %d taps of %s were acknowledged and never answered", lost, len(p.tapped), p.Name)
	}
}
