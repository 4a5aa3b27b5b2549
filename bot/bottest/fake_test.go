package bottest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/yuin/goldmark"

	"bounceback/bot"
	"bounceback/bot/bottest"
	"bounceback/coach"
)

// TestConform has the suite pass on the platform in memory: it asks for nothing
// that a platform of the simplest kind cannot give.
func TestConform(t *testing.T) {
	bottest.Conform(t, func(t *testing.T) bottest.Rig {
		f := &fake{t: t, platform: bottest.New("fake"), closed: map[string]bool{}}
		t.Cleanup(func() {
			if err := f.platform.Err(); err != nil {
				t.Error(err)
			}
		})
		return f
	})
}

// fake is the rig of the platform in memory. Its adapter is the platform itself;
// between the two stands this rig with the troubles of a whole platform.
type fake struct {
	t        *testing.T
	platform *bottest.Platform

	mu         sync.Mutex
	fail, lose int
	limit      int
	wait       time.Duration
	until      time.Time
	closed     map[string]bool // by address
	events     int
	running    bool
	waiting    []func() error // what was said while the bot is stopped
}

const room = "lounge"

func (f *fake) Adapter(bottest.Parts) (bot.Platform, error) { return adapter{f.platform, f}, nil }

// Ready delivers what has waited.
func (f *fake) Ready() error {
	err := f.platform.Ready(f.t.Context())
	for _, say := range f.waiting {
		err = errors.Join(err, say())
	}
	f.waiting = nil
	return err
}

func (f *fake) Cut() error { return bottest.ErrCannot }

func (f *fake) Person(name string, manages bool) bottest.Person {
	return &person{fake: f, name: name, manages: manages, chosen: map[string]string{}}
}

func (f *fake) Posts() (all []bottest.Sight) {
	for _, s := range f.platform.Shown(room) {
		all = append(all, sight(s))
	}
	return all
}

func (f *fake) set(change func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change()
}

func (f *fake) Fail(n int) { f.set(func() { f.fail = n }) }
func (f *fake) Lose(n int) { f.set(func() { f.lose = n }) }
func (f *fake) Limit(n int, wait time.Duration) {
	f.set(func() { f.limit, f.wait = n, wait })
}

// asked is a demand to wait.
type asked time.Duration

func (a asked) Error() string             { return "too many requests" }
func (a asked) RetryAfter() time.Duration { return time.Duration(a) }

// adapter is the platform with the rig's troubles in front of it.
type adapter struct {
	*bottest.Platform
	f *fake
}

func (a adapter) Run(ctx context.Context, heard func(context.Context, bot.Heard)) error {
	a.f.set(func() { a.f.running = true })
	defer a.f.set(func() { a.f.running = false })
	return a.Platform.Run(ctx, heard)
}

// do runs a send, or what goes wrong with it.
func (a adapter) do(to coach.Address, send func() error) error {
	f := a.f
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.closed[to.To]:
		return bot.ErrUnreachable
	case time.Now().Before(f.until):
		f.t.Error("it was asked again before its time")
	case f.limit > 0:
		f.limit--
		f.until = time.Now().Add(f.wait)
		return asked(f.wait)
	case f.fail > 0:
		f.fail--
		return bottest.ErrFake
	}
	err := send()
	if err == nil && f.lose > 0 {
		f.lose--
		return bottest.ErrFake
	}
	return err
}

func (a adapter) Send(ctx context.Context, to coach.Address, key string, m coach.Message) error {
	return a.do(to, func() error { return a.Platform.Send(ctx, to, key, m) })
}

func (a adapter) Hand(ctx context.Context, to coach.Address, key, name string, content []byte) error {
	return a.do(to, func() error { return a.Platform.Hand(ctx, to, key, name, content) })
}

func (a adapter) Post(ctx context.Context, to coach.Address, key string, m coach.Message) (spot string, err error) {
	err = a.do(to, func() error { spot, err = a.Platform.Post(ctx, to, key, m); return err })
	return spot, err
}

// person is somebody on the platform in memory.
type person struct {
	*fake
	name    string
	manages bool
	chosen  map[string]string // by the key of a message
	last    func() error
}

func (p *person) ID() coach.ID { return p.platform.ID(p.name) }

// hears has the bot hear something, and keeps it for Again.
func (p *person) hears(h coach.Heard, inRoom bool) error {
	p.mu.Lock()
	p.events++
	id := fmt.Sprint("e", p.events)
	p.mu.Unlock()
	p.last = func() error {
		if inRoom {
			return p.platform.In(p.t.Context(), room, p.name, id, h, p.manages)
		}
		return p.platform.Hear(p.t.Context(), p.name, id, h, nil)
	}
	return p.last()
}

// Say waits for the bot while it is stopped.
func (p *person) Say(words string) error {
	say := func() error { return p.hears(coach.Heard{Text: words}, false) }
	p.mu.Lock()
	stopped := !p.running
	if stopped {
		p.waiting = append(p.waiting, say)
	}
	p.mu.Unlock()
	if stopped {
		return nil
	}
	return say()
}

func (p *person) Answer(words string) error { return p.Say(words) }
func (p *person) Again() error              { return p.last() }

func (p *person) Command(name string, args map[string]string) error {
	return p.hears(coach.Heard{Command: name, Args: args}, false)
}

func (p *person) CommandInRoom(name string, args map[string]string) error {
	return p.hears(coach.Heard{Command: name, Args: args}, true)
}

func (p *person) Tap(label string) error {
	for _, s := range slices.Backward(p.platform.Shown(p.name)) {
		if c := choice(s, label); c != nil && p.chosen[s.Key] == "" {
			p.mu.Lock()
			p.chosen[s.Key] = label
			p.mu.Unlock()
			return p.hears(coach.Heard{Tap: c.Key}, false)
		}
	}
	return fmt.Errorf("there is no choice [%s]", label)
}

func (p *person) TapPost(label string) error {
	for _, s := range slices.Backward(p.platform.Shown(room)) {
		if c := choice(s, label); c != nil {
			return p.hears(coach.Heard{Tap: c.Key}, true)
		}
	}
	return fmt.Errorf("there is no choice [%s]", label)
}

func choice(s bottest.Shown, label string) *coach.Choice {
	for _, c := range s.Message.Choices {
		if c.Label == label {
			return &c
		}
	}
	return nil
}

func (p *person) Sees() (all []bottest.Sight) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.platform.Shown(p.name) {
		seen := sight(s)
		if seen.Chosen = p.chosen[s.Key]; seen.Chosen != "" {
			seen.Choices = nil
		}
		all = append(all, seen)
	}
	return all
}

func (p *person) CloseDoor(closed bool) error {
	p.set(func() { p.closed[p.platform.Address(p.name).To] = closed })
	return nil
}

// sight is a message as an app would show it: its Markdown done, a figure drawn.
func sight(s bottest.Shown) (seen bottest.Sight) {
	seen.Text = plain(s.Message.Text)
	for _, c := range s.Message.Choices {
		seen.Choices = append(seen.Choices, c.Label)
	}
	if s.Name != "" {
		seen.Files = append(seen.Files, bottest.File{Name: s.Name, Content: s.Content})
	}
	if f := s.Message.Figure; f != nil {
		seen.Files = append(seen.Files, bottest.File{Name: "figure.png", Alt: f.Alt, Content: []byte("\x89PNG")})
	}
	return seen
}

var tags = regexp.MustCompile(`<[^>]*>`)

// plain is what is read of a Markdown text.
func plain(markdown string) string {
	var page bytes.Buffer
	if err := goldmark.Convert([]byte(markdown), &page); err != nil {
		return err.Error()
	}
	return strings.TrimSpace(html.UnescapeString(tags.ReplaceAllString(page.String(), "")))
}
